import { type Decision, refuse } from '../domain/problem.ts'
import type { PeriodRequest, PeriodRule, Unit } from './model.ts'
import type { Span } from './wording.ts'

/** No length of the law comes near; anything longer is a slip of the pen and would leave the calendar. */
export const MAX_LENGTH = 1_000

export const isLength = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= MAX_LENGTH

export function spanOf(value: number, unit: Unit): Span {
  return { months: unit === 'month' ? value : 0, days: unit === 'day' ? value : 0, hours: unit === 'hour' ? value : 0 }
}

export const addSpans = (a: Span, b: Span): Span => ({ months: a.months + b.months, days: a.days + b.days, hours: a.hours + b.hours })

/**
 * The length with which a period starts: the row's own, or the one that the decision fixed where the law leaves it open (D9).
 * Refuses `period-has-no-fixed-length` and `period-length-invalid`.
 */
export function startingSpan(rule: PeriodRule, length: PeriodRequest['length']): Decision<Span> {
  const { variableLength } = rule
  if (rule.unit === null) return refuse('period-has-no-fixed-length', rule.legalBasis, { period: rule.code })
  if (length === undefined) {
    if (rule.length === null || variableLength) return refuse('period-has-no-fixed-length', rule.legalBasis, factsOf(rule))
    return { ok: true, change: spanOf(rule.length, rule.unit) }
  }
  const { value, unit } = length
  const fits = variableLength
    ? unit === variableLength.unit && variableLength.min <= value && value <= variableLength.max
    : unit === rule.unit && (rule.length === null || rule.length === value)
  // A row that says "at once" has the length 0, which no decision could grant.
  if (!fits || (!isLength(value) && value !== rule.length)) {
    return refuse('period-length-invalid', rule.legalBasis, { ...factsOf(rule), length: value, lengthUnit: unit })
  }
  return { ok: true, change: spanOf(value, unit) }
}

function factsOf({ code, length, unit, variableLength }: PeriodRule): Record<string, string | number | null> {
  if (variableLength) return { period: code, minLength: variableLength.min, maxLength: variableLength.max, unit: variableLength.unit }
  return { period: code, fixedLength: length, unit }
}
