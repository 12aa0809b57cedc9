import { randomUUID } from 'node:crypto'
import { Connection, Client as FlowClient } from '@temporalio/client'
import { createSweep } from '../src/alerts/sweep.ts'
import { BARE_QUEUE, bareWorker } from './bare-worker.ts'
import { type Figure, figure, pairs, ratios, spread, timed } from './measure.ts'
import { makeDue, type PeriodsDatabase, periodsDatabase, takeAlerts } from './seed-periods.ts'
import type { Stack } from './stack.ts'

const [FEW, MANY] = [10_000, 1_000_000]
const FIND = { warmUp: 3, rounds: 15, withinMs: 300_000 }
const MORNING = { warmUp: 1, rounds: 7, withinMs: 300_000 }
const [FOUND, DUE_AT_ONCE, TIMERS] = [1_000, 10_000, 500]
const TIMER_MS = 20_000
const TIMER_ROUNDS = 3

/**
 * The sweep over a million open periods: against itself over ten thousand with as many due; against the same claim as plain SQL
 * through plain `pg`; against as many timers of the flow engine as it fires in the same run.
 */
export async function benchSweep(stack: Stack): Promise<Figure[]> {
  const few = await periodsDatabase(stack, FEW)
  const many = await periodsDatabase(stack, MANY)
  try {
    return [await findFew(few, many), ...(await morning(stack, many))]
  } finally {
    await few.close()
    await many.close()
  }
}

async function findFew(few: PeriodsDatabase, many: PeriodsDatabase): Promise<Figure> {
  const times = await pairs(sweepOf(few, FOUND), sweepOf(many, FOUND), FIND)
  const of = { fewMs: spread(times.baseline), manyMs: spread(times.ours), few: FEW, many: MANY, due: FOUND }
  return figure(`sweep, ${FOUND} due of ${MANY} over ${FOUND} of ${FEW}`, 'ratio', ratios(times.ours, times.baseline), { atMost: 1.5 }, of)
}

async function morning(stack: Stack, many: PeriodsDatabase): Promise<Figure[]> {
  const times = await pairs(bareOf(many), sweepOf(many, DUE_AT_ONCE), MORNING)
  const timers = await timerRates(stack)
  const rates = times.ours.map(ms => (DUE_AT_ONCE / ms) * 1_000)
  const of = { bareMs: spread(times.baseline), oursMs: spread(times.ours), perSecond: spread(rates), periods: MANY, due: DUE_AT_ONCE }
  const timersPerSecond = spread(timers)
  return [
    figure(
      `sweep, ${DUE_AT_ONCE} due at once, rate over the bare claim`,
      'ratio',
      ratios(times.baseline, times.ours),
      { atLeast: 0.8 },
      of,
    ),
    figure(
      `sweep, ${DUE_AT_ONCE} due at once, rate over timers of the engine`,
      'ratio',
      rates.map(rate => rate / timersPerSecond.median),
      { atLeast: 100 },
      { perSecond: spread(rates), timersPerSecond, timers: TIMERS },
    ),
  ]
}

/** One round: so many are due, a sweep passes until none is; each of them must then have its alert. */
function sweepOf(database: PeriodsDatabase, due: number): (round: number) => Promise<number> {
  const sweep = createSweep(database.orm, ['BENCH_0', 'BENCH_1'])
  let turn = 0
  return async () => {
    await makeDue(database, due, turn++)
    const took = await timed(async () => {
      while (await sweep.pass());
    })
    const alerts = await takeAlerts(database, 'alert')
    if (alerts !== due) throw new Error(`${alerts} alerts for ${due} periods`)
    return took
  }
}

/** The claim and nothing else: no function, no row-level security, nobody told. */
function bareOf(database: PeriodsDatabase): (round: number) => Promise<number> {
  let turn = 0
  return async () => {
    await makeDue(database, DUE_AT_ONCE, turn++)
    const took = await timed(async () => {
      for (;;) {
        const { rows } = await database.admin.query<{ claimed: number }>(BARE_CLAIM)
        if (rows[0]?.claimed === 0) return
      }
    })
    const alerts = await takeAlerts(database, 'bench_alert')
    if (alerts !== DUE_AT_ONCE) throw new Error(`${alerts} alerts of the bare claim`)
    return took
  }
}

const BARE_CLAIM = `
  with due as materialized (
    select id, case_id, case_person_id, code, due_at, agency, custody, remind_at, warn_at, watched_from from period_instance
    where next_alert_at <= now() order by next_alert_at limit 1000 for update skip locked
  ), moved as (
    update period_instance p set alert_level = 1, next_alert_at = d.warn_at from due d where p.id = d.id
  ), stored as (
    insert into bench_alert (case_id, case_person_id, period_id, code, level, due_at, reached_at, known_at, raised_at, raised_by, agency, custody, late, late_real)
    select case_id, case_person_id, id, code, 1, due_at, remind_at, watched_from, now(), 'sweep', agency, custody, '0', '0' from due
    on conflict do nothing
  ) select count(*)::int as claimed from due`

/** Timers per second: so many flows wait for one instant, and the last of them ends so much after it. */
async function timerRates({ servers: { temporal } }: Stack): Promise<number[]> {
  const connection = await Connection.connect({ address: temporal.address })
  const client = new FlowClient({ connection, namespace: temporal.namespace })
  const { worker, close } = await bareWorker(temporal, './bare-timer.ts')
  try {
    return await worker.runUntil(async () => {
      const found: number[] = []
      for (let round = 0; round < TIMER_ROUNDS; round++) found.push(await timerRate(client))
      return found
    })
  } finally {
    await close()
    await connection.close()
  }
}

async function timerRate(client: FlowClient): Promise<number> {
  const round = randomUUID()
  const instant = performance.now() + TIMER_MS
  const start = async (n: number) =>
    await client.workflow.start('bareTimer', {
      taskQueue: BARE_QUEUE,
      workflowId: `bare-timer:${round}:${n}`,
      args: [Math.max(1, Math.round(instant - performance.now()))],
    })
  const flows: Awaited<ReturnType<typeof start>>[] = []
  for (let n = 0; n < TIMERS; n += 50) flows.push(...(await Promise.all(Array.from({ length: 50 }, async (_, i) => await start(n + i)))))
  if (performance.now() > instant) throw new Error(`${TIMERS} flows did not start within ${TIMER_MS / 1_000} s`)
  await Promise.all(flows.map(async flow => await flow.result()))
  return (TIMERS / (performance.now() - instant)) * 1_000
}
