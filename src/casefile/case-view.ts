import type { EntityManager } from '@mikro-orm/postgresql'
import { type CaseRelation, can } from '../access/rules.ts'
import type { Actor } from '../agencies/model.ts'
import type { CasePersonRow, PeriodInstanceRow } from '../cases/entities.ts'
import type { NumberKind } from '../cases/numbers.ts'
import { findTransition } from '../cases/transitions.ts'
import { CRIMES, isCustodyMeasure, MEASURES } from '../domain/codes.ts'
import { HOUR_MS } from '../domain/legal-date.ts'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { trackColumns } from '../fasttrack/store.ts'
import { findOpenHandOver } from '../handovers/store.ts'
import { basisInChinese } from '../periods/basis.ts'
import type { Clock } from '../periods/clocks.ts'
import { explain } from '../periods/explain.ts'
import { periodState } from '../periods/model.ts'
import { periodRule } from '../periods/table.ts'
import { actionsFor } from './actions.ts'
import { clockOf, presentStep, readClocks } from './clocks-view.ts'
import { listHandOversOfCase } from './hand-over-view.ts'
import { getRelated } from './related-view.ts'
import { readStepEffects } from './step-effects.ts'
import { presentTrack48, type TrackColumns } from './track-board.ts'

type EventRow = {
  id: string
  no: number
  act: string
  occurred_at: Date
  recorded_at: Date
  by_name: string | null
  by_agency: string
  case_person_id: string | null
  basis: string
  note: string | null
  corrects: string | null
  voided: boolean
  hand_over: string | null
}

const EVENTS = `select e.id, e.transition as no, e.act, e.occurred_at, e.recorded_at, staff_name(e.by_user) as by_name, e.by_agency, e.case_person_id, e.basis, e.data ->> 'note' as note, e.corrects, e.voided_by is not null as voided,
    e.data ->> 'handOverId' as hand_over
  from case_event e where e.case_id = ? order by e.occurred_at, e.seq`

/** The page of one case: everything a person needs to know whose turn it is, what runs, what was done and what to do. */
export async function getCaseView(em: EntityManager, actor: Actor, caseId: string, relation: CaseRelation) {
  const read = await readClocks(em, caseId)
  const { row, persons, periods, facts, now } = read
  const events = await em.execute<EventRow[]>(EVENTS, [caseId])
  const openHandOver = await findOpenHandOver(em, caseId)
  const crime = CRIMES.get(row.chargeCode)
  const running = periods.filter(({ endedAt }) => !endedAt)
  const turnAgency = agencyRef(row.turnAgency)
  const numbers = await listNumbers(em, caseId)
  const handOvers = await listHandOversOfCase(em, caseId)
  // A period whose starting event was corrected is no longer part of the case.
  const counted = periods.flatMap(period => {
    const clock = clockOf(read, period)
    return clock ? [{ row: period, clock }] : []
  })
  const effectsOf = await readStepEffects(em, caseId, { steps: events, periods: counted, platformNo: row.platformNo, numbers, handOvers })
  return {
    id: row.id,
    version: row.version,
    platformNo: row.platformNo,
    name: row.name,
    stage: row.stage,
    holder: agencyRef(row.holderAgency),
    origin: agencyRef(row.originAgency),
    chargeCode: row.chargeCode,
    chargeZh: crime?.zh ?? row.chargeCode,
    chargeEn: crime?.en ?? row.chargeCode,
    source: row.source,
    occurredFrom: instantOrNull(row.occurredFrom),
    occurredPlace: row.occurredPlace ?? null,
    factSummary: row.factSummary ?? null,
    circumstances: row.circumstances,
    procedure: row.procedure ?? null,
    numbers,
    turn: {
      agency: turnAgency,
      since: instant(row.turnSince),
      what: { zh: row.turnZh, en: row.turnEn },
      clock: (running.find(({ code }) => periodRule(code).agency.includes(turnAgency.type)) ?? running[0])?.code ?? null,
    },
    related: await getRelated(em, caseId),
    persons: persons.map(presentPerson),
    timeline: events.map(event => ({ ...presentEvent(event, row.trackArrivedAt ?? null), effects: effectsOf(event) })),
    mayCorrect: can(actor, 'case.card.edit', relation) === 'allowed',
    periods: counted.map(({ row: period, clock }) => presentPeriod(period, clock, events, now)),
    actions: actionsFor({ actor, relation, facts, openHandOver, now }),
    handOvers,
    track48:
      row.trackArrivedAt && row.trackState
        ? await presentTrack(em, caseId, { arrivedAt: row.trackArrivedAt, state: row.trackState, closedAt: row.trackClosedAt ?? null }, now)
        : null,
    staff: await listStaff(em, caseId),
  }
}

async function listNumbers(em: EntityManager, caseId: string) {
  const rows = await em.execute<{ agency_code: string; no: string; kind: NumberKind; given_by: string | null }[]>(
    'select agency_code, no, kind, given_by from case_number where case_id = ? order by seq',
    [caseId],
  )
  return rows.map(({ agency_code, no, kind, given_by }, at) => ({
    agency: agencyRef(agency_code),
    no,
    kind,
    // Of one agency and kind the last is the one in use.
    inUse: !rows.slice(at + 1).some(later => later.agency_code === agency_code && later.kind === kind),
    givenBy: given_by,
  }))
}

async function listStaff(em: EntityManager, caseId: string) {
  const rows = await em.execute<{ user_id: string; name: string; role: string; agency_code: string }[]>(
    'select user_id, staff_name(user_id) as name, role, agency_code from case_assignment where case_id = ? order by since',
    [caseId],
  )
  return rows.map(({ user_id, name, role, agency_code }) => ({ user: { id: user_id, name }, role, agency: agencyRef(agency_code) }))
}

function presentPerson(row: CasePersonRow) {
  const measure = row.measureCode ? MEASURES.get(row.measureCode) : undefined
  return {
    id: row.id,
    seq: row.seq,
    role: row.role,
    name: row.name,
    sex: row.sex,
    birthDate: row.birthDate ?? null,
    idNo: row.idNo ?? null,
    stage: row.stage,
    inCustody: row.measureCode ? isCustodyMeasure(row.measureCode) : false,
    measure:
      measure && row.measureFrom && row.measureBy
        ? {
            code: measure.code,
            zh: measure.zh,
            en: measure.en,
            from: instant(row.measureFrom),
            decidedBy: agencyRef(row.measureBy),
            docNo: row.measureDocNo ?? null,
          }
        : null,
    pleads: row.pleads ?? null,
    fastTrackConsent: row.fastTrackConsent ?? null,
    outcome: row.sentence ? sentenceText(row.sentence) : null,
  }
}

const PENALTIES: Readonly<Record<string, { zh: string; en: string }>> = {
  P1: { zh: '管制', en: 'control' },
  P2: { zh: '拘役', en: 'criminal detention' },
  P3: { zh: '有期徒刑', en: 'imprisonment' },
}

function sentenceText({ principal, principalMonths, suspensionMonths, fineYuan }: NonNullable<CasePersonRow['sentence']>): {
  zh: string
  en: string
} {
  const penalty = PENALTIES[principal] ?? { zh: principal, en: principal }
  const zh = [
    `${penalty.zh}${principalMonths}个月`,
    suspensionMonths > 0 ? `缓刑${suspensionMonths}个月` : '',
    fineYuan > 0 ? `罚金${fineYuan}元` : '',
  ]
  const en = [
    `${principalMonths} month(s) ${penalty.en}`,
    suspensionMonths > 0 ? `suspended ${suspensionMonths} months` : '',
    fineYuan > 0 ? `fine ${fineYuan} yuan` : '',
  ]
  return { zh: zh.filter(Boolean).join('，'), en: en.filter(Boolean).join(', ') }
}

function presentEvent(row: EventRow, arrivedAt: Date | null) {
  const transition = findTransition(row.act)
  const at = new Date(row.occurred_at)
  return {
    id: row.id,
    no: row.no,
    act: row.act,
    zh: transition?.zh ?? row.act,
    en: transition?.en ?? row.act,
    occurredAt: instant(at),
    recordedAt: instant(row.recorded_at),
    by: row.by_name ? { name: row.by_name, agency: agencyRef(row.by_agency) } : null,
    casePersonId: row.case_person_id,
    basis: row.basis,
    note: row.note,
    corrects: row.corrects,
    voided: row.voided,
    hourMark: arrivedAt ? Math.round(((at.getTime() - arrivedAt.getTime()) / HOUR_MS) * 100) / 100 : null,
  }
}

function presentPeriod(period: PeriodInstanceRow, clock: Clock, events: readonly EventRow[], now: Date) {
  const rule = periodRule(period.code)
  const started = events.find(({ id }) => id === period.startedBy)
  return {
    id: period.id,
    code: rule.code,
    zh: rule.nameZh,
    en: rule.nameEn,
    casePersonId: period.casePersonId ?? null,
    agency: rule.agency,
    kind: rule.kind,
    startedAt: instant(period.startedAt),
    dueAt: instant(period.dueAt),
    legalLatest: instantOrNull(period.legalLatest),
    state: periodState({ dueAt: period.dueAt, endedAt: period.endedAt ?? null, suspended: period.suspended }, now),
    endedAt: instantOrNull(period.endedAt),
    verify: rule.verify,
    provisional: period.provisional,
    basis: rule.legalBasis,
    basisZh: basisInChinese(rule.legalBasis),
    sentence: explain(rule, clock.outcome),
    steps: clock.outcome.ledger.map(presentStep),
    startedBy: findTransition(started?.act ?? '')?.zh ?? '',
  }
}

/** The 48-hour strip from events, papers and what its own rows tell. */
async function presentTrack(
  em: EntityManager,
  caseId: string,
  track: { arrivedAt: Date; state: string; closedAt: Date | null },
  now: Date,
) {
  const [columns] = await em.execute<TrackColumns[]>(
    `select c.circumstances, ${trackColumns('papers_by_code')} from criminal_case c where c.id = ?`,
    [caseId],
  )
  if (columns === undefined) throw new Problem('not-found')
  return presentTrack48(track, columns, now)
}
