import type { EntityManager } from '@mikro-orm/postgresql'
import { Value } from 'typebox/value'
import { agencyRef, instant, instantOrNull } from '../../domain/present.ts'
import { Problem } from '../../domain/problem.ts'
import { CLOSE_REASONS, type CloseReason, NOTICE_KINDS, type NoticeKind } from './model.ts'
import { daysLeft, overdueMinutes } from './rules.ts'
import { agencyOrNull, type CardRow, periodName, presentCard, presentHeld, RegisterAnswer } from './schemas.ts'
import { readRegister } from './store.ts'

/** Lists of one house are read whole; what is done goes by its newest. */
const MOST = 500

type Asked = {
  readonly list: string
  readonly holder: string | null
  readonly soon: boolean
  readonly cursor: string | null
  readonly limit: number
}

/** A page of the register (在押人员登记): the one with the least time first, above him who is held on nothing or is to leave. */
export async function registerPage(em: EntityManager, { list, holder, soon, cursor, limit }: Asked) {
  const answer = await readRegister(em, { list, holder, soon, after: cursor === null ? null : readCursor(cursor), most: limit })
  const { counts, now, items } = Value.Parse(RegisterAnswer, answer)
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return {
    counts,
    items: page.map(row => presentHeld(row, new Date(now))),
    nextCursor: items.length > limit && last ? Buffer.from(`${last.sortDue}|${last.casePersonId}`).toString('base64url') : null,
  }
}

/** How many the register has, by what they wait for. */
export const countRegister = async (em: EntityManager) =>
  (await registerPage(em, { list: 'all', holder: null, soon: false, cursor: null, limit: 1 })).counts

function readCursor(cursor: string): { due: string; person: string } {
  const [due, person] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (!due || !person || !/^[0-9a-f-]{36}$/.test(person) || (due !== '-infinity' && Number.isNaN(Date.parse(due))))
    throw new Problem('validation', { facts: { field: 'cursor' } })
  return { due, person }
}

type ExpiryRow = {
  id: string
  person: CardRow
  holder_agency: string
  period_code: string
  due_at: Date
  notice_no: string | null
  sent_at: Date | null
  paper_id: string | null
  now: Date
}

/** Notices of the centre that are to be sent, the nearest end first, or were. */
export async function listExpiryNotices(em: EntityManager, state: 'open' | 'done') {
  const rows = await em.execute<ExpiryRow[]>(
    `select id, custody_person(case_person_id) as person, holder_agency, period_code, due_at, notice_no, sent_at, paper_id, app_now() as now from custody_expiry_notice
     where ${state === 'open' ? 'sent_at is null and dropped_at is null order by due_at, id' : 'sent_at is not null order by sent_at desc, id'} limit ${MOST}`,
  )
  return {
    items: rows.map(row => ({
      ...{ id: row.id, person: presentCard(row.person), holder: agencyRef(row.holder_agency), period: periodName(row.period_code) },
      ...{ dueAt: instant(row.due_at), daysLeft: daysLeft(new Date(row.due_at), new Date(row.now)) },
      ...{ noticeNo: row.notice_no, sentAt: instantOrNull(row.sent_at), paperId: row.paper_id },
    })),
  }
}

type IncidentRow = {
  id: string
  person: CardRow
  centre: string | null
  holder_agency: string
  period_code: string
  expired_at: Date
  opened_at: Date
  report_no: string | null
  reported_at: Date | null
  reported_to: string | null
  closed_at: Date | null
  close_reason: CloseReason | null
  close_doc_no: string | null
  ended_at: Date | null
  now: Date
}

/** Custody past its end: what is open, the oldest first, or what was closed. */
export async function listIncidents(em: EntityManager, state: 'open' | 'done') {
  const rows = await em.execute<IncidentRow[]>(
    `select id, custody_person(case_person_id) as person, centre, holder_agency, period_code, expired_at, opened_at, report_no, reported_at, reported_to, closed_at, close_reason, close_doc_no,
       ended_at, app_now() as now from custody_incident
     where ${state === 'open' ? 'closed_at is null order by expired_at, id' : 'closed_at is not null order by closed_at desc, id'} limit ${MOST}`,
  )
  return {
    items: rows.map(row => ({
      ...{ id: row.id, person: presentCard(row.person), centre: agencyOrNull(row.centre), holder: agencyRef(row.holder_agency) },
      ...{ period: periodName(row.period_code), expiredAt: instant(row.expired_at), openedAt: instant(row.opened_at) },
      overdueMinutes: overdueMinutes(new Date(row.expired_at), new Date(row.ended_at ?? row.now)),
      ...{ reportNo: row.report_no, reportedAt: instantOrNull(row.reported_at), reportedTo: agencyOrNull(row.reported_to) },
      ...{ closedAt: instantOrNull(row.closed_at), closeDocNo: row.close_doc_no },
      closeReason: row.close_reason && { code: row.close_reason, ...CLOSE_REASONS[row.close_reason] },
    })),
  }
}

type NoticeRow = {
  id: string
  case_id: string | null
  person: CardRow
  kind: NoticeKind
  from_agency: string
  resident: boolean
  at: Date
  due_at: Date | null
  seen_at: Date | null
}

/** What one's agency is told of detained persons, the newest first. Only who sees the case learns its id. */
export async function listNotices(em: EntityManager, state: 'open' | 'done') {
  const rows = await em.execute<NoticeRow[]>(
    `select id, case when case_open_to_me(case_id) then case_id end as case_id, custody_person(case_person_id) as person, kind, from_agency, resident, at, due_at, seen_at
     from custody_notice where seen_at is ${state === 'open' ? '' : 'not '}null order by at desc, id limit ${MOST}`,
  )
  return {
    items: rows.map(({ id, case_id, person, kind, from_agency, resident, at, due_at, seen_at }) => {
      const { duty, ...words } = NOTICE_KINDS[kind]
      return {
        ...{ id, caseId: case_id, person: presentCard(person), kind: { code: kind, ...words }, from: agencyRef(from_agency) },
        ...{ at: instant(at), dueAt: instantOrNull(due_at), seenAt: instantOrNull(seen_at), duty: resident ? null : duty },
      }
    }),
  }
}

type PermitRow = {
  id: string
  permit_no: string
  person: CardRow
  holder_agency: string
  valid_from: Date
  valid_until: Date
  ended_at: Date | null
  end_reason: string | null
}

/** Permits of one case, or, for a centre, of everybody in it. */
export async function listPermits(em: EntityManager, caseId: string | null) {
  const rows = await em.execute<PermitRow[]>(
    `select id, permit_no, custody_person(case_person_id) as person, holder_agency, valid_from, valid_until, ended_at, end_reason from interrogation_permit
     where ${caseId === null ? 'ended_at is null' : 'case_id = ?'} order by issued_at desc, id limit ${MOST}`,
    caseId === null ? [] : [caseId],
  )
  return {
    items: rows.map(row => ({
      ...{ id: row.id, permitNo: row.permit_no, person: presentCard(row.person), holder: agencyRef(row.holder_agency) },
      ...{ validFrom: instant(row.valid_from), validUntil: instant(row.valid_until) },
      ...{ endedAt: instantOrNull(row.ended_at), endReason: row.end_reason },
    })),
  }
}
