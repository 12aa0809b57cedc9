import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { getRelation, holdCase, lockCase } from '../cases/locked-case.ts'
import { DOCUMENT_TYPES, INVESTIGATION_VOLUMES, SUPPLEMENTARY_VOLUME } from '../domain/codes.ts'
import { legalDate } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import type { DocumentRow } from './entities.ts'
import type { Received } from './intake.ts'
import { producersFor } from './producers.ts'
import { CERTAIN, recognise, volumeSeqOf } from './rules.ts'
import { findObstacles, findRebinding, getDocument, insertDocument, packIndex } from './store.ts'

/** What a person says of a paper; what is left out is read from its name and folder. */
export type Sorting = {
  readonly documentCode?: string
  readonly title?: string
  readonly docNo?: string
  readonly casePersonId?: string
  readonly madeOn?: string
  readonly volumeSeq?: number
}

/** While a hand-over waits for its receiver the dossier is closed, save where papers were asked for. */
const CLOSED_BY = new Set(['sent', 'checked', 'delivered', 'received', 'faulty'])

async function refuseObstacles(
  em: EntityManager,
  caseId: string,
  sha256: Buffer | null,
  isClosing = true,
): Promise<{ round: number | null }> {
  const { handOver, knownId, knownTitle, round } = await findObstacles(em, caseId, sha256)
  if (isClosing && handOver !== null && CLOSED_BY.has(handOver)) throw new Problem('hand-over-open', { facts: { state: handOver } })
  if (knownId !== null) throw new Problem('document-duplicate', { facts: { documentId: knownId, title: knownTitle } })
  return { round }
}

/** Refuses before a byte is read what the commit would refuse after the last: no right, a closed dossier, bytes already there. */
export async function mayUpload(em: EntityManager, actor: Actor, caseId: string, sha256: string | null): Promise<void> {
  mustBeAble(actor, 'dossier.upload', await getRelation(em, caseId))
  const isDigest = sha256 !== null && /^[0-9a-f]{64}$/i.test(sha256)
  await refuseObstacles(em, caseId, isDigest ? Buffer.from(sha256, 'hex') : null)
}

/**
 * Enters a received file in the dossier: sorted where its name is certain or a person said what it is, else listed for sorting.
 * @throws Problem `document-duplicate` for bytes that are in the case already
 */
export async function addDocument(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  received: Received,
  path: string,
  sorting: Sorting,
): Promise<DocumentRow> {
  const packed = await packIndex(received.index)
  const { relation, now } = await holdCase(em, caseId)
  mustBeAble(actor, 'dossier.upload', relation)
  const { round } = await refuseObstacles(em, caseId, received.sha256)
  return await enter(em, actor, caseId, received, path, sorting, { packed, now, round })
}

/**
 * Enters a paper that the platform has made itself: like an upload, sorted from the start. An agency that does not hold the case
 * files its own papers too while the file is on its way; the holder's dossier is closed then.
 */
export async function filePaper(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  received: Received,
  sorting: Sorting & { readonly documentCode: string },
): Promise<DocumentRow> {
  const packed = await packIndex(received.index)
  const { relation, now } = await holdCase(em, caseId)
  mustBeAble(actor, 'paper.issue', relation)
  const { round } = await refuseObstacles(em, caseId, received.sha256, relation.mode === 'holder')
  return await enter(em, actor, caseId, received, received.fileName, sorting, { packed, now, round })
}

async function enter(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  received: Received,
  path: string,
  sorting: Sorting,
  { packed, now, round }: { packed: Buffer; now: Date; round: number | null },
): Promise<DocumentRow> {
  await mustBeOfCase(em, caseId, sorting.casePersonId)
  const recognised = recognise(received.fileName, producersFor(actor.agencyType))
  const certain = recognised && recognised.confidence >= CERTAIN ? recognised.code : null
  const code = sorting.documentCode ?? certain
  const { fileName, objectKey, renditionKey, mediaType, sizeBytes, sha256, pageCount } = received
  const row: DocumentRow = {
    id: randomUUID(),
    caseId,
    casePersonId: sorting.casePersonId ?? null,
    seq: null,
    docNo: sorting.docNo ?? null,
    fileName,
    ...typed(code, sorting.title ?? titleOf(fileName)),
    ...placed(code, round, sorting.volumeSeq ?? volumeSeqOf(path)),
    authorAgency: actor.agency,
    madeOn: sorting.madeOn ? legalDate(sorting.madeOn) : null,
    mediaType,
    sizeBytes,
    pageCount,
    sha256,
    sm3: null,
    objectKey,
    renditionKey,
    suggestedCode: recognised?.code ?? null,
    suggestedConfidence: recognised?.confidence ?? null,
    sentIn: null,
    replaces: null,
    withdrawnAt: null,
    withdrawnWhy: null,
    addedAt: now,
    addedBy: actor.userId,
    version: 1,
  }
  await insertDocument(em, row, packed)
  await record(em, actor, caseId, {
    action: 'dossier.added',
    target: row.id,
    details: { sha256: sha256.toString('hex'), sizeBytes, pageCount, code },
  })
  return row
}

/** A paper of one person stands in that person's own case. */
async function mustBeOfCase(em: EntityManager, caseId: string, casePersonId: string | undefined): Promise<void> {
  if (casePersonId === undefined) return
  const found = await em.execute('select 1 from case_person where id = ? and case_id = ? and moved_to is null', [casePersonId, caseId])
  if (found.length === 0) throw new Problem('person-required')
}

const titleOf = (fileName: string): string => fileName.replace(/\.[A-Za-z]{3,4}$/, '')

function typed(code: string | null, ownTitle: string): Pick<DocumentRow, 'code' | 'volume' | 'title'> {
  const type = code === null ? undefined : DOCUMENT_TYPES.get(code)
  if (code !== null && type === undefined) throw new Problem('validation', { facts: { field: 'documentCode' } })
  return { code, volume: type?.volume ?? null, title: type?.nameZh ?? ownTitle }
}

/**
 * The volume of a paper. What the police add in a round of supplementary investigation goes into that round's own volume
 * (补充侦查卷): after a transfer they add in no other way.
 */
function placed(code: string | null, round: number | null, volumeSeq: number): Pick<DocumentRow, 'volume' | 'volumeSeq'> {
  const volume = (code === null ? undefined : DOCUMENT_TYPES.get(code))?.volume ?? null
  return round !== null && volume !== null && INVESTIGATION_VOLUMES.has(volume)
    ? { volume: SUPPLEMENTARY_VOLUME, volumeSeq: round }
    : { volume, volumeSeq }
}

/** Sorts a paper, or corrects how it was sorted, until it is sent. */
export async function sortDocument(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  documentId: string,
  sorting: Sorting,
): Promise<DocumentRow> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'dossier.upload', loaded.relation)
  const row = await getDocument(em, caseId, documentId)
  mustBeOwn(row, actor)
  if (row.sentIn && row.sentIn !== (await findRebinding(em, caseId))) throw sentAlready()
  await mustBeOfCase(em, caseId, sorting.casePersonId)
  const { round } = await findObstacles(em, caseId, null)
  const { documentCode } = sorting
  if (documentCode !== undefined) Object.assign(row, typed(documentCode, row.title), placed(documentCode, round, row.volumeSeq))
  if (sorting.title !== undefined) row.title = sorting.title
  if (sorting.docNo !== undefined) row.docNo = sorting.docNo
  if (sorting.casePersonId !== undefined) row.casePersonId = sorting.casePersonId
  if (sorting.madeOn !== undefined) row.madeOn = legalDate(sorting.madeOn)
  if (sorting.volumeSeq !== undefined && row.volume !== SUPPLEMENTARY_VOLUME) row.volumeSeq = sorting.volumeSeq
  loaded.row.updatedAt = loaded.now
  await em.flush()
  await record(em, actor, caseId, {
    action: 'dossier.sorted',
    target: row.id,
    targetVersion: row.version,
    details: { code: row.code ?? null },
  })
  return row
}

/**
 * Takes a paper out before it was ever sent; the row and the bytes stay as evidence of what was there. One that was issued here is
 * made void in the register, by two persons. @throws Problem `document-sent`, `paper-issued`
 */
export async function withdrawDocument(em: EntityManager, actor: Actor, caseId: string, documentId: string, reason: string): Promise<void> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'dossier.withdraw', loaded.relation)
  const row = await getDocument(em, caseId, documentId)
  if (row.sentIn) throw sentAlready()
  mustBeOwn(row, actor)
  if ((await em.execute("select 1 from paper where document_id = ? and state = 'issued'", [documentId])).length > 0)
    throw new Problem('paper-issued', { basis: '移送规则 第5节' })
  Object.assign(row, { withdrawnAt: loaded.now, withdrawnWhy: reason })
  loaded.row.updatedAt = loaded.now
  await em.flush()
  await record(em, actor, caseId, { action: 'dossier.withdrawn', target: row.id })
}

const sentAlready = (): Problem => new Problem('document-sent', { basis: '刑事诉讼法 第175条；移送规则 第5节' })

function mustBeOwn(row: DocumentRow, actor: Actor): void {
  if (row.authorAgency !== actor.agency) throw new Problem('forbidden')
}

/** Notes in the audit trail that somebody saw these pages. */
export async function recordView(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  documentId: string,
  pages: string,
  action = 'dossier.viewed',
): Promise<void> {
  await record(em, actor, caseId, { action, target: documentId, details: { pages } })
}
