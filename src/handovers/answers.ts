import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { type LockedCase, setTurn } from '../cases/locked-case.ts'
import { nextStep, REBIND_STEP, SUPPLEMENT_STEP } from '../cases/turn.ts'
import type { Signer } from '../crypto/signing.ts'
import { endTransfers } from '../custody/commands.ts'
import { documentType } from '../domain/codes.ts'
import { dayOf, toShanghai } from '../domain/legal-date.ts'
import { accept, Problem } from '../domain/problem.ts'
import { isClosed } from '../domain/stages.ts'
import { noteAnswer } from './answer-log.ts'
import { entriesOf, freeze } from './freezing.ts'
import type { ReturnOutcome } from './model.ts'
import { endOf, handOverFacts, openAsReceiver, openAsSender, settle, takeLegStep, touch, waitUntil } from './opening.ts'
import {
  decideAtLarge,
  decideRebindAnswer,
  decideRebindRequest,
  decideReturn,
  decideSupplementAnswer,
  decideSupplementRequest,
} from './rules.ts'
import { type DossierDocument, freePlaces, listDocuments, listEntries } from './store.ts'

export type Asked = { readonly reason: string; readonly basis: string; readonly dueOn: string }

/** A day that is over cannot be kept. */
function mustLieAhead({ dueOn }: Asked, { now }: LockedCase): void {
  if (dueOn < dayOf(now)) throw new Problem('validation', { facts: { field: 'dueOn' } })
}

/** Asks the sender for papers (要求补充): the file is not accepted and the sender's periods run on. */
export async function requestSupplement(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  input: Asked & { documentCodes: string[] },
): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.return')
  const state = accept(decideSupplementRequest(handOverFacts(row), input.documentCodes))
  input.documentCodes.map(documentType)
  mustLieAhead(input, loaded)
  Object.assign(row, { state, outcome: 'SUPPLEMENT_REQUIRED', supplement: { ...input, askedAt: toShanghai(loaded.now) } })
  await noteAnswer(em, actor, row, { ...input, outcome: 'SUPPLEMENT_REQUIRED' }, loaded.now)
  waitUntil(row, endOf(input.dueOn))
  setTurn(loaded.row, row.fromAgency, loaded.now, SUPPLEMENT_STEP)
  touch(loaded)
  await em.flush()
  await record(em, actor, row.caseId, { action: 'handover.supplement-requested', target: row.id, basis: input.basis })
}

/** The sender answers with the papers added since: a supplement to the manifest, checked and delivered again. */
export async function answerSupplement(em: EntityManager, actor: Actor, signer: Signer, handOverId: string): Promise<void> {
  const { loaded, row } = await openAsSender(em, actor, handOverId)
  const earlier = (await listEntries(em, handOverId)).map(({ objectKey: _, ...entry }) => entry)
  const supplement = Math.max(0, ...earlier.map(entry => entry.supplement)) + 1
  const documents = await listSorted(em, row.caseId)
  const added = entriesOf(documents, { leg: row.leg, persons: row.persons ?? null, after: earlier.length, supplement })
  const state = accept(decideSupplementAnswer(handOverFacts(row), added.length))
  Object.assign(row, { state, supplement: null, outcome: null })
  waitUntil(row, null)
  setTurn(loaded.row, row.fromAgency, loaded.now, nextStep(loaded.row.stage))
  touch(loaded)
  await freeze(em, row, signer, added, earlier)
  await record(em, actor, row.caseId, { action: 'handover.supplemented', target: row.id, details: { documents: added.length } })
  await tell(em, { type: 'handOver.supplemented', caseId: row.caseId, payload: { handOverId } })
}

/** Asks the sender to put the dossier in order and freeze it anew (要求重新装订). SPP 157(2): not accepted meanwhile. */
export async function requestRebind(em: EntityManager, actor: Actor, handOverId: string, input: Asked): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.return')
  const state = accept(decideRebindRequest(handOverFacts(row)))
  mustLieAhead(input, loaded)
  Object.assign(row, { state, outcome: 'REBIND_REQUIRED', rebind: { ...input, askedAt: toShanghai(loaded.now) } })
  await noteAnswer(em, actor, row, { ...input, outcome: 'REBIND_REQUIRED' }, loaded.now)
  waitUntil(row, endOf(input.dueOn))
  setTurn(loaded.row, row.fromAgency, loaded.now, REBIND_STEP)
  touch(loaded)
  await em.flush()
  await record(em, actor, row.caseId, { action: 'handover.rebind-requested', target: row.id, basis: input.basis })
}

/** The sender answers with the dossier in its new order: a new edition of the manifest; the earlier one stays as it was sent. */
export async function answerRebind(em: EntityManager, actor: Actor, signer: Signer, handOverId: string): Promise<void> {
  const { loaded, row } = await openAsSender(em, actor, handOverId)
  const state = accept(decideRebindAnswer(handOverFacts(row)))
  await freePlaces(em, handOverId)
  const entries = entriesOf(await listSorted(em, row.caseId), { leg: row.leg, persons: row.persons ?? null })
  Object.assign(row, { state, rebind: null, outcome: null, edition: row.edition + 1 })
  waitUntil(row, null)
  setTurn(loaded.row, row.fromAgency, loaded.now, nextStep(loaded.row.stage))
  touch(loaded)
  await freeze(em, row, signer, entries)
  await record(em, actor, row.caseId, { action: 'handover.rebound', target: row.id, details: { edition: row.edition } })
  await tell(em, { type: 'handOver.supplemented', caseId: row.caseId, payload: { handOverId } })
}

async function listSorted(em: EntityManager, caseId: string): Promise<DossierDocument[]> {
  const documents = await listDocuments(em, caseId)
  if (documents.some(({ sm3, code }) => sm3 === null || code === null)) throw new Problem('dossier-unsorted')
  return documents
}

/** Sends the file back (退回) with outcome, reason and legal basis; the sender holds it as before. */
export async function returnHandOver(
  em: EntityManager,
  actor: Actor,
  handOverId: string,
  input: { outcome: ReturnOutcome; reason: string; basis: string; persons: readonly string[] | null },
): Promise<void> {
  const opened = await openAsReceiver(em, actor, handOverId, 'handover.return')
  const { loaded, row } = opened
  const act = accept(decideReturn(handOverFacts(row)))
  const { outcome, reason, basis } = input
  const persons = accept(
    decideAtLarge(outcome, input.persons, row.persons ?? loaded.persons.filter(({ stage }) => !isClosed(stage)).map(({ id }) => id)),
  )
  Object.assign(row, { state: 'returned', answeredAt: loaded.now, answeredBy: actor.userId, outcome, reason, basis })
  await noteAnswer(em, actor, row, { outcome, reason, basis, persons }, loaded.now)
  const eventId = await takeLegStep(em, actor, opened, { act, occurredAt: loaded.now, data: { outcome: input.outcome } })
  await endTransfers(em, actor, row.caseId, row.id, { state: 'calledOff', reason })
  await settle(em, actor, opened, eventId)
}
