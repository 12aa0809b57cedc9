import t from 'tap'
import type { CaseChange, CaseFacts } from '../../src/cases/model.ts'
import type { EventEntry } from '../../src/cases/parting/model.ts'
import { decideMerge, decideMergeIn, decideSplit, decideSplitIn, inherit } from '../../src/cases/parting/rules.ts'
import { clockEvent } from '../../src/cases/period-effects.ts'
import { findTransition } from '../../src/cases/transitions.ts'
import { isClosed } from '../../src/domain/stages.ts'
import { type ClockEvent, foldClocks } from '../../src/periods/clocks.ts'
import { CALENDAR } from '../support/calendar.ts'
import { aCase, aCasePerson, afterChange, at } from '../support/case-facts.ts'
import { chanceFrom, Walker } from '../support/walker.ts'

const SEED = Number(process.env.WALK_SEED ?? 20_261_127)
const NOW = at('2060-01-01 00:00')
t.setTimeout(300_000)

/** What runs in a case, by person, and for the whole case under `case`: code, start and end. */
function running(facts: CaseFacts): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { code, casePersonId, startedAt, endedAt, outcome } of foldClocks(facts.events, CALENDAR)) {
    if (endedAt !== null) continue
    const one = `${code} ${startedAt.toISOString()} ${outcome.dueAt.toISOString()} ${outcome.suspended}`
    found.set(
      casePersonId ?? 'case',
      [...(found.get(casePersonId ?? 'case') ?? []), one].toSorted((a, b) => (a < b ? -1 : 1)),
    )
  }
  return found
}

const entryOf = (
  { id, names, occurredAt, persons, wholeCase, starts, custody, deadline, concludes, heldFor }: ClockEvent,
  act: string,
): EventEntry => ({
  ...{
    id,
    act,
    events: names,
    occurredAt,
    recordedAt: occurredAt,
    transition: 0,
    casePersonId: persons.length === 1 ? (persons[0] ?? null) : null,
  },
  ...{ byUser: null, byAgency: '350503-PSB', basis: '', data: {}, corrects: null, voidedBy: null },
  clock: { persons, wholeCase, starts, custody, deadline, ...(concludes ? { concludes } : {}), ...(heldFor ? { heldFor } : {}) },
})

const asEvents = (entries: readonly EventEntry[], from: number): ClockEvent[] =>
  entries.map(({ id, act, events: names, occurredAt, clock }, at) =>
    clockEvent({ id, seq: from + at, occurredAt, names }, clock, findTransition(act)),
  )

const change = (decision: ReturnType<typeof decideSplit>): CaseChange => {
  if (!decision.ok) throw new Error(`${decision.code} ${JSON.stringify(decision.facts)}`)
  return decision.change
}

/** The two cases after some persons left, as the rows of both would give them. */
function parted(facts: CaseFacts, entries: readonly EventEntry[], moving: readonly string[]): { parent: CaseFacts; child: CaseFacts } {
  const ids = new Map(moving.map(id => [id, `${id}-moved`]))
  let next = 0
  const inherited = inherit(entries, ids, 'split', () => `child-${++next}`)
  const persons = facts.persons.flatMap(person => {
    const id = ids.get(person.id)
    return id === undefined ? [] : [{ ...person, id }]
  })
  const start: CaseFacts = { ...facts, id: 'child', persons, events: asEvents(inherited, 1) }
  const others = facts.persons.map(({ id }) => id).filter(id => !ids.has(id))
  const parent = afterChange(facts, change(decideSplit(facts, moving, null, NOW)))
  return {
    parent: { ...parent, persons: parent.persons.filter(({ id }) => !ids.has(id)) },
    child: afterChange(start, decideSplitIn(start, others, NOW)),
  }
}

const withoutTrack = (periods: readonly string[] | undefined): string[] => (periods ?? []).filter(one => !one.startsWith('FT48'))

t.test('splitting moves no date of anybody, whatever happened before', t => {
  const chance = chanceFrom(SEED)
  let splits = 0
  let merges = 0
  while (splits < 400) {
    const walker = new Walker(chance)
    for (let steps = chance(70); steps > 0 && !walker.isOver; steps--) walker.step()
    const { facts, past } = walker
    const open = facts.persons.filter(({ stage }) => !isClosed(stage)).map(({ id }) => id)
    if (open.length < 2) continue
    splits++
    const moving = open.slice(0, 1 + chance(open.length - 1))
    const acts = new Map(past.map(({ event, act }) => [event.id, act]))
    const entries = facts.events.map(event => entryOf(event, acts.get(event.id) ?? ''))
    const before = running(facts)
    const { parent, child } = parted(facts, entries, moving)
    const [inParent, inChild] = [running(parent), running(child)]
    const faults: string[] = []
    const same = (what: string, found: readonly string[] | undefined, wanted: readonly string[] | undefined): void => {
      if (JSON.stringify(found ?? []) !== JSON.stringify(wanted ?? [])) faults.push(`${what}: ${found} instead of ${wanted}`)
    }
    for (const { id } of facts.persons) {
      if (!moving.includes(id)) same(`${id} stays`, inParent.get(id), before.get(id))
      else {
        same(`${id} moves`, inChild.get(`${id}-moved`), before.get(id))
        same(`${id} has left`, inParent.get(id), [])
      }
    }
    same('the parent', inParent.get('case'), before.get('case'))
    same('the child', inChild.get('case'), withoutTrack(before.get('case')))
    const returns = (one: CaseFacts): number => one.events.filter(({ names }) => names.includes('returnedForSupplement')).length
    same('returns', [String(returns(child))], [String(returns(facts))])

    // And together again: those who come back have what they had, and nothing of the others begins anew.
    const decision = decideMerge(child, parent, { merged: null, into: null }, NOW)
    if (decision.ok) {
      merges++
      const back = new Map(child.persons.map(({ id }) => [id, `${id}-back`]))
      let next = 0
      const childActs = new Map(
        inherit(entries, new Map(moving.map(id => [id, `${id}-moved`])), 'split', () => `child-${++next}`).map(({ id, act }) => [id, act]),
      )
      const home = child.events.map(event => entryOf(event, childActs.get(event.id) ?? 'splitIn'))
      let merged = 0
      const inherited = inherit(home, back, 'merge', () => `merged-${++merged}`)
      const persons = child.persons.flatMap(person => ({ ...person, id: back.get(person.id) ?? person.id }))
      const events = [...parent.events, ...asEvents(inherited, parent.events.length + 1)]
      const start: CaseFacts = { ...parent, persons: [...parent.persons, ...persons], events }
      const together = afterChange(start, decideMergeIn(start, [...back.values()], NOW))
      const after = running(together)
      for (const id of moving) same(`${id} is back`, after.get(`${id}-moved-back`), before.get(id))
      for (const { id } of parent.persons) same(`${id} stayed`, after.get(id), before.get(id))
      same('nothing runs in the merged case', [...running(afterChange(child, decision.change)).keys()], [])
    }
    if (faults.length > 0) t.fail(`seed ${SEED}, split ${splits} at ${facts.stage}: ${faults.join('\n')}`)
  }
  t.ok(merges > 50, `${splits} splits, ${merges} merges back, seed ${SEED}`)
  t.end()
})

t.test('who cannot be split off, and what cannot be merged, is said', t => {
  const [a, b] = [aCasePerson({ id: 'a', stage: 'INVESTIGATION' }), aCasePerson({ id: 'b', seq: 2, stage: 'INVESTIGATION' })]
  const facts = aCase({ stage: 'INVESTIGATION', persons: [a, b] })
  const closed = aCase({ ...facts, persons: [a, { ...b, stage: 'CLOSED_WITHDRAWN' }] })
  t.match(decideSplit(facts, ['a', 'b'], null, NOW), { ok: false, code: 'split-leaves-nobody' })
  t.match(decideSplit(closed, ['a'], null, NOW), { ok: false, code: 'split-leaves-nobody' }, 'who is done with keeps no case open')
  t.match(decideSplit(closed, ['b'], null, NOW), { ok: false, code: 'person-required' })
  t.match(decideSplit(facts, [], null, NOW), { ok: false, code: 'person-required' })
  t.match(decideSplit(facts, ['a'], 'handOver', NOW), { ok: false, code: 'case-has-open-matters', facts: { what: 'handOver' } })
  t.match(decideSplit(facts, ['a'], null, NOW), { ok: true, change: { stage: 'INVESTIGATION', casePersonId: 'a' } })

  const other = aCase({ ...facts, id: 'other', chargeCode: 'X042' })
  const none = { merged: null, into: null }
  t.match(decideMerge(other, facts, none, NOW), { ok: true, change: { stage: 'CLOSED_MOVED' } }, 'the charge does not matter')
  t.match(decideMerge({ ...other, holderAgency: '350502-PSB' }, facts, none, NOW), { ok: false, facts: { reason: 'other-holder' } })
  t.match(decideMerge({ ...other, stage: 'TRIAL' }, facts, none, NOW), { ok: false, facts: { reason: 'other-stage' } })
  t.match(decideMerge(facts, facts, none, NOW), { ok: false, facts: { reason: 'same-case' } })
  t.match(decideMerge(other, facts, { merged: null, into: 'handOver' }, NOW), { ok: false, code: 'case-has-open-matters' })
  const trial = { id: 'p', code: 'TRIAL_SUMMARY', casePersonId: null, startedBy: 'e', startedAt: NOW, endedAt: null, suspended: false }
  const ends = (day: string): CaseFacts => ({ ...facts, periods: [{ ...trial, dueAt: at(`${day} 00:00`) }] })
  t.match(decideMerge({ ...ends('2026-05-01'), id: 'x' }, ends('2026-05-02'), none, NOW), { ok: false, facts: { reason: 'longer-period' } })
  t.match(decideMerge({ ...ends('2026-05-02'), id: 'x' }, ends('2026-05-01'), none, NOW), { ok: true }, 'the earlier end holds for all')
  t.end()
})
