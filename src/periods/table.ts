import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { legalDate } from '../domain/legal-date.ts'
import calendars from './calendars.json' with { type: 'json' }
import { type CalendarYear, PeriodRule } from './model.ts'
import type { Calendar } from './rules.ts'
import rows from './table.json' with { type: 'json' }

const Rows = Type.Array(PeriodRule)

/** The statutory and service periods by code. Source: CPL 2018, SPC 法释〔2021〕1号, SPP Rules 2019, MPS Procedure 2020; each row names its article. */
export const PERIODS: ReadonlyMap<string, PeriodRule> = new Map(
  Value.Parse(Rows, Value.Clean(Rows, structuredClone(rows))).map(rule => [rule.code, rule]),
)

/** The rule of a period code. @throws RangeError */
export function periodRule(code: string): PeriodRule {
  const rule = PERIODS.get(code)
  if (rule === undefined) throw new RangeError(`unknown period ${code}`)
  return rule
}

/** Codes of the periods that somebody is warned of. */
export const WATCHED: readonly string[] = [...PERIODS.values()].filter(({ alertLevels }) => alertLevels !== null).map(({ code }) => code)

const eventNames = (text: string): string[] => text.split('|').map(name => name.replace(/\(.*?\)/g, '').trim())

const endingEvents: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  [...PERIODS.values()].map(rule => [rule.code, new Set(eventNames(rule.endsOn))]),
)

/** Whether an event of this name ends a period of this code. */
export const isEndedBy = (code: string, event: string): boolean => endingEvents.get(code)?.has(event) ?? false

/** The published holiday lists, by year. Source: the yearly notices of the State Council's General Office. */
export const CALENDAR: Calendar = new Map(
  calendars.years.map((year): [number, CalendarYear] => [
    year.year,
    {
      year: year.year,
      notice: year.notice,
      holidays: year.holidays.map(({ name, from, to }) => ({ name, from: legalDate(from), to: legalDate(to) })),
      makeupWorkdays: year.makeupWorkdays.map(legalDate),
    },
  ]),
)
