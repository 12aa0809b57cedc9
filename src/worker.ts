import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { Context } from '@temporalio/activity'
import { pino } from 'pino'
import type { CustodyBatchRef, HandOverRef, ImportRef, LetterFact, LetterRef, TrackRef } from '../workflows/contract.ts'
import { nextAlertMs, raiseCaseAlerts } from './alerts/case-alerts.ts'
import { writeReports } from './alerts/gap-report.ts'
import { tellPeople } from './alerts/letters/delivery.ts'
import { issueLetters } from './alerts/letters/issue.ts'
import { mendLetterEnds, sweepLetters } from './alerts/letters/letter-sweep.ts'
import { createSweep } from './alerts/sweep.ts'
import { raiseMissingYears } from './calendars/missing-years.ts'
import { recomputeBatch } from './calendars/recompute.ts'
import { fillDueCards } from './cards/filling.ts'
import { readConfig } from './config.ts'
import { createSealing } from './crypto/sealing.ts'
import { createSigner } from './crypto/signing.ts'
import { carryDispatches } from './custody/carrying.ts'
import { drawNotices } from './custody/centre/draw-notices.ts'
import { enterReports } from './custody/centre/reports.ts'
import { sweepExpiryNotices, sweepOverdue } from './custody/centre/sweep.ts'
import { openSeals } from './custody/certificate/seals.ts'
import { listen } from './db/listen.ts'
import { connect, forCase } from './db/orm.ts'
import { untilSchemaIsThere } from './db/releases.ts'
import { digestTurns } from './dossier/digests.ts'
import { reapOrphans } from './dossier/reaper.ts'
import { unpackZip } from './dossier/zip-import.ts'
import { followTrack } from './fasttrack/track.ts'
import { sweepSilence } from './handovers/silence.ts'
import { checkManifest, deliverToDesk, issueReceipt } from './handovers/system-acts.ts'
import { askNightly, takeRound } from './integrity/rounds.ts'
import { openChannels } from './messaging/open.ts'
import { createSandbox } from './pdf/sandbox.ts'
import { WATCHED } from './periods/table.ts'
import { createReading } from './reading/turns.ts'
import { openStore } from './storage/object-store.ts'
import { openFlowClient } from './temporal/client.ts'
import { dispatchOnce } from './temporal/dispatcher.ts'
import { openFlowRegister } from './temporal/flow-register.ts'
import { guarded } from './temporal/guarded.ts'
import { startLoop } from './temporal/loop.ts'
import { createFlowWorker, type FlowWorker } from './temporal/worker.ts'

/** The worker process: flows and their activities, the outbox, and what the database alone can tell is to be done. */
const config = readConfig()
const log = pino({ level: config.profile === 'test' ? 'error' : 'info', base: { process: 'worker' } })
mkdirSync(config.spoolDir, { recursive: true, mode: 0o700 })
const orm = await connect(config.workerDatabaseUrl)
const app = await connect(config.appDatabaseUrl, { pool: 4 })
await untilSchemaIsThere(orm, missing => log.error({ missing }, 'the database lacks steps of this release: waiting until it is brought up'))
const store = openStore(config.s3.endpoint, config.s3)
const sandbox = createSandbox({ lanes: 2, perUser: 2, recycleAfter: 64, spoolDir: config.spoolDir })
const signer = createSigner(config.signingKey)
const system = { orm, store, signer }
const custody = { ...system, seals: openSeals(createSealing(config.seal, config.profile !== 'production')), verifyUrl: config.verifyUrl }
const flow = openFlowClient(config.temporal.address, config.temporal.namespace)

// From the database alone: these go on while the flow engine is away.
const dispatch = startLoop({
  name: 'outbox',
  everyMs: 1_000,
  log,
  run: async () => (await dispatchOnce({ orm, client: flow.client, taskQueue: config.taskQueue, log })) > 0,
})
const digests = startLoop({ name: 'digests', everyMs: 500, log, run: digestTurns(system) })
const reading = createReading({ orm, store, spoolDir: config.spoolDir, recognises: config.recognises })
const readings = startLoop({ name: 'reading', everyMs: 1_000, log, run: reading.run })
const reaper = startLoop({ name: 'reaper', everyMs: 3_600_000, log, run: async () => (await reapOrphans(orm, store, 24 * 3_600_000)) < 0 })
const sweep = createSweep(orm, WATCHED)
const watch = startLoop({ name: 'watch', everyMs: sweep.pauseMs, log, run: sweep.pass })
const reports = startLoop({ name: 'gap-report', everyMs: 60_000, log, run: async () => (await writeReports(orm, WATCHED)).length < 0 })
const recompute = startLoop({ name: 'recompute', everyMs: 1_000, log, run: async () => (await recomputeBatch(orm, log)) > 0 })
const years = startLoop({ name: 'calendar-years', everyMs: 30_000, log, run: async () => (await raiseMissingYears(orm)).length < 0 })
const overdue = startLoop({ name: 'overdue custody', everyMs: sweep.pauseMs, log, run: async () => await sweepOverdue(orm, false) })
const expiring = startLoop({
  name: 'custody ends',
  everyMs: 60_000,
  log,
  run: async () => (await sweepOverdue(orm)) || (await sweepExpiryNotices(orm)),
})
const centreReports = startLoop({ name: 'centre reports', everyMs: 5_000, log, run: async () => await enterReports(orm) })
const noticePapers = startLoop({ name: 'notice papers', everyMs: 5_000, log, run: async () => await drawNotices(custody) })
const cards = startLoop({ name: 'cards', everyMs: 1_000, log, run: async () => await fillDueCards(orm, log) })
const cardListener = listen(config.workerDatabaseUrl, 'cards', () => cards.wake())
const centreListener = listen(config.workerDatabaseUrl, 'centre', () => centreReports.wake())
// A clock that was set, or an instant nearer than the one waited for.
const watchListener = listen(config.workerDatabaseUrl, 'watch', what => {
  if (what === 'clock') sweep.clockChanged()
  watch.wake()
  overdue.wake()
  if (what === 'clock') expiring.wake()
  if (what === 'clock') years.wake()
})
const silence = startLoop({ name: 'silence', everyMs: 1_000, log, run: async () => (await sweepSilence(orm)) > 0 })
const letters = startLoop({ name: 'letters', everyMs: 1_000, log, run: async () => (await issueLetters(orm)).more })
const letterTimes = startLoop({ name: 'letter times', everyMs: 1_000, log, run: async () => (await sweepLetters(orm)).more })
const letterEnds = startLoop({ name: 'letter ends', everyMs: 60_000, log, run: async () => (await mendLetterEnds(orm)) < 0 })
const letterListener = listen(config.workerDatabaseUrl, 'letters', () => {
  letters.wake()
  letterTimes.wake()
})
const auditor = await connect(config.auditorDatabaseUrl, { pool: 1 })
const checks = { orm, auditor, store, flows: openFlowRegister(flow.client, config.taskQueue) }
const rounds = startLoop({ name: 'integrity', everyMs: 60_000, log, run: async () => await takeRound(checks, log) })
const nights = startLoop({ name: 'integrity nights', everyMs: 60_000, log, run: async () => (await askNightly(orm)) && false })
const integrityListener = listen(config.workerDatabaseUrl, 'integrity', () => rounds.wake())
const channels = openChannels(config.messaging)
const telling = { orm, channels, inbox: config.publicUrl === null ? null : new URL('/letters', config.publicUrl).href }

// A commit with a fact wakes the dispatcher at once; the loop's own pace is for what was missed.
const listener = listen(config.workerDatabaseUrl, 'outbox', () => dispatch.wake())

const health = createServer((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'))
if (config.workerPort !== null) health.listen(config.workerPort, '127.0.0.1')

// Told to stop before the flow engine has answered, it stops all the same.
let flowWorker: FlowWorker | null = null
let running = Promise.resolve()
let stopping = false
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.on(signal, () => {
    if (stopping) return
    stopping = true
    void stop()
  })
flowWorker = await connected()
running = flowWorker.run()
if (stopping) flowWorker.shutdown()
process.stdout.write('worker ready\n')

async function connected() {
  for (;;) {
    try {
      return await createFlowWorker({
        ...config.temporal,
        taskQueue: config.taskQueue,
        activities: {
          checkManifest: guarded('checkManifest', log, async (ref: HandOverRef) => await checkManifest(system, ref, heartbeat)),
          deliverToDesk: guarded('deliverToDesk', log, async (ref: HandOverRef) => await deliverToDesk(system, ref)),
          issueReceipt: guarded('issueReceipt', log, async (ref: HandOverRef) => await issueReceipt(system, ref)),
          carryDispatches: guarded('carryDispatches', log, async (ref: CustodyBatchRef) => await carryDispatches(custody, ref, heartbeat)),
          nextAlert: guarded('nextAlert', log, async (caseId: string) => await nextAlertMs(orm, caseId)),
          raiseCaseAlerts: guarded('raiseCaseAlerts', log, async (caseId: string) => await raiseCaseAlerts(orm, caseId)),
          followTrack: guarded('followTrack', log, async ({ caseId }: TrackRef) => await followTrack(id => forCase(orm, id), caseId)),
          tellPeople: guarded(
            'tellPeople',
            log,
            async (occasion: LetterRef & LetterFact) => await tellPeople(telling, occasion, heartbeat),
          ),
          unpackZip: guarded(
            'unpackZip',
            log,
            async (ref: ImportRef) => await unpackZip({ orm, app, store, sandbox, spoolDir: config.spoolDir }, ref, heartbeat),
          ),
        },
      })
    } catch (error) {
      log.warn({ err: error instanceof Error ? error.message : String(error) }, 'the flow engine does not answer; trying again')
      await new Promise(resolve => setTimeout(resolve, 1_000))
    }
  }
}

function heartbeat(): void {
  Context.current().heartbeat()
}

async function stop(): Promise<void> {
  flowWorker?.shutdown()
  await running
  reading.close()
  for (const loop of [
    dispatch,
    digests,
    readings,
    reaper,
    watch,
    reports,
    recompute,
    years,
    letters,
    letterTimes,
    letterEnds,
    silence,
    rounds,
    nights,
    overdue,
    expiring,
    centreReports,
    noticePapers,
    cards,
  ])
    await loop.stop()
  await Promise.all([
    listener.close(),
    watchListener.close(),
    letterListener.close(),
    integrityListener.close(),
    centreListener.close(),
    cardListener.close(),
  ])
  health.close()
  await sandbox.close()
  for (const channel of channels) channel.close()
  await flow.close()
  await Promise.all([orm.close(), app.close(), auditor.close()])
  process.exit(0)
}
