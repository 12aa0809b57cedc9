import { changed } from '../faults.ts'
import { EMPTY, missing, type Naming, takeEntry } from '../form.ts'
import { editPart, editPersons, LINES_SCRIPT, safe, viewEntry } from '../html.ts'
import type { Listed } from '../store.ts'
import { type Answer, type Asked, type Desk, one, type System } from '../system.ts'
import { STANDARDS } from '../words.ts'
import { PROCURATORATE_FORM } from './form.ts'

const TITLE = '全国检察业务应用系统'

const naming: Naming = ({ person, grid, line }, name) =>
  [person === undefined ? '' : `RY[${person}].`, grid ?? '', line === undefined ? '' : `[${line}].`, name ?? ''].join('').replace(/\.$/, '')

const STYLE = `<style>
*{box-sizing:border-box}body{margin:0;font:14px "Microsoft YaHei","Noto Sans SC",sans-serif;background:#f3f4f7;color:#333}
header{background:#8c1d18;color:#fff;padding:12px 24px;font-size:18px}header b{float:right;font-weight:normal;font-size:13px}header a{color:#ffd9b0}
nav{float:left;width:150px;min-height:600px;background:#2f3440;padding-top:12px}nav a{display:block;color:#d8dbe2;padding:10px 18px;text-decoration:none}
main{margin-left:166px;padding:16px 20px;background:#fff;min-height:600px}
h3{font-size:15px;color:#8c1d18;border-bottom:2px solid #8c1d18;padding-bottom:4px;margin:18px 0 8px}
table{border-collapse:collapse;border-color:#dfe2e8;width:100%}th{background:#f7f8fa;text-align:right;font-weight:normal;color:#666;width:13%;padding:6px}td{padding:5px 8px}
.lines th,.list th{text-align:left;width:auto}input[type=text],input[type=password],select,textarea{border:1px solid #cfd3dc;border-radius:3px;padding:4px 6px;width:100%}
.part0{width:64px!important}.part1,.part2{width:44px!important}.part3{width:86px!important}button{background:#8c1d18;color:#fff;border:0;border-radius:3px;padding:6px 14px;cursor:pointer}
input[readonly]{background:#f2f2f2;width:70%}.must{color:#d00}.cw{color:#d00;background:#fdecea;padding:8px}.cg{color:#176b2c;background:#e8f5ea;padding:8px}.grid{font-weight:bold;margin:14px 0 4px}
.dl{width:360px;margin:90px auto;background:#fff;padding:28px;box-shadow:0 2px 10px #0002}.dl p{margin:12px 0}
</style>`

const page = (body: string, person: string | null): string =>
  `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>${TITLE}</title>${STYLE}</head><body><header>${TITLE}${
    person === null ? '' : `<b><span class="yhm">${safe(person)}</span>　<a href="/tc">退出</a></b>`
  }</header>${person === null ? body : `<nav><a href="/ajbl/lb">案件列表</a><a href="/ajbl/bj">新建案件</a></nav><main>${body}</main>`}</body></html>`

export const PROCURATORATE: System = {
  ...{
    kind: 'procuratorate',
    zh: '检察统一业务',
    form: PROCURATORATE_FORM,
    naming,
    charset: 'utf-8',
    cookie: 'tyyw_sid',
    oneSession: false,
  },
  columns: { platformNo: 'WBBH', caseNo: 'AJBH', title: 'AJMC' },
  referenceOf: id => `TYYW${String(350_503_000_000 + id)}`,
  answer(asked, desk) {
    const { session, path } = asked
    if (path === '/dl') return asked.method === 'POST' ? signIn(asked, desk) : { html: loginPage('', desk) }
    if (session === null) return { to: '/dl' }
    if (path === '/tc') {
      desk.accounts.end(session.id)
      return { to: '/dl', session: null }
    }
    if (path === '/xz/zm') return { html: chargeWindow(asked) }
    const made = PAGES[path]?.(asked, desk)
    if (made === undefined)
      return path === '/' ? { to: '/ajbl/lb' } : { status: 404, html: page('<p class="cw">页面不存在</p>', session.person) }
    return made.html === undefined ? made : { ...made, html: page(made.html, session.person) }
  },
}

function loginPage(error: string, { faults }: Desk): string {
  const captcha = faults.captcha ? '<p class="yzm">请按住滑块，拖动到最右边</p><p><input type="range" id="hk" value="0"></p>' : ''
  return page(
    `<form class="dl" method="post" action="/dl"><h3>用户登录</h3><p>工号<input type="text" name="GH"></p><p>密码<input type="password" name="MM"></p>${captcha}${
      error === '' ? '' : `<p class="cw">${safe(error)}</p>`
    }<p><button type="submit">登录</button></p></form>`,
    null,
  )
}

function signIn({ posted }: Asked, desk: Desk): Answer {
  if (desk.faults.captcha) return { html: loginPage('请完成滑块验证', desk) }
  const session = desk.accounts.signIn(one(posted, 'GH'), one(posted, 'MM'))
  if (session === null) return { html: loginPage('工号或密码错误', desk) }
  desk.counters.logins += 1
  return { to: '/ajbl/lb', session: session.id }
}

const PAGES: Readonly<Record<string, (asked: Asked, desk: Desk) => Answer>> = {
  '/ajbl/lb': ({ posted, query }, { cases }) => {
    const platformNo = one(posted, 'CX_WBBH').trim()
    return { html: listPage(cases.list({ platformNo, page: Number(query('ym')) || 1 }), platformNo) }
  },
  '/ajbl/ck': ({ query }, { cases }) => {
    const found = cases.get(query('sah'))
    if (found === null) return { status: 404, html: '<p class="cw">案件不存在</p>' }
    const reference = query('sah')
    return {
      html: `<p>部门受案号 <b class="sah">${safe(reference)}</b>　<a href="/ajbl/bj?sah=${encodeURIComponent(reference)}">编辑</a></p>${viewEntry(
        PROCURATORATE_FORM,
        found,
        naming,
        'RY',
        '犯罪嫌疑人',
      )}`,
    }
  },
  '/ajbl/bj': (asked, desk) => (asked.method === 'POST' ? save(asked, desk) : editPage(asked, desk)),
}

function editPage({ query }: Asked, { cases, named }: Desk): Answer {
  const reference = query('sah')
  const entry = reference === '' ? EMPTY : cases.get(reference)
  if (entry === null) return { status: 404, html: '<p class="cw">案件不存在</p>' }
  return {
    html: `<form method="post" action="/ajbl/bj?sah=${encodeURIComponent(reference)}">${editPart(PROCURATORATE_FORM, entry, named)}${editPersons(
      PROCURATORATE_FORM,
      entry.persons,
      named,
      'RY',
      '犯罪嫌疑人',
    )}<p><button type="submit" class="tijiao">保 存</button></p></form>${LINES_SCRIPT}${CHARGE_SCRIPT}`,
  }
}

function save({ posted, query }: Asked, { cases, named, faults, counters }: Desk): Answer {
  const entry = takeEntry(PROCURATORATE_FORM, posted, named)
  const lacking = missing(PROCURATORATE_FORM, entry)
  const refusal = faults.rejects ?? (lacking.length > 0 ? `${lacking.join('、')}不能为空` : null)
  if (refusal !== null) return { html: `<p class="cw">${safe(refusal)}</p><p><a href="javascript:history.back()">返回</a></p>` }
  const saved = cases.save(changed(entry, faults.silentlyChanges), query('sah') || null)
  counters.saves += 1
  return {
    saved: true,
    html: `<p class="cg">保存成功。部门受案号：<b class="sah">${safe(saved)}</b></p><p><a href="/ajbl/ck?sah=${encodeURIComponent(saved)}">查看</a></p>`,
  }
}

function listPage(rows: readonly Listed[], platformNo: string): string {
  const lines = rows.map(
    ({ reference, platformNo: mark, caseNo, title, changedAt, saves }) =>
      `<tr><td class="sah"><a href="/ajbl/ck?sah=${encodeURIComponent(reference)}">${safe(reference)}</a></td><td>${safe(mark)}</td><td>${safe(
        caseNo,
      )}</td><td>${safe(title)}</td><td class="gxsj" title="第${saves}版">${safe(changedAt)}</td></tr>`,
  )
  return `<form method="post" action="/ajbl/lb"><p>外部编号 <input type="text" name="CX_WBBH" style="width:260px" value="${safe(
    platformNo,
  )}"> <button type="submit" class="cx">查 询</button></p></form><table class="list" border="1"><thead><tr><th>部门受案号</th><th>外部编号</th><th>案件编号</th><th>案件名称</th><th>更新时间</th></tr></thead><tbody>${lines.join(
    '',
  )}</tbody></table>`
}

/** Opens the search for a charge beside the form; what is picked there comes back into two boxes. */
const CHARGE_SCRIPT = `<script>
function chooseCharge(name,code){window.open('/xz/zm?f='+encodeURIComponent(name)+'&d='+encodeURIComponent(code),'zm','width=520,height=480');}
function chosen(name,code,zm,dm){document.getElementById(name).value=zm;document.getElementById(code).value=dm;}
</script>`

function chargeWindow({ query }: Asked): string {
  const words = query('q').trim()
  const found = words === '' ? [] : STANDARDS.crimes.filter(([, zh = '']) => zh.includes(words))
  const rows = found.map(
    ([code = '', zh = '']) =>
      `<tr><td class="mc">${safe(zh)}</td><td><button type="button" class="xz" data-dm="${safe(code)}" data-mc="${safe(zh)}">选择</button></td></tr>`,
  )
  return `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>选择罪名</title>${STYLE}</head><body><div style="padding:12px"><form method="get" action="/xz/zm"><input type="hidden" name="f" value="${safe(
    query('f'),
  )}"><input type="hidden" name="d" value="${safe(query('d'))}"><input type="text" name="q" style="width:300px" value="${safe(
    words,
  )}"> <button type="submit" class="cx">查询</button></form><table class="list" border="1"><tbody>${rows.join('')}</tbody></table></div>
<script>document.addEventListener('click',function(e){var b=e.target;if(b.className!=='xz')return;var p=new URLSearchParams(location.search);
window.opener.chosen(p.get('f'),p.get('d'),b.getAttribute('data-mc'),b.getAttribute('data-dm'));window.close();});</script></body></html>`
}
