import { dayOf, legalDate, toShanghai } from '../../domain/legal-date.ts'
import type { Calendar } from '../../periods/rules.ts'
import { initialsOf } from './initials.ts'
import { levelRule } from './levels.ts'
import type { Letter, LetterLevel } from './model.ts'
import { addWithin } from './office-hours.ts'
import { issuerOf } from './recipients.ts'
import { decideIssue, nextStepAt } from './rules.ts'

/** What a new letter is made from: an alert, or an unanswered lower letter, with the facts of its case. */
export type LetterGround = {
  readonly alertId: string | null
  readonly raisedFrom: string | null
  readonly caseId: string
  readonly casePersonId: string | null
  readonly periodId: string
  readonly code: string
  readonly dueAt: Date
  readonly level: LetterLevel
  readonly agency: string
  readonly custody: boolean
  readonly platformNo: string
  readonly chargeCode: string
  /** When the act was done, or the case opened where that is unknown: who was a minor then is not named. */
  readonly actedAt: Date
  readonly startedAt: Date
  readonly persons: readonly { readonly name: string; readonly birthDate: string | null; readonly detained: boolean }[]
  readonly earlier: readonly string[]
  /** Whether a supervision letter on the case was raised within the days of the table. */
  readonly secondSupervision: boolean
}

/** Makes a letter: as a draft for signature, or issued at once where the level needs none. Its number comes with the issue. */
export function raiseLetter(id: string, ground: LetterGround, now: Date, calendar: Calendar): Letter {
  const { platformNo, chargeCode, actedAt, startedAt, persons, earlier, secondSupervision, ...rest } = ground
  const shown = persons.map(one => initialsOf({ ...one, birthDate: one.birthDate ? legalDate(one.birthDate) : null }, actedAt))
  const content = { platformNo, chargeCode, persons: shown, startedAt: toShanghai(startedAt), earlier }
  return begin({ ...BLANK, ...rest, ...issuerOf(ground.agency), id, content, raisedAt: now }, secondSupervision, calendar)
}

/** The supervision letter that an unanswered warning becomes; it says what the warning said, and names it. */
export function raiseAbove(id: string, below: Letter, secondSupervision: boolean, now: Date, calendar: Calendar): Letter {
  const { caseId, casePersonId, periodId, code, dueAt, agency, custody, issuer, issuerParent } = below
  const content = { ...below.content, earlier: [...below.content.earlier, ...(below.number ? [below.number] : [])] }
  const same = { caseId, casePersonId, periodId, code, dueAt, agency, custody, issuer, issuerParent }
  return begin(
    { ...BLANK, ...same, id, alertId: null, raisedFrom: below.id, level: 3, content, raisedAt: now },
    secondSupervision,
    calendar,
  )
}

function begin(blank: Letter, secondSupervision: boolean, calendar: Calendar): Letter {
  const { signWithin } = levelRule(blank.level)
  if (signWithin) {
    const draft = { ...blank, signBy: addWithin(blank.raisedAt, signWithin, calendar), caseReview: secondSupervision }
    return { ...draft, nextStepAt: nextStepAt(draft) }
  }
  const issued = decideIssue(blank, blank.raisedAt, null, calendar)
  return issued.ok ? { ...blank, ...issued.change } : blank
}

const BLANK = {
  number: null,
  state: 'RAISED',
  signBy: null,
  caseReview: false,
  issuedAt: null,
  signedBy: null,
  ackBy: null,
  feedbackBy: null,
  acknowledgedAt: null,
  fedBackAt: null,
  cause: null,
  acceptedAt: null,
  lawful: false,
  returns: 0,
  disputedBy: null,
  disputeCheckBy: null,
  goesUp: false,
  escalatedAt: null,
  passed: [],
  periodEnd: null,
  periodEndedAt: null,
  closedAt: null,
  result: null,
  lateSeconds: null,
  nextStepAt: null,
  version: 1,
} as const satisfies Partial<Letter>

/** The series of a letter's number: per issuer, kind and year, without a gap. */
export function seriesOf(
  { issuer, level }: Pick<Letter, 'issuer' | 'level'>,
  issuedAt: Date,
): { issuer: string; series: string; year: number } {
  return { issuer, series: levelRule(level).series, year: Number(dayOf(issuedAt).slice(0, 4)) }
}

/** 督办〔2026〕350500-0003号: series, year, division of the issuer, four digits or more. */
export function numberText({ issuer, series, year }: { issuer: string; series: string; year: number }, seq: number): string {
  return `${series}〔${year}〕${issuer.slice(0, 6)}-${String(seq).padStart(4, '0')}号`
}
