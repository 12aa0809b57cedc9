import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { computePeriod } from '../../src/periods/engine.ts'
import type { PeriodEvent, PeriodOutcome, PeriodRequest } from '../../src/periods/model.ts'
import { periodRule } from '../../src/periods/table.ts'
import { CALENDAR } from './calendar.ts'

const Instant = Type.String()
const Event = Type.Union([
  Type.Object({ type: Type.Literal('extend'), at: Instant, extension: Type.String(), length: Type.Optional(Type.Integer()) }),
  Type.Object({ type: Type.Literal('suspend'), at: Instant, reason: Type.String() }),
  Type.Object({ type: Type.Literal('resume'), at: Instant }),
  Type.Object({ type: Type.Literal('restart'), at: Instant, reason: Type.String() }),
  Type.Object({ type: Type.Literal('custody'), at: Instant, inCustody: Type.Union([Type.Boolean(), Type.Null()]) }),
])
const Example = Type.Object({
  id: Type.String(),
  periodCode: Type.String(),
  start: Instant,
  inCustody: Type.Boolean(),
  events: Type.Array(Event),
  expectedEnd: Type.String(),
  legalLatest: Type.Optional(Type.String()),
  recommendedLatest: Type.Optional(Type.String()),
  mailed: Type.Optional(Type.Object({ postedAt: Instant, receivedAt: Instant, inTime: Type.Boolean() })),
  why: Type.String(),
})
export type Example = Type.Static<typeof Example>
const SampleDeadline = Type.Object({
  case: Type.Integer(),
  periodCode: Type.String(),
  start: Type.String(),
  inCustody: Type.Boolean(),
  events: Type.Array(Event),
  due: Type.String(),
})

function read<S extends Type.TSchema>(file: string, schema: S): Type.Static<S> {
  return Value.Parse(schema, Value.Clean(schema, JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))))
}

/** The worked examples, each with its reason. */
export const EXAMPLES = read('period-examples.json', Type.Array(Example))
/** The deadlines of the eight sample cases with the events that each rests on. */
export const SAMPLE_DEADLINES = read('../../src/cli/demo/course/deadlines.json', Type.Array(SampleDeadline))

export const eventOf = (event: Type.Static<typeof Event>): PeriodEvent => ({ ...event, at: new Date(event.at) })

/** `2026-03-10`, `2026-03-10 14:20` or a full instant, in Shanghai time. */
export function shanghai(text: string): Date {
  if (text.includes('T')) return new Date(text)
  const [day = '', time = '00:00'] = text.split(' ')
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`)
}

type Given = Partial<Omit<PeriodRequest, 'start' | 'events'>> & { readonly start: string; readonly events?: readonly PeriodEvent[] }

/** Computes as the product does, with the calendars it carries; not in custody unless said. */
export function compute(code: string, { start, events = [], inCustody = false, ...more }: Given): PeriodOutcome {
  return accept(computePeriod(periodRule(code), { start: shanghai(start), inCustody, events, ...more }, CALENDAR))
}

export const dueOf = (code: string, given: Given): string => toShanghai(compute(code, given).dueAt)
export const rejectedOf = (code: string, given: Given): string[] => compute(code, given).rejected.map(({ code }) => code)

export const extend = (extension: string, at: string, length?: number): PeriodEvent => ({
  type: 'extend',
  extension,
  at: shanghai(at),
  length,
})
export const suspend = (reason: string, at: string): PeriodEvent => ({ type: 'suspend', reason, at: shanghai(at) })
export const resume = (at: string): PeriodEvent => ({ type: 'resume', at: shanghai(at) })
export const restart = (reason: string, at: string): PeriodEvent => ({ type: 'restart', reason, at: shanghai(at) })
export const custody = (inCustody: boolean | null, at: string): PeriodEvent => ({ type: 'custody', inCustody, at: shanghai(at) })
