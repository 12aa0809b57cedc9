import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { getRelation } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { Problem } from '../domain/problem.ts'
import { isProblemCode, problemText } from '../domain/problem-codes.ts'

export type ItemState = 'stored' | 'unsorted' | 'duplicate' | 'refused'
export type ImportItem = {
  readonly path: string
  readonly state: ItemState
  readonly code: string | null
  readonly detail: string | null
  readonly documentId: string | null
  readonly sizeBytes: number | null
}

export type NewImport = {
  readonly source: 'folder' | 'zip'
  readonly name: string
  readonly totalFiles: number | null
  readonly totalBytes: number | null
  readonly objectKey: string | null
}

/** Opens an import: a folder's files come one by one from the client, an archive is unpacked by a worker. */
export async function startImport(em: EntityManager, actor: Actor, caseId: string, input: NewImport): Promise<{ importId: string }> {
  mustBeAble(actor, 'dossier.upload', await getRelation(em, caseId))
  const importId = randomUUID()
  await em.execute(
    `insert into dossier_import (id, case_id, source, name, state, total_files, total_bytes, object_key, started_at, started_by, agency_code)
     values (?, ?, ?, ?, 'running', ?, ?, ?, ?, ?, ?)`,
    [
      importId,
      caseId,
      input.source,
      input.name,
      input.totalFiles,
      input.totalBytes,
      input.objectKey,
      await appNow(em),
      actor.userId,
      actor.agency,
    ],
  )
  await record(em, actor, caseId, {
    action: 'dossier.import-started',
    target: importId,
    details: { source: input.source, files: input.totalFiles },
  })
  if (input.source === 'zip') await tell(em, { type: 'import.zip', caseId, payload: { importId } })
  return { importId }
}

/**
 * What became of one file of an import. A second attempt at the same path replaces the first, save that what is stored stays so.
 * @throws Problem `not-found` for an import that is not of this case
 */
export async function noteItem(em: EntityManager, importId: string, caseId: string, item: ImportItem): Promise<void> {
  const found = await em.execute(
    `with of_case as (select id, case_id from dossier_import where id = ? and case_id = ?), noted as (
       insert into import_item (import_id, case_id, path, state, code, detail, document_id, size_bytes, at)
       select id, case_id, ?, ?, ?, ?, ?::uuid, ?::bigint, app_now() from of_case
       on conflict (import_id, path) do update set state = excluded.state, code = excluded.code, detail = excluded.detail, document_id = excluded.document_id, size_bytes = excluded.size_bytes, at = excluded.at
         where import_item.state not in ('stored', 'unsorted') or excluded.state in ('stored', 'unsorted'))
     select 1 from of_case`,
    [importId, caseId, item.path, item.state, item.code, item.detail, item.documentId, item.sizeBytes],
  )
  if (found.length === 0) throw new Problem('not-found')
}

/** The item that a refusal of a file becomes: it is listed with its code, never dropped. */
export function refusedItem(path: string, sizeBytes: number | null, problem: Problem): ImportItem {
  const detail = typeof problem.facts.detail === 'string' ? problem.facts.detail : problemText(problem.code).zh
  const documentId = typeof problem.facts.documentId === 'string' ? problem.facts.documentId : null
  return { path, sizeBytes, detail, documentId, code: problem.code, state: problem.code === 'document-duplicate' ? 'duplicate' : 'refused' }
}

/** Ends an import; what was taken in stays, whatever became of the rest. */
export async function finishImport(em: EntityManager, importId: string, problem: string | null = null): Promise<void> {
  await em.execute("update dossier_import set state = ?, ended_at = app_now(), problem = ? where id = ? and state = 'running'", [
    problem === null ? 'done' : 'failed',
    problem,
    importId,
  ])
}

type ImportRow = {
  id: string
  case_id: string
  source: string
  name: string
  state: string
  total_files: number | null
  total_bytes: number | null
  problem: string | null
  done: number
  done_bytes: number
  stored: number
  duplicates: number
  refused: number
  unsorted: number
}

/** How far an import is, with every file and what became of it. @throws Problem `not-found` */
export async function getImport(em: EntityManager, importId: string) {
  const [row] = await em.execute<ImportRow[]>(
    `select i.id, i.case_id, i.source, i.name, i.state, i.total_files, i.total_bytes::float8 as total_bytes, i.problem, count(t.path)::int as done, coalesce(sum(t.size_bytes), 0)::float8 as done_bytes,
       count(*) filter (where t.state in ('stored', 'unsorted'))::int as stored, count(*) filter (where t.state = 'duplicate')::int as duplicates,
       count(*) filter (where t.state = 'refused')::int as refused, count(*) filter (where t.state = 'unsorted')::int as unsorted
     from dossier_import i left join import_item t on t.import_id = i.id where i.id = ? group by i.id`,
    [importId],
  )
  if (row === undefined) throw new Problem('not-found')
  const items = await em.execute<ImportItem[]>(
    'select path, state, code, detail, document_id as "documentId", size_bytes::float8 as "sizeBytes" from import_item where import_id = ? order by state = \'stored\', at desc, path limit 5000',
    [importId],
  )
  const problem = row.problem && isProblemCode(row.problem) ? { code: row.problem, zh: problemText(row.problem).zh } : null
  return {
    id: row.id,
    caseId: row.case_id,
    source: row.source,
    name: row.name,
    state: row.state,
    totalFiles: row.total_files,
    doneFiles: row.done,
    totalBytes: row.total_bytes,
    doneBytes: row.done_bytes,
    stored: row.stored,
    duplicates: row.duplicates,
    refused: row.refused,
    unsorted: row.unsorted,
    problem,
    items,
  }
}
