import type { MikroORM } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'

/**
 * Raises the alarm for a year that is not loaded 60 days before it begins: once, in the trail and to the administrators' screens.
 * From the database alone, in legal time. It ends by itself when the list is in force. @returns the years it was raised for
 */
export async function raiseMissingYears(orm: MikroORM): Promise<number[]> {
  return await orm.em.fork().transactional(async em => {
    await em.execute(
      'update calendar_alarm set ended_at = app_now() where ended_at is null and year in (select h.year from holiday_calendar h where h.state = ?)',
      ['current'],
    )
    const raised = await em.execute<{ year: number }[]>(
      'insert into calendar_alarm (year) select y from missing_calendar_years() y on conflict do nothing returning year',
    )
    for (const { year } of raised)
      await record(em, SYSTEM, null, { action: 'calendar.missing', target: null, outcome: 'failed', details: { year } })
    if (raised.length > 0)
      await em.execute(
        `select pg_notify('live', json_build_object('kind', 'calendar', 'agencies', coalesce(json_agg(distinct agency_code), '[]'))::text)
         from app_user where roles && '{SA,SE}' and disabled_at is null`,
      )
    return raised.map(({ year }) => year)
  })
}
