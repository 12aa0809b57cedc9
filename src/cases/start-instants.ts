import { endOfDay } from '../domain/legal-date.ts'
import type { CaseCommand, CaseFacts, CasePerson } from './model.ts'
import { correctionTerm, effectiveDay, termServedAt } from './sentence.ts'

type Input = { readonly facts: CaseFacts; readonly person: CasePerson | null; readonly command: CaseCommand }

/** The end of the last appeal or protest period: the file goes up three days after it. SPC 385. */
function appealPeriodEnd({ periods }: CaseFacts): Date | null {
  const dues = periods.filter(({ code }) => /^(APPEAL|PROTEST)_JUDGMENT_10D$/.test(code)).map(({ dueAt }) => dueAt.getTime())
  return dues.length > 0 ? new Date(Math.max(...dues)) : null
}

function correctionEnd(facts: CaseFacts, person: CasePerson | null): Date | null {
  const from = person && effectiveDay(facts, person.id)
  return person?.sentence && from ? endOfDay(correctionTerm(person.sentence, facts.events, person.id, from).to) : null
}

/** Instants that a period counts from and that are not the event itself; null where there is none. `facts` stand after the step. */
export const START_INSTANTS = {
  hearing: ({ command }) => (typeof command.data.hearingAt === 'string' ? new Date(command.data.hearingAt) : null),
  appealPeriodEnd: ({ facts }) => appealPeriodEnd(facts),
  termServed: ({ facts, person, command }) => person && termServedAt(facts, person, command.occurredAt),
  correctionEnd: ({ facts, person }) => correctionEnd(facts, person),
} satisfies Record<string, (input: Input) => Date | null>

export type StartInstant = keyof typeof START_INSTANTS
