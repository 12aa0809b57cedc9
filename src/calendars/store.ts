import type { EntityManager } from '@mikro-orm/postgresql'
import type { PublishedYear } from '../periods/calendar.ts'

/** One loaded list: proposed by one person, in force once another has confirmed it. */
export type StoredYear = PublishedYear & {
  readonly version: number
  readonly verify: boolean
  readonly state: 'proposed' | 'current' | 'superseded' | 'refused'
  readonly loadedAt: Date
  readonly loadedBy: string | null
  readonly loadedByName: string | null
  readonly decidedAt: Date | null
  readonly decidedByName: string | null
}

const COLUMNS = `year, version, notice, verify, holidays, array(select to_char(d, 'YYYY-MM-DD') from unnest(makeup_workdays) d) as "makeupWorkdays", state,
  loaded_at as "loadedAt", loaded_by as "loadedBy", staff_name(loaded_by) as "loadedByName", decided_at as "decidedAt", staff_name(decided_by) as "decidedByName"`

/** Every version that was ever loaded, the latest year first. */
export async function listCalendars(em: EntityManager): Promise<StoredYear[]> {
  return await em.execute<StoredYear[]>(`select ${COLUMNS} from holiday_calendar order by year desc, version desc`)
}

export async function findInForce(em: EntityManager, year: number): Promise<StoredYear | null> {
  const [row] = await em.execute<StoredYear[]>(`select ${COLUMNS} from holiday_calendar where year = ? and state = 'current'`, [year])
  return row ?? null
}

export async function lockVersion(em: EntityManager, year: number, version: number): Promise<StoredYear | null> {
  const [row] = await em.execute<StoredYear[]>(`select ${COLUMNS} from holiday_calendar where year = ? and version = ? for update`, [
    year,
    version,
  ])
  return row ?? null
}

/** Keeps a list as the next version of its year. @returns the version; null while another one waits for its second person */
export async function addProposal(em: EntityManager, list: PublishedYear, verify: boolean, by: string): Promise<number | null> {
  const [row] = await em.execute<{ version: number }[]>(
    `insert into holiday_calendar (year, version, notice, verify, holidays, makeup_workdays, state, loaded_by)
     select ?, (select coalesce(max(version), 0) + 1 from holiday_calendar where year = ?), ?, ?, ?::jsonb, ?::date[], 'proposed', ?
     on conflict do nothing returning version`,
    [list.year, list.year, list.notice, verify, JSON.stringify(list.holidays), `{${list.makeupWorkdays.join(',')}}`, by],
  )
  return row?.version ?? null
}

/** One run of counting open periods anew after a change. `total`, `done` and `failed` are cases; `moved` and `skipped` periods. */
export type Recompute = {
  readonly id: string
  readonly year: number | null
  readonly reason: 'calendar' | 'schema'
  readonly state: 'waiting' | 'running' | 'done'
  readonly total: number
  readonly done: number
  readonly moved: number
  readonly skipped: number
  readonly failed: number
  readonly created_at: Date
  readonly finished_at: Date | null
}

export async function listRecomputes(em: EntityManager): Promise<Recompute[]> {
  return await em.execute<Recompute[]>('select * from recompute_progress()')
}

export async function listMissingYears(em: EntityManager): Promise<{ year: number; raised_at: Date | null }[]> {
  return await em.execute<{ year: number; raised_at: Date | null }[]>(
    'select y as year, a.raised_at from missing_calendar_years() y left join calendar_alarm a on a.year = y order by 1',
  )
}

/** A period that had run out when a calendar would have moved it, as its readers see it. */
export type HeldRow = {
  readonly id: string
  readonly case_id: string
  readonly platform_no: string | null
  readonly code: string
  readonly agency: string
  readonly due_at: Date
  readonly would_be: Date
  readonly noted_at: Date
  readonly confirmed_at: Date | null
  readonly confirmed_by: string | null
  readonly note: string | null
}

/** Those this person may see, the ones that wait first. */
export async function listHeld(em: EntityManager): Promise<HeldRow[]> {
  return await em.execute<HeldRow[]>(
    `select h.id, h.case_id, c.platform_no, h.code, h.agency, h.due_at, h.would_be, h.noted_at, h.confirmed_at, staff_name(h.confirmed_by) as confirmed_by, h.note
     from calendar_held h left join criminal_case c on c.id = h.case_id order by h.confirmed_at nulls first, h.noted_at desc, h.id limit 500`,
  )
}
