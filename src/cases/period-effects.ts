import { accept } from '../domain/problem.ts'
import { STAGE_ORDER } from '../domain/stages.ts'
import { computePeriod } from '../periods/engine.ts'
import type { PeriodInstance } from '../periods/model.ts'
import type { Calendar } from '../periods/rules.ts'
import { isEndedBy, periodRule } from '../periods/table.ts'
import { isInCustody, START_CONDITIONS } from './conditions.ts'
import type { CaseChange, CaseCommand, CaseFacts, StartedPeriod } from './model.ts'
import type { Transition } from './transitions.ts'

type Ending = {
  readonly before: CaseFacts
  readonly after: CaseFacts
  readonly row: Transition
  readonly events: readonly string[]
  readonly command: CaseCommand
}

/**
 * The running periods that this step ends. A step of one person ends that person's periods, and one of the whole case only
 * when every person has come at least so far.
 */
export function endPeriods({ before, after, row, events, command }: Ending): CaseChange['periodsEnded'] {
  const caseIsThere = row.unit === 'case' || (row.to !== null && STAGE_ORDER.indexOf(after.stage) >= STAGE_ORDER.indexOf(row.to))
  const concerns = (period: PeriodInstance): boolean =>
    period.casePersonId === null
      ? caseIsThere
      : row.unit === 'case' || period.casePersonId === command.casePersonId || events.includes('judgmentServedOnAll')
  return before.periods
    .filter(period => period.endedAt === null && concerns(period) && !row.keeps?.includes(period.code))
    .flatMap(period => {
      const event = row.ends?.includes(period.code) ? row.act : events.find(name => isEndedBy(period.code, name))
      return event === undefined ? [] : [{ id: period.id, code: period.code, event, endedAt: endOf(period, event, command.occurredAt) }]
    })
}

/** A right that runs out ends with its own last day, however late somebody records it. */
const endOf = (period: PeriodInstance, event: string, occurredAt: Date): Date =>
  event === 'expired' && period.dueAt < occurredAt ? period.dueAt : occurredAt

type Starting = {
  readonly after: CaseFacts
  readonly row: Transition
  readonly command: CaseCommand
  readonly concerned: readonly string[]
  readonly calendar: Calendar
}

/** The periods that this step starts, one per person where the table says `appliesTo: person`, each with its due date counted. */
export function startPeriods({ after, row, command, concerned, calendar }: Starting): readonly StartedPeriod[] {
  const persons = after.persons.filter(({ id }) => concerned.includes(id))
  const input = { facts: after, byAgencyType: command.byAgencyType, procedure: after.procedure }
  return row.starts.flatMap(({ code, when }) => {
    const rule = periodRule(code)
    const holds = (person: (typeof persons)[number] | null): boolean => when === undefined || START_CONDITIONS[when]({ ...input, person })
    const targets = rule.appliesTo === 'person' ? persons.filter(holds) : holds(null) ? [null] : []
    return targets.map(person => {
      const inCustody = person ? isInCustody(person) : after.persons.some(isInCustody)
      const { dueAt, legalLatest, provisional } = accept(
        computePeriod(rule, { start: command.occurredAt, inCustody, events: [] }, calendar),
      )
      return {
        code,
        casePersonId: person?.id ?? null,
        startedAt: command.occurredAt,
        dueAt,
        legalLatest,
        provisional,
        inCustody,
        event: row.act,
      }
    })
  })
}
