import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { foldClocks } from '../periods/clocks.ts'
import { syncClocks } from './clock-store.ts'
import { CaseEventSchema, type CasePersonRow } from './entities.ts'
import { type LockedCase, nextDueAt, setTurn } from './locked-case.ts'
import type { CaseChange, PersonPatch } from './model.ts'
import { clockEvent } from './period-effects.ts'
import { custodyEnds, notedEnds } from './titles/ends.ts'
import { foldTitles } from './titles/rules.ts'
import { noteEnds, syncTitles } from './titles/store.ts'
import { findTransition } from './transitions.ts'
import { nextStep } from './turn.ts'

/** Who takes a step, and for which agency; nobody where the system enters what another agency reported. */
export type Stepping = { readonly userId: string | null; readonly agency: string }

/** Writes what `decide` answered: event, persons, periods, case. @returns the event's id */
export async function applyChange(
  em: EntityManager,
  loaded: LockedCase,
  change: CaseChange,
  actor: Stepping,
  data: Record<string, unknown>,
  { id: eventId, corrects }: { id: string; corrects: string | null } = { id: randomUUID(), corrects: null },
): Promise<string> {
  const { row, now } = loaded
  const before = { titles: foldTitles(loaded.events), ends: custodyEnds(loaded.persons, loaded.periods) }
  em.create(CaseEventSchema, {
    id: eventId,
    caseId: row.id,
    casePersonId: change.casePersonId,
    transition: change.transition,
    act: change.act,
    events: [...change.events],
    occurredAt: change.occurredAt,
    recordedAt: now,
    byUser: actor.userId,
    byAgency: actor.agency,
    basis: change.basis,
    data,
    clock: change.clock,
    corrects,
    voidedBy: null,
    inheritedFrom: null,
  })
  loaded.events.push(
    clockEvent(
      { id: eventId, seq: nextSeq(loaded), occurredAt: change.occurredAt, names: change.events },
      change.clock,
      findTransition(change.act),
    ),
  )
  for (const person of loaded.persons) patchPerson(person, change.persons.get(person.id))
  await syncClocks(em, row.id, loaded.periods, foldClocks(change.history, loaded.calendar), eventId)
  patchCase(loaded, change)
  await em.flush()
  // Also where the step changes no holder: the rows may be those of a release that had no titles. A correction may leave none.
  const titles = foldTitles(loaded.events)
  if (corrects !== null || titles.length > 0 || before.titles.length > 0) await syncTitles(em, row.id, row.originAgency, titles)
  const owesNotice = findTransition(change.act)?.tellsCentre === true || corrects !== null
  const held = titles.flatMap(({ until, casePersonId }) => (until === null ? casePersonId : []))
  const after = custodyEnds(loaded.persons, loaded.periods)
  await noteEnds(em, { caseId: row.id, eventId, owesNotice }, notedEnds(before.ends, after, held, corrects !== null))
  return eventId
}

/**
 * Enters a correction: the wrong event is marked by the new one, whatever rested on its time goes by the new time, and the
 * periods it had started stay the same rows. @returns the new event's id
 */
export async function voidEvent(
  em: EntityManager,
  loaded: LockedCase,
  wrongId: string,
  change: CaseChange,
  actor: Pick<Actor, 'userId' | 'agency'>,
  data: Record<string, unknown>,
): Promise<string> {
  const wrong = loaded.events.findIndex(({ id }) => id === wrongId)
  const [before] = wrong < 0 ? [] : loaded.events.splice(wrong, 1)
  const eventId = randomUUID()
  if (before && change.act !== CORRECT_EVENT) {
    for (const row of loaded.periods) if (row.startedBy === wrongId) row.startedBy = eventId
    moveTimes(loaded, before.occurredAt, change.occurredAt, before.persons)
  }
  await applyChange(em, loaded, change, actor, data, { id: eventId, corrects: wrongId })
  await em.execute('update case_event set voided_by = ? where id = ?', [eventId, wrongId])
  return eventId
}

const CORRECT_EVENT = 'correctEvent'

/** The times on persons and case that came from the corrected event. */
function moveTimes({ row, persons }: LockedCase, from: Date, to: Date, concerned: readonly string[]): void {
  const moved = (at: Date | null | undefined): boolean => at?.getTime() === from.getTime()
  for (const person of persons.filter(({ id }) => concerned.includes(id))) {
    if (moved(person.measureFrom)) person.measureFrom = to
    if (moved(person.servedAt)) person.servedAt = to
  }
  if (moved(row.servedOnProcuratorateAt)) row.servedOnProcuratorateAt = to
  if (moved(row.trackArrivedAt)) row.trackArrivedAt = to
  if (moved(row.openedAt)) row.openedAt = to
}

/** Several steps of one request are entered one after another; the database numbers them in the same order. */
const nextSeq = ({ events }: LockedCase): number => Math.max(0, ...events.map(({ seq }) => seq)) + 1

function patchPerson(row: CasePersonRow, patch: PersonPatch | undefined): void {
  if (patch === undefined) return
  const { measure, servedOnPersonAt, ...plain } = patch
  Object.assign(row, plain)
  if (servedOnPersonAt !== undefined) row.servedAt = servedOnPersonAt
  if (measure !== undefined)
    Object.assign(row, {
      measureCode: measure?.code ?? null,
      measureBy: measure?.decidedBy ?? null,
      measureFrom: measure?.from ?? null,
      measureDocNo: measure?.docNo ?? null,
    })
}

const ARREST_REVIEW = 'ARREST_REVIEW'

function patchCase(loaded: LockedCase, change: CaseChange): void {
  const { row, now, periods } = loaded
  const { procedure, track48, servedOnProcuratorateAt } = change.casePatch
  const stageMoves = row.stage !== change.stage || row.holderAgency !== change.holderAgency
  row.stage = change.stage
  row.holderAgency = change.holderAgency
  if (procedure !== undefined) row.procedure = procedure
  if (servedOnProcuratorateAt !== undefined) row.servedOnProcuratorateAt = servedOnProcuratorateAt
  if (track48 !== undefined)
    Object.assign(row, {
      trackArrivedAt: track48?.arrivedAt ?? null,
      trackState: track48?.state ?? null,
      trackClosedAt: track48?.closedAt ?? null,
    })
  // Who worked on it beside the holder is done when no review is left for him to decide.
  const isDecided = findTransition(change.act)?.partner && !periods.some(({ code, endedAt }) => code.startsWith(ARREST_REVIEW) && !endedAt)
  if (stageMoves || isDecided) setTurn(row, change.holderAgency, change.occurredAt, nextStep(change.stage))
  row.nextDueAt = nextDueAt(periods)
  row.updatedAt = now
}

/** The next number of a series; the row stays locked until the commit, so numbers have no gap and no double. */
export async function nextNumber(em: EntityManager, issuer: string, series: string, year: number): Promise<number> {
  const [row] = await em.execute<{ last: number }[]>(
    'insert into number_counter (issuer, series, year, last) values (?, ?, ?, 1) on conflict (issuer, series, year) do update set last = number_counter.last + 1 returning last',
    [issuer, series, year],
  )
  return row?.last ?? Number.NaN
}
