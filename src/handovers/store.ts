import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { cardForGate } from '../cards/gate.ts'
import type { LockedCase } from '../cases/locked-case.ts'
import { Problem } from '../domain/problem.ts'
import { type HandOverRow, HandOverSchema } from './entities.ts'
import { isLeg, type Leg } from './legs.ts'
import { type GateDocument, type GatePlace, type HandOverAnswer, type ManifestEntry, OPEN_STATES } from './model.ts'

/** Which case a hand-over belongs to, so that the case can be locked first. @throws Problem `not-found` */
export async function getCaseIdOf(em: EntityManager, handOverId: string): Promise<string> {
  const [row] = await em.execute<{ case_id: string }[]>('select case_id from hand_over where id = ?', [handOverId])
  if (row === undefined) throw new Problem('not-found')
  return row.case_id
}

/** The hand-over with its row locked; lock the case before. @throws Problem `not-found` */
export async function lockHandOver(em: EntityManager, handOverId: string): Promise<HandOverRow> {
  const row = await em.findOne(HandOverSchema, { id: handOverId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (row === null) throw new Problem('not-found')
  return row
}

/** The open hand-over of a case, if there is one. */
export async function findOpenHandOver(em: EntityManager, caseId: string): Promise<HandOverRow | null> {
  return await em.findOne(HandOverSchema, { caseId, state: { $in: [...OPEN_STATES] } })
}

/** How often this leg was begun in the case, and how often it was recalled for any of these persons. */
export async function countRounds(
  em: EntityManager,
  caseId: string,
  leg: Leg,
  persons: readonly string[] | null,
): Promise<{ rounds: number; recalled: number }> {
  const [row] = await em.execute<{ rounds: number; recalled: number }[]>(
    `select count(*)::int as rounds, count(*) filter (where state = 'recalled' and sent_at is not null and (persons is null or persons && ?::uuid[]))::int as recalled
     from hand_over where case_id = ? and leg = ?`,
    [`{${(persons ?? []).join(',')}}`, caseId, leg],
  )
  return row ?? { rounds: 0, recalled: 0 }
}

export type DossierDocument = {
  readonly id: string
  readonly code: string | null
  readonly casePersonId: string | null
  readonly title: string
  readonly fileName: string
  readonly volume: string | null
  readonly volumeSeq: number
  readonly seq: number | null
  readonly pageCount: number
  readonly sizeBytes: number
  readonly sha256: Buffer
  readonly sm3: Buffer | null
  readonly sentIn: string | null
  readonly objectKey: string
}

/** Not withdrawn, and no later version stands in its place. */
const CURRENT = 'd.withdrawn_at is null and not exists (select 1 from document v where v.replaces = d.id and v.withdrawn_at is null)'

/** The papers of a case that are not withdrawn, as this context may see them. */
export async function listDocuments(em: EntityManager, caseId: string): Promise<DossierDocument[]> {
  return await em.execute<DossierDocument[]>(
    `select id, code, case_person_id as "casePersonId", title, file_name as "fileName", volume, volume_seq as "volumeSeq", seq, page_count as "pageCount",
       size_bytes::float8 as "sizeBytes", sha256, sm3, sent_in as "sentIn", object_key as "objectKey"
     from document d where case_id = ? and ${CURRENT}`,
    [caseId],
  )
}

/** Ids of those of the papers whose second digest is still to come. */
export async function listUndigested(em: EntityManager, caseId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(`select id from document d where case_id = ? and sm3 is null and ${CURRENT}`, [caseId])
  return rows.map(({ id }) => id)
}

export const toGateDocument = ({ id, code, casePersonId, pageCount, sm3 }: DossierDocument): GateDocument => ({
  id,
  code,
  casePersonId,
  pageCount,
  hasBothDigests: sm3 !== null,
})

/** Steps that somebody who is at large cannot be there for. */
const IN_PERSON = ['summon', 'compelAppearance', 'detain', 'admitToCentre', 'bail', 'superviseResidence', 'interrogate', 'executeArrest']

/** For whom a file was sent back because they are at large, and who have not been met with since. */
async function listAtLarge(em: EntityManager, caseId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select distinct p.id from hand_over_answer a cross join unnest(a.persons) p (id)
     where a.case_id = ? and a.outcome = 'RETURNED_PERSON_AT_LARGE' and not exists (select 1 from case_event e where e.case_id = a.case_id
       and e.case_person_id = p.id and e.voided_by is null and e.occurred_at >= a.answered_at and e.act = any (?::text[]))`,
    [caseId, `{${IN_PERSON.join(',')}}`],
  )
  return rows.map(({ id }) => id)
}

/** Where and for whom the gate of a loaded case is looked at. */
export const gatePlace = async (
  em: EntityManager,
  { persons, now, row }: LockedCase,
  way: { from?: string; to: string | null; persons: readonly string[] | null },
): Promise<GatePlace> => ({
  now,
  from: way.from ?? row.holderAgency,
  to: way.to,
  persons: way.persons,
  residences: new Map(persons.flatMap(({ id, residence }) => (residence ? [[id, residence] as const] : []))),
  atLarge: await listAtLarge(em, row.id),
  card: await cardForGate(em, row.id, way.from ?? row.holderAgency),
})

/** Adds frozen lines to the manifest of a hand-over that is being sent, and marks their papers as sent: one statement for any number. */
export async function insertEntries(em: EntityManager, handOverId: string, entries: readonly ManifestEntry[]): Promise<void> {
  await em.execute('select freeze_lines(?::uuid, ?::jsonb)', [handOverId, JSON.stringify(entries)])
}

/** What a hand-over was the first to send may be placed anew, because its dossier is bound anew. */
export async function freePlaces(em: EntityManager, handOverId: string): Promise<void> {
  await em.execute('update document set seq = null, version = version + 1 where sent_in = ? and seq is not null', [handOverId])
}

/** The frozen lines of the manifest in force, in order. */
export async function listEntries(em: EntityManager, handOverId: string): Promise<(ManifestEntry & { objectKey: string })[]> {
  return await em.execute<(ManifestEntry & { objectKey: string })[]>(
    `select e.seq, e.supplement, e.document_id as "documentId", e.volume, e.volume_seq as "volumeSeq", e.code, e.title, e.page_from as "pageFrom", e.page_to as "pageTo",
       e.page_count as "pageCount", e.size_bytes::float8 as "sizeBytes", encode(e.sha256, 'hex') as sha256, encode(e.sm3, 'hex') as sm3, d.object_key as "objectKey"
     from hand_over_entry e join hand_over h on h.id = e.hand_over_id and h.edition = e.edition join document d on d.id = e.document_id
     where e.hand_over_id = ? order by e.seq`,
    [handOverId],
  )
}

export type AnswerRow = {
  outcome: HandOverAnswer['outcome']
  edition: number
  reason: string | null
  basis: string | null
  dueOn: string | null
  documentCodes: string[] | null
  persons: string[] | null
  by: string | null
  at: Date
}

/** What the receiver has answered so far, oldest first. */
export async function listAnswers(em: EntityManager, handOverId: string): Promise<AnswerRow[]> {
  return await em.execute<AnswerRow[]>(
    `select outcome, edition, reason, basis, due_on::text as "dueOn", document_codes as "documentCodes", persons, staff_name(answered_by) as by, answered_at as at
     from hand_over_answer where hand_over_id = ? order by seq`,
    [handOverId],
  )
}

export type Silent = { leg: Leg; state: string; from: string; to: string; since: Date; handOvers: number }

/** Between which agencies that the actor supervises something waits, since when, how many: nothing of what it is about. */
export async function listSilent(em: EntityManager): Promise<Silent[]> {
  return await em.execute<Silent[]>(
    'select leg, state, from_agency as "from", to_agency as "to", since, hand_overs as "handOvers" from silent_hand_overs()',
  )
}

export type Waiting = {
  agency: string
  leg: Leg
  state: string
  handOvers: number
  longestSince: Date
  meanHours: string
  dueAt: Date | null
  silent: number
  toldAt: Date | null
}

/** What lies with each agency that the actor supervises, by way and state: how many and how long, and nothing of what it is about. */
export async function listWaiting(em: EntityManager): Promise<Waiting[]> {
  return await em.execute<Waiting[]>(
    `select agency, leg, state, hand_overs as "handOvers", longest_since as "longestSince", mean_hours as "meanHours", due_at as "dueAt", silent, told_at as "toldAt"
     from waiting_hand_overs()`,
  )
}

/** A leg as the API names it. @throws Problem `validation` */
export function legOf(text: string): Leg {
  if (!isLeg(text)) throw new Problem('validation', { facts: { field: 'leg' } })
  return text
}

/** New versions of papers of which this agency has not said that it knows of them. */
export async function countUnacknowledged(em: EntityManager, caseId: string, agency: string): Promise<number> {
  const [row] = await em.execute<{ count: number }[]>(
    'select count(*)::int as count from document_replacement where case_id = ? and to_agency = ? and acknowledged_at is null',
    [caseId, agency],
  )
  return row?.count ?? 0
}
