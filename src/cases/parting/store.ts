import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { CORRECTED, readClockFacts } from '../clock-store.ts'
import { CaseEventSchema, type CasePersonRow, CasePersonSchema, PeriodInstanceSchema } from '../entities.ts'
import type { LockedCase } from '../locked-case.ts'
import type { EventEntry, InheritedEvent, Obstacle } from './model.ts'

type Row = Omit<EventEntry, 'clock'> & { readonly clock: unknown }

/** All events of a case in the order of their entry, voided ones too. */
export async function listEntries(em: EntityManager, caseId: string): Promise<EventEntry[]> {
  const rows = await em.execute<Row[]>(
    `select id, case_person_id as "casePersonId", transition, act, events, occurred_at as "occurredAt", recorded_at as "recordedAt", by_user as "byUser", by_agency as "byAgency",
       basis, data, clock, corrects, voided_by as "voidedBy" from case_event where case_id = ? order by seq`,
    [caseId],
  )
  return rows.map(({ occurredAt, recordedAt, clock, ...row }) => ({
    ...row,
    occurredAt: new Date(occurredAt),
    recordedAt: new Date(recordedAt),
    clock: readClockFacts(clock),
  }))
}

/** What of a case is half done for these persons, or for the whole case where it ends. */
export async function findObstacle(
  em: EntityManager,
  caseId: string,
  leaving: readonly string[],
  whole: boolean,
): Promise<Obstacle | null> {
  const [row] = await em.execute<{ what: string }[]>('select what from parting_obstacles(?, ?::uuid[], ?)', [
    caseId,
    `{${leaving.join(',')}}`,
    whole,
  ])
  return row?.what ?? null
}

/** Enters persons as they stand in their new case. @returns their new ids by the old ones */
export async function addMoved(em: EntityManager, caseId: string, moving: readonly CasePersonRow[]): Promise<Map<string, string>> {
  const before = await em.count(CasePersonSchema, { caseId })
  const ids = new Map<string, string>()
  for (const [at, { id: movedFrom, ...person }] of moving.entries()) {
    const id = randomUUID()
    ids.set(movedFrom, id)
    em.create(CasePersonSchema, { ...person, id, caseId, seq: before + at + 1, movedFrom, movedTo: null, version: 1 })
  }
  await em.flush()
  return ids
}

/** Enters inherited events and the rows of the periods that go with the persons, with what was said of each before: alerts are not repeated. */
export async function addInherited(
  em: EntityManager,
  caseId: string,
  source: LockedCase,
  events: readonly InheritedEvent[],
  persons: ReadonlyMap<string, string>,
  takesWholeCase: boolean,
): Promise<void> {
  for (const event of events) em.create(CaseEventSchema, { ...event, caseId, events: [...event.events], data: { ...event.data } })
  await em.flush()
  const ids = new Map(events.map(({ id, inheritedFrom }) => [inheritedFrom, id]))
  for (const { id: _, ...period } of source.periods) {
    const casePersonId = period.casePersonId ? (persons.get(period.casePersonId) ?? null) : null
    const startedBy = ids.get(period.startedBy)
    const goes = period.casePersonId ? casePersonId !== null : takesWholeCase
    if (!goes || startedBy === undefined || period.endEvent === CORRECTED) continue
    const endedBy = period.endedBy ? (ids.get(period.endedBy) ?? null) : null
    em.create(PeriodInstanceSchema, { ...period, id: randomUUID(), caseId, casePersonId, startedBy, endedBy, flags: [...period.flags] })
  }
  await em.flush()
}

/** Who may see the one case may see the other, and its papers and answers are there too. */
export async function inheritCase(
  em: EntityManager,
  caseId: string,
  sourceId: string,
  persons: ReadonlyMap<string, string>,
): Promise<void> {
  await em.execute('select inherit_case(?, ?, ?::uuid[], ?::uuid[])', [
    caseId,
    sourceId,
    `{${[...persons.keys()].join(',')}}`,
    `{${[...persons.values()].join(',')}}`,
  ])
}

/** Brings the open letters on the periods of those who moved along. @returns the ids of these letters */
export async function bringLetters(em: EntityManager, caseId: string, sourceId: string): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>('select id from bring_letters(?, ?) as id', [caseId, sourceId])
  return rows.map(({ id }) => id)
}

/** The case of a platform number, if this actor may see it. */
export async function findCaseByNo(em: EntityManager, platformNo: string): Promise<string | null> {
  const [row] = await em.execute<{ id: string }[]>('select id from criminal_case where platform_no = ?', [platformNo.trim()])
  return row?.id ?? null
}
