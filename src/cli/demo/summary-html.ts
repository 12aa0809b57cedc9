import { readable } from '../instants.ts'
import { formatBytes } from '../sizes.ts'
import type { Result } from './play-sample.ts'

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const text = (value: string): string => value.replace(/[&<>"']/g, one => ESCAPES[one] ?? one)
const mark = (ok: boolean): string => `<td class="${ok ? 'ok' : 'bad'}">${ok ? '✓' : '✗'}</td>`
const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${heads.map(head => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`

const STYLE = `body{font:16px/1.6 "Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b2430}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}p{margin:.25rem 0}table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{border:1px solid #cfd6de;padding:.3rem .5rem;text-align:left;vertical-align:top}th{background:#eef2f6}td.n{text-align:right;white-space:nowrap}
td.t{white-space:nowrap}.ok{color:#0a6b3b;font-weight:700}.bad{color:#b3261e;font-weight:700}ul{margin:.2rem 0 0;padding-left:1.1rem;color:#46566a}code{font-size:.8rem;overflow-wrap:anywhere}`

/** The result as one page that needs nothing else: checks, timeline, deadlines expected and found, files. */
export function summaryHtml(result: Result): string {
  const { ok, platformNo, caseName, server, clock, wallSeconds } = result
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${text(platformNo)} ${text(caseName)}</title><style>${STYLE}</style></head>
<body><h1>${text(caseName)}</h1>
<p>${text(platformNo)} · <strong class="${ok ? 'ok' : 'bad'}">${ok ? '全部核对通过' : '有核对未通过'}</strong> · 实际用时 ${wallSeconds} 秒 · 法定时钟停在 ${readable(clock.now)}</p>
<p>服务器 ${text(server)}。案件、人员、号码均为虚构。 <a href="dossier.pdf">合并卷宗 PDF</a> · <a href="receipts/">回执</a></p>
<h2>核对</h2>${table(
    ['', '核对内容', '结果'],
    result.checks.map(check => `<tr>${mark(check.ok)}<td>${text(check.zh)}</td><td>${text(check.detail)}</td></tr>`),
  )}
<h2>经过</h2>${timelineTable(result)}
<h2>期限</h2>${deadlineTable(result)}
<h2>材料</h2>${fileTable(result)}
</body></html>
`
}

function timelineTable({ timeline }: Result): string {
  const rows = timeline.map(({ at, hourMark, who, what, stageZh, started, ended }) => {
    const begun = started.map(({ zh, code, dueAt }) => `<li>起算 ${text(zh)} <code>${text(code)}</code> 至 ${readable(dueAt)}</li>`)
    const over = ended.length > 0 ? [`<li>完结 <code>${ended.map(text).join(' ')}</code></li>`] : []
    const list = begun.length + over.length > 0 ? `<ul>${[...begun, ...over].join('')}</ul>` : ''
    return `<tr><td class="t">${readable(at)}</td><td class="t">${text(hourMark)}</td><td>${text(who.name)}<br>${text(who.agency)} ${text(who.post)}</td><td>${text(what)}${list}</td><td>${text(stageZh)}</td></tr>`
  })
  return table(['时间', '小时', '办理人', '事项', '阶段'], rows)
}

function deadlineTable({ deadlines }: Result): string {
  const time = (value: string | null): string => `<td class="t">${value === null ? '无' : readable(value)}</td>`
  const rows = deadlines.map(
    one =>
      `<tr>${mark(one.ok)}<td>${text(one.zh)}<br><code>${text(one.code)}</code></td>${time(one.expectedStart)}${time(one.start)}${time(one.expectedDue)}${time(one.due)}</tr>`,
  )
  return table(['', '期限', '应起算', '实际起算', '应届满', '实际届满'], rows)
}

function fileTable({ files }: Result): string {
  const rows = files.map(
    ({ code, title, path, pageCount, sizeBytes, sha256 }) =>
      `<tr><td><code>${code}</code></td><td>${text(title)}<br><code>${text(path)}</code></td><td class="n">${pageCount}</td><td class="n">${formatBytes(sizeBytes)}</td><td><code>${sha256}</code></td></tr>`,
  )
  return table(['编号', '材料', '页数', '大小', 'SHA-256'], rows)
}
