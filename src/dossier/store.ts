import { promisify } from 'node:util'
import { gunzip, gzip, gzipSync } from 'node:zlib'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import { type FileIndex, parseIndex } from '../pdf/file-index.ts'
import { type DocumentRow, DocumentSchema } from './entities.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** Most indexes are shorter; packing such a one here takes less than the way to another thread. */
const SHORT_CHARS = 32_768

/** The page index as it is kept: gzip of its JSON. */
export async function packIndex(index: FileIndex): Promise<Buffer> {
  const json = JSON.stringify(index)
  return json.length < SHORT_CHARS ? gzipSync(json) : await pack(json)
}

/** A paper that is not withdrawn. @throws Problem `not-found` */
export async function getDocument(em: EntityManager, caseId: string, documentId: string): Promise<DocumentRow> {
  const row = await em.findOne(DocumentSchema, { id: documentId, caseId, withdrawnAt: null })
  if (row === null) throw new Problem('not-found')
  return row
}

/** What can stand against a new paper: a hand-over on its way, or the same bytes already in the case. */
export type Obstacles = {
  readonly handOver: string | null
  readonly knownId: string | null
  readonly knownTitle: string | null
  /** The round of the supplementary investigation that runs, or null. */
  readonly round: number | null
}

/** Looks for both in one statement; without a digest only for the hand-over. */
export async function findObstacles(em: EntityManager, caseId: string, sha256: Buffer | null): Promise<Obstacles> {
  const [found] = await em.execute<Obstacles[]>(
    `select (select h.state from hand_over h where h.case_id = ? and h.state in ('sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty')) as "handOver",
       d.id as "knownId", d.title as "knownTitle",
       (select case when c.stage = 'SUPPLEMENTARY' then (select count(*)::int from case_event e where e.case_id = c.id and e.voided_by is null and 'returnedForSupplement' = any (e.events)) end
         from criminal_case c where c.id = ?) as round
     from (select 1) one left join document d on d.case_id = ? and d.sha256 = ?::bytea and d.withdrawn_at is null`,
    [caseId, caseId, caseId, sha256],
  )
  return found ?? { handOver: null, knownId: null, knownTitle: null, round: null }
}

/** The hand-over whose dossier is being bound anew, if there is one: what it was the first to send may be sorted again. */
export async function findRebinding(em: EntityManager, caseId: string): Promise<string | null> {
  const [row] = await em.execute<{ id: string }[]>("select id from hand_over where case_id = ? and state = 'rebind'", [caseId])
  return row?.id ?? null
}

const COLUMNS = [
  ['id', 'id'],
  ['caseId', 'case_id'],
  ['casePersonId', 'case_person_id'],
  ['volume', 'volume'],
  ['volumeSeq', 'volume_seq'],
  ['code', 'code'],
  ['title', 'title'],
  ['docNo', 'doc_no'],
  ['fileName', 'file_name'],
  ['authorAgency', 'author_agency'],
  ['madeOn', 'made_on'],
  ['mediaType', 'media_type'],
  ['sizeBytes', 'size_bytes'],
  ['pageCount', 'page_count'],
  ['sha256', 'sha256'],
  ['objectKey', 'object_key'],
  ['renditionKey', 'rendition_key'],
  ['suggestedCode', 'suggested_code'],
  ['suggestedConfidence', 'suggested_confidence'],
  ['sentIn', 'sent_in'],
  ['replaces', 'replaces'],
  ['addedAt', 'added_at'],
  ['addedBy', 'added_by'],
] as const satisfies readonly (readonly [keyof DocumentRow, string])[]

/** Writes a new paper with its page index in one statement: a folder brings hundreds, each in its own transaction. */
export async function insertDocument(em: EntityManager, row: DocumentRow, packedIndex: Buffer): Promise<void> {
  await em.execute(
    `with entered as (insert into document (${COLUMNS.map(([, column]) => column).join(', ')}) values (${COLUMNS.map(() => '?').join(', ')}) returning id, case_id)
     insert into document_index (document_id, case_id, index_gz) select id, case_id, ?::bytea from entered`,
    [...COLUMNS.map(([key]) => row[key]), packedIndex],
  )
}

export type IndexedDocument = {
  readonly id: string
  readonly objectKey: string
  readonly renditionKey: string | null
  readonly index: FileIndex
}

/** Page indexes of papers, in one statement. */
export async function loadIndexes(em: EntityManager, documentIds: readonly string[]): Promise<Map<string, IndexedDocument>> {
  const rows = await em.execute<{ id: string; objectKey: string; renditionKey: string | null; packed: Buffer }[]>(
    `select d.id, d.object_key as "objectKey", d.rendition_key as "renditionKey", i.index_gz as packed from document d join document_index i on i.document_id = d.id
     where d.id = any (?::uuid[])`,
    [`{${documentIds.join(',')}}`],
  )
  const found = await Promise.all(
    rows.map(
      async ({ packed, ...row }): Promise<[string, IndexedDocument]> => [
        row.id,
        { ...row, index: parseIndex((await unpack(packed)).toString('utf8')) },
      ],
    ),
  )
  return new Map(found)
}
