import { calendarOf } from '../../src/periods/calendar.ts'
import calendars from '../../src/periods/calendars.json' with { type: 'json' }

/** The holiday lists of 2024 to 2026, as a new installation has them. */
export const CALENDAR = calendarOf(calendars.years)
