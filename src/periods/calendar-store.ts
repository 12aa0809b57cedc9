import type { EntityManager } from '@mikro-orm/postgresql'
import { calendarOf, type PublishedYear } from './calendar.ts'
import type { Calendar } from './rules.ts'

/** A version is random and names one state of the lists in one database; a process needs the present one and the one before. */
const KEPT = 4
const known = new Map<string, Calendar>()

/** The holidays in force, from memory while nothing was loaded anew: one look at the version. */
export async function readCalendar(em: EntityManager): Promise<Calendar> {
  const [row] = await em.execute<{ version: string }[]>('select version from calendar_state')
  if (row === undefined) throw new Error('the calendar has no state')
  return await calendarAt(em, row.version)
}

/** The same for who has read the version together with something else. */
export async function calendarAt(em: EntityManager, version: string): Promise<Calendar> {
  const found = known.get(version)
  if (found) return found
  const years = await em.execute<PublishedYear[]>(
    `select year, notice, holidays, array(select to_char(d, 'YYYY-MM-DD') from unnest(makeup_workdays) d) as "makeupWorkdays"
     from holiday_calendar where state = 'current' order by year`,
  )
  const calendar = calendarOf(years)
  known.set(version, calendar)
  for (const old of [...known.keys()].slice(0, -KEPT)) known.delete(old)
  return calendar
}
