import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { getRelation, holdCase } from '../cases/locked-case.ts'
import { Problem } from '../domain/problem.ts'
import type { DocumentRow } from './entities.ts'
import type { Received } from './intake.ts'
import { findObstacles, getDocument, insertDocument, packIndex } from './store.ts'

/** On the way nothing of a file changes: its bytes are being checked against the manifest. */
const ON_THE_WAY = new Set(['sent', 'checked'])
const BASIS = '移送规则 第5节'

/** Refuses before a byte is read what the commit would refuse after the last. */
export async function mayReplace(em: EntityManager, actor: Actor, caseId: string, documentId: string): Promise<void> {
  mustBeAble(actor, 'dossier.replace', await getRelation(em, caseId))
  await getReplaceable(em, actor, caseId, documentId, null)
}

/** The paper as its maker may replace it: sent, not on its way, not replaced yet. */
async function getReplaceable(em: EntityManager, actor: Actor, caseId: string, id: string, sha256: Buffer | null): Promise<DocumentRow> {
  const row = await getDocument(em, caseId, id)
  if (row.authorAgency !== actor.agency) throw new Problem('forbidden')
  if (!row.sentIn) throw new Problem('state-conflict', { basis: BASIS, facts: { reason: 'not-sent' } })
  const [newer] = await em.execute('select 1 from document where replaces = ? and withdrawn_at is null', [id])
  if (newer) throw new Problem('state-conflict', { basis: BASIS, facts: { reason: 'replaced-before' } })
  const { handOver, knownId, knownTitle } = await findObstacles(em, caseId, sha256)
  if (handOver !== null && ON_THE_WAY.has(handOver)) throw new Problem('hand-over-open', { facts: { state: handOver } })
  if (knownId !== null) throw new Problem('document-duplicate', { facts: { documentId: knownId, title: knownTitle } })
  return row
}

/**
 * Enters a new version of a paper that was sent. The old one stays, readable and marked; whoever has it must say that he knows of
 * the new one before he goes on.
 */
export async function addVersion(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  received: Received,
  { documentId, reason }: { documentId: string; reason: string },
): Promise<DocumentRow> {
  const packed = await packIndex(received.index)
  const { relation, now } = await holdCase(em, caseId)
  mustBeAble(actor, 'dossier.replace', relation)
  const old = await getReplaceable(em, actor, caseId, documentId, received.sha256)
  const { fileName, objectKey, renditionKey, mediaType, sizeBytes, sha256, pageCount } = received
  const row: DocumentRow = {
    ...old,
    ...{ fileName, objectKey, renditionKey, mediaType, sizeBytes, sha256, pageCount },
    ...{ id: randomUUID(), seq: null, sm3: null, replaces: old.id, addedAt: now, addedBy: actor.userId, version: 1 },
  }
  await insertDocument(em, row, packed)
  await em.execute(
    `insert into document_replacement (document_id, case_id, to_agency, by_agency, by_user, reason, replaced_at)
     select ?::uuid, ?::uuid, r.agency, ?, ?::uuid, ?, ?::timestamptz from replacement_receivers(?) r`,
    [row.id, caseId, actor.agency, actor.userId, reason, now, old.id],
  )
  await record(em, actor, caseId, {
    action: 'dossier.replaced',
    target: old.id,
    basis: BASIS,
    details: { by: row.id, sha256: sha256.toString('hex'), sizeBytes, pageCount },
  })
  return row
}

/** The receiver says that he knows of the new version. @throws Problem `not-found` where his agency is not asked, or has said so */
export async function acknowledgeVersion(em: EntityManager, actor: Actor, caseId: string, documentId: string): Promise<void> {
  const { relation, now } = await holdCase(em, caseId)
  mustBeAble(actor, 'dossier.acknowledge', relation)
  const known = await em.execute<{ document_id: string }[]>(
    `update document_replacement set acknowledged_at = ?, acknowledged_by = ?
     where document_id = ? and case_id = ? and to_agency = ? and acknowledged_at is null returning document_id`,
    [now, actor.userId, documentId, caseId, actor.agency],
  )
  if (known.length === 0) throw new Problem('not-found')
  await record(em, actor, caseId, { action: 'dossier.acknowledged', target: documentId, basis: BASIS })
}
