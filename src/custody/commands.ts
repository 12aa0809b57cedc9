import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { takeNumber } from '../cases/commands.ts'
import { type LockedCase, lockWholeCase } from '../cases/locked-case.ts'
import { custodyNumber } from '../cases/numbers.ts'
import { custodyEnds } from '../cases/titles/ends.ts'
import { foldTitles } from '../cases/titles/rules.ts'
import { accept, Problem } from '../domain/problem.ts'
import { type CustodyDispatchRow, CustodyDispatchSchema } from './entities.ts'
import { writePaper } from './papers.ts'
import { decideCarried, decideReissue, transferKindOf } from './rules.ts'
import { lockBatch, lockDispatch } from './store.ts'

/** The hand-over with which persons go to another holder. `persons` null: all of the case. */
export type CustodyWay = {
  readonly handOverId: string
  readonly leg: string
  readonly fromAgency: string
  readonly toAgency: string
  readonly persons: readonly string[] | null
  readonly preparedBy: string
}

type HeldPerson = { readonly casePersonId: string; readonly centre: string; readonly dueAt: Date | null; readonly code: string | null }

/** Whoever of a case is held in a centre for this agency, with the end of his custody. */
async function heldFor(em: EntityManager, loaded: LockedCase, agency: string, wanted: readonly string[] | null): Promise<HeldPerson[]> {
  const open = foldTitles(loaded.events).filter(
    ({ until, holder, casePersonId }) => until === null && holder === agency && (wanted === null || wanted.includes(casePersonId)),
  )
  if (open.length === 0) return []
  const rows = await em.execute<{ person: string; centre: string | null }[]>(
    'select case_person_id as person, centre from custody_title where case_id = ? and held_until is null',
    [loaded.row.id],
  )
  const centres = new Map(rows.map(({ person, centre }) => [person, centre]))
  const ends = custodyEnds(loaded.persons, loaded.periods)
  return open.flatMap(({ casePersonId }) => {
    const centre = centres.get(casePersonId) ?? null
    const end = ends.get(casePersonId)
    return centre === null ? [] : [{ casePersonId, centre, dueAt: end?.dueAt ?? null, code: end?.code ?? null }]
  })
}

/**
 * The sender's click: with the case a certificate is announced for each person held, with a number of its own, and the centre sees it
 * at once. The sender holds the person until the receiver accepts. @returns how many
 */
export async function announceTransfers(em: EntityManager, actor: Actor, loaded: LockedCase, way: CustodyWay): Promise<number> {
  const rule = transferKindOf(way.leg)
  if (rule === null) return 0
  const held = await heldFor(em, loaded, way.fromAgency, way.persons)
  for (const person of held) await announce(em, actor, loaded, way, person, rule)
  if (held.length > 0) await tellBatch(em, 'custody.announced', loaded.row.id, way.handOverId)
  return held.length
}

async function announce(
  em: EntityManager,
  actor: Actor,
  loaded: LockedCase,
  way: CustodyWay,
  person: HeldPerson,
  { kind, basis }: NonNullable<ReturnType<typeof transferKindOf>>,
): Promise<CustodyDispatchRow> {
  const { number } = await takeNumber(em, custodyNumber(way.fromAgency, 'transfer', loaded.now))
  const row = em.create(CustodyDispatchSchema, {
    ...UNANSWERED,
    id: randomUUID(),
    batchId: way.handOverId,
    caseId: loaded.row.id,
    casePersonId: person.casePersonId,
    paper: 'transfer',
    kind,
    state: 'announced',
    certNo: number,
    fromAgency: way.fromAgency,
    toAgency: way.toAgency,
    centre: person.centre,
    legalBasis: basis,
    handOverId: way.handOverId,
    eventId: null,
    senderDueAt: person.dueAt,
    announcedAt: loaded.now,
    announcedBy: actor.userId,
    preparedBy: way.preparedBy,
  })
  await em.flush()
  await record(em, actor, loaded.row.id, { action: 'custody.announced', target: row.id, basis, details: { certNo: number, kind } })
  return row
}

/** A paper on which nobody has answered yet. */
export const UNANSWERED = {
  edition: 1,
  acceptedAt: null,
  completedAt: null,
  completedBy: null,
  newFrom: null,
  newTo: null,
  newCode: null,
  paperId: null,
  deliveredAt: null,
  openedAt: null,
  answeredAt: null,
  answeredBy: null,
  automatic: false,
  refusal: null,
  note: null,
  checks: null,
  channel: 'platform',
  receipt: null,
  receiptSha256: null,
  receiptSignature: null,
  receiptKeyId: null,
  version: 1,
} as const

/** The hand-over fell through: what was announced is called off, or revoked by the sender; its number is not used again. */
export async function endTransfers(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  handOverId: string,
  { state, reason }: { state: 'calledOff' | 'revoked'; reason: string | null },
): Promise<void> {
  const open = (await lockBatch(em, handOverId)).filter(row => row.state === 'announced')
  for (const row of open) Object.assign(row, { state, note: reason })
  await em.flush()
  for (const row of open) await record(em, actor, caseId, { action: `custody.${state}`, target: row.id, details: { certNo: row.certNo } })
  if (open.length > 0) await tellBatch(em, 'custody.ended', caseId, handOverId)
}

/**
 * The receiver's click, in the transaction of its acceptance: the certificates are completed with the day of acceptance and the new
 * period. Who is no longer held needs none; who has been taken into custody since the sending gets one now. 公监管〔2014〕96号 I(1)
 */
export async function completeTransfers(
  em: EntityManager,
  actor: Actor,
  loaded: LockedCase,
  way: CustodyWay,
  { eventId, acceptedAt }: { eventId: string; acceptedAt: Date },
): Promise<void> {
  const rule = transferKindOf(way.leg)
  if (rule === null) return
  const announced = new Map(
    (await lockBatch(em, way.handOverId)).filter(row => row.state === 'announced').map(row => [row.casePersonId, row]),
  )
  const held = await heldFor(em, loaded, way.toAgency, way.persons)
  for (const person of held) {
    const row = announced.get(person.casePersonId) ?? (await announce(em, actor, loaded, way, person, rule))
    announced.delete(person.casePersonId)
    Object.assign(row, { state: 'completed', eventId, acceptedAt, completedAt: loaded.now, completedBy: actor.userId })
    Object.assign(row, { newFrom: acceptedAt, newTo: person.dueAt, newCode: person.code })
    await em.flush()
    await writePaper(em, loaded, row)
    const details = { certNo: row.certNo, newCode: person.code, newTo: person.dueAt?.toISOString() ?? null }
    await record(em, actor, loaded.row.id, { action: 'custody.completed', target: row.id, basis: row.legalBasis, details })
  }
  for (const row of announced.values()) Object.assign(row, { state: 'calledOff', note: '受理时已不在押' })
  await em.flush()
  if (held.length > 0 || announced.size > 0) await tellBatch(em, 'custody.completed', loaded.row.id, way.handOverId)
}

/**
 * A new version of a paper that the centre refused, or that was found wrong: with the dates as the events have them now. It takes the
 * place of the earlier one, which stays to be seen.
 */
export async function reissueDispatch(
  em: EntityManager,
  actor: Actor,
  dispatchId: string,
  note: string | null,
): Promise<{ edition: number }> {
  const [found] = await em.execute<{ case_id: string }[]>('select case_id from custody_dispatch where id = ?', [dispatchId])
  if (found === undefined) throw new Problem('not-found')
  const loaded = await lockWholeCase(em, found.case_id)
  mustBeAble(actor, 'custody.cert.issue', loaded.relation)
  const row = await lockDispatch(em, dispatchId)
  if ((row.toAgency ?? row.fromAgency) !== actor.agency) throw new Problem('forbidden')
  const state = accept(decideReissue(row.state))
  const [lawful] = await em.execute<LawfulEnd[]>(LAWFUL_END, [row.eventId, row.casePersonId])
  Object.assign(row, {
    ...UNANSWERED,
    version: row.version,
    edition: row.edition + 1,
    state,
    note,
    completedAt: loaded.now,
    completedBy: actor.userId,
  })
  const at = lawful ? new Date(lawful.occurred_at) : (row.acceptedAt ?? null)
  Object.assign(row, { acceptedAt: row.paper === 'transfer' ? at : null, newFrom: at })
  Object.assign(row, { newTo: lawful?.due_at ? new Date(lawful.due_at) : null, newCode: lawful?.code ?? null })
  await em.flush()
  await writePaper(em, loaded, row)
  const details = { certNo: row.certNo, edition: row.edition }
  await record(em, actor, row.caseId, { action: 'custody.reissued', target: row.id, basis: row.legalBasis, details })
  await tellBatch(em, 'custody.completed', row.caseId, row.batchId)
  return { edition: row.edition }
}

/**
 * The fallback: the line was down, the paper was printed, carried and stamped, and is entered afterwards under the number that it had
 * all the time. custody-transfer.md §7
 */
export async function enterCarried(
  em: EntityManager,
  actor: Actor,
  dispatchId: string,
  { receivedAt, receivedBy }: { receivedAt: Date; receivedBy: string },
): Promise<{ state: string }> {
  const [found] = await em.execute<{ case_id: string }[]>('select case_id from custody_dispatch where id = ?', [dispatchId])
  if (found === undefined) throw new Problem('not-found')
  const loaded = await lockWholeCase(em, found.case_id)
  mustBeAble(actor, 'custody.cert.issue', loaded.relation)
  const row = await lockDispatch(em, dispatchId)
  if ((row.toAgency ?? row.fromAgency) !== actor.agency) throw new Problem('forbidden')
  if (receivedAt > loaded.now) throw new Problem('occurred-in-future')
  if (row.completedAt && receivedAt < row.completedAt) throw new Problem('occurred-before-case')
  const state = accept(decideCarried(row.state))
  const note = `纸质送达，看守所经收：${receivedBy}`
  Object.assign(row, { state, channel: 'paper', deliveredAt: row.deliveredAt ?? receivedAt, answeredAt: receivedAt, note })
  await em.flush()
  await record(em, actor, row.caseId, { action: 'custody.carried', target: row.id, details: { certNo: row.certNo } })
  await tellBatch(em, 'custody.answered', row.caseId, row.batchId)
  return { state }
}

type LawfulEnd = { occurred_at: Date; due_at: Date | null; code: string | null }

/** When the acceptance was, as it stands after corrections, and until when the person may be held by it. */
const LAWFUL_END = `with recursive line as (select v.id, v.voided_by, v.occurred_at from case_event v where v.id = ?
    union all select v.id, v.voided_by, v.occurred_at from case_event v join line l on v.id = l.voided_by)
  select l.occurred_at, n.due_at, n.code from line l
  left join lateral (select n.due_at, n.code from custody_end n join case_event v on v.id = n.event_id
    where n.case_person_id = ? and v.voided_by is null and v.occurred_at <= l.occurred_at order by v.seq desc limit 1) n on true
  where l.voided_by is null limit 1`

const tellBatch = async (em: EntityManager, type: string, caseId: string, custodyBatchId: string): Promise<string> =>
  await tell(em, { type, caseId, payload: { custodyBatchId } })
