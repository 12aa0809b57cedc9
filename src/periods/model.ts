import { Type } from 'typebox'
import type { LegalDate } from '../domain/legal-date.ts'
import type { ProblemFacts } from '../domain/problem.ts'
import type { ProblemCode } from '../domain/problem-codes.ts'

const UnitSchema = Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('month')])
/** What a length is counted in. */
export type Unit = Type.Static<typeof UnitSchema>

const Threshold = Type.Object({
  before: Type.Optional(Type.Number()),
  after: Type.Optional(Type.Number()),
  unit: Type.Union([Type.Literal('minute'), Type.Literal('hour'), Type.Literal('day')]),
})

const ExtensionSchema = Type.Object({
  code: Type.String(),
  by: Type.String(),
  byZh: Type.String(),
  /** 延长至 replaces the length (`to`), 延长 adds to it (`by`). R7 */
  mode: Type.Union([Type.Literal('to'), Type.Literal('by')]),
  /** Null: the law names no number, the decision does. */
  length: Type.Union([Type.Number(), Type.Null()]),
  /** Present where a range is granted, `minLength` to `length`: the decision names the number. D9 */
  minLength: Type.Optional(Type.Number()),
  /** Days on top of months: one and a half months (SPC 202). */
  plusDays: Type.Optional(Type.Number()),
  unit: UnitSchema,
  condition: Type.String(),
  conditionZh: Type.String(),
  basis: Type.String(),
  /** The extension that must have been granted before. */
  requires: Type.Optional(Type.String()),
  /** Extensions after which this one is no longer possible. */
  notAfter: Type.Optional(Type.Array(Type.String())),
  repeatable: Type.Optional(Type.Boolean()),
  maxCount: Type.Optional(Type.Number()),
})
/** A prolongation (延长) that a row of the table provides for. */
export type Extension = Type.Static<typeof ExtensionSchema>

/** One row of the period table. Lengths, bases and marks of doubt are data: code holds only how to count. */
export const PeriodRule = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  unit: Type.Union([UnitSchema, Type.Null()]),
  length: Type.Union([Type.Number(), Type.Null()]),
  /** The decision fixes the length within these bounds; `length` is only what is shown before. */
  variableLength: Type.Optional(Type.Object({ min: Type.Number(), max: Type.Number(), unit: UnitSchema })),
  extensions: Type.Array(ExtensionSchema),
  startsOn: Type.Object({ event: Type.String(), startCounts: Type.Literal(false) }),
  endsOn: Type.String(),
  suspendsOn: Type.Array(Type.String()),
  restartsOn: Type.Array(Type.String()),
  rolloverOnHoliday: Type.Boolean(),
  rolloverBlockedByCustody: Type.Boolean(),
  appliesTo: Type.Union([Type.Literal('case'), Type.Literal('person')]),
  /** Goes on past this point of the proceedings, at which whatever is left undone falls away: `effect` of the judgment, or their `end`. */
  outlives: Type.Optional(Type.Union([Type.Literal('effect'), Type.Literal('end')])),
  custodyRelated: Type.Boolean(),
  /** The period is the title on which a person in custody is held: its end is the end of custody. */
  holdsCustody: Type.Optional(Type.Boolean()),
  agency: Type.String(),
  legalBasis: Type.String(),
  alertLevels: Type.Union([Type.Record(Type.String(), Threshold), Type.Null()]),
  verify: Type.Boolean(),
  kind: Type.Union([Type.Literal('statutory'), Type.Literal('guideline'), Type.Literal('serviceLevel'), Type.Literal('suspension')]),
  direction: Type.Union([Type.Literal('forward'), Type.Literal('backward')]),
  dayRule: Type.Optional(Type.Union([Type.Literal('calendar'), Type.Literal('full24h')])),
  monthRule: Type.Optional(Type.Union([Type.Literal('corresponding'), Type.Literal('spc202')])),
  workingDays: Type.Optional(Type.Boolean()),
  /** A duty that hangs on an expiry ends at that instant itself, not at the end of its day. D7 */
  endsAtStart: Type.Optional(Type.Boolean()),
  /** When such a duty opens before its end: the first line that fits the custody which is ending. D7 */
  opens: Type.Optional(
    Type.Array(
      Type.Object({
        custodyUpToDays: Type.Optional(Type.Number()),
        before: Type.Number(),
        unit: Type.Union([Type.Literal('hour'), Type.Literal('day')]),
      }),
    ),
  ),
  immediate: Type.Optional(Type.Boolean()),
  /** How many such periods one case may have. */
  maxCount: Type.Optional(Type.Number()),
  notApplicableIn: Type.Optional(Type.Array(Type.String())),
  notes: Type.Optional(Type.String()),
  /** First and last day of start events for which this wording of the law holds; several rows of a code are its versions. */
  validFrom: Type.Optional(Type.String({ format: 'date' })),
  validTo: Type.Optional(Type.String({ format: 'date' })),
})
export type PeriodRule = Type.Static<typeof PeriodRule>

/** Whose reading of "a month" applies: police and procuratorate, or the courts. */
export type MonthRule = 'corresponding' | 'spc202'

export type CalendarYear = {
  readonly year: number
  readonly notice: string
  readonly holidays: readonly { readonly name: string; readonly from: LegalDate; readonly to: LegalDate }[]
  readonly makeupWorkdays: readonly LegalDate[]
}

type At = {
  /** The case's event that caused it: the ledger names it. */
  readonly id?: string | undefined
  /** When it happened in law, whenever it was entered. */
  readonly at: Date
}

/** What happens to a period after its start. `inCustody: null`: not known from then on. */
export type PeriodEvent = At &
  (
    | { readonly type: 'extend'; readonly extension: string; readonly length?: number | undefined }
    | { readonly type: 'suspend'; readonly reason: string }
    | { readonly type: 'resume' }
    | { readonly type: 'restart'; readonly reason: string }
    | { readonly type: 'custody'; readonly inCustody: boolean | null }
  )

/** One period to be computed. Events may come in any order. */
export type PeriodRequest = {
  readonly start: Date
  /** Whether the person is in custody at the start; null where it is not known. */
  readonly inCustody: boolean | null
  readonly events: readonly PeriodEvent[]
  /** The length fixed by a decision, for periods without one of their own. D9 */
  readonly length?: { readonly value: number; readonly unit: Unit } | undefined
  /** When the custody began whose end this duty hangs on: its length says when the duty opens. D7 */
  readonly custodyFrom?: Date | undefined
}

export type StepKind =
  | 'start'
  | 'notCounted'
  | 'count'
  | 'monthEnd'
  | 'legalLatest'
  | 'extension'
  | 'suspension'
  | 'resume'
  | 'restart'
  | 'custody'
  | 'rollOver'
  | 'noRollOver'
  | 'workingDay'
  | 'window'
  | 'recommended'
  | 'fellAway'

/** One step of the way to a due date, as people read it. */
export type LedgerStep = {
  readonly kind: StepKind
  readonly zh: string
  readonly en: string
  /** When what the step tells of happened, or the day it speaks of. */
  readonly at: Date | null
  /** The end as it stands after this step, before any roll-over but its own. */
  readonly due: Date | null
  /** The article, as the table writes it. */
  readonly basis: string | null
  readonly eventId: string | null
}

/**
 * What a reader must know besides the date: the person's custody is not known, the count stands still, a restart came after
 * the period had run out, an event had no effect, or the start lies before the wording of the law that was applied.
 */
export type PeriodFlag = 'custody-unknown' | 'suspended' | 'restarted-after-due' | 'event-rejected' | 'earlier-law'

/** An event that the law does not allow: it has moved nothing. */
export type RejectedEvent = {
  readonly eventId: string | null
  /** Its place among the events as they were given. */
  readonly index: number
  readonly code: ProblemCode
  readonly basis: string | null
  readonly facts: ProblemFacts
}

/** Where a period ends and how that was reached. */
export type PeriodOutcome = {
  /** The start that counts: the last restart, if there was one. */
  readonly startedAt: Date
  /** The instant to work to; an end of day is 23:59:59 (D1). While the count stands still, the earliest lawful end. */
  readonly dueAt: Date
  /** The latest the law allows, where that differs. */
  readonly legalLatest: Date | null
  /** Of a backward period whose last day is a rest day: the end of the last working day before it. */
  readonly recommendedLatest: Date | null
  /** Of a duty with a window (D7): when it opens. */
  readonly opensAt: Date | null
  /** True where the calendar of a year that matters is not loaded: weekends only were known (D10). */
  readonly provisional: boolean
  readonly suspended: boolean
  readonly flags: readonly PeriodFlag[]
  readonly ledger: readonly LedgerStep[]
  readonly rejected: readonly RejectedEvent[]
}

export type PeriodState = 'running' | 'suspended' | 'overdue' | 'met' | 'metLate'

/** What a period is now. A count that stands still is not overdue; only a statutory period is overdue in law; the kind tells. */
export function periodState(
  { dueAt, endedAt, suspended }: { dueAt: Date; endedAt: Date | null; suspended: boolean },
  now: Date,
): PeriodState {
  if (endedAt !== null) return endedAt > dueAt ? 'metLate' : 'met'
  if (suspended) return 'suspended'
  return now > dueAt ? 'overdue' : 'running'
}
