import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from '../client.ts'
import { readable } from '../instants.ts'
import { dataFolder } from '../server-address.ts'
import { waitTeller } from '../sign-in.ts'
import { formatSeconds } from '../sizes.ts'
import { LegalClock } from './legal-clock.ts'
import { keepJson, playSample, type Result } from './play-sample.ts'
import { openStack, type Stack } from './stack.ts'
import { summaryHtml } from './summary-html.ts'
import { describeEntry } from './timeline.ts'

const FAST_SECONDS = 30

const { values } = parseArgs({ options: { json: { type: 'boolean' }, server: { type: 'string' }, seconds: { type: 'string' } } })
const isJson = values.json ?? false
const told = values.server ?? (process.env.ANLIAN_SERVER || undefined)
const log = (line: string): void => void process.stderr.write(`${line}\n`)
/** With --json standard output carries one object and nothing else. */
const say = isJson ? log : (line: string): void => void process.stdout.write(`${line}\n`)

let stack: Stack | null = null
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    log('正在停止')
    void (stack?.stop() ?? Promise.resolve()).finally(() => process.exit(code))
  })

async function main(): Promise<boolean> {
  const folder = dataFolder()
  stack = await openStack(told, folder, log)
  try {
    say(`案联演示：危险驾驶案，48 小时速裁，全程经 HTTP 接口办理（${stack.url.origin}）\n`)
    const fastSeconds = values.seconds === undefined ? FAST_SECONDS : Number(values.seconds)
    const result = await playSample({
      server: stack.url,
      dataFolder: folder,
      fastSeconds,
      onEntry: entry => say(describeEntry(entry)),
      onWait: waitTeller(),
    })
    await writeFile(join(result.folder, 'summary.html'), summaryHtml(result))
    await keepJson(result)
    report(result)
    if (stack.startedHere) await new LegalClock(await Client.signIn(stack.url, { login: 'fz-po' }), 1).release()
    else say(`法定时钟停在 ${readable(result.clock.now)}（速度 ×${result.clock.speed}），可在页面上调回。`)
    return result.ok
  } finally {
    await stack.stop()
  }
}

function report(result: Result): void {
  say('\n期限核对（应届满 / 实际届满）')
  for (const { ok, code, zh, expectedDue, due } of result.deadlines)
    say(`  ${ok ? '✓' : '✗'} ${code.padEnd(24)}${readable(expectedDue)} / ${due === null ? '无' : readable(due)}  ${zh}`)
  say('\n核对')
  for (const { ok, zh, detail } of result.checks) say(`  ${ok ? '✓' : '✗'} ${zh}：${detail}`)
  say(`\n${result.ok ? '全部通过' : '有核对未通过'}，用时 ${formatSeconds(result.wallSeconds)}。卷宗、回执和汇总在 ${result.folder}`)
  if (isJson) process.stdout.write(`${JSON.stringify(result)}\n`)
}

try {
  process.exitCode = (await main()) ? 0 : 1
} catch (error) {
  const why = error instanceof Error ? error.message : String(error)
  log(why)
  if (isJson) process.stdout.write(`${JSON.stringify({ ok: false, error: why })}\n`)
  process.exitCode = 1
}
