import { agencyOf } from '../domain/codes.ts'
import { isClosed, STAGE_ORDER, type Stage } from '../domain/stages.ts'
import type { ClockEvent, ClockStart, Conclusion } from '../periods/clocks.ts'
import { periodRule } from '../periods/table.ts'
import { START_CONDITIONS } from './conditions.ts'
import { isInCustody } from './measures.ts'
import type { CaseCommand, CaseFacts, CasePerson, ClockFacts } from './model.ts'
import { responsibleAgency } from './responsible.ts'
import { START_INSTANTS } from './start-instants.ts'
import { type PeriodStart, THREE_AGENCIES, type Transition } from './transition.ts'

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
    starts: startsOf({ before, after, row, events, command, concerned }),
    custody: custodyChange(before, after, concerned),
    ...heldFor(before, after, { row, command, concerned }),
    deadline: row.deadline ?? null,
    ...concludes(before, after),
  }
}

/** 0 while the proceedings go on, 1 once the judgment has effect, 2 when they are over; who goes to another case is not done with. */
function reached(stage: Stage): 0 | 1 | 2 {
  if (isClosed(stage)) return 2
  return STAGE_ORDER.indexOf(stage) >= STAGE_ORDER.indexOf('EFFECTIVE') ? 1 : 0
}

const furthest = ({ persons, stage }: CaseFacts): number =>
  Math.min(...(persons.length > 0 ? persons.map(one => reached(one.stage)) : [reached(stage)]))

/** Whose proceedings the step concludes, and whether those of the whole case. */
function concludes(before: CaseFacts, after: CaseFacts): Pick<ClockFacts, 'concludes'> {
  const by = (was: number, is: number): Conclusion['by'] | null => (is <= was ? null : is === 2 ? 'end' : 'effect')
  const persons = after.persons.flatMap(({ id, stage }): Conclusion[] => {
    const was = before.persons.find(one => one.id === id)?.stage ?? stage
    const how = stage === 'CLOSED_MOVED' ? null : by(reached(was), reached(stage))
    return how ? [{ casePersonId: id, by: how }] : []
  })
  const whole = by(furthest(before), furthest(after))
  const all: readonly Conclusion[] = whole ? [...persons, { casePersonId: null, by: whole }] : persons
  return all.length > 0 ? { concludes: all } : {}
}

/** The event as the clocks read it: its own facts, and what the table says of its act. */
export function clockEvent(
  event: Pick<ClockEvent, 'id' | 'seq' | 'occurredAt' | 'names'>,
  facts: ClockFacts,
  row: Transition | undefined,
): ClockEvent {
  return {
    ...event,
    ...facts,
    keeps: row?.keeps ?? [],
    ends: row?.ends ?? [],
    ...(row?.parts ? { parts: true } : {}),
    ...(row?.revives ? { revives: row.revives } : {}),
  }
}

/** The periods that this step starts, one per person where the table says `appliesTo: person`. */
function startsOf({ before, after, row, events, command, concerned }: Step): ClockStart[] {
  const persons = after.persons.filter(({ id }) => concerned.includes(id))
  const { byAgencyType, occurredAt } = command
  const input = { facts: after, byAgencyType, procedure: after.procedure, occurredAt, names: events }
  return row.starts.flatMap(start => {
    const rule = periodRule(start.code)
    const holds = (person: CasePerson | null): boolean => start.when === undefined || START_CONDITIONS[start.when]({ ...input, person })
    // A complainant's period stands with the case while there is no accused.
    const perPerson = rule.appliesTo === 'person' && after.persons.length > 0
    const targets = perPerson ? persons.filter(holds) : holds(null) ? [null] : []
    const agency = responsibleAgency(rule.agency, { ...after, byAgency: command.byAgency })
    return targets.flatMap(person => startFor({ before, after, command }, start, person, agency))
  })
}

type Given = Pick<Step, 'before' | 'after' | 'command'>

/** One start; none where the instant or the earlier count that it goes by is not there. */
function startFor({ before, after, command }: Given, start: PeriodStart, person: CasePerson | null, agency: string): ClockStart[] {
  const { code, since, at, months } = start
  const casePersonId = person?.id ?? null
  const plain = { code, casePersonId, agency, ...lengthOf(months, command) }
  if (at !== undefined) {
    const instant = START_INSTANTS[at]({ facts: after, person, command })
    return instant ? [{ ...plain, at: instant }] : []
  }
  if (since === undefined) return [plain]
  const earlier = before.periods.find(one => one.code === since && one.casePersonId === casePersonId && one.endedAt === null)
  return earlier ? [{ ...plain, at: earlier.startedAt }] : []
}

function lengthOf(field: string | undefined, { data }: CaseCommand): Pick<ClockStart, 'length'> {
  const value = field === undefined ? undefined : data[field]
  return typeof value === 'number' ? { length: { value, unit: 'month' } } : {}
}

/** For whom its persons are held from now on: whoever takes the case over, or holds it where custody begins. A correction office holds nobody. */
function heldFor(
  before: CaseFacts,
  after: CaseFacts,
  { row, command, concerned }: Pick<Step, 'row' | 'command' | 'concerned'>,
): Pick<ClockFacts, 'heldFor'> {
  if (row.holder === 'receiver') return { heldFor: command.byAgency }
  if (custodyChange(before, after, concerned) !== true) return {}
  return { heldFor: THREE_AGENCIES.includes(agencyOf(after.holderAgency).type) ? after.holderAgency : command.byAgency }
}

function custodyChange(before: CaseFacts, after: CaseFacts, concerned: readonly string[]): boolean | null {
  const heldIn = ({ persons }: CaseFacts): boolean[] => persons.filter(({ id }) => concerned.includes(id)).map(isInCustody)
  const [was, is] = [heldIn(before), heldIn(after)]
  const changed = is.find((held, at) => held !== (was[at] ?? false))
  return changed ?? null
}
