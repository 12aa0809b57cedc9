import { type CaseChange, type CaseFacts, type CasePeriod, type CasePerson, NEW_EVENT } from '../../src/cases/model.ts'
import { clockEvent } from '../../src/cases/period-effects.ts'
import { findTransition } from '../../src/cases/transitions.ts'
import { type Clock, type ClockEvent, foldClocks } from '../../src/periods/clocks.ts'
import { CALENDAR } from './calendar.ts'

/** An instant of the sample cases, as people write it: `2026-03-10 08:30`, Shanghai time. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`)

/** The eligibility table while nobody has said anything. */
export const UNSAID: NonNullable<CaseFacts['fastTrackBar']> = { row: 'F4', basis: '刑事诉讼法 第15、222条', outcome: 'UNKNOWN' }

/** A case as the rules see it, just reported in Fengze; what a test is about is given. */
export function aCase(given: Partial<CaseFacts> = {}): CaseFacts {
  return {
    id: 'case',
    version: 1,
    stage: 'INTAKE',
    holderAgency: '350503-PSB',
    originAgency: '350503-PSB',
    chargeCode: 'X001',
    circumstances: [],
    procedure: null,
    track48: null,
    fastTrackBar: null,
    fastReviewBar: UNSAID,
    openedAt: at('2026-03-10 08:30'),
    servedOnProcuratorateAt: null,
    persons: [],
    periods: [],
    events: [],
    ...given,
  }
}

/** A person of a case, just identified. */
export function aCasePerson(given: Partial<CasePerson> = {}): CasePerson {
  return {
    id: 'person-1',
    seq: 1,
    role: 'suspect',
    stage: 'FILED',
    birthDate: null,
    measure: null,
    pleads: null,
    fastTrackConsent: null,
    counsel: null,
    sentence: null,
    servedOnPersonAt: null,
    heldElsewhere: false,
    ...given,
  }
}

/** The case with these periods running since these times, as the events that started them would have it. */
export function withPeriods(
  facts: CaseFacts,
  periods: readonly { code: string; casePersonId: string | null; startedAt: Date }[],
): CaseFacts {
  const events = periods.map(({ code, casePersonId, startedAt }, at): ClockEvent => {
    const start = { code, casePersonId, agency: facts.holderAgency }
    const persons = casePersonId === null ? facts.persons.map(({ id }) => id) : [casePersonId]
    const plain = { names: [], keeps: [], ends: [], custody: null, deadline: null }
    return { ...plain, id: `start-${at}`, seq: at + 1, occurredAt: startedAt, persons, wholeCase: casePersonId === null, starts: [start] }
  })
  return { ...facts, events, periods: foldClocks(events, CALENDAR).map(clock => asPeriod(clock, '')) }
}

/** The periods that a step starts, and those it ends. */
export const startedBy = (change: CaseChange): readonly Clock[] => clocksOf(change).filter(clock => clock.startedBy === NEW_EVENT)
export const endedBy = (change: CaseChange): readonly Clock[] => clocksOf(change).filter(clock => clock.endedBy === NEW_EVENT)

const clocksOf = ({ history }: CaseChange): readonly Clock[] => foldClocks(history, CALENDAR)

/** The case after a change, as the store writes it. */
export function afterChange(facts: CaseFacts, change: CaseChange): CaseFacts {
  const id = `event-${facts.events.length + 1}`
  const { occurredAt, events: names } = change
  const event = clockEvent({ id, seq: facts.events.length + 1, occurredAt, names }, change.clock, findTransition(change.act))
  return {
    ...facts,
    ...change.casePatch,
    version: facts.version + 1,
    stage: change.stage,
    holderAgency: change.holderAgency,
    persons: facts.persons.map(person => ({ ...person, ...change.persons.get(person.id) })),
    periods: clocksOf(change).map(clock => asPeriod(clock, id)),
    events: [...facts.events, event],
  }
}

function asPeriod({ code, casePersonId, startedBy: starter, startedAt, endedAt, outcome }: Clock, newId: string): CasePeriod {
  const startedById = starter === NEW_EVENT ? newId : starter
  const { dueAt, suspended } = outcome
  return { id: `${startedById} ${code} ${casePersonId}`, code, casePersonId, startedBy: startedById, startedAt, dueAt, endedAt, suspended }
}
