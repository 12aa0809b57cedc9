import { DAY_MS, dayOf, endOfDay, HOUR_MS, toShanghai } from '../domain/legal-date.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import { type Count, type End, endOf } from './count.ts'
import { decideExtension } from './extension.ts'
import { closingSteps, countSteps, startStep } from './ledger.ts'
import type { LedgerStep, PeriodEvent, PeriodFlag, PeriodOutcome, PeriodRequest, PeriodRule, RejectedEvent } from './model.ts'
import { decideRestart } from './restart.ts'
import { hangsOnCustody, recommendedDay } from './roll-over.ts'
import type { Calendar } from './rules.ts'
import { startingSpan } from './span.ts'
import { decideResumption, decideSuspension } from './suspension.ts'
import { instantText } from './wording.ts'

const EARLIEST = new Date('1990-01-01T00:00:00+08:00')
const LATEST = new Date('2101-01-01T00:00:00+08:00')
/** A date outside these years is a slip of the pen; a broken one compares with nothing and is refused too. */
const isCountable = (at: Date): boolean => at >= EARLIEST && at < LATEST

/**
 * Where a period ends and how that is reached, from its row alone: no clock, no database, and the same answer in whatever
 * order the events come. An event that the law does not allow moves nothing and is listed in `rejected`; what makes the whole
 * request meaningless is refused: `period-has-no-fixed-length`, `period-length-invalid`, `instant-out-of-range`.
 * Rules R1-R13, decisions D1-D10. Source: the row's `legalBasis`; CPL 105 for how to count.
 */
export function computePeriod(rule: PeriodRule, request: PeriodRequest, calendar: Calendar): Decision<PeriodOutcome> {
  const span = startingSpan(rule, request.length)
  if (!span.ok) return span
  if (!isCountable(request.start)) return refuse('instant-out-of-range', null, { period: rule.code })
  const begun: Count = {
    ...{ rule, calendar, startedAt: request.start, fullSpan: span.change, span: span.change, granted: [], stoodStill: 0, stopped: null },
    custody: [{ at: request.start, inCustody: request.inCustody }],
    custodyFrom: request.custodyFrom ?? null,
    restartedLate: false,
    ledger: [startStep(rule, request.start)],
  }
  let count: Count = { ...begun, ledger: [...begun.ledger, ...countSteps(begun, endOf(begun))] }
  const rejected: RejectedEvent[] = []
  for (const { event, index } of inOrder(rule, request.events)) {
    const decision = decide(count, event, request.start)
    if (decision.ok) count = decision.change
    else rejected.push({ eventId: event.id ?? null, index, code: decision.code, basis: decision.basis, facts: decision.facts })
  }
  return { ok: true, change: outcomeOf(count, rejected, request.start) }
}

function decide(count: Count, event: PeriodEvent, start: Date): Decision<Count> {
  if (!isCountable(event.at)) return refuse('instant-out-of-range', null, { type: event.type })
  if (event.at < start) return refuse('event-before-start', count.rule.legalBasis, { type: event.type, start: toShanghai(start) })
  switch (event.type) {
    case 'extend':
      return decideExtension(count, event)
    case 'suspend':
      return decideSuspension(count, event)
    case 'resume':
      return decideResumption(count, event)
    case 'restart':
      return decideRestart(count, event)
    case 'custody':
      return { ok: true, change: noteCustody(count, event) }
  }
}

/** Where the end does not hang on custody, a change of it is remembered and not told. D8 */
function noteCustody(count: Count, event: Extract<PeriodEvent, { type: 'custody' }>): Count {
  const { at, inCustody } = event
  const custody = [...count.custody, { at, inCustody }]
  if (!hangsOnCustody(count.rule)) return { ...count, custody }
  const on = instantText(at)
  const now =
    inCustody === null
      ? { zh: '是否在押不明', en: 'it is not known whether the person is in custody' }
      : inCustody
        ? { zh: '在押', en: 'the person is in custody' }
        : { zh: '不在押', en: 'the person is not in custody' }
  const step: LedgerStep = {
    ...{ kind: 'custody', zh: `自${on.zh}起${now.zh}`, en: `from ${on.en} ${now.en}` },
    ...{ at, due: null, basis: 'CPL 105(4)', eventId: event.id ?? null },
  }
  return { ...count, custody, ledger: [...count.ledger, step] }
}

const SAME_INSTANT = ['resume', 'restart', 'custody', 'suspend', 'extend']

type Placed = { readonly event: PeriodEvent; readonly index: number }

/**
 * By the time of the event. At one instant a resumption comes first, then a restart, so that what starts with it is not
 * forgotten; custody that contradicts itself counts as custody; extensions go as the row lists them.
 */
function inOrder(rule: PeriodRule, events: readonly PeriodEvent[]): readonly Placed[] {
  const placed = events.map((event, index) => ({ event, index }))
  return placed.length < 2 ? placed : placed.sort((a, b) => compare(rule, a.event, b.event))
}

function compare(rule: PeriodRule, a: PeriodEvent, b: PeriodEvent): number {
  const byTime = timeOf(a) - timeOf(b)
  if (byTime !== 0) return byTime
  const byType = SAME_INSTANT.indexOf(a.type) - SAME_INSTANT.indexOf(b.type)
  if (byType !== 0) return byType
  const [x, y] = [placeOf(rule, a), placeOf(rule, b)]
  return x.number - y.number || (x.text < y.text ? -1 : x.text > y.text ? 1 : 0)
}

/** An instant that will be refused comes first, whatever it is. */
const timeOf = ({ at }: PeriodEvent): number => (isCountable(at) ? at.getTime() : 0)

function placeOf(rule: PeriodRule, event: PeriodEvent): { number: number; text: string } {
  if (event.type === 'extend') {
    const place = rule.extensions.findIndex(({ code }) => code === event.extension)
    return { number: place * 10_000 + (event.length ?? 0), text: event.extension }
  }
  if (event.type === 'custody') return { number: event.inCustody === false ? 0 : event.inCustody === null ? 1 : 2, text: '' }
  return { number: 0, text: 'reason' in event ? event.reason : '' }
}

function outcomeOf(count: Count, rejected: readonly RejectedEvent[], start: Date): PeriodOutcome {
  const { rule, calendar, startedAt, stopped, ledger } = count
  const end = endOf(count)
  const opensAt = openingOf(count, end)
  const recommended = end.last === null ? null : recommendedDay(rule, end.last.day, calendar)
  const recommendedLatest = recommended === null ? null : endOfDay(recommended)
  return {
    startedAt,
    dueAt: end.dueAt,
    legalLatest: end.legalLatest,
    recommendedLatest,
    opensAt,
    provisional: end.provisional,
    suspended: stopped !== null,
    flags: flagsOf(count, end, rejected, start),
    ledger: [...ledger, ...closingSteps(count, end, opensAt, recommendedLatest)],
    rejected,
  }
}

function flagsOf(count: Count, end: End, rejected: readonly RejectedEvent[], start: Date): readonly PeriodFlag[] {
  const flags: PeriodFlag[] = []
  if (end.last !== null && end.last.custody === null && hangsOnCustody(count.rule)) flags.push('custody-unknown')
  if (count.stopped !== null) flags.push('suspended')
  if (count.restartedLate) flags.push('restarted-after-due')
  if (rejected.length > 0) flags.push('event-rejected')
  if (count.rule.validFrom !== undefined && dayOf(start) < count.rule.validFrom) flags.push('earlier-law')
  return flags
}

/** When a duty that hangs on the end of a custody opens; of a custody whose length is not known, the longest window. D7 */
function openingOf({ rule, custodyFrom }: Count, { dueAt }: End): Date | null {
  if (rule.opens === undefined) return null
  const days = custodyFrom === null ? Number.POSITIVE_INFINITY : (dueAt.getTime() - custodyFrom.getTime()) / DAY_MS
  const window = rule.opens.find(({ custodyUpToDays }) => custodyUpToDays === undefined || days <= custodyUpToDays)
  if (window === undefined) return null
  return new Date(dueAt.getTime() - window.before * (window.unit === 'hour' ? HOUR_MS : DAY_MS))
}
