import { readFileSync } from 'node:fs'
import { Calendars, DecidedCalendar, LoadedCalendar } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

/** Loads one year, or each of `years` in a file that holds several. Another administrator confirms before a date moves. */
export async function importCalendar(options: Options): Promise<number> {
  const [, , file] = options.words
  if (file === undefined) throw new WrongUse('请指明文件：anlian calendar import <文件.json>')
  const lists = readLists(file)
  const client = await signInAs(options, 'sa')
  for (const list of lists) {
    const loaded = await client.post('/api/v1/calendars', list, LoadedCalendar)
    print(
      options.json
        ? JSON.stringify(loaded)
        : `${loaded.year} 年第 ${loaded.version} 版已载入 loaded，待另一名管理员确认：anlian calendar confirm ${loaded.year} ${loaded.version}`,
    )
  }
  return 0
}

export async function confirmCalendar(options: Options): Promise<number> {
  const [, , year, version] = options.words
  if (!/^\d{4}$/.test(year ?? '') || !/^\d+$/.test(version ?? '')) throw new WrongUse('请指明年度和版本：anlian calendar confirm 2027 1')
  const client = await signInAs(options, 'se')
  const decided = await client.post(`/api/v1/calendars/${year}/${version}/decide`, { approve: true }, DecidedCalendar)
  print(options.json ? JSON.stringify(decided) : `${year} 年第 ${version} 版已生效 in force，${decided.cases} 件案件的期限正在重算`)
  return 0
}

/** Prints the lists, what is missing and how far the recounts are. Exit code 1 while a year is missing. */
export async function listCalendars(options: Options): Promise<number> {
  const client = await signInAs(options, 'sa')
  const found = await client.get('/api/v1/calendars', Calendars)
  if (options.json) print(JSON.stringify(found))
  else for (const line of linesOf(found)) print(line)
  return found.missing.length === 0 ? 0 : 1
}

const STATES: Readonly<Record<string, string>> = { proposed: '待确认', current: '生效', superseded: '已更新', refused: '已退回' }
const RUNS: Readonly<Record<string, string>> = { waiting: '等待', running: '进行中', done: '完成' }

function* linesOf({ items, missing, recomputes }: Calendars): Generator<string> {
  for (const { year, raisedAt } of missing)
    yield `缺少 missing ${year} 年节假日安排${raisedAt ? `（${readable(raisedAt)} 起告警）` : ''}：期限按周末推算，标为暂定`
  for (const { year, version, state, notice, verify, loadedAt, loadedBy, decidedBy, changes } of items)
    yield `${year} 第 ${version} 版  ${STATES[state] ?? state}  ${notice}${verify ? '（待核）' : ''}  载入 ${readable(loadedAt)} ${loadedBy ?? '随版本'}${decidedBy ? `，确认 ${decidedBy}` : ''}${changes.length > 0 ? `，与现行不同 ${changes.length} 天` : ''}`
  for (const { year, state, total, done, moved, skipped, failed, createdAt } of recomputes)
    yield `重算 ${year ?? '全部'}  ${RUNS[state] ?? state}  ${readable(createdAt)}  案件 ${done}/${total}，变动 ${moved} 项，已届满不变 ${skipped} 项${failed > 0 ? `，失败 ${failed} 件` : ''}`
}

function readLists(file: string): readonly unknown[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof content === 'object' && content !== null && 'years' in content && Array.isArray(content.years)) return content.years
  return [content]
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
