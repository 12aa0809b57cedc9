import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { giveNumber, take } from '../cases/commands.ts'
import { assign, factsOf, type LockedCase, lockCase, setTurn } from '../cases/locked-case.ts'
import { transitionOf } from '../cases/transitions.ts'
import { nextStep, SUPPLEMENT_STEP } from '../cases/turn.ts'
import type { Signer } from '../crypto/signing.ts'
import { AGENCIES, agencyOf, documentType, STAYING_VOLUMES } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { accept, Problem } from '../domain/problem.ts'
import { catalogue } from '../dossier/rules.ts'
import { type HandOverRow, HandOverSchema } from './entities.ts'
import { runGate } from './gates.ts'
import { sealManifest } from './manifest.ts'
import { type GateResult, LEGS, type Leg, type ManifestEntry, type ReturnOutcome } from './model.ts'
import {
  decideAccept,
  decidePrepare,
  decideRecall,
  decideReceive,
  decideReturn,
  decideSend,
  decideSupplementAnswer,
  decideSupplementRequest,
  type HandOverFacts,
} from './rules.ts'
import {
  countRounds,
  type DossierDocument,
  findOpenHandOver,
  getCaseIdOf,
  insertEntries,
  listDocuments,
  listEntries,
  lockHandOver,
  toGateDocument,
} from './store.ts'

type Opened = { readonly loaded: LockedCase; readonly row: HandOverRow }

async function open(em: EntityManager, handOverId: string): Promise<Opened> {
  const loaded = await lockCase(em, await getCaseIdOf(em, handOverId))
  return { loaded, row: await lockHandOver(em, handOverId) }
}

const handOverFacts = (row: HandOverRow): HandOverFacts => ({
  state: row.state,
  leg: row.leg,
  fromAgency: row.fromAgency,
  toAgency: row.toAgency,
  preparedBy: row.preparedBy,
  receivedAt: row.receivedAt ?? null,
})

/** The receiver's gate on the case as it stands, for the sender to see before he sends. */
export async function preflight(em: EntityManager, loaded: LockedCase, leg: Leg): Promise<GateResult> {
  const documents = await listDocuments(em, loaded.row.id)
  return runGate(leg, factsOf(loaded), documents.map(toGateDocument), loaded.now)
}

/** Prepares a hand-over as a draft with its gate result; a second person sends it. */
export async function prepareHandOver(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  input: { leg: Leg; toAgency: string; note: string | null },
): Promise<{ handOverId: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'handover.prepare', loaded.relation)
  const existing = await findOpenHandOver(em, caseId)
  accept(decidePrepare(input.leg, agencyOf(actor.agency), AGENCIES.get(input.toAgency), existing?.state ?? null))
  const { rounds } = await countRounds(em, caseId, input.leg)
  const handOverId = randomUUID()
  em.create(HandOverSchema, {
    id: handOverId,
    caseId,
    leg: input.leg,
    round: rounds + 1,
    fromAgency: actor.agency,
    toAgency: input.toAgency,
    state: 'draft',
    note: input.note,
    preparedBy: actor.userId,
    preparedAt: loaded.now,
    sentBy: null,
    sentAt: null,
    checkedAt: null,
    deliveredAt: null,
    receivedAt: null,
    answeredAt: null,
    answeredBy: null,
    outcome: null,
    reason: null,
    basis: null,
    supplement: null,
    manifestDigest: null,
    signature: null,
    keyId: null,
    gate: await preflight(em, loaded, input.leg),
    fault: null,
    version: 1,
  })
  touch(loaded)
  await em.flush()
  await record(em, actor, caseId, { action: 'handover.prepared', target: handOverId, basis: LEGS[input.leg].zh })
  return { handOverId }
}

/** Freezes the manifest, signs it and sends (移送): the receiver's gate must be passed. The holder stays the sender until acceptance. */
export async function sendHandOver(
  em: EntityManager,
  actor: Actor,
  signer: Signer,
  handOverId: string,
  occurredAt: Date | null,
): Promise<void> {
  const { loaded, row } = await open(em, handOverId)
  mustBeAble(actor, 'handover.send', loaded.relation)
  if (row.fromAgency !== actor.agency) throw new Problem('forbidden')
  const documents = await listDocuments(em, row.caseId)
  row.gate = accept(
    decideSend(handOverFacts(row), actor.userId, runGate(row.leg, factsOf(loaded), documents.map(toGateDocument), loaded.now)),
  )
  Object.assign(row, { state: 'sent', sentBy: actor.userId, sentAt: occurredAt ?? loaded.now })
  await freeze(em, row, signer, entriesOf(documents, 0, 0))
  const eventId = await take(
    em,
    actor,
    loaded,
    { act: LEGS[row.leg].send, occurredAt: occurredAt ?? loaded.now, casePersonId: null, data: { handOverId } },
    'silent',
  )
  await tell(em, { type: 'handOver.sent', caseId: row.caseId, payload: { eventId, handOverId } })
}

/** Lines for the papers that travel: sorted, not of a volume that stays with its maker. */
function entriesOf(documents: readonly DossierDocument[], after: number, supplement: number): ManifestEntry[] {
  const travelling = documents.flatMap(document => {
    const { code, volume } = document
    return code !== null && volume !== null && !STAYING_VOLUMES.has(volume) ? [{ ...document, code, volume }] : []
  })
  const placed = catalogue(travelling).flatMap(volume => volume.documents)
  const chosen = supplement === 0 ? placed : placed.filter(({ sentIn }) => sentIn === null)
  return chosen.map((document, at) => ({
    seq: after + at + 1,
    supplement,
    documentId: document.id,
    volume: document.volume,
    volumeSeq: document.volumeSeq,
    code: document.code,
    title: document.title,
    pageFrom: document.place.pageFrom,
    pageTo: document.place.pageTo,
    pageCount: document.pageCount,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256.toString('hex'),
    sm3: document.sm3?.toString('hex') ?? '',
  }))
}

async function freeze(
  em: EntityManager,
  row: HandOverRow,
  signer: Signer,
  added: readonly ManifestEntry[],
  earlier: readonly ManifestEntry[] = [],
): Promise<void> {
  const { id: handOverId, caseId, leg, round, fromAgency: from, toAgency: to } = row
  const { digest, signature, keyId } = sealManifest({ handOverId, caseId, leg, round, from, to, entries: [...earlier, ...added] }, signer)
  Object.assign(row, { manifestDigest: digest, signature, keyId })
  await em.flush()
  await insertEntries(em, row, added)
}

/** The receiving desk signs for receipt (签收); for a court this starts the seven-day check. */
export async function receiveHandOver(em: EntityManager, actor: Actor, handOverId: string, occurredAt: Date | null): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.accept')
  const state = accept(decideReceive(handOverFacts(row)))
  const at = notBefore(occurredAt ?? loaded.now, row.sentAt)
  Object.assign(row, { state, receivedAt: at })
  await take(em, actor, loaded, { act: LEGS[row.leg].receive, occurredAt: at, casePersonId: null, data: { handOverId } }, 'silent')
}

export type Acceptance = {
  readonly occurredAt: Date | null
  readonly assignTo: string
  readonly note: string | null
  readonly procedure: string | null
}

/** Acceptance (受理): the receiver becomes the holder, its periods start, the case gets its number and its case officer. */
export async function acceptHandOver(em: EntityManager, actor: Actor, handOverId: string, input: Acceptance): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.accept')
  accept(decideAccept(handOverFacts(row)))
  const at = notBefore(input.occurredAt ?? loaded.now, row.receivedAt)
  await mustBeColleague(em, input.assignTo, actor.agency)
  Object.assign(row, {
    state: 'accepted',
    answeredAt: at,
    answeredBy: actor.userId,
    outcome: input.note ? 'ACCEPTED_WITH_NOTE' : 'ACCEPTED',
    reason: input.note,
    basis: transitionOf(LEGS[row.leg].accept).basis,
  })
  const eventId = await take(
    em,
    actor,
    loaded,
    {
      act: LEGS[row.leg].accept,
      occurredAt: at,
      casePersonId: null,
      data: { handOverId, ...(input.procedure ? { procedure: input.procedure } : {}) },
    },
    'silent',
  )
  await giveNumber(em, row.caseId, actor.agency, at)
  await assign(em, row.caseId, input.assignTo, actor.agency, 'caseOfficer', at)
  await assign(em, row.caseId, actor.userId, actor.agency, 'acceptedBy', at)
  await settle(em, actor, row, eventId)
}

/** Asks the sender for papers (要求补充): the file is not accepted and the sender's periods run on. */
export async function requestSupplement(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  input: { reason: string; basis: string; documentCodes: string[]; dueOn: string },
): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.return')
  const state = accept(decideSupplementRequest(handOverFacts(row), input.documentCodes))
  input.documentCodes.map(documentType)
  Object.assign(row, { state, outcome: 'SUPPLEMENT_REQUIRED', supplement: { ...input, askedAt: toShanghai(loaded.now) } })
  setTurn(loaded.row, row.fromAgency, loaded.now, SUPPLEMENT_STEP)
  touch(loaded)
  await em.flush()
  await record(em, actor, row.caseId, { action: 'handover.supplement-requested', target: row.id, basis: input.basis })
}

/** The sender answers with the papers added since: a supplement to the manifest, checked and delivered again. */
export async function answerSupplement(em: EntityManager, actor: Actor, signer: Signer, handOverId: string): Promise<void> {
  const { loaded, row } = await open(em, handOverId)
  mustBeAble(actor, 'handover.send', loaded.relation)
  if (row.fromAgency !== actor.agency) throw new Problem('forbidden')
  const earlier = (await listEntries(em, handOverId)).map(({ objectKey: _, ...entry }) => entry)
  const supplement = Math.max(0, ...earlier.map(entry => entry.supplement)) + 1
  const documents = await listDocuments(em, row.caseId)
  if (documents.some(({ sm3, code }) => sm3 === null || code === null)) throw new Problem('dossier-unsorted')
  const added = entriesOf(documents, earlier.length, supplement)
  const state = accept(decideSupplementAnswer(handOverFacts(row), added.length))
  Object.assign(row, { state, supplement: null, outcome: null })
  setTurn(loaded.row, row.fromAgency, loaded.now, nextStep(loaded.row.stage))
  touch(loaded)
  await freeze(em, row, signer, added, earlier)
  await record(em, actor, row.caseId, { action: 'handover.supplemented', target: row.id, details: { documents: added.length } })
  await tell(em, { type: 'handOver.supplemented', caseId: row.caseId, payload: { handOverId } })
}

/** Sends the file back (退回) with outcome, reason and legal basis; the sender holds it as before. */
export async function returnHandOver(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  input: { outcome: ReturnOutcome; reason: string; basis: string },
): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.return')
  const act = accept(decideReturn(handOverFacts(row)))
  Object.assign(row, { state: 'returned', answeredAt: loaded.now, answeredBy: actor.userId, ...input })
  const eventId = await take(
    em,
    actor,
    loaded,
    { act, occurredAt: loaded.now, casePersonId: null, data: { handOverId, outcome: input.outcome } },
    'silent',
  )
  await settle(em, actor, row, eventId)
}

/** The sender takes it back before acceptance, once per leg (撤回). */
export async function recallHandOver(em: EntityManager, actor: Actor, handOverId: string, reason: string): Promise<void> {
  const { loaded, row } = await open(em, handOverId)
  const isDraft = row.state === 'draft'
  mustBeAble(actor, isDraft ? 'handover.prepare' : 'handover.send', loaded.relation)
  if (row.fromAgency !== actor.agency) throw new Problem('forbidden')
  const { recalled } = await countRounds(em, row.caseId, row.leg)
  accept(decideRecall(handOverFacts(row), recalled))
  Object.assign(row, { state: 'recalled', answeredAt: loaded.now, answeredBy: actor.userId, reason })
  if (isDraft) {
    touch(loaded)
    await em.flush()
    await record(em, actor, row.caseId, { action: 'handover.dropped', target: row.id })
    return
  }
  const eventId = await take(
    em,
    actor,
    loaded,
    { act: LEGS[row.leg].recall, occurredAt: loaded.now, casePersonId: null, data: { handOverId } },
    'silent',
  )
  await settle(em, actor, row, eventId)
}

async function openAsReceiver(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  action: 'handover.accept' | 'handover.return',
): Promise<Opened> {
  const opened = await open(em, handOverId)
  mustBeAble(actor, action, opened.loaded.relation)
  if (opened.row.toAgency !== actor.agency) throw new Problem('forbidden')
  return opened
}

/** Rows first, then who may see the case, then the flow is told that the wait is over. */
async function settle(em: EntityManager, actor: Actor, row: HandOverRow, eventId: string): Promise<void> {
  await em.flush()
  await record(em, actor, row.caseId, {
    action: `handover.${row.state}`,
    target: row.id,
    ...(row.basis ? { basis: row.basis } : {}),
    details: { outcome: row.outcome ?? null },
  })
  await tell(em, { type: 'handOver.answered', caseId: row.caseId, payload: { eventId, handOverId: row.id } })
  await em.execute('select settle_case_access(?)', [row.id])
}

async function mustBeColleague(em: EntityManager, userId: string, agency: string): Promise<void> {
  const [found] = await em.execute<{ agency: string | null }[]>('select staff_agency(?::uuid) as agency', [userId])
  if (found?.agency !== agency) throw new Problem('assignee-invalid')
}

function notBefore(at: Date, earlier: Date | null | undefined): Date {
  if (earlier && at < earlier) throw new Problem('occurred-before-case', { facts: { after: toShanghai(earlier) } })
  return at
}

/** A change of the hand-over shows on the case's page too: its version moves. */
function touch(loaded: LockedCase): void {
  loaded.row.updatedAt = loaded.now
}
