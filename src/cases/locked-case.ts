import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { CaseRelation } from '../access/rules.ts'
import { agencyOf } from '../domain/codes.ts'
import { dayOf, legalDate } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { ACCESS_STAGE } from '../domain/stages.ts'
import { readAnswers, standingAnswers } from '../eligibility/answers.ts'
import type { EligibilityFacts, RowAnswer } from '../eligibility/model.ts'
import { barOf } from '../eligibility/rules.ts'
import { calendarAt } from '../periods/calendar-store.ts'
import type { ClockEvent } from '../periods/clocks.ts'
import type { Calendar } from '../periods/rules.ts'
import { periodRule } from '../periods/table.ts'
import { listClockEvents } from './clock-store.ts'
import {
  type CasePersonRow,
  CasePersonSchema,
  type CriminalCaseRow,
  CriminalCaseSchema,
  type PeriodInstanceRow,
  PeriodInstanceSchema,
} from './entities.ts'
import type { CaseFacts, CasePerson } from './model.ts'
import { recountHere } from './recount.ts'

/** A case with its persons and periods, its row locked for this transaction. */
export type LockedCase = {
  readonly row: CriminalCaseRow
  readonly persons: CasePersonRow[]
  readonly periods: PeriodInstanceRow[]
  readonly events: ClockEvent[]
  readonly relation: CaseRelation
  readonly now: Date
  /** The answers to the eligibility table that stand. */
  readonly answers: RowAnswer[]
  /** Persons who are held in custody for another case. */
  readonly heldElsewhere: readonly string[]
  /** The holidays in force; they stay so till this transaction ends. */
  readonly calendar: Calendar
}

/**
 * Locks the case with everybody in it, for a step: clocks and stage are counted over all of them, also where whoever takes it may
 * see single ones alone. Till this transaction ends the case is whole to him. @throws Problem `not-found`, as `lockCase`
 */
export async function lockWholeCase(em: EntityManager, caseId: string): Promise<LockedCase> {
  await setWhole(em, caseId)
  return await lockCase(em, caseId)
}

const setWhole = async (em: EntityManager, caseId: string): Promise<void> => {
  await em.execute("select set_config('app.whole_case', ?, true)", [caseId])
}

/**
 * Locks the case and loads what `decide` may look at, of the persons whom this context may see.
 * @throws Problem `not-found` for a case that is invisible to this context
 */
export async function lockCase(em: EntityManager, caseId: string): Promise<LockedCase> {
  const row = await em.findOne(CriminalCaseSchema, { id: caseId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (row === null) throw new Problem('not-found')
  const [state] = await em.execute<LockState[]>(
    `select app_now() as now, h.version, h.pending, (select a.mode from case_access a where a.case_id = ? and a.agency_code = app_agency()) as mode,
       exists (select 1 from case_assignment s where s.case_id = ? and s.user_id = app_user()) as assigned,
       exists (select 1 from case_recusal r where r.case_id = ? and r.user_id = app_user()) as recused, ${standingAnswers('?')} as answers,
       held_elsewhere(?) as elsewhere,
       whole_case_to_me(?) or current_setting('app.whole_case', true) = ? as whole
     from hold_calendar(?) h`,
    [caseId, caseId, caseId, caseId, caseId, caseId, caseId, caseId],
  )
  if (state === undefined) throw new Error('the calendar has no state')
  const now = new Date(state.now)
  const calendar = await calendarAt(em, state.version)
  if (state.pending) await recountPending(em, row, { calendar, now, whole: state.whole })
  const persons = await em.find(CasePersonSchema, { caseId, movedTo: null }, { orderBy: { seq: 'asc' } })
  const periods = await em.find(PeriodInstanceSchema, { caseId })
  const events = await listClockEvents(em, caseId)
  const relation = {
    mode: state.mode,
    assigned: state.assigned,
    recused: state.recused,
    stage: ACCESS_STAGE[row.stage],
  }
  return { row, persons, periods, events, relation, now, answers: readAnswers(state.answers), heldElsewhere: state.elsewhere, calendar }
}

/** The clocks are counted over all persons, also where whoever locked the case may see single ones alone. */
async function recountPending(
  em: EntityManager,
  row: CriminalCaseRow,
  { calendar, now, whole }: { calendar: Calendar; now: Date; whole: boolean },
): Promise<void> {
  if (!whole) await setWhole(em, row.id)
  const periods = await em.find(PeriodInstanceSchema, { caseId: row.id })
  await recountHere(em, { caseId: row.id, periods, events: await listClockEvents(em, row.id), calendar, now })
  row.nextDueAt = nextDueAt(periods)
  await em.flush()
  if (!whole) await setWhole(em, '')
}

type LockState = {
  now: Date
  version: string
  pending: boolean
  whole: boolean
  mode: CaseRelation['mode']
  assigned: boolean
  recused: boolean
  answers: unknown
  elsewhere: string[]
}

/** The end that is nearest of what runs; a suspension is nobody's deadline. */
export function nextDueAt(periods: readonly PeriodInstanceRow[]): Date | null {
  const open = periods.filter(({ code, endedAt }) => !endedAt && periodRule(code).kind !== 'suspension').map(({ dueAt }) => dueAt.getTime())
  return open.length > 0 ? new Date(Math.min(...open)) : null
}

/**
 * Locks the case and marks it as changed, without loading its persons and periods: enough for an act on its papers.
 * @throws Problem `not-found` for a case that is invisible to this context
 */
export async function holdCase(em: EntityManager, caseId: string): Promise<Pick<LockedCase, 'relation' | 'now'>> {
  const [held] = await em.execute<{ now: Date }[]>(
    'update criminal_case set updated_at = app_now(), version = version + 1 where id = ? returning updated_at as now',
    [caseId],
  )
  if (held === undefined) throw new Problem('not-found')
  // A statement of its own: what changed while this one waited for the lock is seen only by the next.
  return { relation: await getRelation(em, caseId), now: new Date(held.now) }
}

/** How the actor stands to a case, read without a lock. @throws Problem `not-found` */
export async function getRelation(em: EntityManager, caseId: string): Promise<CaseRelation> {
  const [state] = await em.execute<{ stage: CriminalCaseRow['stage']; mode: CaseRelation['mode']; assigned: boolean }[]>(
    `select c.stage, (select a.mode from case_access a where a.case_id = c.id and a.agency_code = app_agency()) as mode,
       exists (select 1 from case_assignment s where s.case_id = c.id and s.user_id = app_user()) as assigned
     from criminal_case c where c.id = ?`,
    [caseId],
  )
  if (state === undefined) throw new Problem('not-found')
  return { mode: state.mode, assigned: state.assigned, recused: false, stage: ACCESS_STAGE[state.stage] }
}

const personFacts = (row: CasePersonRow, heldElsewhere = false): CasePerson => ({
  id: row.id,
  seq: row.seq,
  role: row.role,
  stage: row.stage,
  birthDate: row.birthDate ? legalDate(row.birthDate) : null,
  measure:
    row.measureCode && row.measureBy && row.measureFrom
      ? {
          code: row.measureCode,
          decidedBy: row.measureBy,
          decidedByType: agencyOf(row.measureBy).type,
          from: row.measureFrom,
          docNo: row.measureDocNo ?? null,
        }
      : null,
  pleads: row.pleads ?? null,
  fastTrackConsent: row.fastTrackConsent ?? null,
  counsel: row.counsel ?? null,
  sentence: row.sentence ?? null,
  servedOnPersonAt: row.servedAt ?? null,
  heldElsewhere,
})

/** A case with what belongs to it, as it was read. */
export type CaseSnapshot = Pick<LockedCase, 'row' | 'persons' | 'periods' | 'events' | 'answers' | 'heldElsewhere' | 'now'>

/** What the eligibility table is judged by. */
export const eligibilityFacts = ({
  row,
  persons,
  answers,
  now,
}: Omit<CaseSnapshot, 'periods' | 'events' | 'heldElsewhere'>): EligibilityFacts => ({
  today: dayOf(now),
  actOn: dayOf(row.occurredFrom ?? row.openedAt),
  isBasicCourt: isDistrict(row.originAgency),
  isSettled: row.circumstances.includes('settled'),
  persons: persons.map(row => personFacts(row)),
  answers,
})

/** Codes of a city end in two noughts, those of its districts do not. */
const isDistrict = (agency: string): boolean => !/00$/.test(agency.split('-')[0] ?? '00')

/** The facts of a loaded case, without any name. */
export function factsOf(snapshot: CaseSnapshot): CaseFacts {
  const { row, persons, periods, events } = snapshot
  return {
    id: row.id,
    version: row.version,
    stage: row.stage,
    holderAgency: row.holderAgency,
    originAgency: row.originAgency,
    chargeCode: row.chargeCode,
    circumstances: row.circumstances,
    procedure: row.procedure ?? null,
    track48:
      row.trackArrivedAt && row.trackState
        ? { arrivedAt: row.trackArrivedAt, state: row.trackState, closedAt: row.trackClosedAt ?? null }
        : null,
    fastReviewBar: barOf(eligibilityFacts(snapshot), 'review'),
    fastTrackBar: barOf(eligibilityFacts(snapshot), ACCESS_STAGE[row.stage] === 1 ? 'track' : 'trial'),
    openedAt: row.openedAt,
    servedOnProcuratorateAt: row.servedOnProcuratorateAt ?? null,
    persons: persons.map(person => personFacts(person, snapshot.heldElsewhere.includes(person.id))),
    periods: periods.map(({ id, code, casePersonId, startedBy, startedAt, dueAt, endedAt, suspended }) => ({
      id,
      code,
      casePersonId: casePersonId ?? null,
      startedBy,
      startedAt,
      dueAt,
      endedAt: endedAt ?? null,
      suspended,
    })),
    events,
  }
}

/** Whose turn it is, since when, to do what. */
export function setTurn(row: CriminalCaseRow, agency: string, since: Date, what: { zh: string; en: string }): void {
  Object.assign(row, { turnAgency: agency, turnSince: since, turnZh: what.zh, turnEn: what.en })
}

/** Assigns a colleague to a case; row-level security refuses people of another agency. */
export async function assign(em: EntityManager, caseId: string, userId: string, agency: string, role: string, since: Date): Promise<void> {
  await em.execute(
    'insert into case_assignment (case_id, user_id, agency_code, role, since) values (?, ?, ?, ?, ?) on conflict do nothing',
    [caseId, userId, agency, role, since],
  )
}
