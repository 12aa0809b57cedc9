import { addDays, DAY_MS, dayOf } from '../src/domain/legal-date.ts'
import { accept } from '../src/domain/problem.ts'
import { calendarOf } from '../src/periods/calendar.ts'
import calendars from '../src/periods/calendars.json' with { type: 'json' }
import { computePeriod } from '../src/periods/engine.ts'
import type { PeriodRequest, PeriodRule } from '../src/periods/model.ts'
import { periodRule } from '../src/periods/table.ts'
import { EXAMPLES, eventOf, SAMPLE_DEADLINES, shanghai } from '../test/support/periods.ts'
import { type Figure, figure, pairs, ratios, spread } from './measure.ts'

const PERIODS = 25_000
const ROUNDS = { warmUp: 2, rounds: 9, withinMs: 120_000 }
const AIM_PER_SECOND = 20_000

type Work = { readonly rule: PeriodRule; readonly request: PeriodRequest; readonly due: number }

/**
 * Periods computed on one core, ledger included, from the worked examples and the deadlines of the sample cases with all their
 * events, against a bare loop that adds as many days to as many dates and does nothing else.
 */
export async function benchEngine(): Promise<Figure[]> {
  const work = readWork()
  const bare = (): void => {
    let seen = 0
    for (let at = 0; at < PERIODS; at++) {
      const { request, due } = oneOf(work, at)
      seen += addDays(dayOf(request.start), Math.round((due - request.start.getTime()) / DAY_MS)).length
    }
    if (seen !== PERIODS * 10) throw new Error('the bare loop lost a date')
  }
  const engine = (): void => {
    for (let at = 0; at < PERIODS; at++) {
      const { rule, request, due } = oneOf(work, at)
      if (accept(computePeriod(rule, request, CALENDAR)).dueAt.getTime() !== due) throw new Error(`another date for ${rule.code}`)
    }
  }
  const times = await pairs(
    async () => onCore(bare),
    async () => onCore(engine),
    ROUNDS,
  )
  const perSecond = times.ours.map(ms => (PERIODS / ms) * 1_000)
  const of = { bareMs: spread(times.baseline), oursMs: spread(times.ours), periodsPerRound: PERIODS, perSecond: spread(perSecond) }
  return [
    figure('engine, periods a second on one core', 'per second', perSecond, { atLeast: AIM_PER_SECOND }, of),
    figure('engine, over a bare date addition', 'ratio', ratios(times.ours, times.baseline), {}, of),
  ]
}

/** Milliseconds that a core worked on it, collecting garbage included: what the machine does besides does not count. */
const CALENDAR = calendarOf(calendars.years)

function onCore(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}

function readWork(): readonly Work[] {
  return [...EXAMPLES, ...SAMPLE_DEADLINES].map(({ periodCode, start, inCustody, events }) => {
    const rule = periodRule(periodCode)
    const request = { start: shanghai(start), inCustody, events: events.map(eventOf) }
    return { rule, request, due: accept(computePeriod(rule, request, CALENDAR)).dueAt.getTime() }
  })
}

function oneOf(work: readonly Work[], at: number): Work {
  const one = work[at % work.length]
  if (one === undefined) throw new Error('there is no work')
  return one
}
