import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import t from 'tap'
import { nextAlertMs, raiseCaseAlerts } from '../../src/alerts/case-alerts.ts'
import { createSweep } from '../../src/alerts/sweep.ts'
import { openFlowClient } from '../../src/temporal/client.ts'
import { dispatchOnce } from '../../src/temporal/dispatcher.ts'
import { createFlowWorker } from '../../src/temporal/worker.ts'
import { caseFlowId } from '../../workflows/contract.ts'
import { workerDeps } from '../support/acting.ts'
import { untilSql } from '../support/case-end.ts'
import { startStack } from '../support/stack.ts'
import { alertsOf, aWatchedCase, setClock, watchPeriod } from '../support/watched.ts'

const at = (text: string): Date => new Date(`2026-${text}+08:00`)
const notAsked = async (): Promise<never> => await Promise.reject(new Error('nothing is handed over here'))

t.test('the flow of a case is the second way to an alert', async t => {
  const stack = await startStack(t) // no worker process, so nothing sweeps unless the test does
  const admin = await stack.as('admin')
  const { orm, config } = await workerDeps(t, stack)
  const { client, close } = openFlowClient(config.temporal.address, config.temporal.namespace)
  t.teardown(close)
  const worker = await createFlowWorker({
    ...config.temporal,
    taskQueue: config.taskQueue,
    activities: {
      nextAlert: async caseId => await nextAlertMs(orm, caseId),
      raiseCaseAlerts: async caseId => await raiseCaseAlerts(orm, caseId),
      checkManifest: notAsked,
      deliverToDesk: notAsked,
      issueReceipt: notAsked,
      unpackZip: notAsked,
      tellPeople: notAsked,
      followTrack: notAsked,
      carryDispatches: notAsked,
    },
  })
  const running = worker.run()
  t.teardown(async () => {
    worker.shutdown()
    await running
  })
  const tell = async (caseId: string): Promise<void> => {
    await admin.query("insert into outbox (id, case_id, type, payload) values ($1, $2, 'case.stepped', '{}')", [randomUUID(), caseId])
    while ((await dispatchOnce({ orm, client, taskQueue: config.taskQueue, log: pino({ level: 'silent' }) })) > 0);
  }
  const openTimers = async (caseId: string): Promise<number> => {
    const { events } = await client.workflow.getHandle(caseFlowId(caseId)).fetchHistory()
    const isOver = (event: NonNullable<typeof events>[number]) => event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes
    return (events ?? []).reduce((open, event) => open + (event.timerStartedEventAttributes ? 1 : 0) - (isOver(event) ? 1 : 0), 0)
  }
  const untilTimer = async (caseId: string): Promise<void> => {
    while ((await openTimers(caseId)) === 0);
  }
  const byFlow = (...levels: number[]) => levels.map(level => ({ level, raised_by: 'flow', end_reason: null }))

  await t.test('its one timer, for the nearest of three periods, raises the alert without the sweep', async t => {
    const one = await aWatchedCase(admin)
    await setClock(admin, at('09-24T23:59:50'), 1)
    const nearest = await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt: at('10-02T00:00') })
    for (const [code, due] of [
      ['TRIAL_ORDINARY', '12-02T00:00'],
      ['INV_CUSTODY', '11-02T00:00'],
    ] as const)
      await watchPeriod(admin, one, { code, dueAt: at(due) })
    await tell(one.caseId)
    await untilTimer(one.caseId)
    t.equal(await openTimers(one.caseId), 1)
    await untilSql(admin, 'exists (select 1 from alert where period_id = $1)', [nearest])
    t.same(await alertsOf(admin, nearest), byFlow(1))
    while (await createSweep(orm, []).pass());
    t.same(await alertsOf(admin, nearest), byFlow(1), 'the sweep comes later and adds none')
    await untilTimer(one.caseId)
    t.equal(await openTimers(one.caseId), 1, 'and the flow waits for the next instant')
  })

  await t.test('what the sweep has raised first the flow finds done', async t => {
    const one = await aWatchedCase(admin)
    await setClock(admin, at('09-24T23:59:58'), 1)
    const period = await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt: at('10-02T00:00') })
    await tell(one.caseId)
    await untilTimer(one.caseId)
    await setClock(admin, at('09-25T00:00'), 1)
    while (await createSweep(orm, []).pass());
    t.equal(await raiseCaseAlerts(orm, one.caseId), 0)
    t.same(await alertsOf(admin, period), [{ level: 1, raised_by: 'sweep', end_reason: null }])
  })

  await t.test('a timer runs at the speed of the legal clock; a case without alerts to come has none', async t => {
    const one = await aWatchedCase(admin)
    await setClock(admin, at('09-24T00:00'), 86_400)
    t.equal(await nextAlertMs(orm, one.caseId), null)
    await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt: at('10-12T00:00') })
    const ms = await nextAlertMs(orm, one.caseId)
    t.ok(ms !== null && ms > 9_000 && ms <= 11_000, `eleven days in eleven seconds: ${ms} ms`)
    await setClock(admin, at('09-24T00:00'))
    t.equal(await nextAlertMs(orm, one.caseId), null, 'a clock that stands comes to nothing')
  })
})
