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

/** A claimed case with its open periods, its events that hold, and what the clock and the lists said then. */
type Taken = { case_id: string; now: Date; version: string; periods: OpenRow[]; events: ClockEventRow[] }
type CountedCase = { caseId: string; recounted: readonly Recounted<OpenRowPeriod>[]; failed: boolean }

/**
 * Counts the next cases of all waiting runs anew, in one transaction: what it did stays done when the process dies. A case that
 * somebody holds is passed by and comes with a later batch, or has been counted by its holder. @returns how many were counted
 */
export async function recomputeBatch(orm: MikroORM, log: Pick<Logger, 'error'>, most: number = CASES): Promise<number> {
  return await orm.em.fork().transactional(async em => {
    const taken = await em.execute<Taken[]>('select * from take_recompute(?)', [most])
    const [first] = taken
    if (first !== undefined) {
      const counting = { calendar: await calendarAt(em, first.version), now: new Date(first.now), log }
      await writeCases(
        em,
        taken.map(one => countCase(one, counting)),
      )
    }
    if (taken.length < most) await em.execute('select close_recompute()')
    return taken.length
  })
}

type Counting = { readonly calendar: Calendar; readonly now: Date; readonly log: Pick<Logger, 'error'> }

function countCase({ case_id: caseId, periods, events }: Taken, { calendar, now, log }: Counting): CountedCase {
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
