import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { isRecord } from '../../infra/files.ts'
import { readPidLog } from '../../infra/pid-log.ts'
import { isRunning } from '../../infra/process-id.ts'
import { scratch } from './scratch.ts'

const script = fileURLToPath(new URL('./join-and-say.ts', import.meta.url))

async function guest(t: Test, folder: string) {
  const env = { ...process.env, ANLIAN_TEST_SERVERS: folder, ANLIAN_PID_LOG: join(folder, 'pids') }
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'], env })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  const said: unknown = JSON.parse(String(line))
  return { child, said: isRecord(said) ? said : {} }
}

t.test('test files that start together share one set of servers, which ends after the last of them', async t => {
  const folder = scratch(t)
  const guests = await Promise.all([guest(t, folder), guest(t, folder), guest(t, folder)])
  t.equal(new Set(guests.map(({ said }) => said.marker)).size, 1)
  t.equal(new Set(guests.map(({ said }) => said.pid)).size, 1)
  const started = readPidLog(join(folder, 'pids'))
  t.equal(started.length, 4, 'three servers and their watchdog')

  guests[0]?.child.stdin.end() // leaves
  guests[1]?.child.kill('SIGKILL') // goes without a word
  await sleep(1_000)
  t.ok(started.every(isRunning), 'the third still has them')
  guests[2]?.child.stdin.end()
  for (let waited = 0; (started.some(isRunning) || existsSync(join(folder, 'data'))) && waited < 30_000; waited += 100) await sleep(100)
  t.notOk(started.some(isRunning))
  t.notOk(existsSync(join(folder, 'data')))
})
