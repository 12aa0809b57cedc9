import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import { type FileIndex, parseIndex } from '../pdf/file-index.ts'
import { type DocumentRow, DocumentSchema } from './entities.ts'

const pack = promisify(gzip)
const unpack = promisify(gunzip)

/** The page index as it is kept: gzip of its JSON. */
export async function packIndex(index: FileIndex): Promise<Buffer> {
  return await pack(JSON.stringify(index))
}

/** A paper that is not withdrawn. @throws Problem `not-found` */
export async function getDocument(em: EntityManager, caseId: string, documentId: string): Promise<DocumentRow> {
  const row = await em.findOne(DocumentSchema, { id: documentId, caseId, withdrawnAt: null })
  if (row === null) throw new Problem('not-found')
  return row
}

/** The paper of these bytes in this case, if it is there already. */
export async function findBySha256(em: EntityManager, caseId: string, sha256: Buffer): Promise<DocumentRow | null> {
  return await em.findOne(DocumentSchema, { caseId, sha256, withdrawnAt: null })
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
