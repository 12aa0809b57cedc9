import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import { type CustodyDispatchRow, CustodyDispatchSchema } from './entities.ts'

/** What a desk knows of the person of a paper, and what the checks of §4 look at, as the rows of case and centre have it. */
export type DeskCard = {
  readonly id: string
  readonly name: string
  readonly sex: string
  readonly born: string | null
  readonly id_no: string | null
  readonly charge: string
  readonly measure: string | null
  readonly measure_from: Date | null
  readonly stage: string
  readonly is_here: boolean
  readonly number_used: boolean
  readonly holder_before: string | null
  readonly holder_after: string | null
  readonly lawful_from: Date | null
  readonly lawful_to: Date | null
}

/** One paper, its row locked. @throws Problem `not-found` for one that this context does not see */
export async function lockDispatch(em: EntityManager, id: string): Promise<CustodyDispatchRow> {
  const row = await em.findOne(CustodyDispatchSchema, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (row === null) throw new Problem('not-found')
  return row
}

/** The papers of a batch, locked in one order. */
export const lockBatch = async (em: EntityManager, batchId: string): Promise<CustodyDispatchRow[]> =>
  await em.find(CustodyDispatchSchema, { batchId }, { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } })

/** The cards of these papers, by their ids, in one statement. */
export async function deskCards(em: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, DeskCard>> {
  if (ids.length === 0) return new Map()
  const rows = await em.execute<DeskCard[]>('select * from custody_desk_cards(?::uuid[])', [`{${ids.join(',')}}`])
  const at = (time: Date | null): Date | null => (time === null ? null : new Date(time))
  return new Map(
    rows.map(row => [
      row.id,
      { ...row, lawful_from: at(row.lawful_from), lawful_to: at(row.lawful_to), measure_from: at(row.measure_from) },
    ]),
  )
}

/** Whether a centre lets what passes every check be acknowledged without a click. */
export const isAutomatic = async (em: EntityManager, centre: string): Promise<boolean> =>
  (await em.execute('select 1 from custody_centre_setting where centre = ? and automatic', [centre])).length > 0

export type OwedNotice = {
  readonly case_person_id: string
  readonly code: string
  readonly due_at: Date
  readonly suspended: boolean
  readonly previous_due_at: Date | null
  readonly was_suspended: boolean
  readonly act: string
  readonly basis: string
  readonly by_user: string | null
  readonly by_agency: string
  readonly reason: string | null
  readonly occurred_at: Date
  readonly holder: string
  readonly centre: string
}

/** The notices that an event owes to centres and that are not made yet. */
export const owedNotices = async (em: EntityManager, eventId: string): Promise<OwedNotice[]> =>
  await em.execute<OwedNotice[]>(
    `select n.case_person_id, n.code, n.due_at, n.suspended, n.previous_due_at, n.was_suspended, e.act, e.basis, e.by_user, e.by_agency, e.data ->> 'note' as reason, e.occurred_at,
       t.holder_agency as holder, t.centre
     from custody_end n join case_event e on e.id = n.event_id join custody_title t on t.case_person_id = n.case_person_id and t.held_until is null
     where n.event_id = ? and n.owes_notice and t.centre is not null and not exists (select 1 from custody_dispatch d where d.event_id = n.event_id and d.case_person_id = n.case_person_id)`,
    [eventId],
  )

const RELEASES: Readonly<Record<string, string>> = { RELEASED: '释放', BAIL: '变更为取保候审', SURVEILLANCE: '变更为监视居住' }

export type OwedRelease = Pick<
  OwedNotice,
  'case_person_id' | 'act' | 'basis' | 'by_user' | 'reason' | 'occurred_at' | 'holder' | 'centre'
> & {
  readonly kind: string
}

/** The notices of release that an event owes: whose title it ended while they are in a centre. */
export async function owedReleases(em: EntityManager, eventId: string): Promise<OwedRelease[]> {
  const rows = await em.execute<(Omit<OwedRelease, 'kind'> & { end_reason: string })[]>(
    `select t.case_person_id, e.act, e.basis, e.by_user, e.data ->> 'note' as reason, e.occurred_at, t.holder_agency as holder, t.centre, t.end_reason
     from custody_title t join case_event e on e.id = t.ended_by
     where t.ended_by = ? and t.end_reason in ('RELEASED', 'BAIL', 'SURVEILLANCE') and t.centre is not null
       and not exists (select 1 from custody_dispatch d where d.event_id = t.ended_by and d.case_person_id = t.case_person_id)`,
    [eventId],
  )
  return rows.map(({ end_reason, ...row }) => ({ ...row, kind: RELEASES[end_reason] ?? '释放' }))
}
