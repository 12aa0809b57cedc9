import { dayOf } from '../domain/legal-date.ts'
import { computePeriod } from './engine.ts'
import { fellAwayStep } from './ledger.ts'
import type { CalendarYear, PeriodEvent, PeriodOutcome } from './model.ts'
import { suspensionsOf } from './reasons.ts'
import { isEndedBy, periodRule } from './table.ts'

/** A change of the running of a period: extension, suspension, resumption, restart; of one person or of the whole case. */
export type DeadlineChange =
  | { readonly type: 'extend'; readonly periodCode: string; readonly extension: string; readonly length?: number }
  | { readonly type: 'suspend' | 'resume'; readonly reason: string }
  | { readonly type: 'restart'; readonly periodCode: string; readonly reason: string }

export type ClockStart = {
  readonly code: string
  readonly casePersonId: string | null
  /** The agency that answers for the period. */
  readonly agency: string
  /** Where the count does not start with the event itself but with a date the event names, such as a hearing. */
  readonly at?: Date
  readonly length?: { readonly value: number; readonly unit: 'hour' | 'day' | 'month' }
}

/** How far proceedings have come: their judgment has taken effect, or they are over. `casePersonId` null: for the whole case. */
export type Conclusion = { readonly casePersonId: string | null; readonly by: 'effect' | 'end' }

/** What one legal event of a case means for its clocks. */
export type ClockEvent = {
  readonly id: string
  readonly occurredAt: Date
  /** Order of entry; decides between events of the same instant. */
  readonly seq: number
  /** The law's names of the event; a period ends by the names its own row gives. */
  readonly names: readonly string[]
  /** The persons it concerns. */
  readonly persons: readonly string[]
  /** Whether it also ends periods of the whole case. */
  readonly wholeCase: boolean
  readonly starts: readonly ClockStart[]
  /** Periods that go on although a name would end them, and periods the step ends by itself. */
  readonly keeps: readonly string[]
  readonly ends: readonly string[]
  /** The custody of its persons from now on; null: as before. */
  readonly custody: boolean | null
  /** The agency for which its persons are held, if they are, from now on; absent: as before. */
  readonly heldFor?: string
  readonly deadline: DeadlineChange | null
  /** Whose proceedings it concludes: what they left undone falls away, save what outlives them. */
  readonly concludes?: readonly Conclusion[]
  /** Its persons are no longer of this case: their custody bears on no count that begins later, and what runs keeps its end. */
  readonly parts?: true
  /** Periods that go on again where their own time is not over and the person is still held. */
  readonly revives?: readonly string[]
}

/** One period of a case or a person, with all that its dates rest on. */
export type Clock = {
  readonly code: string
  readonly casePersonId: string | null
  readonly agency: string
  readonly startedBy: string
  readonly startedAt: Date
  readonly endedBy: string | null
  readonly endedAt: Date | null
  readonly endEvent: string | null
  readonly inCustody: boolean
  readonly request: {
    readonly start: Date
    readonly inCustody: boolean
    readonly events: readonly PeriodEvent[]
    readonly length?: ClockStart['length']
  }
  readonly outcome: PeriodOutcome
}

/** In `ends`: whatever runs for those concerned. */
export const EVERY_PERIOD = '*'

type Calendar = ReadonlyMap<number, CalendarYear>

/** A clock while the events are folded. */
type Running = {
  readonly start: ClockStart
  readonly startedBy: string
  readonly startedAt: Date
  readonly custodyAtStart: boolean
  readonly events: PeriodEvent[]
  ended: { readonly by: string; readonly at: Date; readonly event: string } | null
}

/** The order of the law's time; events of one instant stand in the order of their entry. */
export const inOrder = (a: ClockEvent, b: ClockEvent): number => a.occurredAt.getTime() - b.occurredAt.getTime() || a.seq - b.seq

/**
 * All clocks of a case from its events alone: started, extended, suspended, restarted and ended in the order in which things
 * happened, whatever the order of entry. Nothing is kept between two folds, so a late entry or a corrected event gives the
 * dates it would always have given. R8, R9, R19, D5.
 */
export function foldClocks(events: readonly ClockEvent[], calendar: Calendar): readonly Clock[] {
  const clocks: Running[] = []
  const custody = new Map<string, boolean>()
  for (const event of [...events].sort(inOrder)) {
    if (event.custody !== null) changeCustody(clocks, custody, event, event.custody)
    endByNames(clocks, event)
    endByConclusion(clocks, event)
    if (event.parts) for (const person of event.persons) custody.delete(person)
    revive(clocks, custody, event, calendar)
    if (event.deadline) changeDeadline(clocks, custody, event, event.deadline)
    for (const start of event.starts) open(clocks, custody, event, start)
  }
  return clocks.map(clock => settle(clock, calendar))
}

const isOpen = (clock: Running): boolean => clock.ended === null

const concerns = (event: ClockEvent, clock: Running): boolean =>
  clock.start.casePersonId === null ? event.wholeCase : event.persons.includes(clock.start.casePersonId)

/** A case's own period rides on custody while anybody is held. */
const isHeld = (custody: ReadonlyMap<string, boolean>, casePersonId: string | null): boolean =>
  casePersonId === null ? [...custody.values()].includes(true) : (custody.get(casePersonId) ?? false)

function changeCustody(clocks: readonly Running[], custody: Map<string, boolean>, event: ClockEvent, inCustody: boolean): void {
  const before = new Map(clocks.map(clock => [clock, isHeld(custody, clock.start.casePersonId)]))
  for (const person of event.persons) custody.set(person, inCustody)
  for (const clock of clocks.filter(isOpen)) {
    const now = isHeld(custody, clock.start.casePersonId)
    if (now !== before.get(clock)) clock.events.push({ id: event.id, type: 'custody', at: event.occurredAt, inCustody: now })
  }
}

function endByNames(clocks: readonly Running[], event: ClockEvent): void {
  for (const clock of clocks.filter(one => isOpen(one) && concerns(event, one))) {
    const { code } = clock.start
    if (event.keeps.includes(code)) continue
    const name =
      event.ends.includes(code) || event.ends.includes(EVERY_PERIOD)
        ? (event.names[0] ?? code)
        : event.names.find(one => isEndedBy(code, one))
    if (name !== undefined) clock.ended = { by: event.id, at: event.occurredAt, event: name }
  }
}

/** How a period ends that was left undone when the proceedings were over. */
const CONCLUDED = 'proceedingsConcluded'

/** Remedies, releases and execution go on as the table says of each; any other duty has lost its object. */
function endByConclusion(clocks: readonly Running[], event: ClockEvent): void {
  for (const { casePersonId, by } of event.concludes ?? [])
    for (const clock of clocks.filter(one => isOpen(one) && one.start.casePersonId === casePersonId)) {
      const { outlives } = periodRule(clock.start.code)
      if (outlives !== 'end' && outlives !== by) clock.ended = { by: event.id, at: event.occurredAt, event: CONCLUDED }
    }
}

/** The last of its kind goes on as if it had not been ended, with its start and its extensions; one whose time is over does not. */
function revive(clocks: readonly Running[], custody: ReadonlyMap<string, boolean>, event: ClockEvent, calendar: Calendar): void {
  for (const code of event.revives ?? [])
    for (const person of event.persons.filter(id => isHeld(custody, id))) {
      const last = clocks.findLast(({ start }) => start.code === code && start.casePersonId === person)
      if (last?.ended && settle(last, calendar).outcome.dueAt > event.occurredAt) last.ended = null
    }
}

function open(clocks: Running[], custody: ReadonlyMap<string, boolean>, event: ClockEvent, start: ClockStart): void {
  const running = clocks.find(one => isOpen(one) && one.start.code === start.code && one.start.casePersonId === start.casePersonId)
  if (running) running.ended = { by: event.id, at: event.occurredAt, event: 'restarted' }
  clocks.push({
    start,
    startedBy: event.id,
    startedAt: start.at ?? event.occurredAt,
    custodyAtStart: isHeld(custody, start.casePersonId),
    events: [],
    ended: null,
  })
}

function changeDeadline(clocks: Running[], custody: ReadonlyMap<string, boolean>, event: ClockEvent, change: DeadlineChange): void {
  const base = { id: event.id, at: event.occurredAt }
  const mine = clocks.filter(one => isOpen(one) && concerns(event, one))
  if (change.type === 'restart') {
    const old = mine.find(({ start }) => start.code === change.periodCode)
    if (old) open(clocks, custody, event, { code: old.start.code, casePersonId: old.start.casePersonId, agency: old.start.agency })
    return
  }
  if (change.type === 'extend') {
    const { extension, length } = change
    const step: PeriodEvent = { ...base, type: 'extend', extension, ...(length === undefined ? {} : { length }) }
    for (const clock of mine) if (clock.start.code === change.periodCode) clock.events.push(step)
    return
  }
  for (const clock of mine) {
    if (!suspensionsOf(periodRule(clock.start.code)).some(({ code }) => code === change.reason)) continue
    clock.events.push(change.type === 'suspend' ? { ...base, type: 'suspend', reason: change.reason } : { ...base, type: 'resume' })
  }
}

function settle(clock: Running, calendar: Calendar): Clock {
  const { start, startedAt, startedBy, custodyAtStart, events, ended } = clock
  const request = { start: startedAt, inCustody: custodyAtStart, events, ...(start.length ? { length: start.length } : {}) }
  const decision = computePeriod(periodRule(start.code, dayOf(startedAt)), request, calendar)
  if (!decision.ok) throw new RangeError(`${decision.code}: ${start.code}`)
  const outcome = decision.change
  const inCustody = events.reduce((held, event) => (event.type === 'custody' ? event.inCustody === true : held), custodyAtStart)
  return {
    code: start.code,
    casePersonId: start.casePersonId,
    agency: start.agency,
    startedBy,
    startedAt,
    endedBy: ended?.by ?? null,
    endedAt: ended && endOf(ended, outcome.dueAt),
    endEvent: ended?.event ?? null,
    inCustody,
    request,
    outcome: ended?.event === CONCLUDED ? { ...outcome, ledger: [...outcome.ledger, fellAwayStep(ended)] } : outcome,
  }
}

/** A right that runs out ends with its own last day, however late somebody records it. */
const endOf = ({ at, event }: { at: Date; event: string }, dueAt: Date): Date => (event === 'expired' && dueAt < at ? dueAt : at)
