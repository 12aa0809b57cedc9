import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { lockDataDir, tryLock } from '../../infra/lock.ts'
import { identify } from '../../infra/process-id.ts'
import { refusal, scratch } from './scratch.ts'

const lockModule = fileURLToPath(new URL('../../infra/lock.ts', import.meta.url))

/** Another process that takes the lock, says 1 or 0, and stays until it is killed. */
async function locker(t: Test, folder: string) {
  const script = `const { tryLock } = await import(${JSON.stringify(lockModule)})
    console.log('release' in tryLock(${JSON.stringify(join(folder, 'lock'))}) ? '1' : '0'); setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { child, got: Number(line) }
}

t.test('a folder in use says who uses it, since when, and what to do', async t => {
  const folder = scratch(t)
  const { child } = await locker(t, folder)
  const error = await refusal(() => lockDataDir(folder))
  t.equal(error.code, 'data-folder-locked')
  t.equal(error.facts.pid, child.pid)
  t.match(String(error.facts.since), /^\d{4}-\d\d-\d\dT/)
  t.match(error.message, `kill ${child.pid}`)
  t.match(error.message, 'ANLIAN_DATA')
})

t.test('the lock of a killed process is taken over', async t => {
  const folder = scratch(t)
  const { child } = await locker(t, folder)
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.ok(existsSync(join(folder, 'lock')), 'it was left behind')
  lockDataDir(folder).release()
  t.notOk(existsSync(join(folder, 'lock')), 'and is gone after the release')
})

t.test('a process id that was used again does not keep the lock alive', async t => {
  const folder = scratch(t)
  const own = identify(process.pid)
  writeFileSync(
    join(folder, 'lock'),
    JSON.stringify({ pid: process.pid, startedAt: `${own?.startedAt}0`, host: hostname(), since: 'then' }),
  )
  lockDataDir(folder).release()
  t.pass('taken over')
})

t.test('a lock of another host is respected, as its processes cannot be seen', async t => {
  const folder = scratch(t)
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 1, startedAt: 'x', host: 'elsewhere', since: 'then' }))
  const error = await refusal(() => lockDataDir(folder))
  t.equal(error.code, 'data-folder-locked-elsewhere')
  t.match(error.message, join(folder, 'lock'))
})

t.test('of several that find a dead lock at once, one gets it', async t => {
  const folder = scratch(t)
  const dead = await locker(t, folder)
  dead.child.kill('SIGKILL')
  await once(dead.child, 'exit')
  const all = await Promise.all(Array.from({ length: 6 }, () => locker(t, folder)))
  t.equal(
    all.reduce((sum, { got }) => sum + got, 0),
    1,
  )
})

t.test('the same process may lock again, and the last release counts', async t => {
  const folder = scratch(t)
  const [first, second] = [lockDataDir(folder), lockDataDir(folder)]
  first.release()
  first.release()
  t.ok(existsSync(join(folder, 'lock')))
  second.release()
  t.ok('release' in tryLock(join(folder, 'lock')))
})
