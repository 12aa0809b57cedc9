import { addDays, DAY_MS, dayOf, endOfDay, HOUR_MS } from '../domain/legal-date.ts'
import type { PeriodRule } from './model.ts'
import type { Span } from './wording.ts'

/** An end by the clock: it has no last day that could roll over. */
export type ClockEnd = { readonly dueAt: Date; readonly legalLatest: Date | null }

/**
 * Hours from the instant of the start. The starting hour does not count in law, so the latest lawful instant is the full hour
 * after it plus the length; service levels and duties "at once" have none. R1, D1. Source: CPL 105(2).
 */
export function countHours(rule: PeriodRule, anchor: Date, hours: number): ClockEnd {
  const dueAt = new Date(anchor.getTime() + hours * HOUR_MS)
  if (hours === 0 || rule.kind === 'serviceLevel') return { dueAt, legalLatest: null }
  // Shanghai lies whole hours from UTC, so its hours begin where those of UTC begin.
  const startingHour = Math.floor(anchor.getTime() / HOUR_MS) * HOUR_MS
  return { dueAt, legalLatest: new Date(startingHour + (1 + hours) * HOUR_MS) }
}

/**
 * Police detention: each full 24 hours after execution is one day. Counting calendar days would end later, at the end of the
 * last of them. R3. Source: 公通字〔2006〕17号 4(1).
 */
export function countFullDays(anchor: Date, { days }: Span): ClockEnd {
  return { dueAt: new Date(anchor.getTime() + days * DAY_MS), legalLatest: endOfDay(addDays(dayOf(anchor), days)) }
}
