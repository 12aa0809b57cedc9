import { randomUUID } from 'node:crypto'
import { LockMode, wrap } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { CaseRelation } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { agencyOf } from '../domain/codes.ts'
import { legalDate } from '../domain/legal-date.ts'
import { Problem } from '../domain/problem.ts'
import { ACCESS_STAGE } from '../domain/stages.ts'
import { periodRule } from '../periods/table.ts'
import {
  CaseEventSchema,
  type CasePersonRow,
  CasePersonSchema,
  type CriminalCaseRow,
  CriminalCaseSchema,
  type PeriodInstanceRow,
  PeriodInstanceSchema,
} from './entities.ts'
import type { CaseChange, CaseFacts, CasePerson, PersonPatch } from './model.ts'
import { nextStep } from './turn.ts'

/** A case with its persons and periods, its row locked for this transaction. */
export type LockedCase = {
  readonly row: CriminalCaseRow
  readonly persons: CasePersonRow[]
  readonly periods: PeriodInstanceRow[]
  readonly relation: CaseRelation
  readonly now: Date
}

/** Locks the case and loads what `decide` may look at. @throws Problem `not-found` for a case that is invisible to this context */
export async function lockCase(em: EntityManager, caseId: string): Promise<LockedCase> {
  const row = await em.findOne(CriminalCaseSchema, { id: caseId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
  if (row === null) throw new Problem('not-found')
  const [state] = await em.execute<{ now: Date; mode: CaseRelation['mode']; assigned: boolean; recused: boolean }[]>(
    `select app_now() as now, (select a.mode from case_access a where a.case_id = ? and a.agency_code = app_agency()) as mode,
       exists (select 1 from case_assignment s where s.case_id = ? and s.user_id = app_user()) as assigned,
       exists (select 1 from case_recusal r where r.case_id = ? and r.user_id = app_user()) as recused`,
    [caseId, caseId, caseId],
  )
  const persons = await em.find(CasePersonSchema, { caseId }, { orderBy: { seq: 'asc' } })
  const periods = await em.find(PeriodInstanceSchema, { caseId })
  const relation = {
    mode: state?.mode ?? null,
    assigned: state?.assigned ?? false,
    recused: state?.recused ?? false,
    stage: ACCESS_STAGE[row.stage],
  }
  return { row, persons, periods, relation, now: new Date(state?.now ?? Number.NaN) }
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

const personFacts = (row: CasePersonRow): CasePerson => ({
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
})

/** The facts of a loaded case, without any name. */
export function factsOf({ row, persons, periods }: Pick<LockedCase, 'row' | 'persons' | 'periods'>): CaseFacts {
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
    openedAt: row.openedAt,
    servedOnProcuratorateAt: row.servedOnProcuratorateAt ?? null,
    persons: persons.map(personFacts),
    periods: periods.map(({ id, code, casePersonId, startedAt, dueAt, endedAt }) => ({
      id,
      code,
      casePersonId: casePersonId ?? null,
      startedAt,
      dueAt,
      endedAt: endedAt ?? null,
    })),
  }
}

/** Writes what `decide` answered: event, persons, periods, case. @returns the event's id */
export async function applyChange(
  em: EntityManager,
  loaded: LockedCase,
  change: CaseChange,
  actor: Pick<Actor, 'userId' | 'agency'>,
  data: Record<string, unknown>,
): Promise<string> {
  const { row, now } = loaded
  const eventId = randomUUID()
  em.create(CaseEventSchema, {
    id: eventId,
    caseId: row.id,
    casePersonId: change.casePersonId,
    transition: change.transition,
    act: change.act,
    events: [...change.events],
    occurredAt: change.occurredAt,
    recordedAt: now,
    byUser: actor.userId,
    byAgency: actor.agency,
    basis: change.basis,
    data,
  })
  for (const person of loaded.persons) patchPerson(person, change.persons.get(person.id))
  patchPeriods(em, loaded, change, eventId)
  patchCase(loaded, change)
  await em.flush()
  return eventId
}

function patchPerson(row: CasePersonRow, patch: PersonPatch | undefined): void {
  if (patch === undefined) return
  const { measure, servedOnPersonAt, ...plain } = patch
  Object.assign(row, plain)
  if (servedOnPersonAt !== undefined) row.servedAt = servedOnPersonAt
  if (measure)
    Object.assign(row, { measureCode: measure.code, measureBy: measure.decidedBy, measureFrom: measure.from, measureDocNo: measure.docNo })
}

function patchPeriods(em: EntityManager, loaded: LockedCase, change: CaseChange, eventId: string): void {
  for (const ended of change.periodsEnded) {
    const period = loaded.periods.find(({ id }) => id === ended.id)
    if (period) wrap(period).assign({ endedAt: ended.endedAt, endedBy: eventId })
  }
  for (const { event: _, ...started } of change.periodsStarted) {
    loaded.periods.push(
      em.create(PeriodInstanceSchema, {
        id: randomUUID(),
        caseId: loaded.row.id,
        ...started,
        endedAt: null,
        startedBy: eventId,
        endedBy: null,
      }),
    )
  }
}

function patchCase(loaded: LockedCase, change: CaseChange): void {
  const { row, now, periods } = loaded
  const { procedure, track48, servedOnProcuratorateAt } = change.casePatch
  const stageMoves = row.stage !== change.stage || row.holderAgency !== change.holderAgency
  row.stage = change.stage
  row.holderAgency = change.holderAgency
  if (procedure) row.procedure = procedure
  if (servedOnProcuratorateAt) row.servedOnProcuratorateAt = servedOnProcuratorateAt
  if (track48) Object.assign(row, { trackArrivedAt: track48.arrivedAt, trackState: track48.state, trackClosedAt: track48.closedAt })
  if (stageMoves) setTurn(row, change.holderAgency, change.occurredAt, nextStep(change.stage))
  const open = periods.filter(({ code, endedAt }) => !endedAt && periodRule(code).kind !== 'suspension').map(({ dueAt }) => dueAt.getTime())
  row.nextDueAt = open.length > 0 ? new Date(Math.min(...open)) : null
  row.updatedAt = now
}

/** Whose turn it is, since when, to do what. */
export function setTurn(row: CriminalCaseRow, agency: string, since: Date, what: { zh: string; en: string }): void {
  Object.assign(row, { turnAgency: agency, turnSince: since, turnZh: what.zh, turnEn: what.en })
}

/** The next number of a series; the row stays locked until the commit, so numbers have no gap and no double. */
export async function nextNumber(em: EntityManager, issuer: string, series: string, year: number): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    'insert into number_counter (issuer, series, year, last) values (?, ?, ?, 1) on conflict (issuer, series, year) do update set last = number_counter.last + 1 returning last',
    [issuer, series, year],
  )
  return row?.last ?? Number.NaN
}

/** Assigns a colleague to a case; row-level security refuses people of another agency. */
export async function assign(em: EntityManager, caseId: string, userId: string, agency: string, role: string, since: Date): Promise<void> {
  await em.execute(
    'insert into case_assignment (case_id, user_id, agency_code, role, since) values (?, ?, ?, ?, ?) on conflict do nothing',
    [caseId, userId, agency, role, since],
  )
}
