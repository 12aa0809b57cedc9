import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { HandOverRow } from '../entities.ts'

/** Whether the line of the sender or the receiver is down; the answer holds until this transaction ends. */
export async function isLineDown(em: EntityManager, { fromAgency, toAgency }: HandOverRow): Promise<boolean> {
  const [line] = await em.execute<{ down: boolean }[]>('select hold_line(?, ?) as down', [fromAgency, toAgency])
  return line?.down === true
}

export type LinePause = {
  readonly id: string
  readonly agency: string
  readonly reason: string
  readonly expectedEnd: Date
  readonly pausedAt: Date
  readonly pausedBy: string
}

const COLUMNS =
  'id, agency_code as agency, reason, expected_end as "expectedEnd", paused_at as "pausedAt", staff_name(paused_by) as "pausedBy"'

/** The lines that are down, of these agencies or of all. */
export async function listPauses(em: EntityManager, agencies: readonly string[] | null): Promise<LinePause[]> {
  return await em.execute<LinePause[]>(
    `select ${COLUMNS} from line_pause where resumed_at is null ${agencies ? 'and agency_code = any (?::text[])' : ''} order by paused_at`,
    agencies ? [`{${agencies.join(',')}}`] : [],
  )
}

/** Enters a pause. @returns its id, or null where the line is down already */
export async function insertPause(
  em: EntityManager,
  pause: { agency: string; reason: string; expectedEnd: Date; at: Date; by: string },
): Promise<string | null> {
  const { agency, reason, expectedEnd, at, by } = pause
  const [row] = await em.execute<{ id: string }[]>(
    'insert into line_pause (id, agency_code, reason, expected_end, paused_at, paused_by) values (?, ?, ?, ?, ?, ?) on conflict do nothing returning id',
    [randomUUID(), agency, reason, expectedEnd, at, by],
  )
  return row?.id ?? null
}

/** Ends the pause of an agency and lets what waits go on. @returns how many hand-overs go on, or null where no line was down */
export async function endPause(em: EntityManager, agency: string, at: Date, by: string): Promise<number | null> {
  const ended = await em.execute<{ id: string }[]>(
    'update line_pause set resumed_at = ?, resumed_by = ? where agency_code = ? and resumed_at is null returning id',
    [at, by, agency],
  )
  if (ended.length === 0) return null
  const [row] = await em.execute<{ told: number }[]>('select resume_hand_overs(?) as told', [agency])
  return row?.told ?? 0
}

/** How many hand-overs wait for the line of an agency; none where another agency asks. */
export async function countWaiting(em: EntityManager, agency: string): Promise<number> {
  const [row] = await em.execute<{ waiting: number }[]>('select waiting_for_line(?) as waiting', [agency])
  return row?.waiting ?? 0
}

export type LineState = {
  readonly agency: string
  readonly reason: string | null
  readonly expectedEnd: Date | null
  readonly pausedAt: Date | null
  readonly pausedBy: string | null
  readonly resumedAt: Date | null
  readonly resumedBy: string | null
  readonly waiting: number
}

/** The line of each agency that was ever down, or for which something waits; none for anybody but the system administrator. */
export async function listLines(em: EntityManager): Promise<LineState[]> {
  return await em.execute<LineState[]>(
    `select agency, reason, expected_end as "expectedEnd", paused_at as "pausedAt", staff_name(paused_by) as "pausedBy", resumed_at as "resumedAt",
       staff_name(resumed_by) as "resumedBy", waiting from lines_of_all()`,
  )
}
