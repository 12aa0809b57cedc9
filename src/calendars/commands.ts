import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { accept, Problem } from '../domain/problem.ts'
import type { PublishedYear } from '../periods/calendar.ts'
import { decideCalendar } from './rules.ts'
import { addProposal, findInForce, lockVersion } from './store.ts'

const ORDER = '期限只因有据可查的变动而变动：一人载入，另一人确认'

/** Loads the list of a year (载入节假日安排). It moves no date until a second person has confirmed it. */
export async function proposeCalendar(
  em: EntityManager,
  actor: Actor,
  list: PublishedYear,
  verify: boolean,
): Promise<{ year: number; version: number }> {
  const change = accept(decideCalendar(list, await findInForce(em, list.year)))
  const version = await addProposal(em, change, verify, actor.userId)
  if (version === null) throw new Problem('calendar-open', { basis: ORDER, facts: { year: list.year } })
  await record(em, actor, null, {
    action: 'calendar.loaded',
    target: null,
    basis: change.notice,
    details: { year: change.year, version, holidays: change.holidays.length, makeupWorkdays: change.makeupWorkdays.length },
  })
  return { year: change.year, version }
}

export type DecidedCalendar = { readonly state: 'current' | 'refused'; readonly cases: number }

/**
 * A second person confirms or refuses a loaded list (第二人确认). Once confirmed it is in force for every count, and every case
 * with an open period that may end in that year stands on the list of those to be counted anew.
 */
export async function decideProposal(
  em: EntityManager,
  actor: Actor,
  { year, version, approve }: { year: number; version: number; approve: boolean },
): Promise<DecidedCalendar> {
  // Waits for every step that counts by the old list, so that none of its cases is missed.
  if (approve) await em.execute('select change_calendar()')
  const row = await lockVersion(em, year, version)
  if (row === null) throw new Problem('not-found')
  if (row.state !== 'proposed') throw new Problem('calendar-decided', { facts: { year, version, state: row.state } })
  if (row.loadedBy === actor.userId) throw new Problem('second-person-required', { basis: ORDER })
  if (approve) await em.execute("update holiday_calendar set state = 'superseded' where year = ? and state = 'current'", [year])
  const state = approve ? 'current' : 'refused'
  await em.execute('update holiday_calendar set state = ?, decided_at = app_now(), decided_by = ? where year = ? and version = ?', [
    state,
    actor.userId,
    year,
    version,
  ])
  const [started] = approve ? await em.execute<{ cases: number }[]>("select cases from start_recompute(?, 'calendar')", [year]) : []
  const cases = started?.cases ?? 0
  const details = { year, version, cases }
  await record(em, actor, null, { action: `calendar.${approve ? 'confirmed' : 'refused'}`, target: null, basis: row.notice, details })
  return { state, cases }
}

/** A supervisor confirms that a period which had run out stays so although a later calendar would have moved its end. */
export async function confirmHeld(em: EntityManager, actor: Actor, heldId: string, note: string | null): Promise<void> {
  const [row] = await em.execute<{ case_id: string; period_id: string; code: string }[]>(
    `update calendar_held set confirmed_at = app_now(), confirmed_by = ?, note = ? where id = ? and confirmed_at is null
     returning case_id, period_id, code`,
    [actor.userId, note, heldId],
  )
  if (row === undefined) throw new Problem('not-found')
  const { case_id: caseId, period_id: target, code } = row
  await record(em, actor, caseId, { action: 'period.stay.confirmed', target, basis: 'CPL 105(4)', details: { code } })
}
