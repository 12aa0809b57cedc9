import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { freshIdNo } from '../test/support/identity.ts'

/** The tables that make a case, the case first; each but the first names it in `case_id`. */
const TABLES = [
  'criminal_case',
  'case_access',
  'case_assignment',
  'case_person',
  'case_event',
  'period_instance',
  'fast_track_answer',
  'hand_over',
  'document',
]
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const AT_ONCE = 50

/** The ids of one copy by those of the case that was copied. */
export type Copy = ReadonlyMap<string, string>

/**
 * Copies a whole case, persons, events, periods, papers and a prepared hand-over included, every id and every person's identity
 * number anew; then tells the flow of each copy that it is there, as its steps would have. The copies' papers share the stored
 * bytes of the first.
 */
export async function cloneCase(admin: Client, caseId: string, copies: number): Promise<Copy[]> {
  // Each paper has an object of its own otherwise; a bench needs the same bytes once.
  await admin.query('drop index if exists document_object_once')
  const found = new Map<string, string[]>()
  for (const table of TABLES) found.set(table, await rowsOf(admin, table, caseId))
  const own = new Set([...found.values()].flat().flatMap(row => /"id": "([0-9a-f-]{36})"/.exec(row)?.[1] ?? []))
  const made = Array.from({ length: copies }, (): Copy => new Map([...own].map(id => [id, randomUUID()])))
  await admin.query('begin')
  // The triggers would announce each copy to open screens; the foreign keys hold by construction.
  await admin.query("set local session_replication_role = 'replica'")
  for (const [table, rows] of found)
    for (let from = 0; from < made.length; from += AT_ONCE)
      await insert(
        admin,
        table,
        made.slice(from, from + AT_ONCE).flatMap(copy => rows.map(row => renamed(row, copy, caseId))),
      )
  await admin.query('commit')
  await admin.query('analyze')
  await admin.query(
    `insert into outbox (id, case_id, type, payload) select gen_random_uuid(), c, 'case.stepped', jsonb_build_object('eventId', gen_random_uuid()) from unnest($1::uuid[]) c`,
    [made.map(copy => copy.get(caseId))],
  )
  return made
}

async function rowsOf(admin: Client, table: string, caseId: string): Promise<string[]> {
  const { rows } = await admin.query<{ row: string }>(
    `select to_jsonb(t)::text as row from ${table} t where ${table === 'criminal_case' ? 'id' : 'case_id'} = $1 ${table === 'case_event' ? 'order by seq' : ''}`,
    [caseId],
  )
  return rows.map(({ row }) => row)
}

/** Every id and identity number anew; the platform's number, which no two cases share, with the id behind it. */
const renamed = (row: string, copy: Copy, caseId: string): string =>
  row
    .replace(UUID, id => copy.get(id) ?? id)
    .replace(/"platform_no": "([^"]+)/, `$&-${copy.get(caseId)}`)
    .replace(/(?<="id_no": ")[^"]+/, idNo => freshIdNo(idNo))

/** All columns save those that the table numbers itself. */
async function insert(admin: Client, table: string, rows: readonly string[]): Promise<void> {
  const { rows: columns } = await admin.query<{ name: string }>(
    `select quote_ident(column_name) as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'`,
    [table],
  )
  const names = columns.map(({ name }) => name).join(', ')
  await admin.query(`insert into ${table} (${names}) select ${names} from jsonb_populate_recordset(null::${table}, $1::jsonb)`, [
    `[${rows.join(',')}]`,
  ])
}

/** @throws Error for an id that was not in the case */
export function idIn(copy: Copy, id: string): string {
  const found = copy.get(id)
  if (found === undefined) throw new Error(`${id} was not copied`)
  return found
}
