import { type Decision, refuse } from '../../domain/problem.ts'
import type {
  Admission,
  CentreFact,
  CloseReason,
  Expected,
  GateCode,
  HealthBar,
  Leaving,
  LeftReason,
  OpenIncident,
  PermitAtGate,
  Presented,
  RestoredBy,
} from './model.ts'

const BARS: readonly string[] = ['MENTAL_OR_INFECTIOUS', 'SEVERE_ILLNESS', 'PREGNANT_OR_NURSING'] satisfies HealthBar[]
const isBar = (health: string): health is HealthBar => BARS.includes(health)

/** A document number without what typing changes: spaces, and brackets of the one kind or the other. */
const plain = (no: string): string =>
  no
    .replace(/\s/g, '')
    .replace(/[（(]/g, '(')
    .replace(/[）)]/g, ')')
    .replace(/[〔[［]/g, '〔')
    .replace(/[〕\]］]/g, '〕')

/**
 * Admission (收押): only on a warrant that the register has and for the person whom it names; a bar of health keeps a person out, which
 * is no refusal of papers but a fact that the agency is told. Refuses with `custody-no-title`, `custody-already-here`,
 * `custody-warrant-mismatch` or `custody-person-mismatch`. 看守所条例 9-10.
 */
export function decideAdmission(expected: Expected, presented: Presented): Decision<Admission> {
  const basis = '看守所条例 第9条'
  if (expected.isHere) return refuse('custody-already-here', basis)
  if (!expected.titleHere) return refuse('custody-no-title', basis)
  if (expected.warrantNo === null || plain(expected.warrantNo) !== plain(presented.warrantNo))
    return refuse('custody-warrant-mismatch', basis)
  const sameNo =
    expected.idNo === null || presented.idNo === null ? expected.idNo === presented.idNo : expected.idNo === presented.idNo.toUpperCase()
  if (expected.name !== presented.name.trim() || !sameNo) return refuse('custody-person-mismatch', basis)
  const { health, dangerous } = presented
  if (!isBar(health)) return { ok: true, change: { admitted: true, health } }
  return health === 'SEVERE_ILLNESS' && dangerous
    ? { ok: true, change: { admitted: true, health: 'CARE' } }
    : { ok: true, change: { admitted: false, bar: health } }
}

const REASON_OF_END: Readonly<Record<string, LeftReason>> = { BAIL: 'BAIL', SURVEILLANCE: 'SURVEILLANCE' }

/**
 * Whether a person may leave: nobody holds him any more, or the holder's release notice is there; and every agency that has a second
 * case was asked. Answers for which reason, by how the title ended. Refuses with `custody-title-runs` or `second-case-not-asked`.
 */
export function decideRelease(
  leaving: Leaving,
  wanted: LeftReason | null,
  docNo: string | null,
  at: Date,
  now: Date,
): Decision<LeftReason> {
  const basis = '刑事诉讼法 第99条；看守所条例 第14条'
  if (leaving.titleOpen && docNo === null) return refuse('custody-title-runs', basis)
  if (leaving.unasked > 0) return refuse('second-case-not-asked', basis, { cases: String(leaving.unasked) })
  if (at > now) return refuse('occurred-in-future', basis)
  if (at < leaving.admittedAt) return refuse('validation', basis, { field: 'at' })
  return { ok: true, change: wanted ?? REASON_OF_END[leaving.lastEnd ?? ''] ?? 'RELEASED' }
}

/** What the gate answers, and what would make a refused permit good again. */
export type GateAnswer = { readonly code: GateCode; readonly restoredBy: RestoredBy | null }

/**
 * Whether a permit opens the gate: two officers, the person is here, the agency of the permit still holds him, and neither the permit
 * nor the custody it rests on is over. 看守所条例 19; 公通字〔2006〕17号 28.
 */
export function decideAtGate(permit: PermitAtGate | null, officers: number, now: Date): GateAnswer {
  if (permit === null) return { code: 'UNKNOWN', restoredBy: null }
  if (!permit.isHere) return { code: 'NOT_HERE', restoredBy: null }
  if (permit.titleHolder === null) return { code: 'TITLE_ENDED', restoredBy: null }
  if (permit.titleHolder !== permit.holder || permit.endedReason === 'HOLDER_CHANGED')
    return { code: 'NOT_HOLDER', restoredBy: 'newPermitAfterTransfer' }
  const custodyOver = permit.custodyDue !== null && permit.custodyDue <= now
  if (custodyOver) return { code: 'EXPIRED', restoredBy: 'changeNotice' }
  if (permit.endedReason !== null || permit.validUntil <= now) return { code: 'EXPIRED', restoredBy: 'newPermitAfterChangeNotice' }
  return officers < 2 ? { code: 'TWO_OFFICERS', restoredBy: null } : { code: 'ALLOWED', restoredBy: null }
}

/** Until when a permit is good: as asked, and never past the end of custody. Refuses with `permit-past-custody` where nothing is left. */
export function decidePermitEnd(asked: Date | null, custodyDue: Date | null, now: Date): Decision<Date> {
  const basis = '看守所条例 第19条；公通字〔2006〕17号 第28条'
  const until = asked ?? custodyDue
  if (until === null) return refuse('fact-required', basis, { field: 'validUntil' })
  return until <= now || (custodyDue !== null && until > custodyDue) ? refuse('permit-past-custody', basis) : { ok: true, change: until }
}

/**
 * The end of an incident: the instant in which custody became lawful again, or the person was out. Refuses with `incident-not-over` while he
 * is held past his end, or is inside although nobody holds him, or where the reason is not what the register says. 刑事诉讼法 98-99; 规则 615.
 */
export function decideClosing(incident: OpenIncident, reason: CloseReason, endedAt: Date | null, now: Date): Decision<Date> {
  const basis = '刑事诉讼法 第98、99条；规则 第615条'
  const isLeft = reason === 'RELEASED' || reason === 'MEASURE_CHANGED'
  const isPastEnd = incident.isHeld && incident.dueAt !== null && incident.dueAt <= now
  if (isPastEnd || isLeft === incident.isHeld || (isLeft && incident.isInside)) return refuse('incident-not-over', basis, { reason })
  const end = isLeft ? (incident.leftAt ?? incident.titleEndedAt ?? endedAt) : endedAt
  if (end === null) return refuse('fact-required', basis, { field: 'endedAt' })
  return end > now || end < incident.expiredAt ? refuse('validation', basis, { field: 'endedAt' }) : { ok: true, change: end }
}

/** Whole minutes of overdue custody, a begun one counted; `until` is its end, or now. */
export const overdueMinutes = (expiredAt: Date, until: Date): number =>
  Math.max(0, Math.ceil((until.getTime() - expiredAt.getTime()) / 60_000))

/** The facts after which a person is no longer in the centre. */
export const endsStay = (fact: CentreFact): fact is 'DEATH' | 'ESCAPED' | 'RELEASED_IN_ERROR' => fact !== 'ILLNESS'

/** How the row of the register looks: what is past its end first of all. */
export function standingOf(
  { place, dueAt, stopped, title }: { place: string; dueAt: Date | null; stopped: boolean; title: boolean },
  now: Date,
): 'overdue' | 'soon' | 'running' | 'stopped' | 'noPeriod' | 'leaving' {
  if (place === 'leaving') return 'leaving'
  if (dueAt === null || !title) return 'noPeriod'
  if (stopped) return 'stopped'
  if (dueAt <= now) return 'overdue'
  return dueAt.getTime() - now.getTime() <= SOON_MS ? 'soon' : 'running'
}

/** Inside the last seven days the centre warns the holder. 规则 615(1)(2). */
const SOON_MS = 7 * 24 * 3_600_000

/** Days that are left, begun ones not counted; negative once the end is past. */
export const daysLeft = (dueAt: Date | null, now: Date): number | null =>
  dueAt === null ? null : Math.floor((dueAt.getTime() - now.getTime()) / (24 * 3_600_000))
