import { agencyOf } from '../domain/codes.ts'
import { type ClockEvent, foldClocks } from '../periods/clocks.ts'
import type { Calendar } from '../periods/rules.ts'
import type { CaseChange, CaseFacts, CasePerson, ClockFacts } from './model.ts'
import { decide } from './rules.ts'
import { findTransition } from './transitions.ts'

/** A step as it was taken: what was entered, and what the clocks keep of it. `seq` is the order of entry. */
export type PastStep = {
  readonly seq: number
  readonly act: string
  readonly casePersonId: string | null
  readonly byAgency: string
  readonly data: Readonly<Record<string, unknown>>
  readonly event: ClockEvent
}

/** What the steps make of the case; or the first step that the ones before it do not carry. */
export type Replayed = { readonly ok: true; readonly facts: CaseFacts } | { readonly ok: false; readonly stoppedAt: PastStep }

/**
 * Takes all these steps again through the table, from the beginning and in the order in which they were entered. A step that the
 * table would refuse, or that would say something else to the clocks than it said, is not carried by those before it.
 */
export function replay(facts: CaseFacts, past: readonly PastStep[], calendar: Calendar, now: Date): Replayed {
  let course = beginning(facts)
  for (const step of [...past].sort((a, b) => a.seq - b.seq)) {
    const row = findTransition(step.act)
    if (row === undefined || row.by === 'deadline') {
      course = withEvent(course, step.event, calendar)
      continue
    }
    if (step.act === 'joinPerson') course = joined(course, facts, step.casePersonId)
    const change = changeOf(course, step, now)
    if (change === null) return { ok: false, stoppedAt: step }
    course = withEvent(after(course, change), step.event, calendar)
  }
  return { ok: true, facts: course }
}

const beginning = (facts: CaseFacts): CaseFacts => ({
  ...facts,
  stage: 'INTAKE',
  holderAgency: facts.originAgency,
  procedure: null,
  track48: null,
  servedOnProcuratorateAt: null,
  // What stood against the fast track was asked when each step was taken; today's answers say nothing of that day.
  fastTrackBar: null,
  persons: [],
  periods: [],
  events: [],
})

const asJoined = (person: CasePerson): CasePerson => ({
  ...person,
  ...{
    role: 'suspect',
    stage: 'FILED',
    measure: null,
    pleads: null,
    fastTrackConsent: null,
    counsel: null,
    sentence: null,
    servedOnPersonAt: null,
    heldElsewhere: false,
  },
})

function joined(course: CaseFacts, facts: CaseFacts, casePersonId: string | null): CaseFacts {
  const person = facts.persons.find(({ id }) => id === casePersonId)
  return person ? { ...course, persons: [...course.persons, asJoined(person)] } : course
}

/** What the table makes of a step now; null where it refuses, or where the step would mean something else. */
function changeOf(course: CaseFacts, { act, casePersonId, byAgency, data, event }: PastStep, now: Date): CaseChange | null {
  const command = { act, casePersonId, byAgency, data, occurredAt: event.occurredAt, byAgencyType: agencyOf(byAgency).type }
  const decision = decide(course, command, now)
  if (!decision.ok) return null
  const { change } = decision
  const same =
    change.occurredAt.getTime() === event.occurredAt.getTime() && inWords(change.events, change.clock) === inWords(event.names, event)
  return same ? change : null
}

const sorted = (texts: readonly string[]): string[] => [...texts].sort((a, b) => (a < b ? -1 : 1))

/** What an event says to the clocks, as text to compare. */
function inWords(names: readonly string[], { persons, wholeCase, starts, custody, deadline }: ClockFacts): string {
  const begun = starts.map(({ code, casePersonId, agency, at, length }) =>
    JSON.stringify([code, casePersonId, agency, at?.getTime() ?? null, length ?? null]),
  )
  return JSON.stringify([names, sorted(persons), wholeCase, sorted(begun), custody, deadline])
}

const after = (course: CaseFacts, change: CaseChange): CaseFacts => ({
  ...course,
  ...change.casePatch,
  stage: change.stage,
  holderAgency: change.holderAgency,
  persons: course.persons.map(person => ({ ...person, ...change.persons.get(person.id) })),
})

function withEvent(course: CaseFacts, event: ClockEvent, calendar: Calendar): CaseFacts {
  const events = [...course.events, event]
  const periods = foldClocks(events, calendar).map(({ code, casePersonId, startedBy, startedAt, endedAt, outcome }) => ({
    ...{ code, casePersonId, startedBy, startedAt, endedAt, dueAt: outcome.dueAt, suspended: outcome.suspended },
    id: `${startedBy} ${code} ${casePersonId}`,
  }))
  return { ...course, events, periods }
}
