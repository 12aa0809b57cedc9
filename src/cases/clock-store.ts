import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { Clock, ClockEvent, DeadlineChange } from '../periods/clocks.ts'
import { periodRule } from '../periods/table.ts'
import { type AlertLevel, nextAlertAt, thresholdsOf } from '../periods/thresholds.ts'
import { type PeriodInstanceRow, PeriodInstanceSchema } from './entities.ts'
import { type ClockFacts, NEW_EVENT } from './model.ts'
import { clockEvent } from './period-effects.ts'
import { findTransition } from './transitions.ts'

const Unit = Type.Union([Type.Literal('hour'), Type.Literal('day'), Type.Literal('month')])
const Nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])

const Deadline = Type.Union([
  Type.Object({
    type: Type.Literal('extend'),
    periodCode: Type.String(),
    extension: Type.String(),
    length: Type.Optional(Type.Integer()),
  }),
  Type.Object({ type: Type.Union([Type.Literal('suspend'), Type.Literal('resume')]), reason: Type.String() }),
  Type.Object({ type: Type.Literal('restart'), periodCode: Type.String(), reason: Type.String() }),
])

/** What an event says to the clocks, as its row keeps it. */
const StoredClockFacts = Type.Object({
  persons: Type.Array(Type.String()),
  wholeCase: Type.Boolean(),
  starts: Type.Array(
    Type.Object({
      code: Type.String(),
      casePersonId: Nullable(Type.String()),
      agency: Type.String(),
      at: Type.Optional(Type.String()),
      length: Type.Optional(Type.Object({ value: Type.Number(), unit: Unit })),
    }),
  ),
  custody: Nullable(Type.Boolean()),
  heldFor: Type.Optional(Type.String()),
  deadline: Nullable(Deadline),
  concludes: Type.Optional(
    Type.Array(Type.Object({ casePersonId: Nullable(Type.String()), by: Type.Union([Type.Literal('effect'), Type.Literal('end')]) })),
  ),
})

export function readClockFacts(stored: unknown): ClockFacts {
  const { starts, deadline, ...facts } = Value.Parse(StoredClockFacts, stored)
  const change: DeadlineChange | null = deadline
  return { ...facts, deadline: change, starts: starts.map(({ at, ...start }) => ({ ...start, ...(at ? { at: new Date(at) } : {}) })) }
}

export type ClockEventRow = {
  id: string
  case_id: string
  act: string
  events: string[]
  occurred_at: Date | string
  clock: unknown
  seq: string | number
}

/** An event's row as the clocks read it. */
export const toClockEvent = ({ id, act, events, occurred_at, clock, seq }: ClockEventRow): ClockEvent =>
  clockEvent({ id, seq: Number(seq), occurredAt: new Date(occurred_at), names: events }, readClockFacts(clock), findTransition(act))

/** The events of a case that still hold: voided ones are left out. */
export async function listClockEvents(em: EntityManager, caseId: string): Promise<ClockEvent[]> {
  const rows = await em.execute<ClockEventRow[]>(
    'select id, case_id, act, events, occurred_at, clock, seq from case_event where case_id = ? and voided_by is null order by occurred_at, seq',
    [caseId],
  )
  return rows.map(toClockEvent)
}

type DerivedColumns = Omit<PeriodInstanceRow, 'id' | 'caseId' | 'casePersonId' | 'code' | 'startedBy'>

const levelOf = (stored: number): AlertLevel | 0 => (stored === 1 || stored === 2 || stored === 3 ? stored : 0)

/** What a row says that the events alone do not: the level already raised, and that it stays although a calendar came later. */
type Before = Pick<PeriodInstanceRow, 'dueAt' | 'legalLatest' | 'alertLevel' | 'heldOff'>

/** A period that had run out before a calendar was loaded keeps its end while its events alone would now give another. */
export const staysExpired = ({ outcome }: Clock, before: Pick<Before, 'heldOff'> | undefined): boolean =>
  before?.heldOff?.getTime() === outcome.dueAt.getTime()

/** The columns of a clock; a due date that moved warns anew. */
export function columnsOf(clock: Clock, before: Before | undefined): Omit<DerivedColumns, 'endedBy'> {
  const rule = periodRule(clock.code)
  const { provisional, suspended, flags } = clock.outcome
  const held = before !== undefined && staysExpired(clock, before)
  const { dueAt, legalLatest } = held ? before : clock.outcome
  const alertLevel = before && before.dueAt.getTime() === dueAt.getTime() ? levelOf(before.alertLevel) : 0
  const thresholds = thresholdsOf(rule, {
    startedAt: clock.startedAt,
    dueAt,
    custodyOverride: rule.rolloverBlockedByCustody && clock.inCustody,
  })
  const watched = clock.endedAt === null && !suspended
  return {
    startedAt: clock.startedAt,
    dueAt,
    legalLatest: legalLatest ?? null,
    provisional,
    suspended,
    flags: [...flags, ...(held ? ['expired-before-calendar'] : [])],
    heldOff: held ? (before.heldOff ?? null) : null,
    inCustody: clock.inCustody,
    custody: rule.custodyRelated && clock.inCustody,
    agency: clock.agency,
    endedAt: clock.endedAt,
    endEvent: clock.endEvent,
    remindAt: thresholds?.remindAt ?? null,
    warnAt: thresholds?.warnAt ?? null,
    superviseAt: thresholds?.superviseAt ?? null,
    alertLevel,
    nextAlertAt: watched && thresholds ? nextAlertAt(thresholds, alertLevel) : null,
  }
}

const keyOf = (startedBy: string, code: string, casePersonId: string | null | undefined): string =>
  `${startedBy} ${code} ${casePersonId ?? ''}`

/**
 * Brings the rows of a case's periods to what its events say. A period that no longer follows from any event, because the
 * event was corrected, stays as a row and is closed as such: alerts and letters name it.
 */
export async function syncClocks(
  em: EntityManager,
  caseId: string,
  rows: PeriodInstanceRow[],
  clocks: readonly Clock[],
  newEvent: string,
): Promise<void> {
  const named = (id: string): string => (id === NEW_EVENT ? newEvent : id)
  const known = new Map(rows.map(row => [keyOf(row.startedBy, row.code, row.casePersonId), row]))
  const started: { readonly clock: Clock; readonly endedBy: string | null }[] = []
  for (const clock of clocks) {
    const key = keyOf(named(clock.startedBy), clock.code, clock.casePersonId)
    const row = known.get(key)
    known.delete(key)
    const endedBy = clock.endedBy === null ? null : named(clock.endedBy)
    if (row) em.assign(row, { ...columnsOf(clock, row), endedBy })
    else started.push({ clock, endedBy })
  }
  for (const row of known.values())
    if (row.endEvent !== CORRECTED)
      em.assign(row, { endedAt: row.startedAt, endedBy: newEvent, endEvent: CORRECTED, suspended: false, nextAlertAt: null })
  // A period counted anew begins only after its earlier count has ended: one of a kind runs at a time.
  if (started.length > 0) await em.flush()
  for (const { clock, endedBy } of started) {
    const { code, casePersonId } = clock
    const derived = { ...columnsOf(clock, undefined), endedBy }
    rows.push(
      em.create(PeriodInstanceSchema, { id: randomUUID(), caseId, casePersonId, code, startedBy: named(clock.startedBy), ...derived }),
    )
  }
}

/** How a period ends whose starting event was corrected. */
export const CORRECTED = 'corrected'
