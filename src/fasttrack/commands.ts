import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, tell } from '../audit/commands.ts'
import { type LockedCase, lockCase } from '../cases/locked-case.ts'
import { appNow } from '../db/clock.ts'
import { accept, Problem } from '../domain/problem.ts'
import { findRow } from '../eligibility/table.ts'
import type { LawyerStep } from './model.ts'
import { decideLawyerStep, lawyerDueAt } from './rules.ts'
import { getRequest, lockRequest } from './store.ts'
import { ownerAgency } from './track.ts'

export type Answer = {
  readonly row: string
  readonly casePersonId: string | null
  readonly value: boolean | number
  readonly note: string | null
}

const APPROVERS = ['PL', 'PP', 'CJ']

/** An answer is given by an officer of an agency that can know it, for a person of the case where the row asks about persons. */
function checkAnswer(actor: Actor, loaded: LockedCase, { row: code, casePersonId, value, note }: Answer): void {
  const row = findRow(code)
  if (row === undefined) throw new Problem('validation', { facts: { field: 'row', row: code } })
  if (!row.askedOf.includes(actor.agencyType) || (row.needsApprover && !actor.roles.some(role => APPROVERS.includes(role))))
    throw new Problem('forbidden', { basis: row.basis, facts: { row: code } })
  const isOfCase =
    casePersonId === null ? row.scope === 'case' : row.scope === 'person' && loaded.persons.some(({ id }) => id === casePersonId)
  if (!isOfCase) throw new Problem('person-required', { basis: row.basis, facts: { row: code } })
  if (typeof value !== (typeof row.wanted === 'boolean' ? 'boolean' : 'number'))
    throw new Problem('validation', { facts: { field: 'value', row: code } })
  // Who finds a case otherwise unsuitable says why. CPL 223(6).
  if (row.needsApprover && value !== row.wanted && !note)
    throw new Problem('fact-required', { basis: row.basis, facts: { field: 'note', row: code } })
}

/** Enters answers to the eligibility table; what was answered before is kept beside them. CPL 222, 223. */
export async function answerRows(em: EntityManager, actor: Actor, caseId: string, answers: readonly Answer[]): Promise<void> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'case.card.edit', loaded.relation)
  for (const answer of answers) checkAnswer(actor, loaded, answer)
  const rows = JSON.stringify(
    answers.map(({ row, casePersonId, value, note }) => ({ row_code: row, case_person_id: casePersonId, value, note })),
  )
  const asRows = 'jsonb_to_recordset(?::jsonb) as a (row_code text, case_person_id uuid, value jsonb, note text)'
  await em.execute(
    `update fast_track_answer f set replaced_at = app_now() from ${asRows}
     where f.case_id = ? and f.replaced_at is null and f.row_code = a.row_code and f.case_person_id is not distinct from a.case_person_id`,
    [rows, caseId],
  )
  await em.execute(
    `insert into fast_track_answer (case_id, case_person_id, row_code, value, note, by_user, agency, at)
     select ?::uuid, a.case_person_id, a.row_code, a.value, a.note, ?::uuid, ?::text, app_now() from ${asRows}`,
    [caseId, actor.userId, actor.agency, rows],
  )
  loaded.row.updatedAt = loaded.now
  await em.flush()
  const details = { rows: answers.map(({ row }) => row).join(',') }
  await record(em, actor, caseId, { action: 'fast-track.answered', target: caseId, targetVersion: loaded.row.version, details })
  await tell(em, { type: 'fast-track.answered', caseId, payload: {} })
}

export type LawyerRequest = { readonly casePersonId: string; readonly place: string | null; readonly note: string | null }

/** Asks the justice bureau of the district for the duty lawyer (值班律师), at any time: rights are never shortened. CPL 36. */
export async function requestLawyer(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  input: LawyerRequest,
): Promise<{ requestId: string; bureau: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'lawyer.request', loaded.relation)
  const person = loaded.persons.find(({ id }) => id === input.casePersonId)
  if (person === undefined) throw new Problem('person-required', { basis: '刑事诉讼法 第36条' })
  const open = await em.execute("select 1 from duty_lawyer_request where case_person_id = ? and state in ('waiting', 'taken', 'met')", [
    person.id,
  ])
  if (open.length > 0) throw new Problem('state-conflict', { basis: '刑事诉讼法 第36条', facts: { reason: 'done-already' } })
  const requestId = randomUUID()
  const bureau = ownerAgency('justice', loaded.row.originAgency)
  await em.execute(
    `insert into duty_lawyer_request (id, case_id, case_person_id, bureau, person_name, charge_code, place, note, requested_by, requested_agency, requested_at, due_at, state)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')`,
    [
      requestId,
      caseId,
      person.id,
      bureau,
      person.name,
      loaded.row.chargeCode,
      input.place,
      input.note,
      actor.userId,
      actor.agency,
      loaded.now,
      lawyerDueAt(loaded.now),
    ],
  )
  await record(em, actor, caseId, { action: 'lawyer.requested', target: requestId, basis: '刑事诉讼法 第36条' })
  await tell(em, { type: 'lawyer.requested', caseId, payload: {} })
  return { requestId, bureau }
}

export type LawyerAnswer = { readonly step: LawyerStep; readonly at: Date | null; readonly opinion: string | null }

const SETS: Readonly<Record<LawyerStep, string>> = {
  take: "state = 'taken', taken_by = app_user(), taken_at = ?",
  meet: "state = 'met', met_at = ?",
  opinion: "state = 'done', opinion_at = ?",
  cancel: "state = 'cancelled', cancelled_at = ?",
}

/** A step of the duty lawyer's station: takes the request, was with the person, gives the opinion. CPL 36, 173, 174. */
export async function answerLawyer(em: EntityManager, actor: Actor, requestId: string, input: LawyerAnswer): Promise<void> {
  const row = await lockRequest(em, requestId)
  mustBeAble(actor, 'lawyer.answer', null)
  if (row.bureau !== actor.agency) throw new Problem('not-found')
  await moveRequest(em, actor, row, input)
}

/** The asking agency takes its request back while the lawyer has not been there. */
export async function cancelLawyer(em: EntityManager, actor: Actor, requestId: string): Promise<void> {
  const { case_id: caseId } = await getRequest(em, requestId)
  const { relation } = await lockCase(em, caseId)
  mustBeAble(actor, 'lawyer.request', relation)
  await moveRequest(em, actor, await lockRequest(em, requestId), { step: 'cancel', at: null, opinion: null })
}

async function moveRequest(
  em: EntityManager,
  actor: Actor,
  row: Awaited<ReturnType<typeof lockRequest>>,
  { step, at, opinion }: LawyerAnswer,
): Promise<void> {
  const now = await appNow(em)
  const when = at ?? now
  const before = { state: row.state, takenBy: row.taken_by, requestedAt: new Date(row.requested_at) }
  accept(decideLawyerStep(before, step, actor.userId, when, now))
  if (step === 'opinion' && !opinion) throw new Problem('fact-required', { basis: '刑事诉讼法 第173条', facts: { field: 'opinion' } })
  await em.execute(
    `update duty_lawyer_request set ${SETS[step]}, opinion = coalesce(?::text, opinion), version = version + 1 where id = ?`,
    [when, opinion, row.id],
  )
  await record(em, actor, row.case_id, {
    action: `lawyer.${step}`,
    target: row.id,
    basis: '刑事诉讼法 第36条',
    details: { at: when.toISOString() },
  })
  await tell(em, { type: `lawyer.${step}`, caseId: row.case_id, payload: {} })
}
