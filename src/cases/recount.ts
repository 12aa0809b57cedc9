import type { EntityManager } from '@mikro-orm/postgresql'
import { recordAll, SYSTEM } from '../audit/commands.ts'
import { type Clock, type ClockEvent, foldClocks } from '../periods/clocks.ts'
import { type Calendar, isLater } from '../periods/rules.ts'
import { columnsOf, staysExpired } from './clock-store.ts'
import type { PeriodInstanceRow } from './entities.ts'

type OpenPeriod = Pick<
  PeriodInstanceRow,
  'id' | 'code' | 'casePersonId' | 'startedBy' | 'dueAt' | 'legalLatest' | 'alertLevel' | 'suspended' | 'heldOff' | 'agency'
>

/** What another calendar makes of one open period. `keeps`: it had run out, so it stays, and this would have been its end. */
export type Recounted<P extends OpenPeriod> = {
  readonly period: P
  readonly columns: ReturnType<typeof columnsOf>
  readonly movedTo: Date | null
  readonly keeps: Date | null
}

/**
 * Counts the open periods of a case anew. One that has run out is never revived: it stays as it is and is named. One that its
 * events end, or do not start any more, is left to the next step on the case.
 */
export function recount<P extends OpenPeriod>(
  periods: readonly P[],
  events: readonly ClockEvent[],
  calendar: Calendar,
  now: Date,
): Recounted<P>[] {
  const clocks = foldClocks(events, calendar)
  return periods.flatMap(period => {
    const clock = clocks.find(
      one => one.startedBy === period.startedBy && one.code === period.code && one.casePersonId === (period.casePersonId ?? null),
    )
    return clock === undefined || clock.endedAt !== null ? [] : [recountOne(period, clock, now)]
  })
}

function recountOne<P extends OpenPeriod>(period: P, clock: Clock, now: Date): Recounted<P> {
  const { dueAt } = clock.outcome
  const moves = dueAt.getTime() !== period.dueAt.getTime() && !staysExpired(clock, period)
  const keeps = moves && !period.suspended && isLater(now, period.dueAt)
  const columns = columnsOf(clock, keeps ? { ...period, heldOff: dueAt } : period)
  return { period, columns, movedTo: moves && !keeps ? dueAt : null, keeps: keeps ? dueAt : null }
}

/** The trail of a case for what a calendar changed in it: old and new end, and what would have moved and stays. */
export function auditOf(caseId: string, { period, movedTo, keeps }: Recounted<OpenPeriod>) {
  const to = movedTo ?? keeps
  if (to === null) return []
  const details = { code: period.code, from: period.dueAt.toISOString(), to: to.toISOString() }
  return [{ caseId, action: movedTo ? 'period.recounted' : 'period.stayed', target: period.id, basis: 'CPL 105(4)', details }]
}

type HeldCase = {
  readonly caseId: string
  readonly periods: readonly PeriodInstanceRow[]
  readonly events: readonly ClockEvent[]
  readonly calendar: Calendar
  readonly now: Date
}

/**
 * Counts one case anew in the transaction that holds it, because its turn in the background has not come: nobody takes a step
 * on dates that no longer hold.
 */
export async function recountHere(em: EntityManager, { caseId, periods, events, calendar, now }: HeldCase): Promise<void> {
  const open = periods.filter(({ endedAt }) => !endedAt)
  const recounted = recount(open, events, calendar, now)
  const kept = recounted.filter(({ keeps }) => keeps !== null)
  const acts = recounted.flatMap(one => auditOf(caseId, one))
  for (const { period, columns } of recounted) em.assign(period, columns)
  for (const { period, keeps } of kept)
    await em.execute(
      'insert into calendar_held (case_id, period_id, code, agency, due_at, would_be) values (?, ?, ?, ?, ?, ?) on conflict do nothing',
      [caseId, period.id, period.code, period.agency, period.dueAt, keeps],
    )
  await em.execute('select case_recounted(?, ?, ?)', [caseId, recounted.filter(({ movedTo }) => movedTo).length, kept.length])
  await recordAll(em, SYSTEM, acts)
}
