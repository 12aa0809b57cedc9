import type { AgencyType } from '../domain/codes.ts'
import { type Decision, type Refusal, refuse } from '../domain/problem.ts'
import { basisInChinese } from '../periods/basis.ts'
import { type Clock, type DeadlineChange, foldClocks } from '../periods/clocks.ts'
import type { PeriodRule } from '../periods/model.ts'
import { type Reason, restartsOf, suspensionsOf } from '../periods/reasons.ts'
import type { Calendar } from '../periods/rules.ts'
import { periodRule } from '../periods/table.ts'
import { type CaseChange, type CaseFacts, type CasePeriod, type ClockFacts, NEW_EVENT } from './model.ts'
import { clockEvent } from './period-effects.ts'
import { NEWEST, refuseByTime } from './rules.ts'
import { transitionOf } from './transitions.ts'

/** A change of running periods: extension 延长, suspension 停止计算, resumption 恢复, restart 重新计算. */
export type DeadlineCommand = {
  readonly type: DeadlineChange['type']
  readonly periodCode: string | null
  readonly casePersonId: string | null
  readonly extension: string | null
  readonly length: number | null
  readonly reason: string | null
  readonly occurredAt: Date
  readonly byAgencyType: AgencyType
}

const ACTS = { extend: 'extendPeriod', suspend: 'suspendPeriods', resume: 'resumePeriods', restart: 'restartPeriod' } as const

/**
 * Whether the law allows this change of a running period and what it does to all clocks of the case. Refuses with
 * `period-not-running`, `forbidden` for an agency that does not answer for the period, the time problems of a step, and the
 * engine's own codes: unknown or used-up extension, extension after expiry, ground of suspension the period does not have.
 */
export function decideDeadline(facts: CaseFacts, command: DeadlineCommand, now: Date, calendar: Calendar): Decision<CaseChange> {
  const row = transitionOf(ACTS[command.type])
  const late = refuseByTime(facts, row, command.occurredAt, now)
  if (late) return late
  const change = changeOf(command)
  if ('code' in change) return change
  const targets = facts.periods.filter(period => period.endedAt === null && concerns(period, command, change))
  const [target] = targets
  if (target === undefined)
    return refuse('period-not-running', row.basis, { period: command.periodCode ?? '', reason: command.reason ?? '' })
  const rule = periodRule(target.code)
  // A later holiday list does not revive a period that had run out: its row keeps the end it had.
  if (change.type === 'extend' && target.dueAt < command.occurredAt)
    return refuse('extension-after-expiry', rule.legalBasis, { period: target.code })
  if (!answersFor(rule, command.byAgencyType)) return refuse('forbidden', rule.legalBasis, { period: target.code })
  const clock = clockOf(facts, command.casePersonId, change)
  const event = clockEvent({ id: NEW_EVENT, seq: NEWEST, occurredAt: command.occurredAt, names: namesOf(change) }, clock, row)
  const history = [...facts.events, event]
  const refused = refusedBy(foldClocks(history, calendar), row.basis)
  if (refused) return refused
  return {
    ok: true,
    change: {
      transition: row.no,
      act: row.act,
      occurredAt: command.occurredAt,
      casePersonId: command.casePersonId,
      events: namesOf(change),
      basis: basisOf(rule, change) ?? row.basis,
      stage: facts.stage,
      holderAgency: facts.holderAgency,
      casePatch: {},
      persons: new Map(),
      clock,
      history,
    },
  }
}

function changeOf({ type, periodCode, extension, length, reason }: DeadlineCommand): DeadlineChange | Refusal {
  if (type === 'suspend' || type === 'resume')
    return reason ? { type, reason } : refuse('fact-required', '刑事诉讼法 第149、206条', { field: 'reason' })
  if (periodCode === null) return refuse('fact-required', null, { field: 'periodCode' })
  if (type === 'restart') return reason ? { type, periodCode, reason } : refuse('fact-required', '刑事诉讼法 第160条', { field: 'reason' })
  if (!extension) return refuse('fact-required', null, { field: 'extension' })
  return { type, periodCode, extension, ...(length === null ? {} : { length }) }
}

function concerns(period: CasePeriod, { casePersonId }: DeadlineCommand, change: DeadlineChange): boolean {
  if (period.casePersonId !== casePersonId) return false
  const rule = periodRule(period.code)
  if (change.type === 'extend') return period.code === change.periodCode
  if (change.type === 'restart') return period.code === change.periodCode && isAmong(restartsOf(rule), change.reason)
  return isAmong(suspensionsOf(rule), change.reason)
}

/** What follows from a step of the case is never asked for apart from it. */
const isAmong = (reasons: readonly Reason[], wanted: string): boolean =>
  reasons.some(({ code, byDecision }) => byDecision && code === wanted)

const answersFor = (rule: PeriodRule, type: AgencyType): boolean => rule.agency === 'all' || rule.agency.split('|').includes(type)

const namesOf = (change: DeadlineChange): readonly string[] => (change.type === 'restart' ? ['periodRestarted'] : [])

function basisOf(rule: PeriodRule, change: DeadlineChange): string | null {
  const extension = change.type === 'extend' ? rule.extensions.find(({ code }) => code === change.extension) : undefined
  return extension ? basisInChinese(extension.basis) : null
}

function clockOf(facts: CaseFacts, casePersonId: string | null, deadline: DeadlineChange): ClockFacts {
  const persons = casePersonId === null ? facts.persons.map(({ id }) => id) : [casePersonId]
  return { persons, wholeCase: casePersonId === null, starts: [], custody: null, deadline }
}

/** What the engine refuses of the new event, in its own words; an event before the start of every period it concerns has met none. */
function refusedBy(clocks: readonly Clock[], basis: string): Refusal | null {
  for (const { outcome } of clocks) {
    const rejected = outcome.rejected.find(({ eventId }) => eventId === NEW_EVENT)
    if (rejected) return refuse(rejected.code, rejected.basis, rejected.facts)
  }
  const met = clocks.some(({ startedBy, request }) => startedBy === NEW_EVENT || request.events.some(({ id }) => id === NEW_EVENT))
  return met ? null : refuse('period-not-running', basis)
}
