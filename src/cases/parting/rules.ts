import { type Decision, refuse } from '../../domain/problem.ts'
import { isClosed, leastAdvanced, type Stage } from '../../domain/stages.ts'
import type { Conclusion } from '../../periods/clocks.ts'
import { periodRule } from '../../periods/table.ts'
import { type CaseChange, type CaseFacts, type CasePerson, type ClockFacts, NEW_EVENT, type PersonPatch } from '../model.ts'
import { clockEvent } from '../period-effects.ts'
import { NEWEST } from '../rules.ts'
import { transitionOf } from '../transitions.ts'
import type { EventEntry, InheritedEvent, Obstacle, Parting } from './model.ts'

const openPersons = ({ persons }: CaseFacts): readonly CasePerson[] => persons.filter(({ stage }) => !isClosed(stage))
const MOVED = { stage: 'CLOSED_MOVED', measure: null } as const satisfies PersonPatch

/**
 * Splits persons off (分案): what the parent says of it. Each is open and named once, somebody open stays, and nothing of theirs
 * is half done. Refuses with `person-required`, `split-leaves-nobody`, `case-has-open-matters`.
 */
export function decideSplit(facts: CaseFacts, wanted: readonly string[], obstacle: Obstacle | null, now: Date): Decision<CaseChange> {
  const row = transitionOf('splitOff')
  const open = openPersons(facts)
  if (wanted.length === 0 || !wanted.every(id => open.some(person => person.id === id))) return refuse('person-required', row.basis)
  if (obstacle !== null) return refuse('case-has-open-matters', row.basis, { what: obstacle })
  const rest = facts.persons.filter(({ id }) => !wanted.includes(id))
  if (rest.every(({ stage }) => isClosed(stage))) return refuse('split-leaves-nobody', row.basis)
  const clock = plainClock(wanted)
  return { ok: true, change: { ...stepOf(facts, 'splitOff', clock, now), persons: patches(wanted), stage: leastOf(facts, rest) } }
}

/** What the child says once it has what it inherits. `others` stay behind: their custody bears on no count that begins here. */
export function decideSplitIn(facts: CaseFacts, others: readonly string[], now: Date): CaseChange {
  const clock = { ...plainClock(others), wholeCase: true }
  return { ...stepOf(facts, 'splitIn', clock, now), casePatch: leftTrack(facts, now) }
}

/**
 * Merges a case into another (并案): what the merged one says of it. Both stand at the same stage with the same holder, and
 * whatever runs for the whole case runs in the other too and ends there no later, so that nobody's period is longer for it.
 * Refuses with `merge-not-possible`, naming the reason, and `case-has-open-matters`.
 */
export function decideMerge(
  merged: CaseFacts,
  into: CaseFacts,
  obstacles: { readonly merged: Obstacle | null; readonly into: Obstacle | null },
  now: Date,
): Decision<CaseChange> {
  const row = transitionOf('mergeOff')
  const reason = againstMerging(merged, into)
  if (reason !== null) return refuse('merge-not-possible', row.basis, reason)
  const obstacle = obstacles.merged ?? obstacles.into
  if (obstacle !== null) return refuse('case-has-open-matters', row.basis, { what: obstacle })
  const leaving = openPersons(merged).map(({ id }) => id)
  const clock = { ...plainClock(leaving), wholeCase: true }
  const step = stepOf(merged, 'mergeOff', clock, now)
  return { ok: true, change: { ...step, persons: patches(leaving), stage: 'CLOSED_MOVED', casePatch: leftTrack(merged, now) } }
}

/** What the other case says once the persons of the merged one are in it. */
export const decideMergeIn = (facts: CaseFacts, arrived: readonly string[], now: Date): CaseChange => ({
  ...stepOf(facts, 'mergeIn', plainClock(arrived), now),
  stage: leastOf(facts, facts.persons),
})

function againstMerging(merged: CaseFacts, into: CaseFacts): Readonly<Record<string, string>> | null {
  if (merged.id === into.id) return { reason: 'same-case' }
  if (merged.holderAgency !== into.holderAgency) return { reason: 'other-holder' }
  if (merged.stage !== into.stage || openPersons(merged).length === 0 || openPersons(into).length === 0) return { reason: 'other-stage' }
  const longer = ofWholeCase(merged).find(
    ({ code, dueAt }) => !ofWholeCase(into).some(other => other.code === code && other.dueAt <= dueAt),
  )
  return longer ? { reason: 'longer-period', period: longer.code } : null
}

/** The statutory periods that run for the whole case. */
const ofWholeCase = ({ periods }: CaseFacts): CaseFacts['periods'] =>
  periods.filter(({ code, casePersonId, endedAt }) => casePersonId === null && endedAt === null && periodRule(code).kind === 'statutory')

const plainClock = (persons: readonly string[]): ClockFacts => ({ persons, wholeCase: false, starts: [], custody: null, deadline: null })
const patches = (persons: readonly string[]): CaseChange['persons'] => new Map(persons.map(id => [id, MOVED]))
const leastOf = (facts: CaseFacts, persons: readonly CasePerson[]): Stage =>
  leastAdvanced(
    persons.map(({ stage }) => stage),
    facts.stage,
  )

/** The track is a level of service for a case as it came to the centre: who leaves that case leaves it. */
const leftTrack = ({ track48 }: CaseFacts, at: Date): CaseChange['casePatch'] =>
  track48?.state === 'open' ? { track48: { ...track48, state: 'left', closedAt: at } } : {}

function stepOf(facts: CaseFacts, act: string, clock: ClockFacts, now: Date): CaseChange {
  const row = transitionOf(act)
  const [only = null, second] = clock.persons
  return {
    transition: row.no,
    act,
    occurredAt: now,
    casePersonId: second === undefined && facts.persons.some(({ id }) => id === only) ? only : null,
    events: row.events,
    basis: row.basis,
    stage: facts.stage,
    holderAgency: facts.holderAgency,
    casePatch: {},
    persons: new Map(),
    clock,
    history: [...facts.events, clockEvent({ id: NEW_EVENT, seq: NEWEST, occurredAt: now, names: row.events }, clock, row)],
  }
}

/**
 * The events that go with persons to another case, in the order given: what concerns them, and in a split also what concerns the
 * whole case, with the custody of those who stay, on which periods of the whole case ride. `persons` maps old ids to new ones.
 * All of it together gives every inherited period the dates that it has.
 */
export function inherit(
  entries: readonly EventEntry[],
  persons: ReadonlyMap<string, string>,
  parting: Parting,
  newId: () => string,
): InheritedEvent[] {
  const ids = new Map<string, string>()
  for (const entry of entries)
    if (isInherited(entry, persons, parting) || (entry.corrects !== null && ids.has(entry.corrects))) ids.set(entry.id, newId())
  const renamed = (id: string | null): string | null => (id === null ? null : (ids.get(id) ?? null))
  return entries.flatMap(entry => {
    const id = ids.get(entry.id)
    return id === undefined
      ? []
      : [
          {
            ...entry,
            id,
            inheritedFrom: entry.id,
            casePersonId: entry.casePersonId === null ? null : (persons.get(entry.casePersonId) ?? null),
            clock: inheritedClock(entry.clock, persons, parting),
            corrects: renamed(entry.corrects),
            voidedBy: renamed(entry.voidedBy),
          },
        ]
  })
}

function isInherited({ clock }: EventEntry, moved: ReadonlyMap<string, string>, parting: Parting): boolean {
  const isTheirs = clock.persons.some(id => moved.has(id)) || clock.starts.some(({ casePersonId }) => moved.has(casePersonId ?? ''))
  if (isTheirs || parting === 'merge') return isTheirs
  return clock.wholeCase || clock.custody !== null || clock.starts.some(({ casePersonId }) => casePersonId === null)
}

function inheritedClock(clock: ClockFacts, moved: ReadonlyMap<string, string>, parting: Parting): ClockFacts {
  const keepsOthers = parting === 'split' && clock.custody !== null
  return {
    ...clock,
    persons: clock.persons.flatMap(id => moved.get(id) ?? (keepsOthers ? id : [])),
    wholeCase: parting === 'split' && clock.wholeCase,
    ...(clock.concludes ? { concludes: clock.concludes.flatMap(one => inheritedConclusion(one, moved, parting)) } : {}),
    starts: clock.starts.flatMap(start => {
      if (start.casePersonId === null) return parting === 'split' ? start : []
      const casePersonId = moved.get(start.casePersonId)
      return casePersonId === undefined ? [] : { ...start, casePersonId }
    }),
  }
}

function inheritedConclusion(one: Conclusion, moved: ReadonlyMap<string, string>, parting: Parting): Conclusion[] {
  if (one.casePersonId === null) return parting === 'split' ? [one] : []
  const casePersonId = moved.get(one.casePersonId)
  return casePersonId === undefined ? [] : [{ ...one, casePersonId }]
}
