import { legalDate } from '../domain/legal-date.ts'
import type { CalendarYear } from './model.ts'
import type { Calendar } from './rules.ts'

/** The holiday list of one year as it is published and stored: days as `YYYY-MM-DD`. */
export type PublishedYear = {
  readonly year: number
  readonly notice: string
  readonly holidays: readonly { readonly name: string; readonly from: string; readonly to: string }[]
  readonly makeupWorkdays: readonly string[]
}

/**
 * The calendar that these lists make together. Source: the yearly notices of the State Council's General Office.
 * @throws RangeError for a day that no calendar has
 */
export function calendarOf(years: readonly PublishedYear[]): Calendar {
  return new Map(years.map(year => [year.year, calendarYear(year)]))
}

function calendarYear({ year, notice, holidays, makeupWorkdays }: PublishedYear): CalendarYear {
  return {
    year,
    notice,
    holidays: holidays.map(({ name, from, to }) => ({ name, from: legalDate(from), to: legalDate(to) })),
    makeupWorkdays: makeupWorkdays.map(legalDate),
  }
}
