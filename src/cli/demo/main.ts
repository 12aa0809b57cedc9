import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from '../client.ts'
import { readable } from '../instants.ts'
import { dataFolder } from '../server-address.ts'
import { waitTeller } from '../sign-in.ts'
import { formatSeconds } from '../sizes.ts'
import type { CourseStory } from './course/model.ts'
import { playStory } from './course/play-story.ts'
import { STORIES } from './course/stories.ts'
import { playLegacy } from './legacy/play-legacy.ts'
import { LegalClock } from './legal-clock.ts'
import { playSample, type Result } from './play-sample.ts'
import { openStack, type Stack } from './stack.ts'
import { summaryHtml } from './summary-html.ts'
import { describeEntry, type TimelineEntry } from './timeline.ts'

const FAST_SECONDS = 30

const log = (line: string): void => void process.stderr.write(`${line}\n`)
const { told, fastSeconds, isJson, isLegacy, story } = readOptions()
/** With --json standard output carries one object and nothing else. */
const say = isJson ? log : (line: string): void => void process.stdout.write(`${line}\n`)

type Options = { told: string | undefined; fastSeconds: number; isJson: boolean; isLegacy: boolean; story: CourseStory | null }

/**
 * `--case N` for the sample case (1, on the 48-hour track, unless told), `--server URL`, `--seconds N` for how long the fast
 * legal time of the first takes (0 jumps), `--legacy` for the first among agencies that keep their own systems, `--json`.
 */
function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        json: { type: 'boolean' },
        legacy: { type: 'boolean' },
        case: { type: 'string' },
        server: { type: 'string' },
        seconds: { type: 'string' },
      },
    })
    const fastSeconds = Number(values.seconds ?? FAST_SECONDS)
    if (!(fastSeconds >= 0 && fastSeconds < 86_400)) throw new Error('--seconds 要给秒数')
    const number = Number(values.case ?? 1)
    const story = STORIES.find(one => one.number === number) ?? null
    if (story === null && number !== 1) throw new Error(`示例案件只有 1 至 ${STORIES.length + 1}`)
    return {
      told: values.server ?? (process.env.ANLIAN_SERVER || undefined),
      fastSeconds,
      isJson: values.json ?? false,
      isLegacy: values.legacy ?? false,
      story,
    }
  } catch (error) {
    log(
      `${error instanceof Error ? error.message : String(error)}\n用法：npm run demo -- [--case N] [--server URL] [--seconds N] [--legacy] [--json]`,
    )
    process.exit(64)
  }
}

let stack: Stack | null = null
let stopStack = async (): Promise<void> => undefined

/** A stack of our own gets the time of the world back and is stopped; one that ran before stays as it is. */
async function end(): Promise<void> {
  if (stack?.startedHere) await releaseClock(stack.url).catch(error => log(`法定时钟没有调回：${String(error)}`))
  await stopStack()
}

async function releaseClock(server: URL): Promise<void> {
  await new LegalClock(await Client.signIn(server, { login: 'fz-po' }), 1).release()
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => {
    log('正在停止')
    void end().finally(() => process.exit(code))
  })

async function main(): Promise<boolean> {
  const folder = dataFolder()
  try {
    stack = await openStack({ told, folder, log, onStarting: stop => (stopStack = stop) })
    say(`案联演示：${story?.zh ?? '危险驾驶案，48 小时速裁'}，全程经 HTTP 接口办理（${stack.url.origin}）\n`)
    const options = {
      server: stack.url,
      dataFolder: folder,
      onEntry: (entry: TimelineEntry): void => say(describeEntry(entry)),
      onWait: waitTeller(),
    }
    const sample = { ...options, fastSeconds }
    const result = story ? await playStory(story, options) : isLegacy ? await playLegacy(sample) : await playSample(sample)
    await writeFile(join(result.folder, 'summary.html'), summaryHtml(result))
    await writeFile(join(result.folder, 'summary.json'), `${JSON.stringify(result, null, 2)}\n`)
    report(result)
    if (!stack.startedHere) say(`法定时钟停在 ${readable(result.clock.now)}（速度 ×${result.clock.speed}），可在页面上调回。`)
    return result.ok
  } finally {
    await end()
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
