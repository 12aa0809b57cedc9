import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../agencies/model.ts'
import { Problem } from '../../domain/problem.ts'
import type { Letter } from './model.ts'
import { actsFor, presentLetter } from './presenting.ts'
import { receives, standingOf } from './recipients.ts'
import { LETTER_COLUMNS, letterOf, type RecipientRow } from './store.ts'

export type Box = 'in' | 'sign' | 'sent'
export type LetterQuery = { readonly box: Box; readonly state: 'open' | 'closed'; readonly cursor: string | null; readonly limit: number }

// Each box is its condition: lists and counts go by the same words, so they cannot differ.
const BOXES: Readonly<Record<Box, string>> = {
  in: `l.issued_at is not null and exists (select 1 from letter_recipient r where r.letter_id = l.id and r.agency = app_agency()
    and (r.user_id = app_user() or app_roles() && r.desk_roles))`,
  sign: "l.issued_at is null and l.issuer = app_agency() and 'SV' = any (app_roles())",
  sent: 'l.issued_at is not null and supervises(l.agency)',
}
const STATES = { open: 'l.closed_at is null', closed: 'l.closed_at is not null' } as const
// Open: the least legal time left first. Closed: the latest first.
const ORDER = {
  open: { key: 'l.due_at', after: '>', by: 'l.due_at, l.id' },
  closed: { key: 'l.closed_at', after: '<', by: 'l.closed_at desc, l.id desc' },
} as const

type RowRecipient = Pick<RecipientRow, 'kind' | 'post' | 'agency' | 'userId' | 'deskRoles' | 'acknowledgedAt'>
type ListRow = Letter & { sortKey: string; now: Date; openCaseId: string | null; recipients: RowRecipient[] }

/** What is read beside the columns of a letter to show it to somebody: the time, the case's id where it is open to him, the addressees. */
export const LETTER_EXTRAS = `app_now() as now, case when case_open_to_me(l.case_id) then l.case_id end as "openCaseId",
  (select coalesce(json_agg(json_build_object('kind', r.kind, 'post', r.post, 'agency', r.agency, 'userId', r.user_id, 'deskRoles', r.desk_roles, 'acknowledgedAt', r.acknowledged_at)), '[]')
    from letter_recipient r where r.letter_id = l.id) as recipients`

/** One page of a box, as the actor may see it: one statement, by keyset. */
export async function listLetters(em: EntityManager, actor: Actor, { box, state, cursor, limit }: LetterQuery) {
  const { key, after, by } = ORDER[state]
  const from = cursor === null ? [] : readCursor(cursor)
  const rows = await em.execute<ListRow[]>(
    `select ${LETTER_COLUMNS}, ${key}::text as "sortKey", ${LETTER_EXTRAS} from letter l
     where ${BOXES[box]} and ${STATES[state]} ${cursor === null ? '' : `and (${key}, l.id) ${after} (?::timestamptz, ?::uuid)`} order by ${by} limit ?`,
    [...from, limit + 1],
  )
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(row => presentRow(row, actor)),
    nextCursor: rows.length > limit && last ? Buffer.from(`${last.sortKey}|${last.id}`).toString('base64url') : null,
  }
}

/** A letter with what the actor may do with it. */
export function presentRow({ sortKey: _, now, openCaseId, recipients, ...row }: ListRow, actor: Actor) {
  const letter = letterOf(row)
  const mine = recipients.filter(one => receives(actor, one))
  return {
    ...presentLetter(letter, new Date(now)),
    caseId: openCaseId,
    copy: mine.length > 0 && mine.every(({ kind }) => kind !== 'to'),
    acts: actsFor(
      letter,
      standingOf(actor, letter, recipients),
      mine.some(({ acknowledgedAt }) => acknowledgedAt === null),
    ),
  }
}

function readCursor(cursor: string): [string, string] {
  const [at, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (!at || !id || !/^[0-9a-f-]{36}$/.test(id) || Number.isNaN(Date.parse(at)))
    throw new Problem('validation', { facts: { field: 'cursor' } })
  return [at, id]
}

/** Counts of the open letters of each box; they equal the lists behind them. */
export async function countLetters(em: EntityManager): Promise<{ in: number; sign: number; sent: number }> {
  const count = (box: Box): string => `(select count(*)::int from letter l where ${BOXES[box]} and ${STATES.open}) as "${box}"`
  const [row] = await em.execute<{ in: number; sign: number; sent: number }[]>(`select ${count('in')}, ${count('sign')}, ${count('sent')}`)
  return row ?? { in: 0, sign: 0, sent: 0 }
}
