import { setTimeout as pause } from 'node:timers/promises'
import { Asked, Numbers, Round } from './answers.ts'
import { type Options, WrongUse } from './arguments.ts'
import type { Client } from './client.ts'
import { readable } from './instants.ts'
import { signInAs } from './sign-in.ts'

const ASK_AGAIN_MS = 500
/** A round of a whole province takes its hours; whoever asked may go and read the screen instead. */
const WAIT_MS = 4 * 3_600_000

/** Has everything, or one case, checked and prints what is wrong with whose it is. Exit code 1 when something is. */
export async function checkIntegrity(options: Options): Promise<number> {
  const client = await signInAs(options, 'sa')
  const body = { ...(options.case === undefined ? {} : { caseNo: options.case }), ...(options.repair ? { repair: true } : {}) }
  const { runId } = await client.post('/api/v1/integrity/runs', body, Asked)
  const round = await untilDone(client, runId)
  if (options.json) process.stdout.write(`${JSON.stringify(round)}\n`)
  else for (const line of linesOf(round)) process.stdout.write(`${line}\n`)
  return round.state === 'done' && round.found === 0 && round.checks.every(({ skipped }) => !skipped) ? 0 : 1
}

async function untilDone(client: Client, runId: string): Promise<Round> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const round = await client.get(`/api/v1/integrity/runs/${runId}`, Round)
    if (round.finishedAt !== null) return round
    if (Date.now() > until) throw new Error('核对尚未结束：请稍后在“数据核对”页面查看')
    await pause(ASK_AGAIN_MS)
  }
}

function* linesOf({ state, found, repaired, checks, findings }: Round): Generator<string> {
  if (state !== 'done') yield '核对未能完成 the round failed: 请查看后台进程日志'
  yield found === 0 ? '未发现问题 nothing found' : `发现 ${found} 项问题 found${repaired > 0 ? `，已修复 ${repaired} 项 repaired` : ''}`
  for (const { code, title, rows, found: some, sampled, skipped } of checks)
    yield `  ${skipped ? '未核对' : some > 0 ? '有问题' : '无问题'}  ${title.zh} ${code}：${sampled ? '抽查' : '核对'} ${rows} 行${some > 0 ? `，${some} 项` : ''}`
  for (const { check, sentence, owner, since, firstSeen, repairedAt } of findings) {
    yield `${check}：${sentence.zh}`
    yield `  ${sentence.en}`
    yield `  责任 ${owner.zh}；自 ${readable(since ?? firstSeen)}${repairedAt ? `；已于 ${readable(repairedAt)} 修复` : ''}`
  }
}

/** Prints the registers of numbers: last given, in use, missing, doubled. Exit code 1 where one is not gapless. */
export async function showNumbers(options: Options): Promise<number> {
  const client = await signInAs(options, 'sa')
  if (options.year !== undefined && !/^\d{4}$/.test(options.year)) throw new WrongUse(`年度应为四位数字：${options.year}`)
  const query = new URLSearchParams()
  if (options.issuer !== undefined) query.set('issuer', options.issuer)
  if (options.year !== undefined) query.set('year', options.year)
  const numbers = await client.get(`/api/v1/integrity/numbers?${query}`, Numbers)
  if (options.json) process.stdout.write(`${JSON.stringify(numbers)}\n`)
  else for (const line of registerLines(numbers)) process.stdout.write(`${line}\n`)
  return numbers.ok ? 0 : 1
}

function* registerLines({ ok, series }: Numbers): Generator<string> {
  yield ok ? '编号连续，无重号 gapless' : '编号不连续或有重号 not gapless'
  for (const { issuer, series: name, year, before, last, used, missing, gaps, doubled, doubles, beyond } of series) {
    yield `  ${issuer} ${year} ${name}：${before > 0 ? `自 ${before + 1} 起，` : ''}已发至 ${last}，在用 ${used}`
    if (missing > 0) yield `    缺号 missing ${missing}：${gaps.join(' ')}${missing > gaps.length ? ' …' : ''}`
    if (doubled > 0) yield `    重号 doubled ${doubled}：${doubles.join(' ')}${doubled > doubles.length ? ' …' : ''}`
    if (beyond > 0) yield `    超出已发编号 beyond the last given：${beyond}`
  }
}
