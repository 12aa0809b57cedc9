import { randomUUID } from 'node:crypto'
import { wrap } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { periodRule } from '../periods/table.ts'
import { CaseEventSchema, type CasePersonRow, PeriodInstanceSchema } from './entities.ts'
import { type LockedCase, setTurn } from './locked-case.ts'
import type { CaseChange, PersonPatch } from './model.ts'
import { nextStep } from './turn.ts'

/** Writes what `decide` answered: event, persons, periods, case. @returns the event's id */
export async function applyChange(
  em: EntityManager,
  loaded: LockedCase,
  change: CaseChange,
  actor: Pick<Actor, 'userId' | 'agency'>,
  data: Record<string, unknown>,
): Promise<string> {
  const { row, now } = loaded
  const eventId = randomUUID()
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
  })
  for (const person of loaded.persons) patchPerson(person, change.persons.get(person.id))
  patchPeriods(em, loaded, change, eventId)
  patchCase(loaded, change)
  await em.flush()
  return eventId
}

function patchPerson(row: CasePersonRow, patch: PersonPatch | undefined): void {
  if (patch === undefined) return
  const { measure, servedOnPersonAt, ...plain } = patch
  Object.assign(row, plain)
  if (servedOnPersonAt !== undefined) row.servedAt = servedOnPersonAt
  if (measure)
    Object.assign(row, { measureCode: measure.code, measureBy: measure.decidedBy, measureFrom: measure.from, measureDocNo: measure.docNo })
}

function patchPeriods(em: EntityManager, loaded: LockedCase, change: CaseChange, eventId: string): void {
  for (const ended of change.periodsEnded) {
    const period = loaded.periods.find(({ id }) => id === ended.id)
    if (period) wrap(period).assign({ endedAt: ended.endedAt, endedBy: eventId })
  }
  for (const { event: _, ...started } of change.periodsStarted) {
    loaded.periods.push(
      em.create(PeriodInstanceSchema, {
        id: randomUUID(),
        caseId: loaded.row.id,
        ...started,
        endedAt: null,
        startedBy: eventId,
        endedBy: null,
      }),
    )
  }
}

function patchCase(loaded: LockedCase, change: CaseChange): void {
  const { row, now, periods } = loaded
  const { procedure, track48, servedOnProcuratorateAt } = change.casePatch
  const stageMoves = row.stage !== change.stage || row.holderAgency !== change.holderAgency
  row.stage = change.stage
  row.holderAgency = change.holderAgency
  if (procedure) row.procedure = procedure
  if (servedOnProcuratorateAt) row.servedOnProcuratorateAt = servedOnProcuratorateAt
  if (track48) Object.assign(row, { trackArrivedAt: track48.arrivedAt, trackState: track48.state, trackClosedAt: track48.closedAt })
  if (stageMoves) setTurn(row, change.holderAgency, change.occurredAt, nextStep(change.stage))
  const open = periods.filter(({ code, endedAt }) => !endedAt && periodRule(code).kind !== 'suspension').map(({ dueAt }) => dueAt.getTime())
  row.nextDueAt = open.length > 0 ? new Date(Math.min(...open)) : null
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
