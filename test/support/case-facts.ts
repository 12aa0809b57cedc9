import type { CaseChange, CaseFacts, CasePerson } from '../../src/cases/model.ts'

/** An instant of the sample cases, as people write it: `2026-03-10 08:30`, Shanghai time. */
export const at = (text: string): Date => new Date(`${text.replace(' ', 'T')}:00+08:00`)

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
    openedAt: at('2026-03-10 08:30'),
    servedOnProcuratorateAt: null,
    persons: [],
    periods: [],
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
    ...given,
  }
}

/** The case after a change, as the store writes it. */
export function afterChange(facts: CaseFacts, change: CaseChange): CaseFacts {
  const ended = new Map(change.periodsEnded.map(({ id, endedAt }) => [id, endedAt]))
  const started = change.periodsStarted.map(({ code, casePersonId, startedAt, dueAt }, index) => ({
    id: `${code}-${facts.periods.length + index}`,
    code,
    casePersonId,
    startedAt,
    dueAt,
    endedAt: null,
  }))
  return {
    ...facts,
    ...change.casePatch,
    version: facts.version + 1,
    stage: change.stage,
    holderAgency: change.holderAgency,
    persons: facts.persons.map(person => ({ ...person, ...change.persons.get(person.id) })),
    periods: [...facts.periods.map(period => ({ ...period, endedAt: ended.get(period.id) ?? period.endedAt })), ...started],
  }
}
