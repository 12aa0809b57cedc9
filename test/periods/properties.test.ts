import fc from 'fast-check'
import t from 'tap'
import { addDays, DAY_MS, dayOf, HOUR_MS } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { computePeriod } from '../../src/periods/engine.ts'
import type { PeriodEvent, PeriodOutcome, PeriodRequest, PeriodRule } from '../../src/periods/model.ts'
import { restartsOf, suspensionsOf } from '../../src/periods/reasons.ts'
import { isWorkingDay } from '../../src/periods/rules.ts'
import { PERIODS } from '../../src/periods/table.ts'
import { CALENDAR } from '../support/calendar.ts'

const RUNS = 2_500
const RULES = [...PERIODS.values()].filter(({ unit }) => unit !== null)
const EVENTFUL = RULES.filter(({ extensions, suspendsOn, restartsOn }) => extensions.length + suspendsOn.length + restartsOn.length > 0)

/** The length that a decision would name, where the law leaves it open. */
const lengthOf = ({ length, variableLength, unit }: PeriodRule): PeriodRequest['length'] => {
  if (variableLength) return { value: variableLength.min, unit: variableLength.unit }
  return length === null && unit !== null ? { value: 30, unit } : undefined
}
const compute = (rule: PeriodRule, request: Omit<PeriodRequest, 'length'>): PeriodOutcome =>
  accept(computePeriod(rule, { ...request, length: lengthOf(rule) }, CALENDAR))

const starts = fc
  .integer({ min: Date.parse('1990-01-01T00:00:00+08:00') / 1000, max: Date.parse('2100-05-31T00:00:00+08:00') / 1000 })
  .map(seconds => new Date(seconds * 1000))
/** Half of them in the years whose rest days are known, where roll-over has most to do. */
const someStart = fc.oneof(
  starts,
  fc.integer({ min: 0, max: 1_090 * 24 }).map(hours => new Date(Date.parse('2024-01-01T00:00:00+08:00') + hours * HOUR_MS)),
)
const someCustody = fc.constantFrom(true, false, null)

/** Events that the row knows, some that it does not, and some that come too late or too early. */
function someEvents(rule: PeriodRule, start: Date, withCustody = true): fc.Arbitrary<PeriodEvent[]> {
  const at = fc.integer({ min: -2, max: 24 * 200 }).map(hours => new Date(start.getTime() + hours * HOUR_MS))
  const named = (known: readonly string[], stray: string) => fc.constantFrom(...known, stray)
  const extension = named(
    rule.extensions.map(({ code }) => code),
    'NO_SUCH_EXTENSION',
  )
  const kinds: fc.Arbitrary<PeriodEvent>[] = [
    fc.record({
      type: fc.constant('extend' as const),
      at,
      extension,
      length: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    }),
    fc.record({
      type: fc.constant('suspend' as const),
      at,
      reason: named(
        suspensionsOf(rule).map(({ code }) => code),
        'NO_SUCH_REASON',
      ),
    }),
    fc.record({ type: fc.constant('resume' as const), at }),
    fc.record({
      type: fc.constant('restart' as const),
      at,
      reason: named(
        restartsOf(rule).map(({ code }) => code),
        'NO_SUCH_REASON',
      ),
    }),
  ]
  if (withCustody) kinds.push(fc.record({ type: fc.constant('custody' as const), at, inCustody: someCustody }))
  return fc.array(fc.oneof(...kinds), { maxLength: 8 })
}

const aCase = (rules: readonly PeriodRule[], withCustody = true) =>
  fc
    .tuple(fc.constantFrom(...rules), someStart, someCustody)
    .chain(([rule, start, inCustody]) => someEvents(rule, start, withCustody).map(events => ({ rule, start, inCustody, events })))

/** All that an answer says, without the places at which the events were entered. */
const said = ({ rejected, ...outcome }: PeriodOutcome) =>
  JSON.stringify({ ...outcome, rejected: rejected.map(({ code, facts, basis }) => JSON.stringify({ code, facts, basis })).sort() })

function holds<T>(t: Pick<typeof import('tap').default, 'ok'>, sentence: string, some: fc.Arbitrary<T>, law: (one: T) => boolean): void {
  let runs = 0
  fc.assert(
    fc.property(some, one => {
      runs++
      return law(one)
    }),
    { numRuns: RUNS },
  )
  t.ok(runs >= RUNS, `${sentence} (${runs} cases)`)
}

t.test('what holds for every period, start and row of events', async t => {
  holds(
    t,
    'the order in which events are entered does not matter',
    aCase(EVENTFUL).chain(one => fc.shuffledSubarray(one.events, { minLength: one.events.length }).map(shuffled => ({ ...one, shuffled }))),
    ({ rule, shuffled, ...request }) => said(compute(rule, request)) === said(compute(rule, { ...request, events: shuffled })),
  )

  holds(t, 'an event that was refused moves nothing', aCase(EVENTFUL), ({ rule, ...request }) => {
    const all = compute(rule, request)
    const refused = new Set(all.rejected.map(({ index }) => index))
    const rest = compute(rule, { ...request, events: request.events.filter((_, index) => !refused.has(index)) })
    return (
      rest.rejected.length === 0 &&
      rest.dueAt.getTime() === all.dueAt.getTime() &&
      JSON.stringify(rest.ledger) === JSON.stringify(all.ledger)
    )
  })

  const strayEvent = (start: Date): fc.Arbitrary<PeriodEvent> =>
    fc
      .integer({ min: -10, max: 300 })
      .chain(days =>
        fc.constantFrom<PeriodEvent>(
          { type: 'extend', extension: 'OF_ANOTHER_PERIOD', at: new Date(start.getTime() + days * DAY_MS) },
          { type: 'suspend', reason: 'OF_ANOTHER_PERIOD', at: new Date(start.getTime() + days * DAY_MS) },
          { type: 'restart', reason: 'OF_ANOTHER_PERIOD', at: new Date(start.getTime() + days * DAY_MS) },
        ),
      )
  holds(
    t,
    'adding an event of another period moves nothing',
    aCase(RULES).chain(one => strayEvent(one.start).map(stray => ({ ...one, stray }))),
    ({ rule, stray, ...request }) => {
      const before = compute(rule, request)
      const after = compute(rule, { ...request, events: [stray, ...request.events] })
      return JSON.stringify(before.ledger) === JSON.stringify(after.ledger) && after.rejected.length === before.rejected.length + 1
    },
  )
})

t.test('custody never rolls', async t => {
  const held = RULES.filter(({ rolloverBlockedByCustody, custodyRelated }) => rolloverBlockedByCustody || custodyRelated)
  holds(t, 'in custody, or not known, no step rolls over', aCase(held, false), ({ rule, ...request }) => {
    return [true, null].every(inCustody => compute(rule, { ...request, inCustody }).ledger.every(({ kind }) => kind !== 'rollOver'))
  })
  holds(t, 'a date in custody never lies after the same date on bail', aCase(RULES, false), ({ rule, ...request }) => {
    const [inside, outside] = [true, false].map(inCustody => compute(rule, { ...request, events: [], inCustody }).dueAt.getTime())
    return inside !== undefined && outside !== undefined && inside <= outside
  })
  const rolling = RULES.filter(({ rolloverOnHoliday, direction }) => rolloverOnHoliday && direction === 'forward')
  holds(t, 'a right on bail always ends on a working day', fc.tuple(fc.constantFrom(...rolling), someStart), ([rule, start]) =>
    isWorkingDay(dayOf(compute(rule, { start, inCustody: false, events: [] }).dueAt), CALENDAR),
  )
})

t.test('a restart forgets earlier time', async t => {
  const restarting = RULES.filter(({ restartsOn }) => restartsOn.length > 0)
  const some = aCase(restarting).chain(one =>
    fc.tuple(fc.integer({ min: 1, max: 150 }), fc.constantFrom(...restartsOf(one.rule).map(({ code }) => code))).map(([days, reason]) => ({
      ...one,
      restarted: { type: 'restart' as const, reason, at: new Date(one.start.getTime() + days * DAY_MS) },
    })),
  )
  holds(t, 'what lies before a restart has no part in the date', some, ({ rule, restarted, events, ...request }) => {
    const isBefore = ({ at }: PeriodEvent) => at < restarted.at
    const later = events.filter(event => !isBefore(event))
    const moved = events.filter(event => event.type === 'custody' && isBefore(event) && event.at >= request.start)
    const whole = compute(rule, { ...request, events: [...events, restarted] })
    const alone = compute(rule, { ...request, events: [...moved, restarted, ...later] })
    return whole.dueAt.getTime() === alone.dueAt.getTime() && whole.startedAt >= restarted.at
  })
})

t.test('extensions and starts', async t => {
  const extensible = RULES.filter(({ extensions }) => extensions.length > 0)
  const some = aCase(extensible, false).chain(one =>
    fc
      .tuple(fc.constantFrom(...one.rule.extensions), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 4_000 }))
      .map(([{ code, length, minLength }, given, hours]) => ({
        ...one,
        more: {
          type: 'extend' as const,
          extension: code,
          at: new Date(one.start.getTime() + hours * HOUR_MS),
          length: length === null || minLength !== undefined ? given : undefined,
        },
      })),
  )
  holds(t, 'an extension never shortens', some, ({ rule, more, events, ...request }) => {
    const others = events.filter(({ type }) => type !== 'extend')
    return compute(rule, { ...request, events: others }).dueAt <= compute(rule, { ...request, events: [...others, more] }).dueAt
  })

  const later = fc.tuple(fc.constantFrom(...RULES), someStart, someCustody, fc.integer({ min: 0, max: 2_000 }))
  holds(t, 'a later start never gives an earlier end', later, ([rule, start, inCustody, hours]) => {
    const after = new Date(Math.min(start.getTime() + hours * HOUR_MS, Date.parse('2100-12-31T00:00:00+08:00')))
    return (
      compute(rule, { start, inCustody, events: [] }).dueAt <=
      compute(rule, { start: after < start ? start : after, inCustody, events: [] }).dueAt
    )
  })

  holds(t, 'the end never lies before the start, save of what is counted backward', aCase(RULES), ({ rule, ...request }) => {
    const { startedAt, dueAt } = compute(rule, request)
    return rule.direction === 'backward' ? dayOf(dueAt) <= dayOf(startedAt) : dueAt >= startedAt
  })

  const byDays = RULES.filter(
    one => one.unit === 'day' && one.dayRule !== 'full24h' && !one.workingDays && !one.endsAtStart && one.length !== null,
  )
  holds(t, 'from whatever hour of a day, day n is n days on', fc.tuple(fc.constantFrom(...byDays), someStart), ([rule, start]) => {
    const days = rule.length ?? 0
    const due = dayOf(compute(rule, { start, inCustody: true, events: [] }).dueAt)
    const bare = addDays(dayOf(start), rule.direction === 'backward' ? -days : days)
    return due === bare || (due > bare && rule.rolloverOnHoliday && !isWorkingDay(bare, CALENDAR))
  })
})
