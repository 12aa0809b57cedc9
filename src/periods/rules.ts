import { addDays, DAY_MS, dayOfMonth, type LegalDate, weekday } from '../domain/legal-date.ts'
import type { CalendarYear, MonthRule, PeriodRule } from './model.ts'

/**
 * The day `months` after `start`: the same day number, or the last day of a shorter month. For courts a start on the
 * last day of its month ends on the last day of the target month. Always counted in one step from the first anchor,
 * never month by month: 31 January plus two months is 31 March. Rules R4-R6.
 * Source: 公通字〔2006〕17号 4(2); 法释〔2021〕1号 art. 202(1).
 */
export function addMonths(start: LegalDate, months: number, rule: MonthRule): LegalDate {
  const lastOf = (monthsOn: number): LegalDate => dayOfMonth(start, monthsOn + 1, 0)
  const last = lastOf(months)
  if (rule === 'spc202' && start === lastOf(0)) return last
  return start.slice(8) > last.slice(8) ? last : dayOfMonth(start, months, Number(start.slice(8)))
}

/** Rest days and make-up workdays by year. */
export type Calendar = ReadonlyMap<number, CalendarYear>

const yearOf = (day: LegalDate): number => Number(day.slice(0, 4))

/** Whether the rest days of this day's year are loaded. */
export const knowsYear = (day: LegalDate, calendar: Calendar): boolean => calendar.has(yearOf(day))

/**
 * A make-up workday (调休) works, a day inside a published holiday span rests, every other day goes by the week. A year
 * that is not loaded knows weekends only (D10).
 */
export function isWorkingDay(day: LegalDate, calendar: Calendar): boolean {
  const year = calendar.get(yearOf(day))
  if (year?.makeupWorkdays.includes(day)) return true
  if (year?.holidays.some(({ from, to }) => from <= day && day <= to)) return false
  return weekday(day) >= 1 && weekday(day) <= 5
}

/** The published holiday whose span holds this day, by its Chinese name. */
export function holidayOf(day: LegalDate, calendar: Calendar): string | null {
  return calendar.get(yearOf(day))?.holidays.find(({ from, to }) => from <= day && day <= to)?.name ?? null
}

/** Whether this day works only because a notice made it a workday (调休). */
export function isMakeupWorkday(day: LegalDate, calendar: Calendar): boolean {
  return calendar.get(yearOf(day))?.makeupWorkdays.includes(day) ?? false
}

/** The day itself, or the first working day after it. CPL 105(4). */
export function nextWorkingDay(day: LegalDate, calendar: Calendar): LegalDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = addDays(found, 1)
  return found
}

/** The last working day before this one. */
export function workingDayBefore(day: LegalDate, calendar: Calendar): LegalDate {
  let found = addDays(day, -1)
  while (!isWorkingDay(found, calendar)) found = addDays(found, -1)
  return found
}

/** Whole seconds: the last second of a day stands for 24:00, so what comes within it is not late. D1 */
export const isLater = (at: Date, than: Date): boolean => Math.floor(at.getTime() / 1000) > Math.floor(than.getTime() / 1000)

/**
 * Whether a paper of a party came in time: posted before the end counts, whenever it arrived (R12). Time on the road is not
 * part of a statutory period, but never lengthens custody (R13). Source: CPL 105(3).
 */
export function isInTime(
  { dueAt, isCustodyRelated }: { readonly dueAt: Date; readonly isCustodyRelated: boolean },
  paper: { readonly postedAt: Date | null; readonly receivedAt: Date; readonly travelDays?: number },
): boolean {
  if (paper.postedAt !== null && !isLater(paper.postedAt, dueAt)) return true
  const travelMs = isCustodyRelated ? 0 : (paper.travelDays ?? 0) * DAY_MS
  return !isLater(new Date(paper.receivedAt.getTime() - travelMs), dueAt)
}

/**
 * Of the wordings of one row, the one that held on a day: the law in force when a period begins goes on for it. For a day
 * before the first wording that is carried the first one is given, and the engine flags it.
 */
export function versionOn(versions: readonly PeriodRule[], on: LegalDate): PeriodRule | null {
  const begun = versions.filter(({ validFrom = '' }) => validFrom <= on)
  const latest = (rows: readonly PeriodRule[]): PeriodRule | undefined =>
    rows.reduce<PeriodRule | undefined>(
      (last, row) => (last === undefined || (row.validFrom ?? '') >= (last.validFrom ?? '') ? row : last),
      undefined,
    )
  return latest(begun.filter(({ validTo }) => validTo === undefined || on <= validTo)) ?? latest(begun) ?? versions[0] ?? null
}
