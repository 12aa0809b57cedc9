import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { LegalDate } from '../domain/legal-date.ts'
import { PeriodRule } from './model.ts'
import { versionOn } from './rules.ts'
import rows from './table.json' with { type: 'json' }

const Rows = Type.Array(PeriodRule)

/** The rows of each code, the earliest wording of the law first. */
const VERSIONS: ReadonlyMap<string, readonly PeriodRule[]> = Map.groupBy(
  Value.Parse(Rows, Value.Clean(Rows, structuredClone(rows))),
  ({ code }) => code,
)

/**
 * The statutory and service periods by code, in the wording in force last. Source: CPL 2018, SPC 法释〔2021〕1号, SPP Rules
 * 2019, MPS Procedure 2020; each row names its article.
 */
export const PERIODS: ReadonlyMap<string, PeriodRule> = new Map(
  [...VERSIONS].flatMap(([code, versions]) => versions.slice(-1).map((rule): [string, PeriodRule] => [code, rule])),
)

/**
 * The rule of a period code: as the law stood on the day of the start event, or, without a day, the last wording.
 * @throws RangeError for a code that the table does not have
 */
export function periodRule(code: string, on?: LegalDate): PeriodRule {
  const last = PERIODS.get(code)
  if (last === undefined) throw new RangeError(`unknown period ${code}`)
  return on === undefined ? last : (versionOn(VERSIONS.get(code) ?? [], on) ?? last)
}

/** Codes of the periods that somebody is warned of. */
export const WATCHED: readonly string[] = [...PERIODS.values()].filter(({ alertLevels }) => alertLevels !== null).map(({ code }) => code)

const eventNames = (text: string): string[] => text.split('|').map(name => name.replace(/\(.*?\)/g, '').trim())

const endingEvents: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...PERIODS.values()].map(rule => [rule.code, new Set(eventNames(rule.endsOn))]),
)

/** Whether an event of this name ends a period of this code. */
export const isEndedBy = (code: string, event: string): boolean => endingEvents.get(code)?.has(event) ?? false
