import { type ClockEventRow, staysExpired, toClockEvent } from '../cases/clock-store.ts'
import { type Clock, type ClockEvent, foldClocks } from '../periods/clocks.ts'
import type { Calendar } from '../periods/rules.ts'

/** A period of a case as its row has it. */
export type PeriodRow = {
  readonly id: string
  readonly case_id: string
  readonly case_person_id: string | null
  readonly code: string
  readonly started_by: string
  readonly started_at: Date
  readonly due_at: Date
  readonly ended_at: Date | null
  readonly suspended: boolean
  readonly held_off: Date | null
}

/** `absent` the events give it and no row has it; `unfounded` the reverse; else what differs. `unreadable`: the events cannot be counted. */
export type PeriodFault = 'absent' | 'unfounded' | 'running' | 'due' | 'suspended' | 'unreadable'
export type AstrayPeriod = { readonly code: string; readonly key: string; readonly fault: PeriodFault; readonly since: Date | null }

const keyOf = (startedBy: string, code: string, person: string | null): string => `${startedBy} ${code} ${person ?? ''}`

/**
 * What the rows of a case's periods say otherwise than its events. The due date of a period that has ended stays as it was by
 * the calendar of its time, so only that of a running one is compared.
 */
export function astrayPeriods(rows: readonly PeriodRow[], events: readonly ClockEvent[], calendar: Calendar): AstrayPeriod[] {
  const known = new Map(rows.map(row => [keyOf(row.started_by, row.code, row.case_person_id), row]))
  const astray: AstrayPeriod[] = []
  for (const clock of foldClocks(events, calendar)) {
    const key = keyOf(clock.startedBy, clock.code, clock.casePersonId)
    const row = known.get(key)
    known.delete(key)
    const fault = row === undefined ? 'absent' : faultOf(clock, row)
    if (fault) astray.push({ code: clock.code, key: row?.id ?? key, fault, since: clock.startedAt })
  }
  const unfounded = [...known.values()].map(row => ({
    code: row.code,
    key: row.id,
    fault: 'unfounded' as const,
    since: new Date(row.started_at),
  }))
  return [...astray, ...unfounded]
}

function faultOf(clock: Clock, row: PeriodRow): PeriodFault | null {
  if ((clock.endedAt === null) !== (row.ended_at === null)) return 'running'
  if (clock.endedAt !== null) return null
  const heldOff = row.held_off === null ? null : new Date(row.held_off)
  if (clock.outcome.dueAt.getTime() !== new Date(row.due_at).getTime() && !staysExpired(clock, { heldOff })) return 'due'
  return clock.outcome.suspended === row.suspended ? null : 'suspended'
}

/** As `astrayPeriods`, from rows; events that cannot be read are one fault of the whole case. */
export function readAstrayPeriods(rows: readonly PeriodRow[], events: readonly ClockEventRow[], calendar: Calendar): AstrayPeriod[] {
  try {
    return astrayPeriods(rows, events.map(toClockEvent), calendar)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return [{ code: '', key: rows[0]?.case_id ?? '', fault: 'unreadable', since: null }]
  }
}
