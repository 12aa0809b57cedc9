import { STAGE_ORDER } from '../domain/stages.ts'
import type { ClockEvent, ClockStart } from '../periods/clocks.ts'
import { periodRule } from '../periods/table.ts'
import { isInCustody, START_CONDITIONS } from './conditions.ts'
import type { CaseCommand, CaseFacts, ClockFacts } from './model.ts'
import { responsibleAgency } from './responsible.ts'
import type { Transition } from './transitions.ts'

type Step = {
  readonly before: CaseFacts
  readonly after: CaseFacts
  readonly row: Transition
  readonly events: readonly string[]
  readonly command: CaseCommand
  readonly concerned: readonly string[]
}

/**
 * What a step says to the clocks. A step of one person ends that person's periods, and one of the whole case only when every
 * person has come at least so far.
 */
export function clockFacts({ before, after, row, events, command, concerned }: Step): ClockFacts {
  const everybody = after.persons.map(({ id }) => id)
  return {
    persons: events.includes('judgmentServedOnAll') ? everybody : concerned,
    wholeCase: row.unit === 'case' || (row.to !== null && STAGE_ORDER.indexOf(after.stage) >= STAGE_ORDER.indexOf(row.to)),
    starts: startsOf(before, after, row, command, concerned),
    custody: custodyChange(before, after, concerned),
    deadline: null,
  }
}

/** The event as the clocks read it: its own facts, and what the table says of its act. */
export function clockEvent(
  event: Pick<ClockEvent, 'id' | 'seq' | 'occurredAt' | 'names'>,
  facts: ClockFacts,
  row: Transition | undefined,
): ClockEvent {
  return { ...event, ...facts, keeps: row?.keeps ?? [], ends: row?.ends ?? [] }
}

/** The periods that this step starts, one per person where the table says `appliesTo: person`. */
function startsOf(before: CaseFacts, after: CaseFacts, row: Transition, command: CaseCommand, concerned: readonly string[]): ClockStart[] {
  const persons = after.persons.filter(({ id }) => concerned.includes(id))
  const input = { facts: after, byAgencyType: command.byAgencyType, procedure: after.procedure }
  return row.starts.flatMap(({ code, when, since }) => {
    const rule = periodRule(code)
    const holds = (person: (typeof persons)[number] | null): boolean => when === undefined || START_CONDITIONS[when]({ ...input, person })
    const targets = rule.appliesTo === 'person' ? persons.filter(holds) : holds(null) ? [null] : []
    const agency = responsibleAgency(rule.agency, { ...after, byAgency: command.byAgency })
    return targets.map(person => {
      const casePersonId = person?.id ?? null
      const earlier = before.periods.find(one => one.code === since && one.casePersonId === casePersonId && one.endedAt === null)
      return { code, casePersonId, agency, ...(earlier ? { at: earlier.startedAt } : {}) }
    })
  })
}

function custodyChange(before: CaseFacts, after: CaseFacts, concerned: readonly string[]): boolean | null {
  const heldIn = ({ persons }: CaseFacts): boolean[] => persons.filter(({ id }) => concerned.includes(id)).map(isInCustody)
  const [was, is] = [heldIn(before), heldIn(after)]
  const changed = is.find((held, at) => held !== (was[at] ?? false))
  return changed ?? null
}
