import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../../domain/problem.ts'
import type { Letter, LetterPatch } from './model.ts'
import { numberText, seriesOf } from './raising.ts'
import type { Recipient } from './recipients.ts'

/** Column by property, in one place: reading, writing and the batch writer go by it. */
const COLUMNS: Readonly<Record<keyof Letter, string>> = {
  id: 'id',
  alertId: 'alert_id',
  raisedFrom: 'raised_from',
  caseId: 'case_id',
  casePersonId: 'case_person_id',
  periodId: 'period_id',
  code: 'code',
  dueAt: 'due_at',
  level: 'level',
  agency: 'agency',
  custody: 'custody',
  issuer: 'issuer',
  issuerParent: 'issuer_parent',
  number: 'number',
  state: 'state',
  content: 'content',
  raisedAt: 'raised_at',
  signBy: 'sign_by',
  issuedAt: 'issued_at',
  signedBy: 'signed_by',
  ackBy: 'ack_by',
  feedbackBy: 'feedback_by',
  acknowledgedAt: 'acknowledged_at',
  fedBackAt: 'fed_back_at',
  cause: 'cause',
  acceptedAt: 'accepted_at',
  lawful: 'lawful',
  returns: 'returns',
  disputedBy: 'disputed_by',
  disputeCheckBy: 'dispute_check_by',
  goesUp: 'goes_up',
  escalatedAt: 'escalated_at',
  caseReview: 'case_review',
  passed: 'passed',
  periodEnd: 'period_end',
  periodEndedAt: 'period_ended_at',
  closedAt: 'closed_at',
  result: 'result',
  lateSeconds: 'late_seconds',
  nextStepAt: 'next_step_at',
  version: 'version',
}

/** The columns of a letter `l` under the names of the model. */
export const LETTER_COLUMNS = Object.entries(COLUMNS)
  .map(([property, column]) => `l.${column} as "${property}"`)
  .join(', ')

const dateOrNull = (value: Date | string | null): Date | null => (value === null ? null : new Date(value))

/** A letter from its row: the driver gives instants and big numbers as text. */
export function letterOf(row: Letter): Letter {
  return {
    ...row,
    dueAt: new Date(row.dueAt),
    raisedAt: new Date(row.raisedAt),
    signBy: dateOrNull(row.signBy),
    issuedAt: dateOrNull(row.issuedAt),
    ackBy: dateOrNull(row.ackBy),
    feedbackBy: dateOrNull(row.feedbackBy),
    acknowledgedAt: dateOrNull(row.acknowledgedAt),
    fedBackAt: dateOrNull(row.fedBackAt),
    acceptedAt: dateOrNull(row.acceptedAt),
    disputeCheckBy: dateOrNull(row.disputeCheckBy),
    escalatedAt: dateOrNull(row.escalatedAt),
    periodEndedAt: dateOrNull(row.periodEndedAt),
    closedAt: dateOrNull(row.closedAt),
    lateSeconds: row.lateSeconds === null ? null : Number(row.lateSeconds),
    nextStepAt: dateOrNull(row.nextStepAt),
  }
}

/** A letter as its row, for the batch writer. */
export const rowOf = (letter: Letter): Record<string, unknown> =>
  Object.fromEntries(Object.entries(letter).map(([property, value]) => [columnOf(property), value]))

function columnOf(property: string): string {
  const column = Object.entries(COLUMNS).find(([name]) => name === property)?.[1]
  if (column === undefined) throw new Error(`a letter has no column for ${property}`)
  return column
}

/** The letter with its row locked, as this context may see it. @throws Problem `not-found` */
export async function lockLetter(em: EntityManager, letterId: string): Promise<Letter> {
  const [row] = await em.execute<Letter[]>(`select ${LETTER_COLUMNS} from letter l where l.id = ? for update`, [letterId])
  if (row === undefined) throw new Problem('not-found')
  return letterOf(row)
}

/** The letter without a lock. @throws Problem `not-found` */
export async function getLetter(em: EntityManager, letterId: string): Promise<Letter> {
  const [row] = await em.execute<Letter[]>(`select ${LETTER_COLUMNS} from letter l where l.id = ?`, [letterId])
  if (row === undefined) throw new Problem('not-found')
  return letterOf(row)
}

/** Open letters on the same deadline below this one, locked. */
export async function lockLower(em: EntityManager, { periodId, dueAt, level }: Letter): Promise<Letter[]> {
  const rows = await em.execute<Letter[]>(
    `select ${LETTER_COLUMNS} from letter l where l.period_id = ? and l.due_at = ? and l.level < ? and l.closed_at is null order by l.id for update`,
    [periodId, dueAt, level],
  )
  return rows.map(letterOf)
}

/** Writes what a step changed of one letter. @returns the letter as it is now */
export async function saveLetter(em: EntityManager, letter: Letter, patch: LetterPatch): Promise<Letter> {
  const entries = Object.entries(patch).map(([property, value]) => ({ column: columnOf(property), value }))
  const sets = entries.map(({ column }) => `${column} = (r).${column}`).join(', ')
  const row = Object.fromEntries(entries.map(({ column, value }) => [column, value]))
  const written = await em.execute<{ id: string }[]>(
    `update letter set ${sets}, version = version + 1 from (select jsonb_populate_record(null::letter, ?::jsonb) as r) s where id = ? and version = ? returning id`,
    [JSON.stringify(row), letter.id, letter.version],
  )
  if (written.length === 0) throw new Problem('version-conflict')
  return { ...letter, ...patch, version: letter.version + 1 }
}

export type RecipientRow = Recipient & {
  readonly id: string
  readonly deskRoles: readonly string[]
  readonly deliveredAt: Date | null
  readonly acknowledgedAt: Date | null
  readonly acknowledgedBy: string | null
}

/** The addressees of a letter, those named first before copies. */
export async function listRecipients(em: EntityManager, letterId: string): Promise<RecipientRow[]> {
  return await em.execute<RecipientRow[]>(
    `select id, kind, post, agency, user_id as "userId", desk_roles as "deskRoles", delivered_at as "deliveredAt", acknowledged_at as "acknowledgedAt", acknowledged_by as "acknowledgedBy"
     from letter_recipient where letter_id = ? order by array_position(array['to', 'cc', 'notice'], kind), agency, post, id`,
    [letterId],
  )
}

/**
 * Gives numbers to letters that are issued now: one update of each counter for the whole batch, whose row stays locked until
 * the commit, so that numbers have no gap and no double.
 */
export async function takeNumbers(em: EntityManager, letters: readonly Letter[], now: Date): Promise<Letter[]> {
  const keyOf = ({ issuer, series, year }: ReturnType<typeof seriesOf>): string => `${issuer} ${series} ${year}`
  const groups = new Map(
    [...Map.groupBy(letters, letter => keyOf(seriesOf(letter, now)))].flatMap(([key, all]) => {
      const [first] = all
      return first ? [[key, { ...seriesOf(first, now), count: all.length }] as const] : []
    }),
  )
  if (groups.size === 0) return []
  const counters = await em.execute<{ issuer: string; series: string; year: number; last: number }[]>(
    `insert into number_counter as n (issuer, series, year, last)
     select c.issuer, c.series, c.year, c.count from jsonb_to_recordset(?::jsonb) as c (issuer text, series text, year int, count int) order by c.issuer, c.series, c.year
     on conflict (issuer, series, year) do update set last = n.last + excluded.last returning issuer, series, year, last`,
    [JSON.stringify([...groups.values()])],
  )
  const next = new Map(counters.map(counter => [keyOf(counter), counter.last - (groups.get(keyOf(counter))?.count ?? 0)]))
  return letters.map(letter => {
    const series = seriesOf(letter, now)
    const seq = (next.get(keyOf(series)) ?? Number.NaN) + 1
    next.set(keyOf(series), seq)
    return { ...letter, number: numberText(series, seq) }
  })
}

/** One line of a letter's course. */
export async function addEvent(
  em: EntityManager,
  letter: Letter,
  { act, by, data }: { act: string; by: { userId: string; agency: string }; data: Readonly<Record<string, unknown>> },
): Promise<void> {
  await em.execute(
    'insert into letter_event (id, letter_id, case_id, act, at, by_user, by_agency, data) values (?, ?, ?, ?, app_now(), ?, ?, ?::jsonb)',
    [randomUUID(), letter.id, letter.caseId, act, by.userId, by.agency, JSON.stringify(data)],
  )
}

/** An issued letter lies in the inbox of its addressees from now on. `occasion` is the fact that told of it. */
export async function markIssued(em: EntityManager, { id }: Letter, occasion: string): Promise<void> {
  await em.execute(
    `insert into letter_delivery (id, letter_id, case_id, recipient_id, occasion, user_id, channel, state, attempts, created_at, sent_at)
     select gen_random_uuid(), letter_id, case_id, id, ?::uuid, user_id, 'in-app', 'sent', 1, app_now(), app_now() from letter_recipient where letter_id = ?`,
    [occasion, id],
  )
  await em.execute('update letter_recipient set delivered_at = app_now() where letter_id = ? and delivered_at is null', [id])
}

/** The name of an officer for a paper that he signs; null where nobody signed. */
export async function findStaffName(em: EntityManager, userId: string | null): Promise<string | null> {
  const [row] = await em.execute<{ name: string | null }[]>('select staff_name(?::uuid) as name', [userId])
  return row?.name ?? null
}
