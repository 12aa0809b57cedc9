import { addDays, dayOf, type LegalDate, startOfDay } from '../domain/legal-date.ts'
import { type Decision, type Refusal, refuse } from '../domain/problem.ts'
import { isClosed, leastAdvanced, type Stage } from '../domain/stages.ts'
import { isAppealed } from './conditions.ts'
import type { Effect } from './effects.ts'
import { effectOf } from './effects.ts'
import { type CaseChange, type CaseCommand, type CaseFacts, type CasePerson, NEW_EVENT, type PersonPatch, type Track48 } from './model.ts'
import { clockEvent, clockFacts } from './period-effects.ts'
import { custodyInOrder } from './titles/rules.ts'
import type { Transition } from './transition.ts'
import { findTransition } from './transitions.ts'

/** Clocks of two agencies differ by seconds: a time this far ahead is still "now". */
const CLOCK_TOLERANCE_MS = 5_000

/**
 * Whether the table allows this step now and what it changes: stages, holder, measures, and by its history the clocks.
 * Knows no database and no clock: `now` is given. Refuses with `transition-not-allowed`, `person-required`, `occurred-in-future`,
 * `occurred-before-case`, `fact-required` or `state-conflict`, each with the article. Implements procedure.md §2.
 */
export function decide(facts: CaseFacts, command: CaseCommand, now: Date): Decision<CaseChange> {
  const row = findTransition(command.act)
  if (row === undefined) return refuse('transition-not-allowed', null, { act: command.act })
  const concerned = personsConcerned(facts, row, command)
  if ('code' in concerned) return concerned
  const refusal =
    refuseByStage(facts, row, concerned) ?? refuseIfDone(facts, row, command) ?? refuseByTime(facts, row, command.occurredAt, now)
  if (refusal) return refusal
  const timed = row.act === 'takeEffect' ? effectiveCommand(facts, command, now) : { ok: true as const, change: command }
  if (!timed.ok) return timed
  return applyRow(facts, row, timed.change, concerned)
}

function personsConcerned(facts: CaseFacts, row: Transition, command: CaseCommand): readonly CasePerson[] | Refusal {
  if (row.unit === 'case') {
    // A step of the whole case passes by those whose proceedings are over, unless it is about their end.
    const aboutEnds = row.from.some(isClosed)
    return facts.persons.filter(({ stage }) => (aboutEnds ? row.from.includes(stage) : !isClosed(stage)))
  }
  const person = facts.persons.find(({ id }) => id === command.casePersonId)
  return person ? [person] : refuse('person-required', row.basis, { act: row.act })
}

/** A step of the whole case needs every person where the table wants them; a case without persons goes by its own stage. */
function refuseByStage(facts: CaseFacts, row: Transition, concerned: readonly CasePerson[]): Refusal | null {
  const stages = concerned.length > 0 ? concerned.map(({ stage }) => stage) : [facts.stage]
  const isBeforePersons = row.from.every(stage => stage === 'INTAKE')
  const needsPersons = concerned.length === 0 && (facts.persons.length > 0 || (row.by === 'handOver' && !isBeforePersons))
  const allowed = row.act === 'joinPerson' ? row.from.includes(facts.stage) : stages.every(stage => row.from.includes(stage))
  if (allowed && !needsPersons) return null
  return refuse('transition-not-allowed', row.basis, { act: row.act, stage: facts.stage, allowed: [...row.from] })
}

function refuseIfDone(facts: CaseFacts, row: Transition, command: CaseCommand): Refusal | null {
  const { needsRunning, unlessRunning = [] } = row
  const runs = (codes: readonly string[]): boolean =>
    facts.periods.some(
      ({ code, endedAt, casePersonId }) =>
        endedAt === null && codes.includes(code) && (row.unit === 'case' || casePersonId === command.casePersonId),
    )
  if (runs(unlessRunning)) return refuse('state-conflict', row.basis, { reason: 'done-already' })
  return needsRunning === undefined || runs(needsRunning) ? null : refuse('state-conflict', row.basis, { reason: 'done-already' })
}

/** A step lies between the opening of the case and now. */
export function refuseByTime(facts: CaseFacts, row: Transition, occurredAt: Date, now: Date): Refusal | null {
  if (occurredAt.getTime() > now.getTime() + CLOCK_TOLERANCE_MS) return refuse('occurred-in-future', row.basis, { act: row.act })
  return occurredAt < facts.openedAt ? refuse('occurred-before-case', row.basis, { act: row.act }) : null
}

const openPersons = ({ persons }: CaseFacts): readonly CasePerson[] => persons.filter(({ stage }) => !isClosed(stage))

/** The day after the last appeal or protest period ends; null while somebody has not been served. SPC 386, R18 (to be verified). */
export function effectiveOn(facts: CaseFacts): LegalDate | null {
  const served = facts.servedOnProcuratorateAt !== null && openPersons(facts).every(({ servedOnPersonAt }) => servedOnPersonAt !== null)
  const dues = facts.periods
    .filter(({ code }) => code === 'APPEAL_JUDGMENT_10D' || code === 'PROTEST_JUDGMENT_10D')
    .map(({ dueAt }) => dueAt.getTime())
  return served && dues.length > 0 ? addDays(dayOf(new Date(Math.max(...dues))), 1) : null
}

function effectiveCommand(facts: CaseFacts, command: CaseCommand, now: Date): Decision<CaseCommand> {
  if (isAppealed(facts)) return refuse('state-conflict', '刑事诉讼法 第233、259条', { reason: 'appeal-pending' })
  const day = effectiveOn(facts)
  if (day === null) return refuse('state-conflict', '刑事诉讼法 第230条', { reason: 'not-served-on-all' })
  if (startOfDay(day) > now)
    return refuse('state-conflict', '刑事诉讼法 第230、259条', { reason: 'appeal-period-running', effectiveOn: day })
  return { ok: true, change: { ...command, occurredAt: startOfDay(day) } }
}

type Patches = {
  readonly persons: ReadonlyMap<string, PersonPatch>
  readonly casePatch: CaseChange['casePatch']
  /** What the law calls what was decided, beside the names of the row. */
  readonly events: ReadonlySet<string>
}

function patchesOf(facts: CaseFacts, row: Transition, command: CaseCommand, concerned: readonly CasePerson[]): Decision<Patches> {
  const persons = new Map<string, PersonPatch>()
  const events = new Set<string>()
  let casePatch: CaseChange['casePatch'] = {}
  const targets: readonly (CasePerson | null)[] = concerned.length > 0 ? concerned : [null]
  for (const person of targets) {
    const decision = row.effect ? effectOf(row.effect satisfies Effect)({ facts, person, command }) : null
    if (decision && !decision.ok) return decision
    casePatch = { ...casePatch, ...decision?.change.case }
    for (const name of decision?.change.events ?? []) events.add(name)
    if (person) persons.set(person.id, { ...(row.to ? { stage: row.to } : {}), ...decision?.change.person })
  }
  return { ok: true, change: { persons, casePatch, events } }
}

function applyRow(facts: CaseFacts, row: Transition, command: CaseCommand, concerned: readonly CasePerson[]): Decision<CaseChange> {
  const patches = patchesOf(facts, row, command, concerned)
  if (!patches.ok) return patches
  const { persons, casePatch } = patches.change
  const after: CaseFacts = {
    ...facts,
    ...casePatch,
    stage: stageAfter(facts, row, persons),
    persons: facts.persons.map(person => ({ ...person, ...persons.get(person.id) })),
  }
  const events = [...row.events, ...patches.change.events, ...derivedEvents(facts, after)]
  const track48 = closedTrack(after, events, command.occurredAt)
  const clock = clockFacts({ before: facts, after, row, events, command, concerned: concerned.map(({ id }) => id) })
  const step = clockEvent({ id: NEW_EVENT, seq: NEWEST, occurredAt: command.occurredAt, names: events }, clock, row)
  const history = [...facts.events, step]
  if (!custodyInOrder(history, clock)) return refuse('state-conflict', row.basis, { reason: 'custody-out-of-order' })
  return {
    ok: true,
    change: {
      transition: row.no,
      act: row.act,
      occurredAt: command.occurredAt,
      casePersonId: row.unit === 'person' ? command.casePersonId : null,
      events,
      basis: row.basis,
      stage: after.stage,
      holderAgency: row.holder === 'receiver' ? command.byAgency : facts.holderAgency,
      casePatch: track48 ? { ...casePatch, track48 } : casePatch,
      persons,
      clock,
      history,
    },
  }
}

/** Entered after everything that is there. */
export const NEWEST = Number.MAX_SAFE_INTEGER

function stageAfter(facts: CaseFacts, row: Transition, patches: ReadonlyMap<string, PersonPatch>): Stage {
  if (facts.persons.length === 0) return row.to ?? facts.stage
  return leastAdvanced(
    facts.persons.map(({ id, stage }) => patches.get(id)?.stage ?? stage),
    facts.stage,
  )
}

/** Events that follow from several steps together: served on all, the 48-hour track closed. */
function derivedEvents(before: CaseFacts, after: CaseFacts): readonly string[] {
  const servedOnAll = (facts: CaseFacts): boolean =>
    facts.servedOnProcuratorateAt !== null &&
    openPersons(facts).length > 0 &&
    openPersons(facts).every(({ servedOnPersonAt }) => servedOnPersonAt !== null)
  if (servedOnAll(before) || !servedOnAll(after)) return []
  return after.track48?.state === 'open' ? ['judgmentServedOnAll', 'track48Closed'] : ['judgmentServedOnAll']
}

function closedTrack(after: CaseFacts, events: readonly string[], at: Date): Track48 | null {
  if (!events.includes('track48Closed') || after.track48 === null) return null
  const total = after.periods.find(({ code }) => code === 'FT48_TOTAL')
  return { ...after.track48, state: total && at > total.dueAt ? 'late' : 'done', closedAt: at }
}
