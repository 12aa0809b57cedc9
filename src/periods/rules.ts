import { addDays, DAY_MS, dayOf, endOfDay, HOUR_MS, type LegalDate, legalDate, weekday } from '../domain/legal-date.ts'
import type { CalendarYear, CountedStep, Due, MonthRule, PeriodRule } from './model.ts'

/**
 * The day `months` after `start`: the same day number, or the last day of a shorter month. For courts a start on the
 * last day of its month ends on the last day of the target month. Always counted in one step from the first anchor,
 * never month by month: 31 January plus two months is 31 March. Rules R4-R6.
 * Source: 公通字〔2006〕17号 4(2); 法释〔2021〕1号 art. 202(1).
 */
export function addMonths(start: LegalDate, months: number, rule: MonthRule): LegalDate {
  const from = new Date(`${start}T00:00:00Z`)
  const lastDay = (monthsOn: number): number => new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + monthsOn + 1, 0)).getUTCDate()
  const startsOnLastDay = from.getUTCDate() === lastDay(0)
  const day = rule === 'spc202' && startsOnLastDay ? lastDay(months) : Math.min(from.getUTCDate(), lastDay(months))
  return legalDate(new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, day)).toISOString().slice(0, 10))
}

/** Rest days and make-up workdays by year. */
export type Calendar = ReadonlyMap<number, CalendarYear>

const yearOf = (day: LegalDate): number => Number(day.slice(0, 4))

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

/** The day itself, or the first working day after it. CPL 105(4). */
function nextWorkingDay(day: LegalDate, calendar: Calendar): LegalDate {
  let found = day
  while (!isWorkingDay(found, calendar)) found = addDays(found, 1)
  return found
}

function addWorkingDays(start: LegalDate, count: number, calendar: Calendar): LegalDate {
  let day = start
  for (let counted = 0; counted < count; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, calendar)) counted++
  }
  return day
}

/**
 * Counts one period from its start. `inCustody` is the person's on the last day. The starting hour and day do not count
 * (R1, R2); police detention runs in full 24 hours (R3); months by the rule of the agency (R4-R6); the last day rolls over
 * a holiday only where the table says so, and never while custody rides on it (R10). Backward periods end before (R11).
 * @throws RangeError for a period without a fixed length (D9)
 */
export function countDue(rule: PeriodRule, startedAt: Date, inCustody: boolean, calendar: Calendar): Due {
  const { length, unit } = rule
  if (length === null || unit === null) throw new RangeError(`period-has-no-fixed-length: ${rule.code}`)
  if (unit === 'hour') return countHours(rule, startedAt, length)
  if (rule.dayRule === 'full24h') return countFullDays(startedAt, length)
  return countDays(rule, startedAt, { length, unit }, inCustody, calendar)
}

function countHours(rule: PeriodRule, startedAt: Date, hours: number): Due {
  const dueAt = new Date(startedAt.getTime() + hours * HOUR_MS)
  const step = { zh: `起算后 ${hours} 小时`, en: `${hours} hours after the start`, at: dueAt }
  if (hours === 0 || rule.kind === 'serviceLevel') return { dueAt, legalLatest: null, provisional: false, steps: [step] }
  const startedHour = Math.floor(startedAt.getTime() / HOUR_MS) * HOUR_MS
  return { dueAt, legalLatest: new Date(startedHour + (1 + hours) * HOUR_MS), provisional: false, steps: [step] }
}

function countFullDays(startedAt: Date, days: number): Due {
  const dueAt = new Date(startedAt.getTime() + days * DAY_MS)
  const step = { zh: `执行时刻起 ${days} × 24 小时`, en: `${days} × 24 hours from execution`, at: dueAt }
  return { dueAt, legalLatest: endOfDay(addDays(dayOf(startedAt), days)), provisional: false, steps: [step] }
}

function countDays(
  rule: PeriodRule,
  startedAt: Date,
  size: { length: number; unit: 'day' | 'month' },
  inCustody: boolean,
  calendar: Calendar,
): Due {
  const start = dayOf(startedAt)
  const { last, step } = lastDayOf(rule, start, size, calendar)
  const steps: CountedStep[] = [{ zh: '开始之日不计入', en: 'the day of the start does not count', at: startedAt }, step]
  const rolls = rule.rolloverOnHoliday && rule.direction === 'forward' && !(rule.rolloverBlockedByCustody && inCustody)
  const due = rolls ? nextWorkingDay(last, calendar) : last
  if (due !== last)
    steps.push({
      zh: '末日为休息日，顺延至其后第一个工作日',
      en: 'the last day is a rest day: first working day after it',
      at: endOfDay(due),
    })
  else if (!isWorkingDay(last, calendar) && rule.rolloverOnHoliday && inCustody)
    steps.push({ zh: '在押，末日逢休息日不顺延', en: 'in custody: no roll-over', at: endOfDay(due) })
  return { dueAt: endOfDay(due), legalLatest: null, provisional: rolls && !calendar.has(yearOf(last)), steps }
}

function lastDayOf(
  rule: PeriodRule,
  start: LegalDate,
  { length, unit }: { length: number; unit: 'day' | 'month' },
  calendar: Calendar,
): { last: LegalDate; step: CountedStep } {
  if (unit === 'month') {
    const last = addMonths(start, length, rule.monthRule ?? 'corresponding')
    return { last, step: { zh: `${length} 个月后的对应日`, en: `the corresponding day after ${length} month(s)`, at: endOfDay(last) } }
  }
  if (rule.direction === 'backward') {
    const last = addDays(start, -length)
    return { last, step: { zh: `向前 ${length} 日`, en: `${length} days before`, at: endOfDay(last) } }
  }
  if (rule.workingDays) {
    const last = addWorkingDays(start, length, calendar)
    return { last, step: { zh: `第 ${length} 个工作日`, en: `working day ${length}`, at: endOfDay(last) } }
  }
  const last = addDays(start, length)
  return { last, step: { zh: `第 ${length} 日`, en: `day ${length}`, at: endOfDay(last) } }
}
