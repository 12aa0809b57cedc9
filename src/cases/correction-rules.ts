import { type Decision, refuse } from '../domain/problem.ts'
import type { ClockEvent } from '../periods/clocks.ts'
import { type CaseChange, type CaseFacts, type ClockFacts, NEW_EVENT } from './model.ts'
import { clockEvent } from './period-effects.ts'
import { NEWEST, refuseByTime } from './rules.ts'
import { findTransition, transitionOf } from './transitions.ts'
import { decideWithout, type PastCourse, type WithoutStep } from './void-rules.ts'

/** A wrong entry: what happened at another time, or did not happen at all (null). */
export type Correction = { readonly event: ClockEvent; readonly act: string; readonly replacementAt: Date | null }

/**
 * Corrects an event by a new one; the wrong one stays and is marked (R19). With another time the same event is entered
 * again, between the steps before and after it. Without, the event is void: where it moved the case, the case is then what the
 * remaining steps give. Steps of a hand-over have their own way back, recall and return; what opened the case or brought a person
 * into it stays. Refuses with `correction-needs-time`, `correction-out-of-order`, the time problems of a step, and those of
 * `decideWithout`. Without a `course` a step that moved the case is not void.
 */
export function decideCorrection(
  facts: CaseFacts,
  { event, act, replacementAt }: Correction,
  now: Date,
  course: PastCourse | null = null,
): Decision<CaseChange> {
  const row = transitionOf('correctEvent')
  const original = findTransition(act)
  const moved = original && (original.to !== null || original.effect !== undefined || original.holder !== undefined)
  if (replacementAt === null && moved && (original.by !== 'act' || course === null))
    return refuse('correction-needs-time', row.basis, { act })
  const without = replacementAt === null && moved && course ? decideWithout(facts, event.id, course, row.basis, now) : unmoved(facts)
  if (!without.ok) return without
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
      ...without.change,
      clock,
      history: [...kept, corrected],
    },
  }
}

const unmoved = ({ stage, holderAgency }: CaseFacts): Decision<WithoutStep> => ({
  ok: true,
  change: { stage, holderAgency, casePatch: {}, persons: new Map() },
})

const factsOf = ({ persons, wholeCase, starts, custody, heldFor, deadline, concludes }: ClockEvent): ClockFacts => ({
  persons,
  wholeCase,
  starts,
  custody,
  deadline,
  ...(heldFor ? { heldFor } : {}),
  ...(concludes ? { concludes } : {}),
})

/** Steps of the same persons stay in the order in which they were taken. */
function keepsOrder(facts: CaseFacts, event: ClockEvent, at: Date): boolean {
  const shared = facts.events.filter(one => one.id !== event.id && one.persons.some(person => event.persons.includes(person)))
  const before = shared.filter(one => one.seq < event.seq && one.occurredAt <= event.occurredAt)
  const after = shared.filter(one => one.seq > event.seq && one.occurredAt >= event.occurredAt)
  return before.every(({ occurredAt }) => occurredAt <= at) && after.every(({ occurredAt }) => at <= occurredAt)
}
