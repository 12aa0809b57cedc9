import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { accept, Problem } from '../domain/problem.ts'
import { write } from './commands.ts'
import { decideCorrection } from './correction-rules.ts'
import { decideDeadline } from './deadline-rules.ts'
import { type DeadlineRequestRow, DeadlineRequestSchema } from './entities.ts'
import { factsOf, type LockedCase, lockCase } from './locked-case.ts'
import type { DeadlineType } from './model.ts'
import { readPastSteps } from './past-steps.ts'
import { voidEvent } from './store.ts'

export type DeadlineRequest = {
  readonly type: DeadlineType
  readonly casePersonId: string | null
  readonly periodCode: string | null
  readonly extension: string | null
  readonly length: number | null
  readonly reason: string | null
  readonly corrects: string | null
  readonly occurredAt: Date | null
  readonly documentNo: string | null
  readonly note: string | null
}

/**
 * Asks for a change of a deadline or the correction of an event. What the law does not allow is refused at once; what it
 * allows waits for a second person.
 */
export async function requestDeadline(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  input: DeadlineRequest,
): Promise<{ requestId: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'case.card.edit', loaded.relation)
  const row = em.create(DeadlineRequestSchema, {
    ...input,
    id: randomUUID(),
    caseId,
    requestedBy: actor.userId,
    agency: actor.agency,
    requestedAt: loaded.now,
    state: 'open',
    decidedBy: null,
    decidedAt: null,
    decisionNote: null,
    eventId: null,
    version: 1,
  })
  accept(await decideRequest(em, actor, loaded, row))
  loaded.row.updatedAt = loaded.now
  await em.flush()
  await record(em, actor, caseId, { action: `deadline.${input.type}.requested`, target: row.id, details: detailsOf(row) })
  return { requestId: row.id }
}

/** A second person approves or refuses (第二人审批). On approval the event is entered and every clock of the case counted anew. */
export async function decideDeadlineRequest(
  em: EntityManager,
  actor: Actor,
  requestId: string,
  { approve, note }: { approve: boolean; note: string | null },
): Promise<{ state: 'approved' | 'refused'; eventId: string | null }> {
  const found = await em.findOne(DeadlineRequestSchema, { id: requestId })
  if (found === null) throw new Problem('not-found')
  const loaded = await lockCase(em, found.caseId)
  mustBeAble(actor, 'deadline.event', loaded.relation)
  const row = await em.refresh(found)
  if (row?.state !== 'open') throw new Problem('deadline-request-closed')
  if (row.requestedBy === actor.userId) throw new Problem('second-person-required', { basis: '内部审批制度：经办、审批分离' })
  const eventId = approve ? await enter(em, actor, loaded, row) : null
  const state = approve ? 'approved' : 'refused'
  em.assign(row, { state, decidedBy: actor.userId, decidedAt: loaded.now, decisionNote: note, eventId })
  loaded.row.updatedAt = loaded.now
  await em.flush()
  await record(em, actor, row.caseId, { action: `deadline.${row.type}.${state}`, target: row.id, details: detailsOf(row) })
  return { state, eventId }
}

const detailsOf = ({ periodCode, extension, length, corrects }: DeadlineRequestRow) => ({
  period: periodCode ?? null,
  extension: extension ?? null,
  length: length ?? null,
  corrects: corrects ?? null,
})

async function enter(em: EntityManager, actor: Actor, loaded: LockedCase, row: DeadlineRequestRow): Promise<string> {
  const change = accept(await decideRequest(em, actor, loaded, row))
  const data = {
    requestId: row.id,
    note: row.note ?? row.reason ?? null,
    documentNo: row.documentNo ?? null,
    extension: row.extension ?? null,
  }
  if (!row.corrects) return await write(em, actor, loaded, change, data)
  const eventId = await voidEvent(em, loaded, row.corrects, change, actor, data)
  await record(em, actor, loaded.row.id, {
    action: 'case.correctEvent',
    target: row.corrects,
    basis: change.basis,
    details: { event: eventId },
  })
  await tell(em, { type: 'case.stepped', caseId: loaded.row.id, payload: { eventId } })
  return eventId
}

async function decideRequest(em: EntityManager, actor: Actor, loaded: LockedCase, row: DeadlineRequestRow) {
  const facts = factsOf(loaded)
  const { type, casePersonId, periodCode, extension, length, reason, corrects, occurredAt } = row
  if (type !== 'correct') {
    const command = {
      type,
      casePersonId: casePersonId ?? null,
      periodCode: periodCode ?? null,
      extension: extension ?? null,
      length: length ?? null,
      reason: reason ?? null,
      occurredAt: occurredAt ?? loaded.now,
      byAgencyType: actor.agencyType,
    }
    return decideDeadline(facts, command, loaded.now, loaded.calendar)
  }
  const event = facts.events.find(({ id }) => id === corrects)
  const [stored] = await em.execute<{ act: string }[]>('select act from case_event where id = ? and voided_by is null', [corrects])
  if (!event || !stored) throw new Problem('not-found')
  const course = occurredAt ? null : { steps: await readPastSteps(em, loaded.row.id, facts.events), calendar: loaded.calendar }
  return decideCorrection(facts, { event, act: stored.act, replacementAt: occurredAt ?? null }, loaded.now, course)
}
