import type { EntityManager } from '@mikro-orm/postgresql'
import { findTransition } from '../cases/transitions.ts'
import type { Bilingual } from '../domain/codes.ts'
import { type CustodyDispatchRow, CustodyDispatchSchema } from './entities.ts'
import type { DispatchState } from './model.ts'

export type TitleRow = {
  readonly id: string
  readonly case_person_id: string
  readonly seq: number
  readonly holder_agency: string
  readonly centre: string | null
  readonly held_from: Date
  readonly held_until: Date | null
  readonly end_reason: string | null
  /** The last end that this title had, and by which period. */
  readonly due_at: Date | null
  readonly code: string | null
  readonly suspended: boolean | null
}

/** The chains of titles of a case, each title with the last end that stood while it ran. */
export const listTitles = async (em: EntityManager, caseId: string): Promise<TitleRow[]> =>
  await em.execute<TitleRow[]>(
    `select t.id, t.case_person_id, t.seq, t.holder_agency, t.centre, t.held_from, t.held_until, t.end_reason, n.due_at, n.code, n.suspended
     from custody_title t join case_person p on p.id = t.case_person_id
     left join lateral (select n.due_at, n.code, n.suspended from custody_end n join case_event e on e.id = n.event_id
       where n.case_person_id = t.case_person_id and e.voided_by is null and e.occurred_at < coalesce(t.held_until, 'infinity') order by e.occurred_at desc, e.seq desc limit 1) n on true
     where t.case_id = ? order by p.seq, t.seq`,
    [caseId],
  )

export type EndRow = {
  readonly case_person_id: string
  readonly event_id: string
  readonly occurred_at: Date
  readonly act: Bilingual
  readonly due_at: Date | null
  readonly previous_due_at: Date | null
  readonly suspended: boolean
  readonly code: string | null
}

/** What moved the ends of custody in a case, in the order of the law's time. */
export async function listEnds(em: EntityManager, caseId: string): Promise<EndRow[]> {
  const rows = await em.execute<(Omit<EndRow, 'act'> & { act: string })[]>(
    `select n.case_person_id, n.event_id, e.occurred_at, e.act, n.due_at, n.previous_due_at, n.suspended, n.code
     from custody_end n join case_event e on e.id = n.event_id where n.case_id = ? and e.voided_by is null order by e.occurred_at, e.seq`,
    [caseId],
  )
  return rows.map(row => {
    const { zh = row.act, en = row.act } = findTransition(row.act) ?? {}
    return { ...row, act: { zh, en } }
  })
}

export const listOfCase = async (em: EntityManager, caseId: string): Promise<CustodyDispatchRow[]> =>
  await em.find(CustodyDispatchSchema, { caseId }, { orderBy: { announcedAt: 'asc', id: 'asc' } })

const DESK_STATES: readonly DispatchState[] = ['announced', 'completed', 'delivered', 'refused']
const PAGE = 50

/** By when a paper must be answered: the end that stands until then, or else the one it brings. */
const SORT = "coalesce(sender_due_at, new_to, timestamptz '9999-12-31 00:00:00Z')"

/** What lies on a centre's desk or is on its way there, the least legal time first; `after` is the cursor of the page before. */
export async function listDesk(
  em: EntityManager,
  centre: string,
  { states = DESK_STATES, after }: { states?: readonly DispatchState[]; after: string | null },
): Promise<{ rows: CustodyDispatchRow[]; next: string | null }> {
  const [at = null, id = null] = after?.split('|') ?? []
  const ids = await em.execute<{ id: string; due: Date }[]>(
    `select id, ${SORT} as due from custody_dispatch where centre = ? and state = any (?::text[])
       and (?::timestamptz is null or (${SORT}, id) > (?::timestamptz, ?::uuid)) order by ${SORT}, id limit ${PAGE + 1}`,
    [centre, `{${states.join(',')}}`, at, at, id],
  )
  const page = ids.slice(0, PAGE)
  const found = await em.find(CustodyDispatchSchema, { id: { $in: page.map(one => one.id) } })
  const byId = new Map(found.map(row => [row.id, row]))
  const rows = page.flatMap(one => byId.get(one.id) ?? [])
  const last = page.at(-1)
  return { rows, next: ids.length > PAGE && last ? `${new Date(last.due).toISOString()}|${last.id}` : null }
}

export type DeskCounts = {
  readonly coming: number
  readonly delivered: number
  readonly refused: number
  readonly notices: number
  readonly incidents: number
}

/** How much waits on a centre's desk: papers by what is to be done, notices to send, overdue custody that is not closed. */
export async function countDesk(em: EntityManager, centre: string): Promise<DeskCounts> {
  const [row] = await em.execute<DeskCounts[]>(
    `select count(*) filter (where state in ('announced', 'completed'))::int as coming, count(*) filter (where state = 'delivered')::int as delivered,
       count(*) filter (where state = 'refused')::int as refused,
       (select count(*)::int from custody_expiry_notice where centre = ? and sent_at is null and dropped_at is null) as notices,
       (select count(*)::int from custody_incident where centre = ? and closed_at is null) as incidents
     from custody_dispatch where centre = ? and state in ('announced', 'completed', 'delivered', 'refused')`,
    [centre, centre, centre],
  )
  if (row === undefined) throw new Error('the counts have no row')
  return row
}

export type Figures = {
  readonly transfers: number
  readonly acknowledged: number
  readonly same_day: number
  readonly median_minutes: number | null
  readonly slowest_minutes: number | null
  readonly refusals: Readonly<Record<string, number>>
  readonly notices: number
}

/** What became of the papers that this agency sent, completed or received since a day. A trip saved is one paper acknowledged over the platform. */
export async function countFigures(em: EntityManager, agency: string, from: string): Promise<Figures> {
  const [row] = await em.execute<Figures[]>('select * from custody_figures(?, ?::date)', [agency, from])
  if (row === undefined) throw new Error('the figures have no row')
  return row
}
