import { addDays, dayOf, endOfDay, type LegalDate } from '../domain/legal-date.ts'
import { countDays } from './count-days.ts'
import { countFullDays, countHours } from './count-hours.ts'
import type { LedgerStep, PeriodRule } from './model.ts'
import { type Custody, restsOnMissingYear, rollOver } from './roll-over.ts'
import { type Calendar, isLater } from './rules.ts'
import type { Span } from './wording.ts'

/** A count under way: what holds after the events so far. */
export type Count = {
  readonly rule: PeriodRule
  readonly calendar: Calendar
  readonly startedAt: Date
  /** The length with which it starts, also after a restart. */
  readonly fullSpan: Span
  /** The length with its extensions. */
  readonly span: Span
  /** Codes of the extensions granted since the start that counts. */
  readonly granted: readonly string[]
  /** Days for which the count stood still since the start that counts. */
  readonly stoodStill: number
  readonly stopped: { readonly at: Date; readonly reason: string } | null
  /** Custody by time, the earliest first. A restart does not change where a person is. */
  readonly custody: readonly { readonly at: Date; readonly inCustody: Custody }[]
  readonly custodyFrom: Date | null
  readonly restartedLate: boolean
  readonly ledger: readonly LedgerStep[]
}

/** Where a count ends by what is known so far. */
export type End = {
  readonly dueAt: Date
  readonly legalLatest: Date | null
  /** The last day before any roll-over, with the custody on it; null where the end is an instant by the clock. */
  readonly last: { readonly day: LegalDate; readonly custody: Custody } | null
  readonly provisional: boolean
}

/** The end before any roll-over, as one instant. */
export const unrolledEnd = ({ dueAt, last }: End): Date => (last === null ? dueAt : endOfDay(last.day))

/** The end of a count, roll-over included. Months first, then days, then what stood still, then roll-over (D2). */
export function endOf(count: Count): End {
  const { rule, startedAt, span, stoodStill, calendar } = count
  if (rule.endsAtStart) return { dueAt: startedAt, legalLatest: null, last: null, provisional: false }
  if (rule.unit === 'hour') return { ...countHours(rule, startedAt, span.hours + 24 * stoodStill), last: null, provisional: false }
  if (rule.dayRule === 'full24h') {
    return { ...countFullDays(startedAt, { ...span, days: span.days + stoodStill }), last: null, provisional: false }
  }
  const counted = countDays(rule, dayOf(startedAt), span, stoodStill, calendar)
  const custody = custodyOn(count.custody, counted.last)
  const due = rollOver(rule, counted.last, custody, calendar)
  return {
    dueAt: endOfDay(due),
    legalLatest: null,
    last: { day: counted.last, custody },
    provisional: counted.provisional || restsOnMissingYear(rule, counted.last, due, custody, calendar),
  }
}

/** Custody as it stands at the end of a day: for the roll-over the last day alone matters. D8 */
function custodyOn(custody: Count['custody'], day: LegalDate): Custody {
  const end = endOfDay(day)
  return custody.findLast(({ at }) => !isLater(at, end))?.inCustody ?? null
}

/** Whether the period had run out by then. While the count stands still nothing runs out. */
export const hasRunOut = (count: Count, at: Date): boolean => count.stopped === null && isLater(at, endOf(count).dueAt)

/** Day 1: the day after the start (R2). */
export const firstDay = (startedAt: Date): LegalDate => addDays(dayOf(startedAt), 1)
