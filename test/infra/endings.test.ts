import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { identify, isRunning, stopProcess } from '../../infra/process-id.ts'
import { startServers } from '../../infra/servers.ts'
import { dataFolder, holderOf, refusal, startFor } from './scratch.ts'

const SERVERS = ['postgres', 'minio', 'temporal'] as const

t.test('a stop ends every process, Temporal first and PostgreSQL last', async t => {
  const dataDir = dataFolder(t)
  const { process: holder, pids } = await holderOf(t, dataDir)
  holder.kill('SIGTERM')
  const gone: string[] = []
  while (gone.length < SERVERS.length) {
    for (const name of SERVERS) if (!gone.includes(name) && !identify(pids[name])) gone.push(name)
    await sleep(5)
  }
  t.same(gone, ['temporal', 'minio', 'postgres'])
  await once(holder, 'exit')
  t.notOk(identify(pids.reaper))
  t.match(readFileSync(join(dataDir, 'logs', 'postgres.log'), 'utf8'), 'database system is shut down')
})

t.test('a second start on the same folder is refused while the first goes on', async t => {
  const dataDir = dataFolder(t)
  const { pids } = await holderOf(t, dataDir)
  const error = await refusal(() => startServers({ dataDir, log: () => {}, env: {} }))
  t.equal(error.code, 'data-folder-locked')
  t.equal(error.facts.pid, pids.holder)
  for (const name of SERVERS) t.ok(identify(pids[name]), `${name} still runs`)
})

t.test('when its owner is killed, the watchdog stops the servers', async t => {
  const { process: holder, pids } = await holderOf(t, dataFolder(t))
  holder.kill('SIGKILL')
  for (let waited = 0; [...SERVERS, 'reaper' as const].some(name => identify(pids[name])) && waited < 20_000; waited += 50) await sleep(50)
  for (const name of [...SERVERS, 'reaper' as const]) t.notOk(identify(pids[name]), `${name} is gone`)
})

t.test('servers left by an owner that was killed together with its watchdog are stopped by the next start', async t => {
  const dataDir = dataFolder(t)
  const { process: holder, pids } = await holderOf(t, dataDir)
  process.kill(pids.reaper, 'SIGKILL')
  holder.kill('SIGKILL')
  await once(holder, 'exit')
  for (const name of SERVERS) t.ok(identify(pids[name]), `${name} was left running`)
  const { servers, lines } = await startFor(t, { dataDir })
  for (const name of SERVERS) {
    t.notOk(identify(pids[name]), `${name} of the earlier run is gone`)
    t.match(lines.join('\n'), `${name}: an earlier run left process ${pids[name]} behind`)
  }
  t.ok(servers.postgres.pid)
})

t.test('a start that is given up half-way leaves no process', async t => {
  const dataDir = dataFolder(t)
  const giveUp = new AbortController()
  const pids: number[] = []
  const log = (line: string) => {
    if (/ready on/.test(line)) giveUp.abort()
  }
  await t.rejects(startServers({ dataDir, log, durable: false, env: {}, signal: giveUp.signal }))
  const { servers } = await startFor(t, { dataDir })
  pids.push(servers.postgres.pid)
  t.ok(identify(pids[0] ?? 0), 'the folder is free for the next start')
})

t.test('a process id that belongs to another program by now is left alone', async t => {
  const { process: holder } = await holderOf(t, dataFolder(t))
  const id = identify(holder.pid ?? 0)
  if (!id) throw new Error('the holder has ended')
  await stopProcess({ ...id, startedAt: `${id.startedAt}1` }, [['SIGKILL', 1_000]])
  t.ok(isRunning(id))
})
