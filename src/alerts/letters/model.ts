/** L1 提醒函, L2 预警函, L3 督办函. */
export type LetterLevel = 1 | 2 | 3

/** A length of time of the letters. `workingHour` counts office hours only; `workingDay` ends at the same time of a later working day. */
export type Within = { readonly value: number; readonly unit: 'hour' | 'day' | 'workingHour' | 'workingDay' }

/**
 * Where a letter stands. RAISED: made; a supervision letter waits there as a draft for its signature. The last three of the
 * list are ends, DISPUTED (异议) is a side way that leads back.
 */
export const LETTER_STATES = [
  'RAISED',
  'DELIVERED',
  'ACKNOWLEDGED',
  'IN_PROGRESS',
  'FED_BACK',
  'DISPUTED',
  'CLOSED',
  'CANCELLED',
  'SUPERSEDED',
] as const
export type LetterState = (typeof LETTER_STATES)[number]

/** How a letter ended: the period was met in time, late, late for a lawful reason; or its deadline moved; or a higher letter came. */
export type LetterResult = 'inTime' | 'late' | 'lawfulReason' | 'extended' | 'suspended' | 'corrected' | 'superseded'

/** Why an alert ended: its period was ended by its event, or its deadline moved. */
export type PeriodEnd = 'ended' | 'extended' | 'suspended' | 'corrected'

/** Times that a letter waits for; each is passed once and then remembered in `passed`. */
export type Wait = 'sign' | 'acknowledge' | 'feedback' | 'disputeCheck'

/** What a letter says of its case, frozen when it is raised: persons as initials, no evidence, no opinion. */
export type LetterContent = {
  readonly platformNo: string
  readonly chargeCode: string
  /** Initials only; a minor is not even that. */
  readonly persons: readonly string[]
  readonly startedAt: string
  /** Numbers of the letters on the same deadline that came before. */
  readonly earlier: readonly string[]
}

/** One letter: all that its rules look at and its row holds. */
export type Letter = {
  readonly id: string
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
  readonly issuer: string
  readonly issuerParent: string | null
  readonly number: string | null
  readonly state: LetterState
  readonly content: LetterContent
  readonly raisedAt: Date
  readonly signBy: Date | null
  readonly issuedAt: Date | null
  readonly signedBy: string | null
  readonly ackBy: Date | null
  readonly feedbackBy: Date | null
  readonly acknowledgedAt: Date | null
  readonly fedBackAt: Date | null
  readonly cause: string | null
  readonly acceptedAt: Date | null
  readonly lawful: boolean
  readonly returns: number
  readonly disputedBy: string | null
  readonly disputeCheckBy: Date | null
  /** The answers were returned as often as may be: one level up. */
  readonly goesUp: boolean
  /** When the city committee was told; the letter is on the list of that month's meeting. */
  readonly escalatedAt: Date | null
  /** The second supervision letter on the case within 30 days (个案核查, on procedure only). */
  readonly caseReview: boolean
  readonly passed: readonly Wait[]
  readonly periodEnd: PeriodEnd | null
  /** When the ending event happened in law. */
  readonly periodEndedAt: Date | null
  readonly closedAt: Date | null
  readonly result: LetterResult | null
  readonly lateSeconds: number | null
  readonly nextStepAt: Date | null
  readonly version: number
}

/** What a step changes of a letter. */
export type LetterPatch = Partial<Omit<Letter, 'id' | 'caseId' | 'level' | 'version'>>
