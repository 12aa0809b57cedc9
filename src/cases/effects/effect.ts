import { type Decision, refuse } from '../../domain/problem.ts'
import type { CaseChange, CaseCommand, CaseFacts, CasePerson, CompulsoryMeasure, PersonPatch } from '../model.ts'

/** What an act changes besides what its row says; `events` are names that follow from what was decided. */
export type Patch = { readonly person?: PersonPatch; readonly case?: CaseChange['casePatch']; readonly events?: readonly string[] }

type Given = { readonly facts: CaseFacts; readonly person: CasePerson | null; readonly command: CaseCommand }

/** What an act changes besides stage, holder and periods. `person` is each person the act concerns. */
export type EffectRule = (input: Given) => Decision<Patch>

export const change = (patch: Patch): Decision<Patch> => ({ ok: true, change: patch })
export const conflict = (basis: string, reason: string): Decision<Patch> => refuse('state-conflict', basis, { reason })
export const doneAlready = (basis: string): Decision<Patch> => conflict(basis, 'done-already')
export const missing = (basis: string | null, field: string): Decision<Patch> => refuse('fact-required', basis, { field })

/** A measure decided by who acts, in force from the time of the act. */
export function measureBy({ byAgency, byAgencyType, occurredAt, data }: CaseCommand, code: string): CompulsoryMeasure {
  const docNo = typeof data.docNo === 'string' ? data.docNo : null
  return { code, decidedBy: byAgency, decidedByType: byAgencyType, from: occurredAt, docNo }
}

/** The period of a person, or of the case, that runs under this code. */
export const runningPeriod = (facts: CaseFacts, code: string, casePersonId: string | null): CaseFacts['periods'][number] | undefined =>
  facts.periods.find(period => period.code === code && period.casePersonId === casePersonId && period.endedAt === null)
