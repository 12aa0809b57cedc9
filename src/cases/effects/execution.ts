import { dayOf, endOfDay } from '../../domain/legal-date.ts'
import { isReleaseDue } from '../conditions.ts'
import { isInCustody } from '../measures.ts'
import type { CaseFacts, CasePerson } from '../model.ts'
import { ACQUITTED, goesToCorrection, goesToPrison, isToServe, NOTHING_TO_SERVE, termOf } from '../sentence.ts'
import { change, conflict, type EffectRule, runningPeriod } from './effect.ts'

/** Where a judgment leaves nothing to execute in custody or correction, the person's proceedings end with its effect. CPL 200, 259; SPC 172. */
function afterEffect(person: CasePerson | null): ReturnType<EffectRule> {
  const principal = person?.sentence?.principal
  if (principal === undefined || !NOTHING_TO_SERVE.has(principal)) return change({ person: { role: 'convict' } })
  // Who is free has no measure left; whoever is still held is released by a step of its own.
  const free = person && isInCustody(person) ? {} : { measure: null }
  if (principal === ACQUITTED) return change({ person: { role: 'defendant', stage: 'CLOSED_ACQUITTED', ...free } })
  return change({ person: { role: 'convict', stage: 'CLOSED_RELEASED', ...free } })
}

const released = (facts: CaseFacts, at: Date): boolean => !isReleaseDue(facts, at)

/** Effect, execution, community correction, release. */
export const EXECUTION_EFFECTS = {
  convict: ({ facts, person, command }) =>
    released(facts, command.occurredAt) ? afterEffect(person) : conflict('刑事诉讼法 第260条；法释〔2021〕1号 第170条', 'release-due'),

  toServe: ({ person }) => (person && isToServe(person) ? change({}) : conflict('刑事诉讼法 第264条', 'nothing-to-serve')),
  execution: ({ facts, person, command }) => {
    if (command.byAgencyType === 'prison') return change({ person: { stage: 'SERVING_PRISON' }, events: ['admittedToPrison'] })
    const stays = person !== null && !goesToPrison(facts, person, command.occurredAt)
    return change(stays ? { person: { stage: 'SERVING_CENTRE' } } : {})
  },
  toCorrection: ({ person }) => (person && goesToCorrection(person) ? change({}) : conflict('社区矫正法 第2条', 'no-correction')),
  revoke: ({ person }) =>
    person?.sentence
      ? change({ person: { sentence: { ...person.sentence, suspensionMonths: 0 } } })
      : conflict('刑法 第77条', 'no-sentence'),

  correctionOver: ({ facts, person, command }) => {
    const term = runningPeriod(facts, 'CC_RELEASE_SAME_DAY', person?.id ?? null)
    return term && dayOf(command.occurredAt) < dayOf(term.dueAt) ? conflict('社区矫正法 第44条', 'term-running') : change({})
  },
  termOver: ({ facts, person, command }) => {
    const term = person?.sentence ? termOf(person.sentence, facts.events, person.id, dayOf(command.occurredAt)) : null
    return term && endOfDay(term.to) > command.occurredAt && dayOf(command.occurredAt) !== term.to
      ? conflict('监狱法 第35条', 'term-running')
      : change({ person: { measure: null } })
  },
} satisfies Record<string, EffectRule>
