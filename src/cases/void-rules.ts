import { type Decision, type Refusal, refuse } from '../domain/problem.ts'
import type { Calendar } from '../periods/rules.ts'
import type { CaseChange, CaseFacts, CasePerson, PersonPatch } from './model.ts'
import { type PastStep, replay } from './replay.ts'

/** The steps of a case as they stand, and the holidays by which they count. */
export type PastCourse = { readonly steps: readonly PastStep[]; readonly calendar: Calendar }

/** What a void changes besides clocks: everything that the remaining steps do not give. */
export type WithoutStep = Pick<CaseChange, 'stage' | 'holderAgency' | 'casePatch' | 'persons'>

/**
 * The case as it is without one of its steps: what the remaining ones give when they are taken again from the beginning, stage,
 * holder, measure and judgment alike. Refuses with `correction-rested-on`, naming the first later step that would not stand
 * without it, and `correction-not-derivable` where the steps do not give the case as it is, so that nobody could say what it
 * would be without one.
 */
export function decideWithout(
  facts: CaseFacts,
  eventId: string,
  { steps, calendar }: PastCourse,
  basis: string,
  now: Date,
): Decision<WithoutStep> {
  const whole = replay(facts, steps, calendar, now)
  if (!whole.ok) return notDerivable(whole.stoppedAt, basis)
  if (standing(whole.facts) !== standing(facts)) return refuse('correction-not-derivable', basis, { stage: facts.stage })
  const rest = replay(
    facts,
    steps.filter(({ event }) => event.id !== eventId),
    calendar,
    now,
  )
  if (!rest.ok) {
    const { act, event } = rest.stoppedAt
    return refuse('correction-rested-on', basis, { act, event: event.id, occurredAt: event.occurredAt.toISOString() })
  }
  return { ok: true, change: difference(facts, rest.facts) }
}

const notDerivable = ({ act, event }: PastStep, basis: string): Refusal =>
  refuse('correction-not-derivable', basis, { act, event: event.id })

/** Where a case and its persons stand, as text to compare. */
const standing = ({ stage, holderAgency, persons }: CaseFacts): string =>
  JSON.stringify([
    stage,
    holderAgency,
    persons.map(one => [one.id, one.stage, one.role, one.measure?.code ?? null, one.measure?.from.getTime() ?? null]),
  ])

const sameFact = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

function difference(facts: CaseFacts, rest: CaseFacts): WithoutStep {
  const { procedure, track48, servedOnProcuratorateAt } = rest
  const persons = new Map<string, PersonPatch>()
  for (const person of rest.persons) {
    const now = facts.persons.find(({ id }) => id === person.id)
    if (now && !sameFact(now, person)) persons.set(person.id, patchOf(person))
  }
  return {
    stage: rest.stage,
    holderAgency: rest.holderAgency,
    persons,
    casePatch: {
      ...(sameFact(procedure, facts.procedure) ? {} : { procedure }),
      ...(sameFact(track48, facts.track48) ? {} : { track48 }),
      ...(sameFact(servedOnProcuratorateAt, facts.servedOnProcuratorateAt) ? {} : { servedOnProcuratorateAt }),
    },
  }
}

const patchOf = ({ stage, role, measure, pleads, fastTrackConsent, counsel, sentence, servedOnPersonAt }: CasePerson): PersonPatch => ({
  ...{ stage, role, measure, pleads, fastTrackConsent, counsel, sentence, servedOnPersonAt },
})
