import { addDays, type LegalDate, legalDate, weekday } from '../domain/legal-date.ts'
import { type Decision, type Refusal, refuse } from '../domain/problem.ts'
import type { PublishedYear } from '../periods/calendar.ts'

const SOURCE = '国务院办公厅年度节假日安排通知'

/**
 * Whether a published holiday list can be true, and its parts in order. Refuses with `calendar-notice-missing`,
 * `calendar-outside-year`, `calendar-span-reversed`, `calendar-span-overlaps`, `calendar-workday-not-rest` (a make-up workday that
 * works anyway), `calendar-workday-in-holiday` or `calendar-known` (the same content is in force).
 */
export function decideCalendar(list: PublishedYear, inForce: PublishedYear | null): Decision<PublishedYear> {
  const ordered: PublishedYear = {
    year: list.year,
    notice: list.notice.trim(),
    holidays: [...list.holidays]
      .sort((a, b) => order(a.from, b.from))
      .map(({ name, from, to }) => ({ name: name.trim(), from: legalDate(from), to: legalDate(to) })),
    makeupWorkdays: [...new Set(list.makeupWorkdays)].map(legalDate).sort(order),
  }
  const refusal = refuseNotice(ordered) ?? refuseSpans(ordered) ?? refuseWorkdays(ordered) ?? refuseSame(ordered, inForce)
  return refusal ?? { ok: true, change: ordered }
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function refuseNotice({ notice, year }: PublishedYear): Refusal | null {
  return notice === '' ? refuse('calendar-notice-missing', SOURCE, { year }) : null
}

function refuseSpans({ year, holidays }: PublishedYear): Refusal | null {
  for (const [at, { name, from, to }] of holidays.entries()) {
    const facts = { name, from, to }
    if (!isIn(year, from) || !isIn(year, to)) return refuse('calendar-outside-year', SOURCE, { ...facts, year })
    if (from > to) return refuse('calendar-span-reversed', SOURCE, facts)
    const before = holidays[at - 1]
    if (before && before.to >= from) return refuse('calendar-span-overlaps', SOURCE, { ...facts, other: before.name })
  }
  return null
}

function refuseWorkdays({ year, holidays, makeupWorkdays }: PublishedYear): Refusal | null {
  for (const day of makeupWorkdays) {
    if (!isIn(year, day)) return refuse('calendar-outside-year', SOURCE, { day, year })
    const holiday = holidays.find(({ from, to }) => from <= day && day <= to)
    if (holiday) return refuse('calendar-workday-in-holiday', SOURCE, { day, name: holiday.name })
    const week = weekday(legalDate(day))
    if (week >= 1 && week <= 5) return refuse('calendar-workday-not-rest', SOURCE, { day })
  }
  return null
}

function refuseSame(list: PublishedYear, inForce: PublishedYear | null): Refusal | null {
  if (inForce === null || contentOf(list) !== contentOf(inForce)) return null
  return refuse('calendar-known', SOURCE, { year: list.year })
}

/** What two lists are compared by: the days and where they come from. */
function contentOf({ notice, holidays, makeupWorkdays }: PublishedYear): string {
  return JSON.stringify([notice, holidays.map(({ name, from, to }) => [name, from, to]), makeupWorkdays])
}

const isIn = (year: number, day: string): boolean => day.startsWith(`${year}-`)

/** The days on which two lists differ: rest in one, work in the other. Shown to the second person before he confirms. */
export function changedDays(list: PublishedYear, before: PublishedYear | null): LegalDate[] {
  const days: LegalDate[] = []
  for (let day = legalDate(`${list.year}-01-01`); isIn(list.year, day); day = addDays(day, 1))
    if (works(day, list) !== works(day, before)) days.push(day)
  return days
}

function works(day: LegalDate, list: PublishedYear | null): boolean {
  if (list?.makeupWorkdays.includes(day)) return true
  if (list?.holidays.some(({ from, to }) => from <= day && day <= to)) return false
  return weekday(day) >= 1 && weekday(day) <= 5
}
