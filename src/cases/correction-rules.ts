import { type Decision, refuse } from '../domain/problem.ts'
import type { ClockEvent } from '../periods/clocks.ts'
import { type CaseChange, type CaseFacts, type ClockFacts, NEW_EVENT } from './model.ts'
import { clockEvent } from './period-effects.ts'
import { NEWEST, refuseByTime } from './rules.ts'
import { findTransition, transitionOf } from './transitions.ts'

/** A wrong entry: what happened at another time, or did not happen at all (null). */
export type Correction = { readonly event: ClockEvent; readonly act: string; readonly replacementAt: Date | null }

/**
 * Corrects an event by a new one; the wrong one stays and is marked (R19). With another time the same event is entered
 * again, between the steps before and after it. Without, the event is void: only where it moved no stage and changed nothing
 * but clocks, because the way back of a case is a step of its own. Refuses with `correction-needs-time`,
 * `correction-out-of-order` and the time problems of a step.
 */
export function decideCorrection(facts: CaseFacts, { event, act, replacementAt }: Correction, now: Date): Decision<CaseChange> {
  const row = transitionOf('correctEvent')
  const original = findTransition(act)
  if (replacementAt === null && original && (original.to !== null || original.effect !== undefined || original.holder !== undefined))
    return refuse('correction-needs-time', row.basis, { act })
  const at = replacementAt ?? event.occurredAt
  const late = refuseByTime(facts, row, at, now)
  if (late) return late
  if (replacementAt && !keepsOrder(facts, event, replacementAt)) return refuse('correction-out-of-order', row.basis, { act })
  const clock: ClockFacts = replacementAt
    ? factsOf(event)
    : { persons: event.persons, wholeCase: false, starts: [], custody: null, deadline: null }
  const kept = facts.events.filter(({ id }) => id !== event.id)
  const corrected = clockEvent(
    { id: NEW_EVENT, seq: NEWEST, occurredAt: at, names: replacementAt ? event.names : [] },
    clock,
    replacementAt ? original : row,
  )
  return {
    ok: true,
    change: {
      transition: replacementAt ? (original?.no ?? row.no) : row.no,
      act: replacementAt ? act : row.act,
      occurredAt: at,
      casePersonId: event.persons.length === 1 && !event.wholeCase ? (event.persons[0] ?? null) : null,
      events: corrected.names,
      basis: row.basis,
      stage: facts.stage,
      holderAgency: facts.holderAgency,
      casePatch: {},
      persons: new Map(),
      clock,
      history: [...kept, corrected],
    },
  }
}

const factsOf = ({ persons, wholeCase, starts, custody, deadline }: ClockEvent): ClockFacts => ({
  persons,
  wholeCase,
  starts,
  custody,
  deadline,
})

/** Steps of the same persons stay in the order in which they were taken. */
function keepsOrder(facts: CaseFacts, event: ClockEvent, at: Date): boolean {
  const shared = facts.events.filter(one => one.id !== event.id && one.persons.some(person => event.persons.includes(person)))
  const before = shared.filter(one => one.seq < event.seq && one.occurredAt <= event.occurredAt)
  const after = shared.filter(one => one.seq > event.seq && one.occurredAt >= event.occurredAt)
  return before.every(({ occurredAt }) => occurredAt <= at) && after.every(({ occurredAt }) => at <= occurredAt)
}
