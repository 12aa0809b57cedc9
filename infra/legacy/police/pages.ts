import { changed } from '../faults.ts'
import { EMPTY, type Entry, type Lines, missing, type Naming, takePart } from '../form.ts'
import { editPart, LINES_SCRIPT, safe, viewEntry } from '../html.ts'
import type { Listed } from '../store.ts'
import { type Answer, type Asked, type Desk, one, type System } from '../system.ts'
import { POLICE_FORM } from './form.ts'

const TITLE = '警务综合应用平台 · 案件管理子系统'

/** A record as a whole is shown with the number of each person; one person is entered on a page of its own, without. */
const naming: Naming = ({ person, grid, line }, name) =>
  [person === undefined ? '' : `ry[${person}].`, grid ?? '', line === undefined ? '' : `[${line}].`, name ?? ''].join('').replace(/\.$/, '')
const STYLE = `<style>
body{margin:0;font:13px SimSun,serif;background:#eef4fb;color:#123}
#top{background:linear-gradient(#2a6bb5,#0d3c7a);color:#fff;padding:10px 16px;font-size:20px;letter-spacing:2px}
#top span{float:right;font-size:12px;letter-spacing:0;line-height:28px}#top a{color:#ffe9a8}
#nav{background:#d5e5f7;border-bottom:1px solid #8fb2dc;padding:6px 16px}#nav a{margin-right:14px}
#main{padding:10px 16px}h3{background:#c9ddf4;border-left:4px solid #0d3c7a;margin:10px 0 4px;padding:3px 8px;font-size:13px}
table{border-collapse:collapse;border-color:#9db9d9;background:#fff}.form,.lines,.persons,.list{width:100%}
th{background:#e6effa;text-align:right;font-weight:normal;padding:3px 6px;width:14%}.lines th,.list th{text-align:center;width:auto}td{padding:3px 6px}
.tabs a{display:inline-block;padding:5px 18px;background:#dbe7f5;border:1px solid #8fb2dc;border-bottom:0;margin-right:3px;text-decoration:none}.tabs a.on{background:#fff;font-weight:bold}
input[type=text],select,textarea{border:1px solid #9db9d9;width:94%;box-sizing:border-box}.lines input,.lines select{width:98%}
.must{color:#c00}.err{color:#c00;font-weight:bold}.ok{color:#080;font-weight:bold}.grid{margin:8px 0 3px}
.login{width:340px;margin:110px auto;background:#fff;border:1px solid #8fb2dc;padding:20px}
</style>`

const page = (
  body: string,
  person: string | null,
): string => `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${TITLE}</title>${STYLE}</head><body>
<div id="top">${TITLE}${person === null ? '' : `<span>当前用户：<b id="dqyh">${safe(person)}</b> <a href="/logout.do">退出</a></span>`}</div>
${person === null ? '' : '<div id="nav"><a href="/aj/list.do">案件查询</a><a href="/aj/kaishi.do">案件录入</a></div>'}<div id="main">${body}</div></body></html>`

export const POLICE: System = {
  ...{ kind: 'police', zh: '公安警综', form: POLICE_FORM, naming, charset: 'utf-8', cookie: 'JSESSIONID', oneSession: false },
  columns: { platformNo: 'wbbh', caseNo: 'ajbh', title: 'ajmc' },
  referenceOf: id => `A350503${String(id).padStart(8, '0')}`,
  answer(asked, desk) {
    if (asked.path === '/login.do') return asked.method === 'POST' ? signIn(asked, desk) : { html: loginPage('', desk) }
    const { session } = asked
    if (session === null) return { to: '/login.do' }
    if (asked.path === '/logout.do') {
      desk.accounts.end(session.id)
      return { to: '/login.do', session: null }
    }
    const made = PAGES[asked.path]?.(asked, desk, session.account)
    if (made === undefined)
      return asked.path === '/' ? { to: '/aj/list.do' } : { status: 404, html: page('<p class="err">页面不存在</p>', session.person) }
    return made.html === undefined ? made : { ...made, html: page(made.html, session.person) }
  },
}

function loginPage(error: string, { faults }: Desk): string {
  const captcha = faults.captcha
    ? '<p>验证码：<input type="text" name="yzm" style="width:80px"> <img id="yzmtp" alt="验证码" width="80" height="28" src="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' width=\'80\' height=\'28\'%3E%3Ctext x=\'8\' y=\'20\' font-size=\'18\'%3E7K4P%3C/text%3E%3C/svg%3E"></p>'
    : ''
  return page(
    `<form class="login" id="loginForm" method="post" action="/login.do"><h3>用户登录</h3><p>警号：<input type="text" name="jh" id="jh"></p>
<p>口令：<input type="password" name="kl" id="kl"></p>${captcha}<p class="err" id="dlcw">${safe(error)}</p><p><button type="submit" id="dl">登 录</button></p></form>`,
    null,
  )
}

function signIn({ posted }: Asked, desk: Desk): Answer {
  if (desk.faults.captcha) return { html: loginPage('验证码错误', desk) }
  const session = desk.accounts.signIn(one(posted, 'jh'), one(posted, 'kl'))
  if (session === null) return { html: loginPage('警号或口令不正确', desk) }
  desk.counters.logins += 1
  return { to: '/aj/list.do', session: session.id }
}

type Page = (asked: Asked, desk: Desk, account: string) => Answer

const PAGES: Readonly<Record<string, Page>> = {
  '/aj/list.do': ({ query }, { cases }) => {
    const filter = { platformNo: query('wbbh').trim(), caseNo: query('ajbh').trim(), page: Number(query('page')) || 1 }
    return { html: listPage(cases.list(filter), filter) }
  },
  '/aj/view.do': ({ query }, { cases }) => {
    const found = cases.get(query('bh'))
    if (found === null) return { status: 404, html: '<p class="err" id="wcaj">没有这个案件</p>' }
    const reference = safe(query('bh'))
    return {
      html: `<p>系统编号：<b id="xtbh">${reference}</b> <a href="/aj/kaishi.do?bh=${encodeURIComponent(query('bh'))}">修改</a></p>${viewEntry(
        POLICE_FORM,
        found,
        naming,
        'ry',
        '涉案人员',
      )}`,
    }
  },
  '/aj/kaishi.do': ({ query }, { cases }, account) => {
    const reference = query('bh') || null
    const entry = reference === null ? EMPTY : cases.get(reference)
    if (entry === null) return { status: 404, html: '<p class="err" id="wcaj">没有这个案件</p>' }
    cases.keepDraft(account, reference, entry)
    return { to: '/aj/jbxx.do' }
  },
  '/aj/jbxx.do': withDraft((asked, desk, draft) => {
    const part = { sections: POLICE_FORM.sections, grids: POLICE_FORM.grids.filter(({ name }) => name === 'cbr') }
    if (asked.method === 'POST') {
      const taken = takePart(part, asked.posted, desk.named)
      return draft.keep({ ...draft.entry, cells: taken.cells, grids: { ...draft.entry.grids, ...taken.grids } }, '/aj/jbxx.do?ok=1')
    }
    return tab('jbxx', asked, form('/aj/jbxx.do', editPart(part, draft.entry, desk.named)))
  }),
  '/aj/rylb.do': withDraft((asked, _desk, draft) => tab('ry', asked, personList(draft.entry.persons))),
  '/aj/rysc.do': withDraft((asked, _desk, draft) =>
    draft.keep({ ...draft.entry, persons: draft.entry.persons.filter((_, at) => at !== Number(asked.query('n'))) }, '/aj/rylb.do'),
  ),
  '/aj/ry.do': withDraft((asked, desk, draft) => {
    const n = Math.min(Number(asked.query('n')) || 0, draft.entry.persons.length)
    if (asked.method === 'POST') {
      const persons = draft.entry.persons.toSpliced(n, 1, takePart(POLICE_FORM.person, asked.posted, desk.named))
      return draft.keep({ ...draft.entry, persons }, `/aj/ry.do?n=${n}&ok=1`)
    }
    return tab(
      'ry',
      asked,
      form(`/aj/ry.do?n=${n}`, `<p>第 ${n + 1} 名人员</p>${editPart(POLICE_FORM.person, draft.entry.persons[n] ?? EMPTY, desk.named)}`),
    )
  }),
  '/aj/wp.do': withDraft((asked, desk, draft) => {
    const part = { sections: [], grids: POLICE_FORM.grids.filter(({ name }) => name !== 'cbr') }
    if (asked.method === 'POST') {
      const { grids } = takePart(part, asked.posted, desk.named)
      return draft.keep({ ...draft.entry, grids: { ...draft.entry.grids, ...grids } }, '/aj/wp.do?ok=1')
    }
    return tab('wp', asked, form('/aj/wp.do', editPart(part, draft.entry, desk.named)))
  }),
  '/aj/tj.do': withDraft((asked, desk, draft) => (asked.method === 'POST' ? submit(desk, draft) : tab('tj', asked, summary(draft)))),
}

type Draft = {
  readonly account: string
  readonly reference: string | null
  readonly entry: Entry
  keep(entry: Entry, to: string): Answer
}

function withDraft(make: (asked: Asked, desk: Desk, draft: Draft) => Answer): Page {
  return (asked, desk, account) => {
    const found = desk.cases.draft(account)
    if (found === null) return { to: '/aj/list.do' }
    const keep = (entry: Entry, to: string): Answer => {
      desk.cases.keepDraft(account, found.reference, entry)
      return { to }
    }
    return make(asked, desk, { account, ...found, keep })
  }
}

const TABS = [
  ['jbxx', '/aj/jbxx.do', '一、案件信息'],
  ['ry', '/aj/rylb.do', '二、涉案人员'],
  ['wp', '/aj/wp.do', '三、被害人与财物'],
  ['tj', '/aj/tj.do', '四、提交入库'],
] as const

function tab(on: string, { query }: Asked, body: string): Answer {
  const tabs = TABS.map(([name, to, label]) => `<a href="${to}"${name === on ? ' class="on"' : ''}>${label}</a>`)
  return {
    html: `<div class="tabs">${tabs.join('')}</div>${query('ok') ? '<p class="ok" id="bccg">本页已保存</p>' : ''}${body}${LINES_SCRIPT}`,
  }
}

const form = (action: string, body: string): string =>
  `<form method="post" id="lrbd" action="${action}">${body}<p><button type="submit" id="bc">保存本页</button></p></form>`

function personList(persons: readonly Lines[]): string {
  const rows = persons.map(
    ({ cells }, n) =>
      `<tr><td>${n + 1}</td><td>${safe(cells.xm ?? '')}</td><td><a href="/aj/ry.do?n=${n}">编辑</a> <a class="sc" href="/aj/rysc.do?n=${n}">删除</a></td></tr>`,
  )
  return `<table class="list" border="1" cellspacing="0" id="rylb"><thead><tr><th>序号</th><th>姓名</th><th>操作</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<p><a href="/aj/ry.do?n=${persons.length}" id="xzry">新增人员</a></p>`
}

function summary({ entry }: Draft): string {
  return `<p>案件名称：${safe(entry.cells.ajmc ?? '')}；涉案人员 ${entry.persons.length} 名。提交后入库。</p><form method="post" action="/aj/tj.do"><button type="submit" id="tj">提交入库</button></form>`
}

function submit({ cases, faults, counters }: Desk, { account, entry, reference }: Draft): Answer {
  const lacking = missing(POLICE_FORM, entry)
  const refusal = faults.rejects ?? (lacking.length > 0 ? `必填项未填：${lacking.join('、')}` : null)
  if (refusal !== null) return { html: `<p class="err" id="tjcw">提交失败：${safe(refusal)}</p><p><a href="/aj/jbxx.do">返回修改</a></p>` }
  const saved = cases.save(changed(entry, faults.silentlyChanges), reference)
  counters.saves += 1
  cases.dropDraft(account)
  return {
    saved: true,
    html: `<p class="ok" id="tjcg">案件已入库，系统编号 <b id="xtbh">${safe(saved)}</b></p><p><a href="/aj/view.do?bh=${encodeURIComponent(saved)}">查看</a></p>`,
  }
}

function listPage(rows: readonly Listed[], filter: { platformNo: string; caseNo: string }): string {
  const lines = rows.map(
    ({ reference, platformNo, caseNo, title, changedAt, saves }) =>
      `<tr><td><a class="bh" href="/aj/view.do?bh=${encodeURIComponent(reference)}">${safe(reference)}</a></td><td>${safe(platformNo)}</td><td>${safe(
        caseNo,
      )}</td><td>${safe(title)}</td><td class="gx">${safe(changedAt)} (${saves})</td></tr>`,
  )
  return `<form method="get" action="/aj/list.do">外部编号 <input type="text" name="wbbh" style="width:220px" value="${safe(filter.platformNo)}"> 案件编号 <input type="text" name="ajbh" style="width:220px" value="${safe(
    filter.caseNo,
  )}"> <button id="cx">查询</button></form><table class="list" border="1" cellspacing="0" id="ajlb"><thead><tr><th>系统编号</th><th>外部编号</th><th>案件编号</th><th>案件名称</th><th>更新</th></tr></thead><tbody>${lines.join(
    '',
  )}</tbody></table>`
}
