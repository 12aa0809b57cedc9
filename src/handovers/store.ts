import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import { type HandOverRow, HandOverSchema } from './entities.ts'
import { type GateDocument, isLeg, type Leg, type ManifestEntry, OPEN_STATES } from './model.ts'

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

export async function countRounds(em: EntityManager, caseId: string, leg: Leg): Promise<{ rounds: number; recalled: number }> {
  const [row] = await em.execute<{ rounds: number; recalled: number }[]>(
    "select count(*)::int as rounds, count(*) filter (where state = 'recalled' and sent_at is not null)::int as recalled from hand_over where case_id = ? and leg = ?",
    [caseId, leg],
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

/** The papers of a case that are not withdrawn, as this context may see them. */
export async function listDocuments(em: EntityManager, caseId: string): Promise<DossierDocument[]> {
  return await em.execute<DossierDocument[]>(
    `select id, code, case_person_id as "casePersonId", title, file_name as "fileName", volume, volume_seq as "volumeSeq", seq, page_count as "pageCount",
       size_bytes::float8 as "sizeBytes", sha256, sm3, sent_in as "sentIn", object_key as "objectKey"
     from document where case_id = ? and withdrawn_at is null`,
    [caseId],
  )
}

export const toGateDocument = ({ id, code, casePersonId, pageCount, sm3 }: DossierDocument): GateDocument => ({
  id,
  code,
  casePersonId,
  pageCount,
  hasBothDigests: sm3 !== null,
})

/** Adds frozen lines to a manifest in one statement, and marks the papers as sent. */
export async function insertEntries(em: EntityManager, { id, caseId }: HandOverRow, entries: readonly ManifestEntry[]): Promise<void> {
  await em.execute(
    `insert into hand_over_entry (hand_over_id, case_id, seq, supplement, document_id, volume, volume_seq, code, title, page_from, page_to, page_count, size_bytes, sha256, sm3)
     select ?::uuid, ?::uuid, e.seq, e.supplement, e."documentId", e.volume, e."volumeSeq", e.code, e.title, e."pageFrom", e."pageTo", e."pageCount", e."sizeBytes", decode(e.sha256, 'hex'), decode(e.sm3, 'hex')
     from jsonb_to_recordset(?::jsonb) as e(seq int, supplement int, "documentId" uuid, volume text, "volumeSeq" int, code text, title text, "pageFrom" int, "pageTo" int, "pageCount" int, "sizeBytes" bigint, sha256 text, sm3 text)`,
    [id, caseId, JSON.stringify(entries)],
  )
  await em.execute(
    `update document d set sent_in = coalesce(d.sent_in, ?::uuid), seq = coalesce(d.seq, e.place), version = d.version + 1
     from (select document_id, row_number() over (partition by volume, volume_seq order by seq)::int as place from hand_over_entry where hand_over_id = ?) e
     where d.id = e.document_id and (d.sent_in is null or d.seq is null)`,
    [id, id],
  )
}

/** The frozen lines of a manifest, in order. */
export async function listEntries(em: EntityManager, handOverId: string): Promise<(ManifestEntry & { objectKey: string })[]> {
  return await em.execute<(ManifestEntry & { objectKey: string })[]>(
    `select e.seq, e.supplement, e.document_id as "documentId", e.volume, e.volume_seq as "volumeSeq", e.code, e.title, e.page_from as "pageFrom", e.page_to as "pageTo",
       e.page_count as "pageCount", e.size_bytes::float8 as "sizeBytes", encode(e.sha256, 'hex') as sha256, encode(e.sm3, 'hex') as sm3, d.object_key as "objectKey"
     from hand_over_entry e join document d on d.id = e.document_id where e.hand_over_id = ? order by e.seq`,
    [handOverId],
  )
}

/** A leg as the API names it. @throws Problem `validation` */
export function legOf(text: string): Leg {
  if (!isLeg(text)) throw new Problem('validation', { facts: { field: 'leg' } })
  return text
}
