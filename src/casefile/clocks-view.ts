import type { EntityManager } from '@mikro-orm/postgresql'
import type { CaseRelation } from '../access/rules.ts'
import { can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import { listClockEvents } from '../cases/clock-store.ts'
import {
  CasePersonSchema,
  CriminalCaseSchema,
  type DeadlineRequestRow,
  DeadlineRequestSchema,
  type PeriodInstanceRow,
  PeriodInstanceSchema,
} from '../cases/entities.ts'
import { type CaseSnapshot, factsOf } from '../cases/locked-case.ts'
import { findTransition } from '../cases/transitions.ts'
import { isCustodyMeasure } from '../domain/codes.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { readAnswers, standingAnswers } from '../eligibility/answers.ts'
import { linesOf } from '../handovers/lines/rules.ts'
import { presentPause } from '../handovers/lines/schemas.ts'
import { listPauses } from '../handovers/lines/store.ts'
import { findOpenHandOver } from '../handovers/store.ts'
import { basisInChinese } from '../periods/basis.ts'
import { calendarAt } from '../periods/calendar-store.ts'
import { type Clock, foldClocks } from '../periods/clocks.ts'
import { explain } from '../periods/explain.ts'
import { periodState } from '../periods/model.ts'
import { periodRule } from '../periods/table.ts'
import { deadlineOptions } from './deadline-options.ts'
import { suppositions } from './what-if.ts'

/** A case read without a lock, with its clocks folded anew so that each date can be explained. */
export async function readClocks(em: EntityManager, caseId: string) {
  const row = await em.findOne(CriminalCaseSchema, { id: caseId })
  if (row === null) throw new Problem('not-found')
  const persons = await em.find(CasePersonSchema, { caseId, movedTo: null }, { orderBy: { seq: 'asc' } })
  const periods = await em.find(PeriodInstanceSchema, { caseId }, { orderBy: { dueAt: 'asc' } })
  const events = await listClockEvents(em, caseId)
  const wrongEvents = await em.execute<{ id: string; act: string; occurred_at: Date }[]>(
    'select e.id, e.act, e.occurred_at from case_event e where e.case_id = ? and e.id in (select corrects from deadline_request r where r.case_id = ?)',
    [caseId, caseId],
  )
  const [state] = await em.execute<{ now: Date; version: string; answers: unknown; elsewhere: string[] }[]>(
    `select app_now() as now, version, ${standingAnswers('?')} as answers, held_elsewhere(?) as elsewhere from calendar_state`,
    [caseId, caseId],
  )
  if (state === undefined) throw new Error('the calendar has no state')
  const calendar = await calendarAt(em, state.version)
  const now = new Date(state.now)
  const snapshot: CaseSnapshot = { row, persons, periods, events, answers: readAnswers(state.answers), heldElsewhere: state.elsewhere, now }
  const clocks = foldClocks(events, calendar)
  return { ...snapshot, wrongEvents, facts: factsOf(snapshot), clocks, calendar }
}

export type ReadClocks = Awaited<ReturnType<typeof readClocks>>

/** The clock of a row, as the fold gives it; none for a row whose starting event was corrected. */
export const clockOf = ({ clocks }: Pick<ReadClocks, 'clocks'>, row: PeriodInstanceRow): Clock | undefined =>
  clocks.find(one => one.startedBy === row.startedBy && one.code === row.code && one.casePersonId === (row.casePersonId ?? null))

/** All clocks of all persons of a case (在途期限), each with its arithmetic, and what may be asked for or supposed. */
export async function getClocksView(em: EntityManager, actor: Actor, caseId: string, relation: CaseRelation) {
  const read = await readClocks(em, caseId)
  const { facts, now, calendar } = read
  const [clock] = await em.execute<{ speed: string }[]>('select clock_speed::text as speed from platform')
  const requests = await em.find(DeadlineRequestSchema, { caseId }, { orderBy: { requestedAt: 'desc' } })
  const people = await listNames(em, requests)
  const input = { actor, relation, facts, now, calendar }
  const pauses = await listPauses(em, null)
  const underWay = await findOpenHandOver(em, caseId)
  const down = pauses.map(({ agency }) => agency)
  const items = read.periods
    .flatMap(row => presentClock(read, row, input))
    .map(item => {
      const clock = { code: item.code, agency: item.agency.code }
      return { ...item, lines: item.endedAt === null ? [...linesOf(clock, down, underWay)] : [] }
    })
  const concerned = new Set([
    read.row.holderAgency,
    ...(underWay ? [underWay.fromAgency, underWay.toAgency] : []),
    ...items.flatMap(({ lines }) => lines),
  ])
  return {
    now: instant(now),
    speed: Number(clock?.speed ?? 1),
    persons: read.persons.map(({ id, seq, name, measureCode }) => ({
      id,
      seq,
      name,
      inCustody: measureCode ? isCustodyMeasure(measureCode) : false,
    })),
    items,
    requests: requests.map(row => presentRequest(row, people, read, { actor, relation })),
    options: suppositions(input),
    pauses: pauses.filter(({ agency }) => concerned.has(agency)).map(pause => presentPause(pause)),
  }
}

function presentClock(read: ReadClocks, row: PeriodInstanceRow, input: Parameters<typeof deadlineOptions>[0]) {
  const clock = clockOf(read, row)
  if (clock === undefined) return []
  const rule = periodRule(row.code)
  const period = read.facts.periods.find(({ id }) => id === row.id)
  return [
    {
      id: row.id,
      code: row.code,
      zh: rule.nameZh,
      en: rule.nameEn,
      casePersonId: row.casePersonId ?? null,
      agency: agencyRef(row.agency),
      kind: rule.kind,
      startedAt: instant(row.startedAt),
      dueAt: instant(row.dueAt),
      legalLatest: instantOrNull(row.legalLatest),
      state: periodState({ dueAt: row.dueAt, endedAt: row.endedAt ?? null, suspended: row.suspended }, read.now),
      endedAt: instantOrNull(row.endedAt),
      custody: row.custody,
      verify: rule.verify,
      provisional: row.provisional,
      flags: row.flags,
      basis: rule.legalBasis,
      basisZh: basisInChinese(rule.legalBasis),
      sentence: explain(rule, clock.outcome),
      ledger: clock.outcome.ledger.map(step => presentStep(step)),
      remindAt: instantOrNull(row.remindAt),
      warnAt: instantOrNull(row.warnAt),
      superviseAt: instantOrNull(row.superviseAt),
      startedBy: row.startedBy,
      may: period ? deadlineOptions(input, period) : [],
    },
  ]
}

/** One counted step, as every answer shows it. */
export const presentStep = ({ kind, zh, en, at, due, basis, eventId }: Clock['outcome']['ledger'][number]) => ({
  kind,
  zh,
  en,
  at: instantOrNull(at),
  due: instantOrNull(due),
  basis,
  basisZh: basis === null ? null : basisInChinese(basis),
  event: eventId,
})

async function listNames(em: EntityManager, requests: readonly DeadlineRequestRow[]): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(requests.flatMap(({ requestedBy, decidedBy }) => [requestedBy, ...(decidedBy ? [decidedBy] : [])]))]
  const rows = await em.execute<{ id: string; name: string | null }[]>('select id, staff_name(id) as name from unnest(?::uuid[]) id', [
    `{${ids.join(',')}}`,
  ])
  return new Map(rows.map(({ id, name }) => [id, name ?? '']))
}

function presentRequest(
  row: DeadlineRequestRow,
  people: ReadonlyMap<string, string>,
  { wrongEvents }: ReadClocks,
  { actor, relation }: { actor: Actor; relation: CaseRelation },
) {
  const wrong = wrongEvents.find(({ id }) => id === row.corrects)
  const rule = row.periodCode ? periodRule(row.periodCode) : null
  const act = wrong ? findTransition(wrong.act) : undefined
  return {
    id: row.id,
    type: row.type,
    period: rule ? { code: rule.code, zh: rule.nameZh, en: rule.nameEn } : null,
    casePersonId: row.casePersonId ?? null,
    extension: row.extension ?? null,
    length: row.length ?? null,
    reason: row.reason ?? null,
    corrects: act && wrong ? { id: wrong.id, zh: act.zh, en: act.en, occurredAt: instant(wrong.occurred_at) } : null,
    occurredAt: instantOrNull(row.occurredAt),
    documentNo: row.documentNo ?? null,
    note: row.note ?? null,
    requestedBy: people.get(row.requestedBy) ?? '',
    requestedAt: instant(row.requestedAt),
    state: row.state,
    decidedBy: row.decidedBy ? (people.get(row.decidedBy) ?? '') : null,
    decidedAt: instantOrNull(row.decidedAt),
    decisionNote: row.decisionNote ?? null,
    mayDecide: row.state === 'open' && row.requestedBy !== actor.userId && can(actor, 'deadline.event', relation) === 'allowed',
  }
}
