import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../../agencies/model.ts'
import { Problem } from '../../domain/problem.ts'
import type { Letter } from './model.ts'
import { actsFor, presentLetter } from './presenting.ts'
import { receives, standingOf } from './recipients.ts'
import { LETTER_COLUMNS, letterOf, type RecipientRow } from './store.ts'

export type Box = 'in' | 'sign' | 'sent'
export type LetterQuery = { readonly box: Box; readonly state: 'open' | 'closed'; readonly cursor: string | null; readonly limit: number }

// Each box is where it is read from, in its order: lists and counts go by the same words, so they cannot differ. An inbox is
// read from its addressees, whose rows keep the letter's own order.
const MINE = 'm.agency = app_agency() and m.delivered_at is not null and (m.user_id = app_user() or app_roles() && m.desk_roles)'
type Source = { readonly table: string; readonly row: string; readonly id: string; readonly where: string }
const BOXES: Readonly<Record<Box, Source>> = {
  in: { table: 'letter_recipient m', row: 'm', id: 'm.letter_id', where: MINE },
  sign: { table: 'letter s', row: 's', id: 's.id', where: "s.issued_at is null and s.issuer = app_agency() and 'SV' = any (app_roles())" },
  sent: { table: 'letter s', row: 's', id: 's.id', where: 's.issued_at is not null and s.agency like (select supervised_agencies())' },
}
const isOpen = ({ row }: Source): string => `${row}.closed_at is null`
const isClosed = ({ row }: Source): string => `${row}.closed_at is not null`

type RowRecipient = Pick<RecipientRow, 'kind' | 'post' | 'agency' | 'userId' | 'deskRoles' | 'acknowledgedAt'>
type ListRow = Letter & { sortKey: string; now: Date; openCaseId: string | null; recipients: RowRecipient[] }

/** What is read beside the columns of a letter to show it to somebody: the time, the case's id where it is open to him, the addressees. */
export const LETTER_EXTRAS = `app_now() as now, case when case_open_to_me(l.case_id) then l.case_id end as "openCaseId",
  (select coalesce(json_agg(json_build_object('kind', r.kind, 'post', r.post, 'agency', r.agency, 'userId', r.user_id, 'deskRoles', r.desk_roles, 'acknowledgedAt', r.acknowledged_at)), '[]')
    from letter_recipient r where r.letter_id = l.id) as recipients`

/** One page of a box, as the actor may see it: one statement, by keyset. */
export async function listLetters(em: EntityManager, actor: Actor, { box, state, cursor, limit }: LetterQuery) {
  const source = BOXES[box]
  const [key, after, way, isMeant] =
    state === 'open' ? [`${source.row}.due_at`, '>', 'asc', isOpen(source)] : [`${source.row}.closed_at`, '<', 'desc', isClosed(source)]
  const from = cursor === null ? [] : readCursor(cursor)
  const beyond = cursor === null ? '' : `and (${key}, ${source.id}) ${after} (?::timestamptz, ?::uuid)`
  // Open: the least legal time left first. Closed: the latest first. Somebody named twice has the letter once.
  const rows = await em.execute<ListRow[]>(
    `select ${LETTER_COLUMNS}, p.key::text as "sortKey", ${LETTER_EXTRAS}
     from (select distinct ${key} as key, ${source.id} as id from ${source.table} where ${source.where} and ${isMeant} ${beyond} order by key ${way}, id ${way} limit ?) p
     join letter l on l.id = p.id order by p.key ${way}, p.id ${way}`,
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
  const count = (box: Box): string =>
    `(select count(distinct ${BOXES[box].id})::int from ${BOXES[box].table} where ${BOXES[box].where} and ${isOpen(BOXES[box])}) as "${box}"`
  const [row] = await em.execute<{ in: number; sign: number; sent: number }[]>(`select ${count('in')}, ${count('sign')}, ${count('sent')}`)
  return row ?? { in: 0, sign: 0, sent: 0 }
}
