import { changed } from '../faults.ts'
import { EMPTY, missing, type Naming, takeEntry } from '../form.ts'
import { editPart, editPersons, LINES_SCRIPT, safe, viewEntry } from '../html.ts'
import type { Listed } from '../store.ts'
import { type Answer, type Asked, type Desk, one, type System } from '../system.ts'
import { COURT_FORM } from './form.ts'

const TITLE = '法院审判流程管理系统 V3.0'

const naming: Naming = ({ person, grid, line }, name) =>
  [person === undefined ? undefined : `R${person}`, grid, line, name].filter(part => part !== undefined).join('_')

const STYLE = `<style>body{font-family:宋体,SimSun;font-size:12px;background:#d4d0c8;margin:6px}table{font-size:12px;border-color:#808080;background:#fff}
th{background:#c0c0ff;text-align:right;font-weight:normal;width:14%}.form,.lines,.persons,.list{width:100%}.lines th,.list th{text-align:center;width:auto}h3{font-size:12px;background:#000080;color:#fff;margin:6px 0 0;padding:2px 6px}
input,select,textarea{font-size:12px}input[type=text],select,textarea{width:95%}.must{color:red}.grid{margin:6px 0 2px;font-weight:bold}</style>`

const page = (body: string): string =>
  `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>${TITLE}</title>${STYLE}</head><body>${body}</body></html>`

export const COURT: System = {
  ...{ kind: 'court', zh: '法院审判', form: COURT_FORM, naming, charset: 'gbk', cookie: 'ASPSESSIONID', oneSession: true },
  columns: { platformNo: 'zd001', caseNo: 'zd002', title: 'zd003' },
  referenceOf: id => String(103_500_000 + id),
  answer(asked, desk) {
    const { session, path } = asked
    if (path === '/login.asp') return asked.method === 'POST' ? signIn(asked, desk) : { html: loginPage('', desk) }
    if (session === null) return { to: '/login.asp' }
    if (path === '/' || path === '/index.asp') return { html: FRAMES }
    if (path === '/top.asp')
      return {
        html: page(
          `<b>${TITLE}</b>　操作员：<font id="czy" color="blue">${safe(session.person)}</font> <a href="/logout.asp" target="_top">注销</a>`,
        ),
      }
    if (path === '/menu.asp')
      return { html: page('<a href="/list.asp" target="main">案件列表</a><br><a href="/edit.asp" target="main">收案登记</a>') }
    if (path === '/logout.asp') {
      desk.accounts.end(session.id)
      return { to: '/login.asp', session: null }
    }
    const made = PAGES[path]?.(asked, desk) ?? { status: 404, html: '<font color="red" id="cw">找不到网页</font>' }
    return made.html === undefined ? made : { ...made, html: page(made.html) }
  },
}

const FRAMES = `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>${TITLE}</title></head>
<frameset rows="36,*" border="1"><frame name="top" src="/top.asp" scrolling="no"><frameset cols="120,*"><frame name="menu" src="/menu.asp"><frame name="main" src="/list.asp"></frameset></frameset></html>`

function loginPage(error: string, { faults }: Desk): string {
  const captcha = faults.captcha
    ? '<tr><td>附加码</td><td><input type="text" name="fjm" size="6"> <tt id="fjmtp">3 9 2 1</tt></td></tr>'
    : ''
  return page(
    `<center><br><br><form name="dlform" method="post" action="/login.asp" target="_top"><table border="1" cellpadding="6" cellspacing="0" width="360"><tr bgcolor="#000080"><td colspan="2"><font color="white">${TITLE}</font></td></tr>
<tr><td width="80">用户名</td><td><input type="text" name="yhm"></td></tr><tr><td>密　码</td><td><input type="password" name="mm"></td></tr>${captcha}<tr><td colspan="2" align="center"><font color="red" id="dlcw">${safe(
      error,
    )}</font><input type="submit" value="进入系统" name="dl"></td></tr></table></form></center>`,
  )
}

function signIn({ posted }: Asked, desk: Desk): Answer {
  if (desk.faults.captcha) return { html: loginPage('附加码错误', desk) }
  const session = desk.accounts.signIn(one(posted, 'yhm'), one(posted, 'mm'))
  if (session === null) return { html: loginPage('用户名或密码错误', desk) }
  desk.counters.logins += 1
  return { to: '/index.asp', session: session.id }
}

const PAGES: Readonly<Record<string, (asked: Asked, desk: Desk) => Answer>> = {
  '/list.asp': ({ query }, { cases }) => {
    const platformNo = query('wbbh').trim()
    return { html: listPage(cases.list({ platformNo, page: Number(query('p')) || 1 }), platformNo) }
  },
  '/view.asp': ({ query }, { cases }) => {
    const found = cases.get(query('lsh'))
    if (found === null) return { status: 404, html: '<font color="red" id="cw">没有这个案件</font>' }
    const reference = safe(query('lsh'))
    return {
      html: `案件流水号：<b id="lsh">${reference}</b> <a href="/edit.asp?lsh=${reference}">修改</a>${viewEntry(COURT_FORM, found, naming, 'R', '被告人')}`,
    }
  },
  '/edit.asp': (asked, desk) => (asked.method === 'POST' ? save(asked, desk) : editPage(asked, desk)),
}

function editPage({ query }: Asked, { cases, named }: Desk): Answer {
  const reference = query('lsh')
  const entry = reference === '' ? EMPTY : cases.get(reference)
  if (entry === null) return { status: 404, html: '<font color="red" id="cw">没有这个案件</font>' }
  return {
    html: `<form name="sa" method="post" action="/edit.asp?lsh=${safe(reference)}" onsubmit="return confirm('确定要保存吗？')">${editPart(
      COURT_FORM,
      entry,
      named,
    )}${editPersons(COURT_FORM, entry.persons, named, 'R', '被告人')}<center><br><input type="submit" name="bc" value=" 保 存 "></center></form>${LINES_SCRIPT}`,
  }
}

/** Refusals come as a message box over an empty page, as they did then. */
function save({ posted, query }: Asked, { cases, named, faults, counters }: Desk): Answer {
  const entry = takeEntry(COURT_FORM, posted, named)
  const lacking = missing(COURT_FORM, entry)
  const refusal = faults.rejects ?? (lacking.length > 0 ? `请填写：${lacking.join('、')}` : null)
  if (refusal !== null)
    return { html: `<font color="red" id="cw">${safe(refusal)}</font><script>alert(document.getElementById('cw').innerText)</script>` }
  const saved = cases.save(changed(entry, faults.silentlyChanges), query('lsh') || null)
  counters.saves += 1
  return { saved: true, html: `保存成功！案件流水号 <b id="lsh">${safe(saved)}</b> <font id="bccg" color="green">√</font>` }
}

function listPage(rows: readonly Listed[], platformNo: string): string {
  const lines = rows.map(
    ({ reference, platformNo: mark, caseNo, title, changedAt, saves }) =>
      `<tr class="aj"><td><a href="/view.asp?lsh=${safe(reference)}">${safe(reference)}</a></td><td>${safe(mark)}</td><td>${safe(caseNo)}</td><td>${safe(
        title,
      )}</td><td>${safe(changedAt)} 第${saves}次</td></tr>`,
  )
  return `<form method="get" action="/list.asp">外部编号<input type="text" name="wbbh" style="width:200px" value="${safe(
    platformNo,
  )}"><input type="submit" value="查询"></form><table class="list" border="1" cellspacing="0"><tr><th>流水号</th><th>外部编号</th><th>案号</th><th>案件名称</th><th>更新</th></tr>${lines.join('')}</table>`
}
