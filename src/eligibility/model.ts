import type { AgencyType, Bilingual } from '../domain/codes.ts'
import type { LegalDate } from '../domain/legal-date.ts'

/** What a row of the table asks about: one person, or the case as a whole. */
export type Scope = 'person' | 'case'

/** What an answer must be for its row to hold: this truth value, or a number of months that is not greater. */
export type Wanted = boolean | { readonly maxMonths: number }

/**
 * One row of the eligibility table of the statutory fast-track procedure (速裁程序) or of the 48-hour track. `data` names the fact,
 * `zh` and `en` the condition, `question` what an officer is asked where the case does not say it. Source: CPL 222, 223; SPC 369, 370.
 */
export type Row = Bilingual & {
  readonly code: string
  readonly data: string
  readonly question: Bilingual
  readonly wanted: Wanted
  readonly scope: Scope
  readonly basis: string
  /** Who can know it first; before that a row without an answer holds nobody up. */
  readonly knownBy: AgencyType | 'any'
  /** Whose officers may answer. */
  readonly askedOf: readonly AgencyType[]
  /** Answered by those who sign for their agency. */
  readonly needsApprover?: true
  /** A local addition for the 48-hour track alone: no condition of the procedure. */
  readonly track?: true
}

/** An officer's answer to a row; the newest one stands, the earlier ones are kept. */
export type RowAnswer = {
  readonly row: string
  readonly casePersonId: string | null
  readonly value: boolean | number
  readonly note: string | null
  readonly by: string
  readonly agency: string
  readonly at: Date
}

export type EligiblePerson = {
  readonly id: string
  readonly birthDate: LegalDate | null
  readonly pleads: boolean | null
  readonly fastTrackConsent: boolean | null
  readonly counsel: 'defence' | 'dutyLawyer' | null
}

/** All that the table is judged by. Days are days of Shanghai. */
export type EligibilityFacts = {
  readonly today: LegalDate
  /** The day of the act, or the latest on which it can have been. */
  readonly actOn: LegalDate
  /** The level of the court that would try it, as the district of the case says. */
  readonly isBasicCourt: boolean
  readonly isSettled: boolean
  readonly persons: readonly EligiblePerson[]
  readonly answers: readonly RowAnswer[]
}

/** Where a finding came from: facts of the case by their name, or an answer. */
export type Source =
  | { readonly kind: 'case'; readonly zh: string; readonly en: string }
  | { readonly kind: 'answer'; readonly answer: RowAnswer }

export type Holds = 'holds' | 'fails' | 'unknown'

/** One row for one person (or the case) with its reason. */
export type Finding = {
  readonly row: Row
  readonly casePersonId: string | null
  readonly holds: Holds
  readonly sources: readonly Source[]
}

export type Outcome = 'ELIGIBLE' | 'NOT_ELIGIBLE' | 'UNKNOWN'
export type Verdict = { readonly outcome: Outcome; readonly row: string | null; readonly basis: string | null }

/** The first row that stands against the fast track, and why; null where none does. */
export type FastTrackBar = { readonly row: string; readonly basis: string; readonly outcome: 'NOT_ELIGIBLE' | 'UNKNOWN' }

/**
 * When the table is asked: by the police for the 48-hour track (what they can know, and the local additions), or by the court for
 * the procedure (all of the law's rows).
 */
export type Occasion = 'track' | 'review' | 'trial'
