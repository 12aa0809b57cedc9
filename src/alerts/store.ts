import type { EntityManager } from '@mikro-orm/postgresql'
import type { Beat, Gap, Span } from './rules.ts'

type SpanRow = { from_at: Date; to_at: Date; began: Span['began']; left_by_clock: boolean }

/** Spans of passes that touch this legal time, of all workers. */
export async function spansIn(em: EntityManager, from: Date, to: Date): Promise<Span[]> {
  const rows = await em.execute<SpanRow[]>(
    'select from_at, to_at, began, left_by_clock from watch_pass where to_at >= ? and from_at <= ? order by from_at',
    [from, to],
  )
  return rows.map(row => ({ from: new Date(row.from_at), to: new Date(row.to_at), began: row.began, leftByClock: row.left_by_clock }))
}

export type BeatCounts = Beat & { readonly passes: number; readonly due: number; readonly raised: number; readonly lateSeconds: number }

export async function beatsIn(em: EntityManager, from: Date, to: Date): Promise<BeatCounts[]> {
  const rows = await em.execute<{ hour: Date; code: string; passes: string; due: number; raised: number; late: string }[]>(
    'select hour, code, passes, due, raised, extract(epoch from late) as late from watch_beat where hour >= ? and hour < ?',
    [from, to],
  )
  return rows.map(({ hour, passes, late, ...row }) => ({ ...row, hour: new Date(hour), passes: Number(passes), lateSeconds: Number(late) }))
}

export type ClockChange = {
  readonly before: Date
  readonly after: Date
  readonly speedBefore: number
  readonly speedAfter: number
}

/** Settings of the clock that left or entered this legal time, in the order in which they were made. */
export async function clockChangesIn(em: EntityManager, from: Date, to: Date): Promise<ClockChange[]> {
  const rows = await em.execute<{ legal_before: Date; legal_after: Date; speed_before: string; speed_after: string }[]>(
    `select legal_before, legal_after, speed_before, speed_after from watch_clock_change
     where legal_before >= ? and legal_before < ? or legal_after >= ? and legal_after < ? order by id`,
    [from, to, from, to],
  )
  return rows.map(row => ({
    before: new Date(row.legal_before),
    after: new Date(row.legal_after),
    speedBefore: Number(row.speed_before),
    speedAfter: Number(row.speed_after),
  }))
}

/** What reached an alert instant in a stretch of legal time, and when it was told of. */
export type Reached = {
  readonly periods: number
  readonly firstRaised: Date | null
  readonly lastRaised: Date | null
  readonly untold: number
}

export async function reachedIn(em: EntityManager, stretches: readonly Pick<Gap, 'from' | 'to'>[]): Promise<Reached[]> {
  if (stretches.length === 0) return []
  const list = (instants: readonly Date[]): string => `{${instants.map(at => at.toISOString()).join(',')}}`
  const rows = await em.execute<{ periods: number; first_raised: Date | null; last_raised: Date | null; untold: number }[]>(
    'select periods, first_raised, last_raised, untold from watch_reached(?::timestamptz[], ?::timestamptz[])',
    [list(stretches.map(({ from }) => from)), list(stretches.map(({ to }) => to))],
  )
  return rows.map(row => ({
    periods: row.periods,
    firstRaised: row.first_raised && new Date(row.first_raised),
    lastRaised: row.last_raised && new Date(row.last_raised),
    untold: row.untold,
  }))
}

export type LateAlerts = { readonly code: string; readonly level: number; readonly alerts: number; readonly lateSeconds: number }

/** Alerts of this time that came more than two minutes after they could have. */
export async function lateIn(em: EntityManager, from: Date, to: Date): Promise<LateAlerts[]> {
  const rows = await em.execute<{ code: string; level: number; alerts: number; late: string }[]>(
    'select code, level, alerts, extract(epoch from late) as late from watch_late(?, ?)',
    [from, to],
  )
  return rows.map(({ late, ...row }) => ({ ...row, lateSeconds: Number(late) }))
}

export type Untold = { readonly code: string; readonly periods: number; readonly since: Date }

/** Open periods that have passed an instant without an alert, as it is now. */
export async function untoldNow(em: EntityManager): Promise<Untold[]> {
  const rows = await em.execute<Untold[]>('select code, periods, since from watch_untold()')
  return rows.map(row => ({ ...row, since: new Date(row.since) }))
}

export type WrittenReport = { readonly at: Date; readonly sha256: string }

export async function writtenReport(em: EntityManager, day: string): Promise<WrittenReport | null> {
  const [row] = await em.execute<{ written_at: Date; sha256: string }[]>(
    "select written_at, encode(sha256, 'hex') as sha256 from watch_report where day = ?::date",
    [day],
  )
  return row === undefined ? null : { at: new Date(row.written_at), sha256: row.sha256 }
}
