import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { type CaseRelation, mustBeAble } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { record, SYSTEM, tell } from '../audit/commands.ts'
import { appNow } from '../db/clock.ts'
import { agencyOf, CRIMES } from '../domain/codes.ts'
import { readIdNumber } from '../domain/id-number.ts'
import { accept, Problem } from '../domain/problem.ts'
import { isCircumstance } from './circumstances.ts'
import { CasePersonSchema, CriminalCaseSchema } from './entities.ts'
import { factsOf, type LockedCase, lockCase, lockWholeCase } from './locked-case.ts'
import type { CaseChange, Field } from './model.ts'
import { agencyNumber, givenAnew, type NumberFormat, platformNumber } from './numbers.ts'
import { decide } from './rules.ts'
import { applyChange, nextNumber } from './store.ts'
import type { Transition } from './transition.ts'
import { findTransition } from './transitions.ts'
import { nextStep } from './turn.ts'

export type OpenCase = {
  readonly source: string
  readonly occurredAt: Date
  readonly chargeCode: string
  readonly occurredFrom: Date | null
  readonly occurredPlace: string | null
  readonly factSummary: string | null
  readonly circumstances: readonly string[]
  readonly arrivedAt: Date | null
}

/** Opens a case at the police (受案), with its numbers and, where it enters the one-stop centre, the 48-hour overlay. */
export async function openCase(em: EntityManager, actor: Actor, input: OpenCase): Promise<{ caseId: string; platformNo: string }> {
  mustBeAble(actor, 'case.card.edit', null)
  if (actor.agencyType !== 'publicSecurity') throw new Problem('forbidden')
  const crime = CRIMES.get(input.chargeCode)
  if (crime === undefined) throw new Problem('validation', { facts: { field: 'chargeCode' } })
  const caseId = randomUUID()
  await em.execute('select open_case_access(?)', [caseId])
  const now = await appNow(em)
  const format = platformNumber(actor.agency, input.occurredAt)
  const { number: platformNo } = await takeNumber(em, format)
  const { occurredAt, arrivedAt, circumstances, ...facts } = input
  const { zh, en } = nextStep('INTAKE')
  em.create(CriminalCaseSchema, {
    id: caseId,
    platformNo,
    name: crime.zh.replace(/罪$/, '案'),
    stage: 'INTAKE',
    holderAgency: actor.agency,
    originAgency: actor.agency,
    ...facts,
    circumstances: [...circumstances],
    openedAt: arrivedAt && arrivedAt < occurredAt ? arrivedAt : occurredAt,
    procedure: null,
    trackArrivedAt: null,
    trackState: null,
    trackClosedAt: null,
    servedOnProcuratorateAt: null,
    turnAgency: actor.agency,
    turnSince: occurredAt,
    turnZh: zh,
    turnEn: en,
    nextDueAt: null,
    flowStartedAt: null,
    parentId: null,
    splits: 0,
    mergedInto: null,
    updatedAt: now,
    version: 1,
  })
  await em.flush()
  await giveNumber(em, caseId, actor.agency, input.occurredAt)
  const loaded = await lockCase(em, caseId)
  await take(em, actor, loaded, { act: 'intake', occurredAt, casePersonId: null, data: {} })
  if (arrivedAt) await take(em, actor, loaded, { act: 'enterTrack48', occurredAt: arrivedAt, casePersonId: null, data: {} })
  return { caseId, platformNo }
}

/** How a file came to the agency that numbers it, and by which step it was taken. */
export type NumberedBy = { readonly leg: string; readonly eventId: string }

/** Gives the case the agency's own number: once, save on the ways that are numbered anew. */
export async function giveNumber(em: EntityManager, caseId: string, agency: string, at: Date, by: NumberedBy | null = null): Promise<void> {
  const format = agencyNumber(agency, at, by?.leg ?? null)
  if (format === null) return
  const anew = givenAnew(agency, by?.leg ?? null)
  const [known] = await em.execute("select 1 from case_number where case_id = ? and agency_code = ? and kind = 'case'", [caseId, agency])
  if (known && anew === null) return
  const { number } = await takeNumber(em, format)
  await em.execute('insert into case_number (case_id, agency_code, no, kind, given_by) values (?, ?, ?, ?, ?::uuid)', [
    ...[caseId, agency, number],
    ...[anew ?? 'case', by?.eventId ?? null],
  ])
}

/** The next number of a series, written as its issuer writes it; without gaps, because it is used or comes back with the transaction. */
export async function takeNumber(em: EntityManager, format: NumberFormat): Promise<{ number: string; seq: number }> {
  const seq = await nextNumber(em, format.issuer, format.series, format.year)
  return { number: format.write(seq), seq }
}

export type JoinPerson = {
  readonly occurredAt: Date
  readonly summoned: boolean
  readonly name: string
  readonly sex: string
  readonly birthDate: string | null
  readonly idType: string
  readonly idNo: string | null
  readonly nameBasis: 'verified' | 'selfStated'
  readonly ethnic: string | null
  readonly education: string | null
  readonly residence: string | null
  readonly phone: string | null
  readonly occupation: string | null
}

const RESIDENT_ID = '111'

/** Adds a suspect to a filed case. An identity number that fails its check is refused unless the name is self-stated (CPL 160(2)). */
export async function joinPerson(em: EntityManager, actor: Actor, caseId: string, input: JoinPerson): Promise<{ casePersonId: string }> {
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'case.card.edit', loaded.relation)
  const read = input.idType === RESIDENT_ID && input.idNo ? readIdNumber(input.idNo) : null
  if (input.idType === RESIDENT_ID && read === null && input.nameBasis === 'verified')
    throw new Problem('id-number-invalid', { basis: 'GB 11643-1999' })
  const { occurredAt, summoned, ...person } = input
  const casePersonId = randomUUID()
  const row = em.create(CasePersonSchema, {
    ...person,
    id: casePersonId,
    caseId,
    seq: (await em.count(CasePersonSchema, { caseId })) + 1,
    role: 'suspect',
    stage: 'FILED',
    idNo: input.idNo?.toUpperCase() ?? null,
    birthDate: read?.birthDate ?? input.birthDate,
    sex: read?.sex ?? input.sex,
    measureCode: null,
    measureBy: null,
    measureFrom: null,
    measureDocNo: null,
    pleads: null,
    fastTrackConsent: null,
    counsel: null,
    sentence: null,
    servedAt: null,
    movedFrom: null,
    movedTo: null,
    version: 1,
  })
  loaded.persons.push(row)
  await em.flush()
  if (loaded.persons.length === 1) loaded.row.name = `${row.name}${loaded.row.name}`
  if (summoned && !loaded.row.circumstances.includes('summoned')) loaded.row.circumstances = [...loaded.row.circumstances, 'summoned']
  await take(em, actor, loaded, { act: 'joinPerson', occurredAt, casePersonId, data: {} })
  if (summoned) await take(em, actor, loaded, { act: 'summon', occurredAt, casePersonId, data: {} })
  return { casePersonId }
}

/** Declares which investigative facts there are; they decide what the gates ask for. */
export async function declareCircumstances(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  circumstances: readonly string[],
): Promise<void> {
  const unknown = circumstances.find(code => !isCircumstance(code))
  if (unknown !== undefined) throw new Problem('validation', { facts: { field: 'circumstances', value: unknown } })
  const loaded = await lockCase(em, caseId)
  mustBeAble(actor, 'case.card.edit', loaded.relation)
  loaded.row.circumstances = [...circumstances]
  loaded.row.updatedAt = loaded.now
  await em.flush()
  await record(em, actor, caseId, {
    action: 'case.circumstances',
    target: caseId,
    targetVersion: loaded.row.version,
    details: { declared: circumstances.join(',') },
  })
}

export type TakeAct = {
  readonly act: string
  readonly occurredAt: Date | null
  readonly casePersonId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** The right that a step asks for: an agency that works beside the holder takes its own steps only. */
export const actionOf = ({ partner }: Transition, { mode }: Pick<CaseRelation, 'mode'>): 'case.act' | 'case.act.beside' =>
  mode === 'partner' && partner ? 'case.act.beside' : 'case.act'

/** A step with a button of its own: may this person, does the table allow it, then rows, periods, audit and outbox together. */
export async function takeAct(
  em: EntityManager,
  actor: Actor,
  caseId: string,
  input: TakeAct,
  ifVersion: number | null,
): Promise<{ caseId: string; version: number; eventId: string }> {
  const isHis = await seesPerson(em, input.casePersonId)
  const loaded = await lockWholeCase(em, caseId)
  const row = findTransition(input.act)
  if (row === undefined || row.by !== 'act') throw new Problem('not-found')
  mustBeAble(actor, actionOf(row, loaded.relation), loaded.relation)
  // Whom he does not see he is answered about as about somebody whom the case does not have.
  if (!isHis) throw new Problem('person-required', { basis: row.basis, facts: { act: row.act } })
  await mustBeAsSeen(em, loaded, ifVersion)
  const data = checkFields(row.fields, input.data)
  const eventId = await take(em, actor, loaded, {
    act: row.act,
    casePersonId: input.casePersonId,
    data,
    occurredAt: input.occurredAt ?? loaded.now,
  })
  return { caseId, version: loaded.row.version, eventId }
}

/**
 * What somebody acts on is what he saw. Steps that the system entered since, such as the arrival of a certificate at the centre, do not
 * make his page another one. @throws Problem `precondition-failed`
 */
async function mustBeAsSeen(em: EntityManager, { row }: LockedCase, ifVersion: number | null): Promise<void> {
  if (ifVersion === null || ifVersion === row.version) return
  const [quiet] = await em.execute('select 1 from criminal_case where id = ? and quiet_to = ? and quiet_from <= ?', [
    row.id,
    row.version,
    ifVersion,
  ])
  if (quiet === undefined) throw new Problem('precondition-failed', { facts: { version: row.version } })
}

/** Whether this context sees the person, asked before the case is whole to it. */
const seesPerson = async (em: EntityManager, casePersonId: string | null): Promise<boolean> =>
  casePersonId === null || (await em.execute('select 1 from case_person where id = ?', [casePersonId])).length > 0

/** The facts an act carries, as its row of the table asks for them; anything else is refused, nothing is ignored. */
function checkFields(fields: readonly Field[], data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const unknown = Object.keys(data).find(name => !fields.some(field => field.name === name))
  if (unknown !== undefined) throw new Problem('validation', { facts: { field: unknown } })
  for (const { name, required, kind, options } of fields) {
    const value = data[name]
    const missing = value === undefined || value === null || value === ''
    if (missing && required) throw new Problem('fact-required', { facts: { field: name } })
    const wrongKind =
      (kind === 'integer' && typeof value !== 'number') ||
      (kind === 'boolean' && typeof value !== 'boolean') ||
      (options && !options.some(option => option.value === value))
    if (!missing && wrongKind) throw new Problem('validation', { facts: { field: name } })
  }
  return data
}

export type Step = {
  readonly act: string
  readonly occurredAt: Date
  readonly casePersonId: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/**
 * Takes one step of the transition table on a locked case: role, decision, rows, audit entry and outbox fact, all in the
 * caller's transaction. A hand-over takes its steps `silent`: it tells the flow itself, in its own words.
 * @returns the event's id
 */
export async function take(
  em: EntityManager,
  actor: Actor,
  loaded: LockedCase,
  step: Step,
  telling: 'told' | 'silent' = 'told',
): Promise<string> {
  const row = findTransition(step.act)
  const mayTake = row?.agency.includes(actor.agencyType) && row.who.some(role => actor.roles.includes(role))
  if (!mayTake) throw new Problem('forbidden', { facts: { act: step.act } })
  const command = { ...step, byAgency: actor.agency, byAgencyType: actor.agencyType }
  const change = accept(decide(factsOf(loaded), command, loaded.now))
  return await write(em, actor, loaded, change, step.data, telling)
}

/** Writes what a decision allowed: rows, audit entry and outbox fact, all in the caller's transaction. @returns the event's id */
export async function write(
  em: EntityManager,
  actor: Actor,
  loaded: LockedCase,
  change: CaseChange,
  data: Readonly<Record<string, unknown>>,
  telling: 'told' | 'silent' = 'told',
): Promise<string> {
  const eventId = await applyChange(em, loaded, change, actor, { ...data })
  await record(em, actor, loaded.row.id, {
    action: `case.${change.act}`,
    target: loaded.row.id,
    targetVersion: loaded.row.version,
    basis: change.basis,
    details: { event: eventId, person: change.casePersonId, occurredAt: change.occurredAt.toISOString(), stage: change.stage },
  })
  if (telling === 'told') await tell(em, { type: 'case.stepped', caseId: loaded.row.id, payload: { eventId } })
  return eventId
}

/**
 * Enters a step that follows from what another agency did on the platform, such as the arrival of a certificate at the centre: by the
 * table, for the agency given, by nobody in person. A step that the case is past is left out. @returns the event's id, or null
 */
export async function takeForAgency(em: EntityManager, loaded: LockedCase, step: Step, agency: string): Promise<string | null> {
  const command = { ...step, byAgency: agency, byAgencyType: agencyOf(agency).type }
  const decision = decide(factsOf(loaded), command, loaded.now)
  if (!decision.ok) return null
  const { change } = decision
  const { version: before } = loaded.row
  const eventId = await applyChange(em, loaded, change, { userId: null, agency }, { ...step.data })
  await em.execute('update criminal_case set quiet_from = case when quiet_to = ? then quiet_from else ? end, quiet_to = ? where id = ?', [
    before,
    before,
    loaded.row.version,
    loaded.row.id,
  ])
  const details = { event: eventId, person: change.casePersonId, occurredAt: change.occurredAt.toISOString(), agency }
  await record(em, SYSTEM, loaded.row.id, { action: `case.${change.act}`, target: loaded.row.id, basis: change.basis, details })
  await tell(em, { type: 'case.stepped', caseId: loaded.row.id, payload: { eventId } })
  return eventId
}
