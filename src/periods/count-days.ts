import { addDays, type LegalDate } from '../domain/legal-date.ts'
import type { PeriodRule } from './model.ts'
import { addMonths, type Calendar, isWorkingDay, knowsYear } from './rules.ts'
import type { Span } from './wording.ts'

/** The last day of a count, before any roll-over, and whether a year without a calendar had a part in it. */
export type LastDay = { readonly last: LegalDate; readonly provisional: boolean }

/**
 * The last day of a period of days and months: all months in one step from the first anchor, then the days, then the days for
 * which the count stood still (R6, D2). Day 1 is the day after the start (R2). Backward periods end before (R11).
 */
export function countDays(rule: PeriodRule, start: LegalDate, { months, days }: Span, stoodStill: number, calendar: Calendar): LastDay {
  if (rule.direction === 'backward') return { last: addDays(start, -days), provisional: false }
  if (rule.workingDays) {
    const counted = addWorkingDays(start, days, calendar)
    return { last: addDays(counted.last, stoodStill), provisional: counted.provisional }
  }
  const monthsOn = months === 0 ? start : addMonths(start, months, rule.monthRule ?? 'corresponding')
  return { last: addDays(monthsOn, days + stoodStill), provisional: false }
}

function addWorkingDays(start: LegalDate, count: number, calendar: Calendar): LastDay {
  let last = start
  let provisional = false
  for (let counted = 0; counted < count; ) {
    last = addDays(last, 1)
    if (!knowsYear(last, calendar)) provisional = true
    if (isWorkingDay(last, calendar)) counted++
  }
  return { last, provisional }
}
