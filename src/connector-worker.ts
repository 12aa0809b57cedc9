import { createServer } from 'node:http'
import { hostname } from 'node:os'
import { Context } from '@temporalio/activity'
import { pino } from 'pino'
import type { WriteBackRef } from '../workflows/contract.ts'
import { readConfig } from './config.ts'
import { carryWriteBack } from './connectors/carry.ts'
import { makeWriteBacks, tellAfterClock, tellForgotten } from './connectors/due.ts'
import { openWays } from './connectors/open-system.ts'
import { createRounds } from './connectors/rounds.ts'
import { type ConnectorDeps, openSessions } from './connectors/sessions.ts'
import { listConnectors } from './connectors/store.ts'
import { createKeyWrap } from './crypto/wrapping.ts'
import { listen } from './db/listen.ts'
import { connect } from './db/orm.ts'
import { untilSchemaIsThere } from './db/releases.ts'
import { openStore } from './storage/object-store.ts'
import { type AgencyWorkers, openAgencyWorkers } from './temporal/agency-workers.ts'
import { openFlowClient } from './temporal/client.ts'
import { guarded } from './temporal/guarded.ts'
import { type Loop, startLoop } from './temporal/loop.ts'
import { startWriteBacks } from './temporal/write-back-starter.ts'

/** The worker of the connectors: all that speaks to the agencies' own systems, apart from the work on the platform. */
const SESSION_IDLE_MS = 60_000
const BEAT_MS = 4_000

const config = readConfig()
const log = pino({ level: config.profile === 'test' ? 'error' : 'info', base: { process: 'connectors' } })
const orm = await connect(config.workerDatabaseUrl)
const app = await connect(config.appDatabaseUrl, { pool: 2 })
await untilSchemaIsThere(orm, missing => log.error({ missing }, 'the database lacks steps of this release: waiting until it is brought up'))
const flow = openFlowClient(config.temporal.address, config.temporal.namespace)
const ways = openWays()
const deps: ConnectorDeps = {
  orm,
  app,
  store: openStore(config.s3.endpoint, config.s3),
  sessions: openSessions(orm, createKeyWrap(config.seal.wrapKey), ways.open),
  lockUrl: config.workerDatabaseUrl,
  name: `${hostname()}:${process.pid}`,
  log,
}

const due = startLoop({ name: 'write-backs due', everyMs: 1_000, log, run: async () => (await makeWriteBacks(orm)) > 0 })
const forgotten = startLoop({ name: 'write-backs forgotten', everyMs: 60_000, log, run: async () => (await tellForgotten(orm)) > 0 })
const starting = startLoop({
  name: 'write-backs',
  everyMs: 1_000,
  log,
  run: async () => (await startWriteBacks({ orm, client: flow.client, taskQueue: config.taskQueue, log })) > 0,
})
const rounds = createRounds(deps)
const roundLoop = startLoop({ name: 'systems', everyMs: 1_000, log, run: async () => await rounds() })
const tidying = startLoop({
  name: 'sessions',
  everyMs: SESSION_IDLE_MS,
  log,
  run: async () => {
    await deps.sessions.tidy(SESSION_IDLE_MS)
    return false
  },
})
const outbox = listen(config.workerDatabaseUrl, 'outbox', () => starting.wake())
let serving: Loop | null = null
let workers: AgencyWorkers | null = null
const changes = listen(config.workerDatabaseUrl, 'connectors', () => {
  serving?.wake()
  roundLoop.wake()
})
const clock = listen(config.workerDatabaseUrl, 'watch', what => {
  if (what === 'clock') void tellAfterClock(orm).catch(() => undefined)
  if (what === 'clock') roundLoop.wake()
})

let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void stop()
  })

const health = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'))
if (config.workerPort !== null) health.listen(config.workerPort, '127.0.0.1')
workers = await connected()
serving = startLoop({
  name: 'queues',
  everyMs: 5_000,
  log,
  run: async () => {
    const connectors = await orm.em.fork().transactional(async em => await listConnectors(em))
    await workers?.serve(connectors.filter(({ direction }) => direction !== 'in').map(({ agency }) => agency))
    return false
  },
})
process.stdout.write('connectors ready\n')

async function connected(): Promise<AgencyWorkers | null> {
  const carry = guarded(
    'carryWriteBack',
    log,
    async (ref: WriteBackRef) => await withBeats(async beat => await carryWriteBack(deps, ref, beat)),
  )
  while (!stopping)
    try {
      return await openAgencyWorkers({ ...config.temporal, taskQueue: config.taskQueue, activities: { carryWriteBack: carry } })
    } catch (error) {
      log.warn({ err: error instanceof Error ? error.message : String(error) }, 'the flow engine does not answer; trying again')
      await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  return null
}

/** Beats of its own accord while a system thinks: a halted or dead process does not. */
async function withBeats<T>(work: (beat: () => void) => Promise<T>): Promise<T> {
  const context = Context.current()
  const beat = (): void => context.heartbeat()
  const timer = setInterval(beat, BEAT_MS)
  try {
    return await work(beat)
  } finally {
    clearInterval(timer)
  }
}

async function stop(): Promise<void> {
  for (const loop of [due, forgotten, starting, roundLoop, tidying, serving]) await loop?.stop()
  await Promise.all([outbox.close(), changes.close(), clock.close()])
  await workers?.close()
  await deps.sessions.close()
  await ways.close()
  health.close()
  await flow.close()
  await Promise.all([orm.close(), app.close()])
  process.exit(0)
}
