import { dayOf } from '../../domain/legal-date.ts'
import { refuse } from '../../domain/problem.ts'
import { ageOn } from '../age.ts'
import { lastOf, returnsForSupplement } from '../conditions.ts'
import { change, conflict, doneAlready, type EffectRule, missing, runningPeriod } from './effect.ts'

const MOST_RETURNS = 2
const ADULT = 18
const PROBATION = { least: 6, most: 12 }

const GROUNDS: Readonly<Record<string, string>> = {
  statutory: 'nonProsecutionStatutory',
  discretionary: 'nonProsecutionDiscretionary',
  doubt: 'nonProsecutionDoubt',
  special: 'nonProsecutionSpecial',
}

/** A decision is served once on each. */
const once =
  (event: string, basis: string): EffectRule =>
  ({ facts, person }) =>
    person && lastOf(facts, person.id, event, 'nonProsecutionDecided') === event ? doneAlready(basis) : change({})

/** Review, plea and the ways a review ends. */
export const REVIEW_EFFECTS = {
  // CPL 174: without counsel or duty lawyer present there is no undertaking.
  undertaking: ({ person, command }) => {
    if (person?.pleads && person.counsel) return doneAlready('刑事诉讼法 第174条')
    const { counsel, fastTrackConsent } = command.data
    if (counsel !== 'dutyLawyer' && counsel !== 'defence') return missing('刑事诉讼法 第174条', 'counsel')
    return change({ person: { pleads: true, fastTrackConsent: fastTrackConsent === true, counsel } })
  },
  supplementaryReturn: ({ facts }) =>
    returnsForSupplement(facts) < MOST_RETURNS ? change({}) : refuse('supplement-returns-used-up', '刑事诉讼法 第175条第3款；规则 第346条'),

  // Doubt asks for a return for supplement first: without one the facts are not yet exhausted (CPL 175(4); SPP 367).
  nonProsecution: ({ facts, command }) => {
    const event = typeof command.data.ground === 'string' ? GROUNDS[command.data.ground] : undefined
    if (event === undefined) return missing('刑事诉讼法 第177条', 'ground')
    if (command.data.ground === 'doubt' && returnsForSupplement(facts) === 0)
      return conflict('刑事诉讼法 第175条第4款；规则 第367条', 'no-return-before')
    return change({ person: { measure: null }, events: [event] })
  },
  servedDecision: once('nonProsecutionDecisionReceivedByPerson', '刑事诉讼法 第178条'),
  servedOnPolice: once('nonProsecutionDecisionReceived', '刑事诉讼法 第179条'),
  servedOnVictim: once('nonProsecutionDecisionReceivedByVictim', '刑事诉讼法 第180条'),

  conditionalNonProsecution: ({ facts, person, command }) => {
    const { probationMonths } = command.data
    if (person === null || person.birthDate === null || ageOn(person.birthDate, dayOf(facts.openedAt)) >= ADULT)
      return refuse('not-a-juvenile', '刑事诉讼法 第282条')
    if (typeof probationMonths !== 'number' || probationMonths < PROBATION.least || probationMonths > PROBATION.most)
      return missing('刑事诉讼法 第283条第2款', 'probationMonths')
    return change({ person: { measure: null } })
  },
  probationOver: ({ facts, person, command }) => {
    const probation = runningPeriod(facts, 'COND_NONPROS_PROBATION', person?.id ?? null)
    return probation && probation.dueAt > command.occurredAt
      ? conflict('刑事诉讼法 第284条第2款', 'probation-running')
      : change({ events: ['nonProsecutionStatutory'] })
  },

  defendant: () => change({ person: { role: 'defendant' } }),
  suspect: () => change({ person: { role: 'suspect' } }),
} satisfies Record<string, EffectRule>
