import type { EntityManager } from '@mikro-orm/postgresql'
import { AGENCIES, agencyOf } from '../../domain/codes.ts'
import { PERIODS } from '../../periods/table.ts'
import type { PermitAtGate } from './model.ts'

/** The periods on which a person is held, as the functions of the database take them. */
const TITLES = `{${[...PERIODS.values()].flatMap(({ code, holdsCustody }) => (holdsCustody ? [code] : [])).join(',')}}`

const list = (values: readonly string[]): string => `{${values.join(',')}}`
const dateOrNull = (value: Date | string | null): Date | null => (value === null ? null : new Date(value))

/** The resident procurators' procuratorate (驻所检察) of a centre. */
export function residentOf(centre: string): string {
  const { divisionCode } = agencyOf(centre)
  return [...AGENCIES.values()].find(agency => agency.type === 'procuratorate' && agency.divisionCode === divisionCode)?.code ?? centre
}

export type PersonAtCentre = {
  readonly case_id: string
  readonly title_id: string | null
  readonly holder_agency: string | null
  readonly centre: string | null
  readonly name: string
  readonly id_no: string | null
  readonly warrant_no: string | null
  readonly stay_id: string | null
}

/** What a warrant says of a person of this centre; null for everybody else. */
export async function findPersonAtCentre(em: EntityManager, casePersonId: string): Promise<PersonAtCentre | null> {
  const [row] = await em.execute<PersonAtCentre[]>(
    'select case_id, title_id, holder_agency, centre, name, id_no, warrant_no, stay_id from person_at_centre(?)',
    [casePersonId],
  )
  return row ?? null
}

export type StayAtCentre = {
  readonly caseId: string
  readonly casePersonId: string
  readonly admittedAt: Date
  readonly leftAt: Date | null
  readonly holder: string | null
  readonly titleId: string | null
  readonly lastHolder: string | null
  readonly lastEnd: string | null
  readonly unasked: number
}

/** A stay of this centre, its row locked; null for one of another house. */
export async function lockStay(em: EntityManager, stayId: string): Promise<StayAtCentre | null> {
  type Row = {
    case_id: string
    case_person_id: string
    admitted_at: Date
    left_at: Date | null
    holder_agency: string | null
    title_id: string | null
    last_holder: string | null
    last_end: string | null
    unasked: number
  }
  const [row] = await em.execute<Row[]>(
    'select case_id, case_person_id, admitted_at, left_at, holder_agency, title_id, last_holder, last_end, unasked from stay_at_centre(?)',
    [stayId],
  )
  if (row === undefined) return null
  return {
    ...{ caseId: row.case_id, casePersonId: row.case_person_id, admittedAt: new Date(row.admitted_at), leftAt: dateOrNull(row.left_at) },
    ...{ holder: row.holder_agency, titleId: row.title_id, lastHolder: row.last_holder, lastEnd: row.last_end, unasked: row.unasked },
  }
}

export type Numbered = { readonly number: string; readonly year: number; readonly seq: number }

export async function insertStay(
  em: EntityManager,
  casePersonId: string,
  { number, year, seq }: Numbered,
  stay: { at: Date; warrantNo: string; health: string; note: string | null },
): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>('select admit_person(?, ?, ?, ?, ?::timestamptz, ?, ?, ?) as id', [
    ...[casePersonId, number, year, seq],
    ...[stay.at, stay.warrantNo, stay.health, stay.note],
  ])
  return row?.id ?? ''
}

export async function insertFact(
  em: EntityManager,
  fact: { casePersonId: string; stayId: string | null; kind: string; at: Date; ground: string | null; note: string | null },
): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>('select add_centre_fact(?, ?::uuid, ?, ?::timestamptz, ?, ?) as id', [
    ...[fact.casePersonId, fact.stayId, fact.kind],
    ...[fact.at, fact.ground, fact.note],
  ])
  return row?.id ?? ''
}

/** Leaves for the worker a step of the case that the centre took. */
export async function reportStep(em: EntityManager, casePersonId: string, act: string, at: Date): Promise<void> {
  await em.execute('select report_step(?, ?, ?::timestamptz)', [casePersonId, act, at])
}

export type Notice = { readonly casePersonId: string; readonly kind: string; readonly about: string }

/** Tells agencies, and procuratorates of residents, of a person of this centre; each once. */
export async function tellOfPerson(
  em: EntityManager,
  { casePersonId, kind, about }: Notice,
  agencies: readonly string[],
  residents: readonly string[] = [],
): Promise<void> {
  await em.execute('select tell_of_person(?, ?, ?, ?::text[], ?::text[], null)', [
    casePersonId,
    kind,
    about,
    list(agencies),
    list(residents),
  ])
}

/** Ends a stay. @returns false where it had ended already */
export async function endStay(em: EntityManager, stayId: string, at: Date, reason: string, docNo: string | null): Promise<boolean> {
  const [row] = await em.execute<{ left: boolean }[]>('select leave_centre(?, ?::timestamptz, ?, ?) as left', [stayId, at, reason, docNo])
  return row?.left === true
}

export async function moveStay(
  em: EntityManager,
  stayId: string,
  { toCentre, at, approvalNo }: { toCentre: string; at: Date; approvalNo: string },
  { number, year, seq }: Numbered,
): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>('select move_stay(?, ?, ?::timestamptz, ?, ?, ?, ?) as id', [
    ...[stayId, toCentre, at, approvalNo],
    ...[number, year, seq],
  ])
  return row?.id ?? ''
}

/** @returns the new row's id, null where the person is not held for another case */
export async function insertSecondCase(
  em: EntityManager,
  caseId: string,
  casePersonId: string,
  note: string | null,
): Promise<string | null> {
  const [row] = await em.execute<{ id: string | null }[]>('select register_second_case(?, ?, ?) as id', [caseId, casePersonId, note])
  return row?.id ?? null
}

export async function answerSecondCase(
  em: EntityManager,
  id: string,
  answer: string,
  note: string | null,
): Promise<{ case_id: string; agency: string } | null> {
  const [row] = await em.execute<{ case_id: string; agency: string }[]>('select case_id, agency from answer_second_case(?, ?, ?)', [
    id,
    answer,
    note,
  ])
  return row ?? null
}

export type OwnTitle = { readonly holder: string; readonly code: string | null; readonly dueAt: Date | null }

/** For whom a person of my case is held, and until when; null where nobody holds him. A count that stands still has no end. */
export async function findTitle(em: EntityManager, caseId: string, casePersonId: string): Promise<OwnTitle | null> {
  const [row] = await em.execute<{ holder_agency: string; code: string | null; due_at: Date | null; suspended: boolean | null }[]>(
    'select holder_agency, code, due_at, suspended from title_of(?, ?, ?::text[])',
    [caseId, casePersonId, TITLES],
  )
  if (row === undefined) return null
  return { holder: row.holder_agency, code: row.code, dueAt: row.suspended ? null : dateOrNull(row.due_at) }
}

export async function insertPermit(
  em: EntityManager,
  permit: { caseId: string; casePersonId: string; code: string; from: Date; until: Date },
  { number, year, seq, series }: Numbered & { series: string },
): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>('select issue_permit(?, ?, ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz) as id', [
    ...[permit.caseId, permit.casePersonId, number, series, year, seq],
    ...[permit.code, permit.from, permit.until],
  ])
  return row?.id ?? ''
}

export type PermitFound = PermitAtGate & { readonly caseId: string; readonly permitId: string }

export async function findPermitAtGate(em: EntityManager, permitNo: string): Promise<PermitFound | null> {
  type Row = {
    permit_id: string
    case_id: string
    holder_agency: string
    valid_until: Date
    ended_reason: string | null
    title_holder: string | null
    custody_due: Date | null
    custody_stopped: boolean | null
    is_here: boolean
  }
  const [row] = await em.execute<Row[]>(
    'select permit_id, case_id, holder_agency, valid_until, ended_reason, title_holder, custody_due, custody_stopped, is_here from permit_at_gate(?, ?::text[])',
    [permitNo, TITLES],
  )
  if (row === undefined) return null
  return {
    ...{ permitId: row.permit_id, caseId: row.case_id, holder: row.holder_agency, validUntil: new Date(row.valid_until) },
    ...{ endedReason: row.ended_reason, titleHolder: row.title_holder, isHere: row.is_here },
    custodyDue: row.custody_stopped ? null : dateOrNull(row.custody_due),
  }
}

export async function noteShown(
  em: EntityManager,
  shown: { permitNo: string; purpose: string; officers: number; agency: string; code: string },
): Promise<string> {
  const [row] = await em.execute<{ id: string }[]>('select note_permit_shown(?, ?, ?, ?, ?) as id', [
    ...[shown.permitNo, shown.purpose, shown.officers],
    ...[shown.agency, shown.code],
  ])
  return row?.id ?? ''
}

/** @returns when it ended, null where it is not this centre's or has ended already */
export async function endInterrogation(em: EntityManager, entryId: string): Promise<Date | null> {
  const [row] = await em.execute<{ at: Date | null }[]>('select end_interrogation(?) as at', [entryId])
  return dateOrNull(row?.at ?? null)
}

/** The first of so many numbers of a series, which are used in this transaction. */
export async function takeManyNumbers(em: EntityManager, issuer: string, series: string, year: number, many: number): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    'insert into number_counter as n (issuer, series, year, last) values (?, ?, ?, ?) on conflict (issuer, series, year) do update set last = n.last + excluded.last returning last',
    [issuer, series, year, many],
  )
  return (row?.last ?? Number.NaN) - many + 1
}

/** Of these, the notices that are still to be sent, the nearest end first. */
export async function listOpenNotices(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    'select id from custody_expiry_notice where id = any (?::uuid[]) and sent_at is null and dropped_at is null order by due_at, id',
    [list(ids)],
  )
  return rows.map(({ id }) => id)
}

export type SentNotice = { readonly id: string; readonly case_id: string; readonly holder_agency: string; readonly notice_no: string }

export async function markSent(
  em: EntityManager,
  rows: readonly { id: string; no: string; year: number; seq: number }[],
): Promise<SentNotice[]> {
  return await em.execute<SentNotice[]>('select id, case_id, holder_agency, notice_no from send_expiry_notices(?::jsonb)', [
    JSON.stringify(rows),
  ])
}

export type IncidentAtCentre = {
  readonly caseId: string
  readonly casePersonId: string
  readonly holder: string
  readonly expiredAt: Date
  readonly reportedAt: Date | null
  readonly closedAt: Date | null
  readonly isHeld: boolean
  readonly isInside: boolean
  readonly titleEndedAt: Date | null
  readonly leftAt: Date | null
  readonly dueAt: Date | null
}

/** An incident of this centre, its row locked. */
export async function lockIncident(em: EntityManager, incidentId: string): Promise<IncidentAtCentre | null> {
  type Row = {
    case_id: string
    case_person_id: string
    holder_agency: string
    expired_at: Date
    reported_at: Date | null
    closed_at: Date | null
    is_held: boolean
    is_inside: boolean
    title_ended_at: Date | null
    left_at: Date | null
    due_at: Date | null
    suspended: boolean | null
  }
  const [row] = await em.execute<Row[]>(
    'select case_id, case_person_id, holder_agency, expired_at, reported_at, closed_at, is_held, is_inside, title_ended_at, left_at, due_at, suspended from incident_at_centre(?, ?::text[])',
    [incidentId, TITLES],
  )
  if (row === undefined) return null
  return {
    ...{ caseId: row.case_id, casePersonId: row.case_person_id, holder: row.holder_agency, isHeld: row.is_held, isInside: row.is_inside },
    ...{ expiredAt: new Date(row.expired_at), reportedAt: dateOrNull(row.reported_at), closedAt: dateOrNull(row.closed_at) },
    ...{
      titleEndedAt: dateOrNull(row.title_ended_at),
      leftAt: dateOrNull(row.left_at),
      dueAt: row.suspended ? null : dateOrNull(row.due_at),
    },
  }
}

export async function markReported(em: EntityManager, incidentId: string, { number, year, seq }: Numbered, to: string): Promise<void> {
  await em.execute('select report_incident(?, ?, ?, ?, ?)', [incidentId, number, year, seq, to])
}

export async function markClosed(
  em: EntityManager,
  incidentId: string,
  closing: { reason: string; docNo: string; note: string | null; endedAt: Date },
): Promise<void> {
  await em.execute('select close_incident(?, ?, ?, ?, ?::timestamptz)', [
    ...[incidentId, closing.reason, closing.docNo],
    ...[closing.note, closing.endedAt],
  ])
}

/** The first reader's time stays. @returns null for a notice that is not for the actor's agency */
export async function markSeen(em: EntityManager, noticeId: string): Promise<{ caseId: string; at: Date } | null> {
  await em.execute('update custody_notice set seen_at = app_now(), seen_by = app_user() where id = ? and seen_at is null', [noticeId])
  const [row] = await em.execute<{ case_id: string; seen_at: Date }[]>('select case_id, seen_at from custody_notice where id = ?', [
    noticeId,
  ])
  return row === undefined ? null : { caseId: row.case_id, at: new Date(row.seen_at) }
}

export type RegisterQuery = {
  readonly list: string
  readonly holder: string | null
  readonly soon: boolean
  readonly after: { readonly due: string; readonly person: string } | null
  readonly most: number
}

/** A page of the register and its figures, in one statement. */
export async function readRegister(em: EntityManager, { list: which, holder, soon, after, most }: RegisterQuery): Promise<unknown> {
  const [row] = await em.execute<{ page: unknown }[]>(
    'select custody_register_page(?::text[], ?, ?, ?::interval, ?::timestamptz, ?::uuid, ?) as page',
    [TITLES, which, holder, soon ? '7 days' : null, after?.due ?? null, after?.person ?? null, most],
  )
  return row?.page
}

/** What the worker's functions need to know of the law. */
export const heldOn = (): string => TITLES
