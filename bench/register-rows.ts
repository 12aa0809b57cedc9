import type { Client } from 'pg'

/** The case that is copied for the closed ones of a register, and the one for the open ones. */
export type Played = { readonly closed: string; readonly open: string }

const PAPERS = 2

/** Columns that name rows of the same case: they get the copy's id. Everything else is as in the case that was played. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  criminal_case: ['id'],
  case_access: ['case_id'],
  case_assignment: ['case_id'],
  case_person: ['id', 'case_id'],
  case_event: ['id', 'case_id', 'case_person_id', 'corrects', 'voided_by'],
  period_instance: ['id', 'case_id', 'case_person_id', 'started_by', 'ended_by'],
  fast_track_answer: ['id', 'case_id', 'case_person_id', 'replaced_by'],
  hand_over: ['id', 'case_id'],
  hand_over_entry: ['hand_over_id', 'case_id', 'document_id'],
  receipt: ['id', 'hand_over_id', 'case_id'],
  document: ['id', 'case_id', 'case_person_id', 'sent_in'],
  outbox: ['id', 'case_id'],
}

/** The tables that are copied, the case first. */
export const TABLES = Object.keys(OWN)

/** A dossier of two papers will do: what looks at papers looks at some of all. */
const FEW: Readonly<Record<string, string>> = {
  document: `order by id limit ${PAPERS}`,
  hand_over_entry: `order by document_id limit ${PAPERS}`,
}

/** Takes the indexes away that no constraint needs: they are built faster afterwards. The copies share the bytes of the first. @returns what builds them again */
export async function withoutIndexes(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string; def: string }>(
    `select i.indexname as name, i.indexdef as def from pg_indexes i where i.schemaname = 'public' and i.tablename = any ($1::text[])
       and not exists (select 1 from pg_constraint c where c.conindid = i.indexname::regclass)`,
    [TABLES],
  )
  for (const { name } of rows) await admin.query(`drop index ${name}`)
  return rows.filter(({ name }) => name !== 'document_object_once').map(({ def }) => def)
}

/** The rows of both played cases, once for each case of the register of their kind. */
export async function copyTable(root: Client, admin: Client, table: string, played: Played): Promise<void> {
  const own = OWN[table] ?? []
  const few = FEW[table] ?? ''
  const key = table === 'criminal_case' ? 'id' : 'case_id'
  const { rows: columns } = await admin.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 and is_identity = 'NO' and is_generated = 'NEVER'`,
    [table],
  )
  for (const [kind, caseId] of Object.entries(played)) {
    const { rows } = await root.query<{ row: object }>(`select to_jsonb(t) as row from ${table} t where ${key} = $1 ${few}`, [caseId])
    if (rows.length === 0) continue
    await admin.query(`create temp table bench_row as select * from ${table} limit 0`)
    await admin.query(`insert into bench_row select * from jsonb_populate_recordset(null::bench_row, $1::jsonb)`, [
      JSON.stringify(rows.map(({ row }) => row)),
    ])
    const values = columns.map(({ name }) => (own.includes(name) ? renamed(name, key) : (SPECIAL[`${table}.${name}`] ?? `r.${name}`)))
    await admin.query(
      `insert into ${table} (${columns.map(({ name }) => name).join(', ')}) select ${values.join(', ')} from bench_row r, bench_case c where c.open = ${kind === 'open'}`,
    )
    await admin.query('drop table bench_row')
  }
}

const renamed = (column: string, key: string): string =>
  column === key ? 'c.id' : `case when r.${column} is not null then md5(c.id || r.${column}::text)::uuid end`

/** What is unique to a case, the persons whom an event's clocks name, and what no check looks at and would fill the disk. */
const SPECIAL: Readonly<Record<string, string>> = {
  'hand_over.gate': 'null::jsonb',
  'receipt.body': "''",
  'criminal_case.platform_no': `'ETZF-' || c.division || '-' || c.year || '-' || lpad(c.seq::text, 6, '0')`,
  'case_event.clock': `case when r.case_person_id is null and r.clock ->> 'persons' = '[]' then r.clock
     else (select replace(r.clock::text, p.p, md5(c.id || p.p)::uuid::text)::jsonb from (select coalesce(r.clock -> 'persons' ->> 0, r.case_person_id::text) as p) p) end`,
}
