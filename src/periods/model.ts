import { Type } from 'typebox'
import type { LegalDate } from '../domain/legal-date.ts'

const Unit = Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('month')])

const Threshold = Type.Object({
  before: Type.Optional(Type.Number()),
  after: Type.Optional(Type.Number()),
  unit: Type.Union([Type.Literal('minute'), Type.Literal('hour'), Type.Literal('day')]),
})

/** One row of the period table. Lengths, bases and marks of doubt are data: code holds only how to count. */
export const PeriodRule = Type.Object({
  code: Type.String(),
  nameZh: Type.String(),
  nameEn: Type.String(),
  unit: Type.Union([Unit, Type.Null()]),
  length: Type.Union([Type.Number(), Type.Null()]),
  startsOn: Type.Object({ event: Type.String() }),
  endsOn: Type.String(),
  rolloverOnHoliday: Type.Boolean(),
  rolloverBlockedByCustody: Type.Boolean(),
  appliesTo: Type.Union([Type.Literal('case'), Type.Literal('person')]),
  agency: Type.String(),
  legalBasis: Type.String(),
  alertLevels: Type.Union([Type.Record(Type.String(), Threshold), Type.Null()]),
  verify: Type.Boolean(),
  kind: Type.Union([Type.Literal('statutory'), Type.Literal('guideline'), Type.Literal('serviceLevel'), Type.Literal('suspension')]),
  direction: Type.Union([Type.Literal('forward'), Type.Literal('backward')]),
  dayRule: Type.Optional(Type.String()),
  monthRule: Type.Optional(Type.Union([Type.Literal('corresponding'), Type.Literal('spc202')])),
  workingDays: Type.Optional(Type.Boolean()),
})
export type PeriodRule = Type.Static<typeof PeriodRule>

/** Whose reading of "a month" applies: police and procuratorate, or the courts. */
export type MonthRule = 'corresponding' | 'spc202'

/** One counted step of a due date, as people read it. */
export type CountedStep = { readonly zh: string; readonly en: string; readonly at: Date }

/** Where a count ends: the instant to work to, the latest the law allows where that differs, and how it was reached. */
export type Due = {
  readonly dueAt: Date
  readonly legalLatest: Date | null
  /** True where the calendar of the last day's year is not loaded: weekends only were known (D10). */
  readonly provisional: boolean
  readonly steps: readonly CountedStep[]
}

export type CalendarYear = {
  readonly year: number
  readonly notice: string
  readonly holidays: readonly { readonly name: string; readonly from: LegalDate; readonly to: LegalDate }[]
  readonly makeupWorkdays: readonly LegalDate[]
}

/** A running or ended period of a case or a person. */
export type PeriodInstance = {
  readonly id: string
  readonly code: string
  readonly casePersonId: string | null
  readonly startedAt: Date
  readonly dueAt: Date
  readonly endedAt: Date | null
}

export type PeriodState = 'running' | 'overdue' | 'met' | 'metLate'

/** What a period is now, from its three instants. Only a statutory period is overdue in law; the kind tells. */
export function periodState({ dueAt, endedAt }: { dueAt: Date; endedAt: Date | null }, now: Date): PeriodState {
  if (endedAt !== null) return endedAt > dueAt ? 'metLate' : 'met'
  return now > dueAt ? 'overdue' : 'running'
}
