// npm test [-- files]: starts the servers once, runs tap on the files, stops the servers, and proves that no process is left.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readIfThere } from './files.ts'
import { readPidLog } from './pid-log.ts'
import { isGroupRunning, isRunning, stopProcess } from './process-id.ts'
import { explain } from './setup-error.ts'
import { summariseFailures } from './tap-failures.ts'
import { hostTestServers } from './test-hosting.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlian-test-'))
const pidLog = join(folder, 'pids')
process.env.ANLIAN_PID_LOG = pidLog
process.env.ANLIAN_TEST_SERVERS = folder

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort())

try {
  const host = await hostTestServers(folder, line => console.error(`# ${line}`), interrupted.signal)
  const { passed, failed } = await runTap(process.argv.slice(2)).finally(() => host?.close())
  const left = await stopLeftovers()
  if (failed > 0 || left > 0 || interrupted.signal.aborted) process.exitCode = 1
  console.log(`${passed} passed, ${failed + left} failed`)
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Runs tap in a process group of its own, so that whatever a test leaves behind can be found by the group. */
async function runTap(args: readonly string[]): Promise<{ passed: number; failed: number }> {
  const results = join(folder, 'results.tap')
  const tap = join(dirname(createRequire(import.meta.url).resolve('tap/package.json')), 'dist', 'esm', 'run.mjs')
  // Without a terminal tap prints the raw protocol, which also is what the counts are read from.
  const isTerminal = process.stdout.isTTY
  const output = isTerminal ? [`--output-file=${results}`] : ['--reporter=tap']
  const child = spawn(process.execPath, [tap, 'run', ...output, ...args], {
    detached: true,
    stdio: ['ignore', isTerminal ? 'inherit' : 'pipe', 'inherit'],
  })
  child.stdout?.pipe(process.stdout, { end: false })
  child.stdout?.pipe(createWriteStream(results))
  interrupted.signal.addEventListener('abort', () => signalGroup(child.pid ?? 0))
  const [code] = await once(child, 'close')
  const text = readIfThere(results) ?? ''
  const failures = summariseFailures(text)
  if (failures !== '') console.log(`\n# what failed\n${failures}\n`)
  const summary = text.split('\n').findLast(line => line.startsWith('# { total:')) ?? ''
  const counted = (word: string) => Number(new RegExp(`${word}: (\\d+)`).exec(summary)?.[1] ?? 0)
  const failed = counted('fail')
  const left = await groupLeft(child.pid ?? 0)
  if (left) console.error('# tests left processes behind in the process group of the run; they were told to end')
  return { passed: counted('pass'), failed: Math.max(failed, code === 0 ? 0 : 1) + (left ? 1 : 0) }
}

/** Gives the run's own group a little time to end with it; what is still there then a test has forgotten. */
async function groupLeft(groupId: number): Promise<boolean> {
  for (const until = Date.now() + 5_000; isGroupRunning(groupId); await sleep(50)) {
    if (Date.now() < until) continue
    signalGroup(groupId)
    return true
  }
  return false
}

function signalGroup(groupId: number): void {
  if (isGroupRunning(groupId)) process.kill(-groupId, 'SIGTERM')
}

/** Every process that was started for this run is known by id: names those that still run, and stops them. */
async function stopLeftovers(): Promise<number> {
  const left = readPidLog(pidLog).filter(isRunning)
  for (const { name, ...id } of left) {
    console.error(`# left running: ${name}, process ${id.pid}`)
    await stopProcess(id, [
      ['SIGTERM', 5_000],
      ['SIGKILL', 2_000],
    ])
  }
  return left.length
}
