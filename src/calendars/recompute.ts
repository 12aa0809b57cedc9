import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Logger } from 'pino'
import { recordAll, SYSTEM } from '../audit/commands.ts'
import { type ClockEventRow, toClockEvent } from '../cases/clock-store.ts'
import { auditOf, type Recounted, recount } from '../cases/recount.ts'
import { calendarAt } from '../periods/calendar-store.ts'
import type { Calendar } from '../periods/rules.ts'
import { PERIODS } from '../periods/table.ts'
import { type OpenRow, type OpenRowPeriod, toOpenPeriod, toRow } from './open-rows.ts'

/** Small enough that no step on a case waits, large enough that the round trips do not count. */
const CASES = 200
/** Counted as nobody's next deadline. */
const ASIDE = [...PERIODS.values()].filter(({ kind }) => kind === 'suspension').map(({ code }) => code)

type CountedCase = { caseId: string; recounted: readonly Recounted<OpenRowPeriod>[]; failed: boolean }

/**
 * Counts the next cases of all waiting runs anew, in one transaction: what it did stays done when the process dies. A case that
 * somebody holds is passed by and comes with a later batch, or has been counted by its holder. @returns how many were counted
 */
export async function recomputeBatch(orm: MikroORM, log: Pick<Logger, 'error'>, most: number = CASES): Promise<number> {
  return await orm.em.fork().transactional(async em => {
    const claimed = await em.execute<{ id: string }[]>('select distinct claim_recompute as id from claim_recompute(?)', [most])
    if (claimed.length > 0) {
      const counted = await countCases(
        em,
        claimed.map(({ id }) => id),
        log,
      )
      await writeCases(em, counted)
    }
    if (claimed.length < most) await em.execute('select close_recompute()')
    return claimed.length
  })
}

async function countCases(em: EntityManager, cases: readonly string[], log: Pick<Logger, 'error'>): Promise<CountedCase[]> {
  const list = `{${cases.join(',')}}`
  const periods = Map.groupBy(await em.execute<OpenRow[]>('select * from recompute_periods(?::uuid[])', [list]), row => row.case_id)
  const events = Map.groupBy(
    await em.execute<ClockEventRow[]>('select * from recompute_events(?::uuid[])', [list]),
    ({ case_id }) => case_id,
  )
  const [state] = await em.execute<{ now: Date; version: string }[]>('select app_now() as now, version from calendar_state')
  if (state === undefined) throw new Error('the calendar has no state')
  const calendar = await calendarAt(em, state.version)
  const now = new Date(state.now)
  return cases.map(caseId => countCase(caseId, periods.get(caseId) ?? [], events.get(caseId) ?? [], { calendar, now, log }))
}

type Counting = { readonly calendar: Calendar; readonly now: Date; readonly log: Pick<Logger, 'error'> }

function countCase(
  caseId: string,
  periods: readonly OpenRow[],
  events: readonly ClockEventRow[],
  { calendar, now, log }: Counting,
): CountedCase {
  try {
    return { caseId, recounted: recount(periods.map(toOpenPeriod), events.map(toClockEvent), calendar, now), failed: false }
  } catch (error) {
    // One case whose events cannot be read holds up no other; it is counted as failed and shown.
    log.error({ caseId, error: error instanceof Error ? error.name : 'unknown' }, 'the periods of a case could not be counted')
    return { caseId, recounted: [], failed: true }
  }
}

async function writeCases(em: EntityManager, counted: readonly CountedCase[]): Promise<void> {
  const all = counted.flatMap(({ caseId, recounted }) => recounted.map(one => ({ caseId, one })))
  const held = all.flatMap(({ caseId, one: { period, keeps } }) =>
    keeps
      ? [{ case_id: caseId, period_id: period.id, code: period.code, agency: period.agency, due_at: period.dueAt, would_be: keeps }]
      : [],
  )
  const counts = counted.map(({ caseId, recounted, failed }) => ({
    case_id: caseId,
    moved: recounted.filter(({ movedTo }) => movedTo).length,
    skipped: recounted.filter(({ keeps }) => keeps).length,
    failed,
  }))
  await em.execute('select write_recompute(?::jsonb, ?::jsonb, ?::jsonb, ?::text[])', [
    JSON.stringify(all.map(({ one }) => toRow(one))),
    JSON.stringify(held),
    JSON.stringify(counts),
    `{${ASIDE.join(',')}}`,
  ])
  await recordAll(
    em,
    SYSTEM,
    all.flatMap(({ caseId, one }) => auditOf(caseId, one)),
  )
}
