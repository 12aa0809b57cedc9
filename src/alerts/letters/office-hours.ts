import { addDays, DAY_MS, dayOf, HOUR_MS, type LegalDate, startOfDay } from '../../domain/legal-date.ts'
import { type Calendar, isWorkingDay } from '../../periods/rules.ts'
import { LETTER_TABLE } from './levels.ts'
import type { Within } from './model.ts'

const minutesOf = (clock: string): number => {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

const OFFICE = LETTER_TABLE.office.map(({ from, to }) => ({ from: minutesOf(from) * 60_000, to: minutesOf(to) * 60_000 }))

/**
 * The instant `within` after `start`. Working hours count only while offices are open on working days; a working day ends at
 * the same time of day; plain hours and days run by the clock, because custody knows no office hours.
 */
export function addWithin(start: Date, { value, unit }: Within, calendar: Calendar): Date {
  if (unit === 'hour') return new Date(start.getTime() + value * HOUR_MS)
  if (unit === 'day') return new Date(start.getTime() + value * DAY_MS)
  return unit === 'workingHour' ? addOfficeTime(start, value * HOUR_MS, calendar) : addWorkingDays(start, value, calendar)
}

function addWorkingDays(start: Date, days: number, calendar: Calendar): Date {
  const first = dayOf(start)
  const timeOfDay = start.getTime() - startOfDay(first).getTime()
  let day = first
  for (let counted = 0; counted < days; ) {
    day = addDays(day, 1)
    if (isWorkingDay(day, calendar)) counted++
  }
  return new Date(startOfDay(day).getTime() + timeOfDay)
}

function addOfficeTime(start: Date, length: number, calendar: Calendar): Date {
  let left = length
  for (let day = dayOf(start); ; day = addDays(day, 1)) {
    for (const { opens, closes } of sessionsOf(day, calendar)) {
      const from = Math.max(opens, start.getTime())
      if (closes <= from) continue
      if (left <= closes - from) return new Date(from + left)
      left -= closes - from
    }
  }
}

function sessionsOf(day: LegalDate, calendar: Calendar): { opens: number; closes: number }[] {
  if (!isWorkingDay(day, calendar)) return []
  const midnight = startOfDay(day).getTime()
  return OFFICE.map(({ from, to }) => ({ opens: midnight + from, closes: midnight + to }))
}
