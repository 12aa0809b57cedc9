import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import type { LawyerState } from './model.ts'

export type LawyerRow = {
  id: string
  case_id: string
  case_person_id: string
  bureau: string
  person_name: string
  charge_code: string
  place: string | null
  note: string | null
  requested_name: string | null
  requested_agency: string
  requested_at: Date
  due_at: Date
  state: LawyerState
  taken_by: string | null
  taken_name: string | null
  taken_at: Date | null
  met_at: Date | null
  opinion: string | null
  opinion_at: Date | null
  undertaking_at: Date | null
}

const LAWYER = `select r.id, r.case_id, r.case_person_id, r.bureau, r.person_name, r.charge_code, r.place, r.note, staff_name(r.requested_by) as requested_name, r.requested_agency,
    r.requested_at, r.due_at, r.state, r.taken_by, staff_name(r.taken_by) as taken_name, r.taken_at, r.met_at, r.opinion, r.opinion_at, r.undertaking_at
  from duty_lawyer_request r`
const MOST = 100

export type LawyerBox = 'waiting' | 'mine' | 'done'
const BOXES: Readonly<Record<LawyerBox, string>> = {
  waiting: "r.state = 'waiting'",
  mine: "r.state in ('taken', 'met') and r.taken_by = app_user()",
  done: "r.state in ('done', 'cancelled')",
}

/** The requests of a bureau, the soonest due first; what has ended, the newest first. */
export async function listBureauRequests(em: EntityManager, agency: string, box: LawyerBox): Promise<LawyerRow[]> {
  return await em.execute<LawyerRow[]>(
    `${LAWYER} where r.bureau = ? and ${BOXES[box]} order by r.due_at ${box === 'done' ? 'desc' : ''} limit ${MOST}`,
    [agency],
  )
}

export async function countBureauRequests(em: EntityManager, agency: string): Promise<Record<LawyerBox, number>> {
  const [row] = await em.execute<Record<LawyerBox, number>[]>(
    `select count(*) filter (where ${BOXES.waiting})::int as waiting, count(*) filter (where ${BOXES.mine})::int as mine, count(*) filter (where ${BOXES.done})::int as done
     from duty_lawyer_request r where r.bureau = ?`,
    [agency],
  )
  return row ?? { waiting: 0, mine: 0, done: 0 }
}

/** The requests of one case, as those who see the case see them. */
export async function listCaseRequests(em: EntityManager, caseId: string): Promise<LawyerRow[]> {
  return await em.execute<LawyerRow[]>(`${LAWYER} where r.case_id = ? order by r.requested_at desc`, [caseId])
}

/** @throws Problem `not-found` for a request that is not this person's to see */
export async function getRequest(em: EntityManager, requestId: string): Promise<LawyerRow> {
  const [row] = await em.execute<LawyerRow[]>(`${LAWYER} where r.id = ?`, [requestId])
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** Holds the request for this transaction: two lawyers who take it at once come one after the other. */
export async function lockRequest(em: EntityManager, requestId: string): Promise<LawyerRow> {
  const held = await em.execute('select id from duty_lawyer_request where id = ? for update', [requestId])
  if (held.length === 0) throw new Problem('not-found')
  return await getRequest(em, requestId)
}

export type HearingRow = {
  id: string
  case_id: string
  room: string
  judge: string
  judge_name: string | null
  title: string
  case_no: string | null
  starts_at: Date
  ends_at: Date
  state: 'planned' | 'cancelled'
  reason: string | null
}

const HEARING = `select h.id, h.case_id, h.room, h.judge, staff_name(h.judge) as judge_name, h.title, h.case_no, h.starts_at, h.ends_at, h.state, h.reason from hearing h`

/** The hearings of a court on one day of Shanghai, in their order. */
export async function listHearings(em: EntityManager, court: string, day: string): Promise<HearingRow[]> {
  return await em.execute<HearingRow[]>(
    `${HEARING} where h.court = ? and (h.starts_at at time zone 'Asia/Shanghai')::date = ?::date order by h.starts_at, h.room, h.id limit 200`,
    [court, day],
  )
}

/** Holds the hearing. @throws Problem `not-found` */
export async function lockHearing(em: EntityManager, hearingId: string): Promise<HearingRow> {
  const held = await em.execute('select id from hearing where id = ? for update', [hearingId])
  if (held.length === 0) throw new Problem('not-found')
  const [row] = await em.execute<HearingRow[]>(`${HEARING} where h.id = ?`, [hearingId])
  if (row === undefined) throw new Problem('not-found')
  return row
}

/** What the flow reads of a track: the case's own columns, its acts, papers and happenings. */
export type TrackRow = {
  track_arrived_at: Date | null
  track_state: string | null
  track_closed_at: Date | null
  origin_agency: string
  circumstances: string[]
  reason: string | null
  acts: Record<string, string>
  entered: Record<string, string>
  documents: Record<string, string>
  happenings: Record<string, string>
  told: string[]
  now: Date
  speed: string
}

/** Columns of a track beside those of its case `c`: the acts that stand, the papers by `papersOf`, what its own rows tell. */
export const trackColumns = (papersOf: 'papers_by_code' | 'track_papers'): string =>
  `coalesce((select json_object_agg(e.act, e.at) from (select act, max(occurred_at) as at from case_event where case_id = c.id and voided_by is null group by act) e), '{}'::json) as acts,
   coalesce((select json_object_agg(e.act, e.at) from (select distinct on (act) act, recorded_at as at from case_event where case_id = c.id and voided_by is null order by act, occurred_at desc, seq desc) e), '{}'::json) as entered,
   coalesce((select json_object_agg(d.code, d.at) from ${papersOf}(c.id) d), '{}'::json) as documents,
   coalesce((select json_object_agg(h.happening, h.at) from track_happenings(c.id) h), '{}'::json) as happenings,
   array(select m.mark from fast_track_missed m where m.case_id = c.id order by m.due_at) as told,
   (select e.data ->> 'reason' from case_event e where e.case_id = c.id and e.act = 'leaveTrack48' and e.voided_by is null order by e.seq desc limit 1) as reason`

/** One case's track as the system sees it; null for a case that has none. */
export async function findTrack(em: EntityManager, caseId: string): Promise<TrackRow | null> {
  const [row] = await em.execute<TrackRow[]>(
    `select c.track_arrived_at, c.track_state, c.track_closed_at, c.origin_agency, c.circumstances, ${trackColumns('track_papers')}, app_now() as now, p.clock_speed::text as speed
     from criminal_case c, platform p where c.id = ? and c.track_arrived_at is not null`,
    [caseId],
  )
  return row ?? null
}
