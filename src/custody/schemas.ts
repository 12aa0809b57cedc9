import { Type } from 'typebox'
import { agencyOf } from '../domain/codes.ts'
import { toShanghai } from '../domain/legal-date.ts'
import { AgencyRef, Bilingual, Instant, List, Nullable, Uuid } from '../http/schemas.ts'
import { periodRule } from '../periods/table.ts'
import { isTransferKind, PAPERS, TRANSFER_KINDS } from './certificate/model.ts'
import type { CustodyDispatchRow } from './entities.ts'
import { DISPATCH_STATES, REFUSALS } from './model.ts'
import type { DeskCard } from './store.ts'
import type { EndRow, TitleRow } from './view.ts'

const Check = Type.Object({
  code: Type.String(),
  zh: Type.String(),
  en: Type.String(),
  outcome: Type.Union([Type.Literal('passed'), Type.Literal('failed'), Type.Literal('late')]),
})
const Period = Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })

/** A paper on its way: what it is, between whom, and each of its times. */
export const Dispatch = Type.Object({
  id: Uuid,
  casePersonId: Uuid,
  handOverId: Nullable(Uuid),
  paper: Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }),
  kind: Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }),
  state: Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() }),
  certNo: Type.String(),
  edition: Type.Integer(),
  from: AgencyRef,
  to: Nullable(AgencyRef),
  centre: AgencyRef,
  legalBasis: Type.String(),
  channel: Type.String(),
  automatic: Type.Boolean(),
  senderDueAt: Nullable(Instant),
  announcedAt: Instant,
  acceptedAt: Nullable(Instant),
  completedAt: Nullable(Instant),
  newFrom: Nullable(Instant),
  newTo: Nullable(Instant),
  newPeriod: Nullable(Period),
  deliveredAt: Nullable(Instant),
  openedAt: Nullable(Instant),
  answeredAt: Nullable(Instant),
  refusal: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), basis: Type.String() })),
  note: Nullable(Type.String()),
  checks: Nullable(List(Check)),
  paperId: Nullable(Uuid),
  hasReceipt: Type.Boolean(),
})

/** One stretch of a person's chain of titles. */
export const Title = Type.Object({
  id: Uuid,
  casePersonId: Uuid,
  seq: Type.Integer(),
  holder: AgencyRef,
  centre: Nullable(AgencyRef),
  from: Instant,
  until: Nullable(Instant),
  endReason: Nullable(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  dueAt: Nullable(Instant),
  period: Nullable(Period),
  overdueMinutes: Type.Integer(),
})

export const CaseCustody = Type.Object({
  now: Instant,
  titles: List(Title),
  ends: List(
    Type.Object({
      casePersonId: Uuid,
      eventId: Uuid,
      at: Instant,
      act: Bilingual,
      dueAt: Nullable(Instant),
      previousDueAt: Nullable(Instant),
      suspended: Type.Boolean(),
      period: Nullable(Period),
    }),
  ),
  dispatches: List(Dispatch),
})

export const DeskItem = Type.Object({
  dispatch: Dispatch,
  person: Type.Object({
    name: Type.String(),
    sex: Type.String(),
    birthDate: Nullable(Type.String()),
    idNo: Nullable(Type.String()),
    chargeCode: Type.String(),
    measure: Nullable(Type.String()),
    isHere: Type.Boolean(),
  }),
  checks: List(Check),
})
export const Desk = Type.Object({ automatic: Type.Boolean(), items: List(DeskItem), next: Nullable(Type.String()) })

const END_NAMES: Readonly<Record<string, { zh: string; en: string }>> = {
  TRANSFERRED: { zh: '换押', en: 'Transferred' },
  RELEASED: { zh: '释放', en: 'Released' },
  BAIL: { zh: '变更为取保候审', en: 'Bail' },
  SURVEILLANCE: { zh: '变更为监视居住', en: 'Residential surveillance' },
  SENTENCE_STARTED: { zh: '交付执行', en: 'Sentence began' },
  DEATH: { zh: '死亡', en: 'Death' },
  ESCAPED: { zh: '脱逃', en: 'Escaped' },
}

const instant = (at: Date): string => toShanghai(new Date(at))
const instantOr = (at: Date | null | undefined): string | null => (at ? instant(at) : null)
const agencyRef = (code: string) => {
  const { zh, en, type } = agencyOf(code)
  return { code, zh, en, type }
}
const period = (code: string) => ({ code, zh: periodRule(code).nameZh, en: periodRule(code).nameEn })

export const presentDispatch = (row: CustodyDispatchRow): Type.Static<typeof Dispatch> => ({
  id: row.id,
  casePersonId: row.casePersonId,
  handOverId: row.handOverId ?? null,
  paper: { code: row.paper, ...PAPERS[row.paper] },
  kind: { code: row.kind, ...(isTransferKind(row.kind) ? TRANSFER_KINDS[row.kind] : { zh: row.kind, en: row.kind }) },
  state: { code: row.state, ...DISPATCH_STATES[row.state] },
  certNo: row.certNo,
  edition: row.edition,
  from: agencyRef(row.fromAgency),
  to: row.toAgency ? agencyRef(row.toAgency) : null,
  centre: agencyRef(row.centre),
  legalBasis: row.legalBasis,
  channel: row.channel,
  automatic: row.automatic,
  senderDueAt: instantOr(row.senderDueAt),
  announcedAt: instant(row.announcedAt),
  acceptedAt: instantOr(row.acceptedAt),
  completedAt: instantOr(row.completedAt),
  newFrom: instantOr(row.newFrom),
  newTo: instantOr(row.newTo),
  newPeriod: row.newCode ? period(row.newCode) : null,
  deliveredAt: instantOr(row.deliveredAt),
  openedAt: instantOr(row.openedAt),
  answeredAt: instantOr(row.answeredAt),
  refusal: row.refusal ? { code: row.refusal, ...REFUSALS[row.refusal] } : null,
  note: row.note ?? null,
  checks: row.checks ?? null,
  paperId: row.paperId ?? null,
  hasReceipt: row.receipt !== null && row.receipt !== undefined,
})

export const presentTitle = (row: TitleRow, now: Date): Type.Static<typeof Title> => ({
  id: row.id,
  casePersonId: row.case_person_id,
  seq: row.seq,
  holder: agencyRef(row.holder_agency),
  centre: row.centre ? agencyRef(row.centre) : null,
  from: instant(row.held_from),
  until: instantOr(row.held_until),
  endReason: row.end_reason ? { code: row.end_reason, ...(END_NAMES[row.end_reason] ?? { zh: row.end_reason, en: row.end_reason }) } : null,
  dueAt: instantOr(row.due_at),
  period: row.code ? period(row.code) : null,
  overdueMinutes: overdue(row, now),
})

const MINUTE_MS = 60_000
/** How long the person was held past the last end of this title. */
function overdue({ due_at: due, held_until: until, suspended }: TitleRow, now: Date): number {
  if (due === null || suspended) return 0
  return Math.max(0, Math.floor((new Date(until ?? now).getTime() - new Date(due).getTime()) / MINUTE_MS))
}

export const presentEnd = (row: EndRow) => ({
  casePersonId: row.case_person_id,
  eventId: row.event_id,
  at: instant(row.occurred_at),
  act: row.act,
  dueAt: instantOr(row.due_at),
  previousDueAt: instantOr(row.previous_due_at),
  suspended: row.suspended,
  period: row.code ? period(row.code) : null,
})

export const presentCard = (card: DeskCard) => ({
  name: card.name,
  sex: card.sex,
  birthDate: card.born,
  idNo: card.id_no,
  chargeCode: card.charge,
  measure: card.measure,
  isHere: card.is_here,
})
