import type { EntityManager } from '@mikro-orm/postgresql'
import { agencyRef, instant, instantOrNull } from '../domain/present.ts'
import { Problem } from '../domain/problem.ts'
import { type HandOverRow, HandOverSchema } from '../handovers/entities.ts'
import { LEGS, type Leg } from '../handovers/legs.ts'
import { presentPause } from '../handovers/lines/schemas.ts'
import { type LinePause, listPauses } from '../handovers/lines/store.ts'
import { type GateResult, OUTCOME_NAMES } from '../handovers/model.ts'
import { listAnswers, listEntries } from '../handovers/store.ts'
import type { ActionView } from './actions.ts'

type SummaryRow = {
  id: string
  case_id: string
  platform_no: string | null
  case_name: string | null
  leg: Leg
  round: number
  from_agency: string
  to_agency: string
  state: string
  sent_at: Date | null
  delivered_at: Date | null
  received_at: Date | null
  answered_at: Date | null
  outcome: string | null
  documents: number
  pages: number
  persons: number
  waiting_since: Date | null
  due_at: Date | null
  silent_since: Date | null
}

const SUMMARY = `select h.id, h.case_id, c.platform_no, c.name as case_name, h.leg, h.round, h.from_agency, h.to_agency, h.state, h.sent_at, h.delivered_at, h.received_at, h.answered_at, h.outcome,
    (select count(*)::int from hand_over_entry e where e.hand_over_id = h.id and e.edition = h.edition) as documents,
    (select coalesce(sum(e.page_count), 0)::int from hand_over_entry e where e.hand_over_id = h.id and e.edition = h.edition) as pages,
    coalesce(cardinality(h.persons), (select count(*)::int from case_person p where p.case_id = h.case_id and p.moved_to is null)) as persons, h.due_at, h.silent_since,
    case when h.state in ('sent', 'checked', 'faulty') then h.sent_at when h.state = 'delivered' then h.delivered_at when h.state = 'received' then h.received_at end as waiting_since
  from hand_over h left join criminal_case c on c.id = h.case_id`

function presentSummary(row: SummaryRow, pauses: readonly LinePause[]) {
  const leg = LEGS[row.leg]
  return {
    id: row.id,
    caseId: row.case_id,
    platformNo: row.platform_no ?? '',
    caseName: row.case_name ?? '',
    leg: row.leg,
    legZh: leg.zh,
    legEn: leg.en,
    round: row.round,
    from: agencyRef(row.from_agency),
    to: agencyRef(row.to_agency),
    state: row.state,
    sentAt: instantOrNull(row.sent_at),
    deliveredAt: instantOrNull(row.delivered_at),
    receivedAt: instantOrNull(row.received_at),
    answeredAt: instantOrNull(row.answered_at),
    outcome: row.outcome,
    documentCount: row.documents,
    pageCount: row.pages,
    personCount: row.persons,
    stuckSince: instantOrNull(row.waiting_since),
    wait: row.due_at ? { until: instant(row.due_at), silentSince: instantOrNull(row.silent_since) } : null,
    pauses: pauses.filter(({ agency }) => agency === row.from_agency || agency === row.to_agency).map(pause => presentPause(pause)),
  }
}

/** The hand-overs of a case, latest first. */
export async function listHandOversOfCase(em: EntityManager, caseId: string) {
  const rows = await em.execute<SummaryRow[]>(`${SUMMARY} where h.case_id = ? order by h.prepared_at desc`, [caseId])
  const pauses = await listPauses(em, null)
  return rows.map(row => presentSummary(row, pauses))
}

const PAGE = 50

/** A desk's box: what came in and waits for an answer, or what went out and is not answered; oldest first. */
export async function listDesk(em: EntityManager, box: 'in' | 'out', cursor: string | null) {
  const after = cursor ? Buffer.from(cursor, 'base64url').toString('utf8').split('|') : null
  if (after && (after.length !== 2 || Number.isNaN(Date.parse(after[0] ?? ''))))
    throw new Problem('validation', { facts: { field: 'cursor' } })
  const where =
    box === 'in'
      ? "h.to_agency = app_agency() and h.state in ('delivered', 'received', 'supplement', 'rebind')"
      : "h.from_agency = app_agency() and h.state in ('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty')"
  const rows = await em.execute<(SummaryRow & { sort_at: string })[]>(
    `select s.*, h2.prepared_at::text as sort_at from (${SUMMARY} where ${where} ${after ? 'and (h.prepared_at, h.id) > (?::timestamptz, ?::uuid)' : ''} order by h.prepared_at, h.id limit ${PAGE + 1}) s
     join hand_over h2 on h2.id = s.id order by h2.prepared_at, h2.id`,
    after ?? [],
  )
  const page = rows.slice(0, PAGE)
  const last = page.at(-1)
  const pauses = await listPauses(em, null)
  return {
    items: page.map(row => presentSummary(row, pauses)),
    nextCursor: rows.length > PAGE && last ? Buffer.from(`${last.sort_at}|${last.id}`).toString('base64url') : null,
  }
}

const RECEIPT_NAMES = {
  delivery: { zh: '送达回执', en: 'Delivery receipt' },
  acceptance: { zh: '受理回执', en: 'Acceptance receipt' },
  return: { zh: '退回回执', en: 'Return receipt' },
} as const

/** One hand-over with its manifest, gate, receipts and what may be done with it. */
export async function getHandOverView(em: EntityManager, handOverId: string, gate: GateResult | null, actions: readonly ActionView[]) {
  const row = await em.findOne(HandOverSchema, { id: handOverId })
  if (row === null) throw new Problem('not-found')
  const [summary] = await em.execute<SummaryRow[]>(`${SUMMARY} where h.id = ?`, [handOverId])
  if (summary === undefined) throw new Problem('not-found')
  const entries = await listEntries(em, handOverId)
  const receipts = await em.execute<{ id: string; kind: keyof typeof RECEIPT_NAMES; issued_at: Date; sha256: Buffer }[]>(
    'select id, kind, issued_at, sha256 from receipt where hand_over_id = ? order by issued_at',
    [handOverId],
  )
  const [names] = await em.execute<{ prepared: string; sent: string | null; answered: string | null }[]>(
    'select staff_name(?) as prepared, staff_name(?) as sent, staff_name(?) as answered',
    [row.preparedBy, row.sentBy ?? null, row.answeredBy ?? null],
  )
  const pauses = await listPauses(em, [row.fromAgency, row.toAgency])
  const answers = await listAnswers(em, handOverId)
  return {
    ...presentSummary(summary, pauses),
    note: row.note ?? null,
    reason: row.reason ?? null,
    basis: row.basis ?? null,
    fault: row.fault ?? null,
    preparedBy: names?.prepared ?? '',
    sentBy: names?.sent ?? null,
    answeredBy: names?.answered ?? null,
    gate: gate ?? row.gate ?? null,
    manifest:
      row.manifestDigest && row.signature
        ? {
            digest: Buffer.from(row.manifestDigest).toString('hex'),
            signature: Buffer.from(row.signature).toString('base64'),
            keyId: row.keyId ?? '',
            entries: entries.map(({ objectKey: _, ...entry }) => entry),
          }
        : null,
    supplement: row.supplement ?? null,
    rebind: row.rebind ?? null,
    edition: row.edition,
    persons: row.persons ?? null,
    answers: answers.map(({ at, by, ...answer }) => ({ ...answer, ...OUTCOME_NAMES[answer.outcome], by: by ?? '', at: instant(at) })),
    receipts: receipts.map(({ id, kind, issued_at, sha256 }) => ({
      id,
      kind,
      ...RECEIPT_NAMES[kind],
      issuedAt: instant(issued_at),
      sha256: sha256.toString('hex'),
    })),
    actions,
    history: historyOf(row, names ?? { prepared: '', sent: null, answered: null }),
  }
}

function historyOf(row: HandOverRow, names: { prepared: string; sent: string | null; answered: string | null }) {
  const steps: [Date | null | undefined, string, string, string | null][] = [
    [row.preparedAt, '准备移送', 'Prepared', names.prepared],
    [row.sentAt, '移送', 'Sent', names.sent],
    [row.checkedAt, row.fault ? '核验发现文件与清单不符' : '逐份核验文件摘要', row.fault ? 'Check failed' : 'Every digest checked', null],
    [row.deliveredAt, '送达收案台', 'Delivered to the desk', null],
    [row.receivedAt, '签收', 'Signed for receipt', null],
    [
      row.answeredAt,
      row.state === 'recalled' ? '撤回' : row.state === 'returned' ? '退回' : '受理',
      row.state === 'recalled' ? 'Recalled' : row.state === 'returned' ? 'Returned' : 'Accepted',
      names.answered,
    ],
  ]
  return steps.flatMap(([at, zh, en, by]) => (at ? [{ at: instant(at), zh, en, by }] : []))
}
