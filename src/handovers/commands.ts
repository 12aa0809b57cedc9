import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { giveNumber } from '../cases/commands.ts'
import { assign, factsOf, type LockedCase, lockCase } from '../cases/locked-case.ts'
import { transitionOf } from '../cases/transitions.ts'
import type { Signer } from '../crypto/signing.ts'
import { announceTransfers, type CustodyWay, completeTransfers, endTransfers } from '../custody/commands.ts'
import { AGENCIES, agencyOf } from '../domain/codes.ts'
import { accept, Problem } from '../domain/problem.ts'
import { noteAnswer } from './answer-log.ts'
import { type HandOverRow, HandOverSchema } from './entities.ts'
import { entriesOf, freeze } from './freezing.ts'
import { runGate } from './gates.ts'
import { LEGS, type Leg } from './legs.ts'
import type { GateResult } from './model.ts'
import {
  handOverFacts,
  hoursAfter,
  notBefore,
  open,
  openAsReceiver,
  openAsSender,
  settle,
  takeLegStep,
  touch,
  waitUntil,
} from './opening.ts'
import {
  decideAccept,
  decideAcknowledged,
  decideAssign,
  decidePersons,
  decidePrepare,
  decideRecall,
  decideReceive,
  decideSend,
} from './rules.ts'
import { countRounds, countUnacknowledged, findOpenHandOver, gatePlace, listDocuments, toGateDocument } from './store.ts'

/** Which way a file is to go: to whom, and for which persons where a leg concerns single ones. */
export type Way = { readonly leg: Leg; readonly toAgency: string | null; readonly persons: readonly string[] | null }

/** The receiver's gate on the case as it stands, for the sender to see before he sends. */
export async function preflight(em: EntityManager, loaded: LockedCase, way: Way): Promise<GateResult> {
  const documents = await listDocuments(em, loaded.row.id)
  const { leg, toAgency: to, persons } = way
  return runGate(leg, factsOf(loaded), documents.map(toGateDocument), await gatePlace(em, loaded, { to, persons }))
}

/** Prepares a hand-over as a draft with its gate result; a second person sends it. */
export async function prepareHandOver(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  input: Way & { toAgency: string; note: string | null },
): Promise<{ handOverId: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'handover.prepare', loaded.relation)
  const existing = await findOpenHandOver(em, caseId)
  const { leg, toAgency, note } = input
  accept(decidePrepare(leg, agencyOf(actor.agency), AGENCIES.get(toAgency), existing?.state ?? null))
  const persons = accept(decidePersons(leg, input.persons, factsOf(loaded).persons))
  const { rounds } = await countRounds(em, caseId, leg, null)
  const handOverId = randomUUID()
  em.create(HandOverSchema, {
    ...UNTOUCHED,
    id: handOverId,
    caseId,
    leg,
    persons: persons ? [...persons] : null,
    round: rounds + 1,
    fromAgency: actor.agency,
    toAgency,
    note,
    preparedBy: actor.userId,
    preparedAt: loaded.now,
    gate: await preflight(em, loaded, { leg, toAgency, persons }),
  })
  touch(loaded)
  await em.flush()
  await record(em, actor, caseId, { action: 'handover.prepared', target: handOverId, basis: LEGS[leg].zh })
  return { handOverId }
}

/** A draft as nobody has touched it yet. */
const UNTOUCHED = {
  state: 'draft',
  edition: 1,
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
  rebind: null,
  dueAt: null,
  silentSince: null,
  manifestDigest: null,
  signature: null,
  keyId: null,
  fault: null,
  version: 1,
} as const

/** Freezes the manifest, signs it and sends (移送): the receiver's gate must be passed. The holder stays the sender until acceptance. */
export async function sendHandOver(
  em: EntityManager,
  actor: Actor,
  signer: Signer,
  handOverId: string,
  occurredAt: Date | null,
): Promise<void> {
  const opened = await openAsSender(em, actor, handOverId)
  const { loaded, row } = opened
  accept(decideAcknowledged(await countUnacknowledged(em, row.caseId, actor.agency)))
  const documents = await listDocuments(em, row.caseId)
  const persons = row.persons ?? null
  const at = occurredAt ?? loaded.now
  const place = { ...(await gatePlace(em, loaded, { from: row.fromAgency, to: row.toAgency, persons })), now: at }
  const gate = runGate(row.leg, factsOf(loaded), documents.map(toGateDocument), place)
  row.gate = accept(decideSend(handOverFacts(row), actor.userId, gate))
  Object.assign(row, { state: 'sent', sentBy: actor.userId, sentAt: at })
  await freeze(em, row, signer, entriesOf(documents, { leg: row.leg, persons }))
  const eventId = await takeLegStep(em, actor, opened, { act: LEGS[row.leg].send, occurredAt: at })
  await announceTransfers(em, actor, loaded, custodyWay(row))
  await tell(em, { type: 'handOver.sent', caseId: row.caseId, payload: { eventId, handOverId } })
}

/** The receiving desk signs for receipt (签收); for a court this starts the seven-day check. */
export async function receiveHandOver(em: EntityManager, actor: Actor, handOverId: string, occurredAt: Date | null): Promise<void> {
  const opened = await openAsReceiver(em, actor, handOverId, 'handover.accept')
  const { loaded, row } = opened
  const state = accept(decideReceive(handOverFacts(row)))
  const at = notBefore(occurredAt ?? loaded.now, row.sentAt)
  Object.assign(row, { state, receivedAt: at })
  waitUntil(row, hoursAfter(at, LEGS[row.leg].stay.answerHours))
  await takeLegStep(em, actor, opened, { act: LEGS[row.leg].receive, occurredAt: at })
}

export type Acceptance = {
  readonly occurredAt: Date | null
  readonly assignTo: string
  readonly note: string | null
  readonly procedure: string | null
}

/**
 * Acceptance (受理): the receiver's periods start and the case gets its case officer. Where the leg says so the receiver becomes
 * the holder and gives the case its number; else he works on it beside the holder, with what was frozen for him.
 */
export async function acceptHandOver(em: EntityManager, actor: Actor, handOverId: string, input: Acceptance): Promise<void> {
  const opened = await openAsReceiver(em, actor, handOverId, 'handover.accept')
  const { loaded, row } = opened
  accept(decideAccept(handOverFacts(row)))
  accept(decideAcknowledged(await countUnacknowledged(em, row.caseId, actor.agency)))
  const at = notBefore(input.occurredAt ?? loaded.now, row.receivedAt)
  await mustBeColleague(em, input.assignTo, actor.agency)
  const { accept: act } = LEGS[row.leg]
  const outcome = input.note ? 'ACCEPTED_WITH_NOTE' : 'ACCEPTED'
  const { basis } = transitionOf(act)
  Object.assign(row, { state: 'accepted', answeredAt: at, answeredBy: actor.userId, outcome, reason: input.note, basis })
  await noteAnswer(em, actor, row, { outcome, reason: input.note, basis }, at)
  const data = input.procedure ? { procedure: input.procedure } : {}
  const eventId = await takeLegStep(em, actor, opened, { act, occurredAt: at, data })
  await giveNumber(em, row.caseId, actor.agency, at, { leg: row.leg, eventId })
  await completeTransfers(em, actor, loaded, custodyWay(row), { eventId, acceptedAt: at })
  await assign(em, row.caseId, input.assignTo, actor.agency, 'caseOfficer', at)
  await assign(em, row.caseId, actor.userId, actor.agency, 'acceptedBy', at)
  await settle(em, actor, opened, eventId)
}

/** Names the colleague who is to look at a file that lies on the desk (分案), before anything is accepted. */
export async function assignHandOver(em: EntityManager, actor: Actor, handOverId: string, assignTo: string): Promise<void> {
  const { loaded, row } = await openAsReceiver(em, actor, handOverId, 'handover.accept')
  accept(decideAssign(handOverFacts(row)))
  await mustBeColleague(em, assignTo, actor.agency)
  await assign(em, row.caseId, assignTo, actor.agency, 'caseOfficer', loaded.now)
  touch(loaded)
  await em.flush()
  await record(em, actor, row.caseId, { action: 'handover.assigned', target: row.id, details: { to: assignTo } })
}

/** The sender takes it back before acceptance, once per leg (撤回). */
export async function recallHandOver(em: EntityManager, actor: Actor, handOverId: string, reason: string): Promise<void> {
  const opened = await open(em, handOverId)
  const { loaded, row } = opened
  const isDraft = row.state === 'draft'
  mustBeAble(actor, isDraft ? 'handover.prepare' : 'handover.send', loaded.relation)
  if (row.fromAgency !== actor.agency) throw new Problem('forbidden')
  const { recalled } = await countRounds(em, row.caseId, row.leg, row.persons ?? null)
  accept(decideRecall(handOverFacts(row), recalled))
  Object.assign(row, { state: 'recalled', answeredAt: loaded.now, answeredBy: actor.userId, reason })
  if (isDraft) {
    touch(loaded)
    await em.flush()
    await record(em, actor, row.caseId, { action: 'handover.dropped', target: row.id })
    return
  }
  await endTransfers(em, actor, row.caseId, row.id, { state: 'revoked', reason })
  await settle(em, actor, opened, await takeLegStep(em, actor, opened, { act: LEGS[row.leg].recall, occurredAt: loaded.now }))
}

async function mustBeColleague(em: EntityManager, userId: string, agency: string): Promise<void> {
  const [found] = await em.execute<{ agency: string | null }[]>('select staff_agency(?::uuid) as agency', [userId])
  if (found?.agency !== agency) throw new Problem('assignee-invalid')
}

/** The way on which the persons of a hand-over go to another holder. */
const custodyWay = ({ id, leg, fromAgency, toAgency, persons, preparedBy }: HandOverRow): CustodyWay => ({
  ...{ handOverId: id, leg, fromAgency, toAgency, persons: persons ?? null, preparedBy },
})
