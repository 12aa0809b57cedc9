import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../agencies/model.ts'
import { Problem } from '../../domain/problem.ts'
import type { Letter } from './model.ts'
import { actsFor, presentLetter } from './presenting.ts'
import { receives, standingOf } from './recipients.ts'
import { LETTER_COLUMNS, letterOf, type RecipientRow } from './store.ts'

export type Box = 'in' | 'sign' | 'sent'
export type LetterQuery = { readonly box: Box; readonly state: 'open' | 'closed'; readonly cursor: string | null; readonly limit: number }

// The boxes of a committee are letters under conditions; an inbox is read from its addressees, whose rows keep the letter's order.
// Lists and counts go by the same words, so they cannot differ.
const SENT: Readonly<Record<Exclude<Box, 'in'>, string>> = {
  sign: "s.issued_at is null and s.issuer = app_agency() and 'SV' = any (app_roles())",
  sent: 's.issued_at is not null and s.agency like (select supervised_agencies())',
}
const WAYS = {
  open: { key: 's.due_at', isMeant: 's.closed_at is null', after: '>', way: 'asc' },
  closed: { key: 's.closed_at', isMeant: 's.closed_at is not null', after: '<', way: 'desc' },
} as const

/** The keys of one page of a box. Open: the least legal time left first; closed: the latest first. */
function pageOf({ box, state, cursor, limit }: LetterQuery): { sql: string; parameters: unknown[] } {
  const from = cursor === null ? null : readCursor(cursor)
  if (box === 'in')
    return { sql: 'select key, id from my_letters(?, ?, ?, ?)', parameters: [state === 'open', ...(from ?? [null, null]), limit + 1] }
  const { key, isMeant, after, way } = WAYS[state]
  const beyond = from === null ? '' : `and (${key}, s.id) ${after} (?::timestamptz, ?::uuid)`
  const sql = `select ${key} as key, s.id from letter s where ${SENT[box]} and ${isMeant} ${beyond} order by ${key} ${way}, s.id ${way} limit ?`
  return { sql, parameters: [...(from ?? []), limit + 1] }
}

type RowRecipient = Pick<RecipientRow, 'kind' | 'post' | 'agency' | 'userId' | 'deskRoles' | 'acknowledgedAt'>
type ListRow = Letter & { sortKey: string; now: Date; openCaseId: string | null; recipients: RowRecipient[] }

/** What is read beside the columns of a letter to show it to somebody: the time, the case's id where it is open to him, the addressees. */
export const LETTER_EXTRAS = `app_now() as now, case when case_open_to_me(l.case_id) then l.case_id end as "openCaseId",
  (select coalesce(json_agg(json_build_object('kind', r.kind, 'post', r.post, 'agency', r.agency, 'userId', r.user_id, 'deskRoles', r.desk_roles, 'acknowledgedAt', r.acknowledged_at)), '[]')
    from letter_recipient r where r.letter_id = l.id) as recipients`

/** One page of a box, as the actor may see it: one statement, by keyset. */
export async function listLetters(em: EntityManager, actor: Actor, query: LetterQuery) {
  const { sql, parameters } = pageOf(query)
  const { limit } = query
  const { way } = WAYS[query.state]
  const rows = await em.execute<ListRow[]>(
    `select ${LETTER_COLUMNS}, p.key::text as "sortKey", ${LETTER_EXTRAS} from (${sql}) p join letter l on l.id = p.id order by p.key ${way}, p.id ${way}`,
    parameters,
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
  const count = (box: 'sign' | 'sent'): string =>
    `(select count(*)::int from letter s where ${SENT[box]} and ${WAYS.open.isMeant}) as "${box}"`
  const [row] = await em.execute<{ in: number; sign: number; sent: number }[]>(
    `select (select count(*)::int from my_letters(true, null, null, null)) as "in", ${count('sign')}, ${count('sent')}`,
  )
  return row ?? { in: 0, sign: 0, sent: 0 }
}
