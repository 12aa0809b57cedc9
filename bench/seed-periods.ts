import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { connect } from '../src/db/orm.ts'
import { setUp } from '../src/setup.ts'
import type { Stack } from './stack.ts'

const CODES_PER_CASE = 20

/** A database beside the stack's own, whose worker therefore does not raise what the bench makes due. */
export type PeriodsDatabase = {
  /** Superuser, without triggers and foreign keys. */
  readonly admin: Client
  readonly count: number
  readonly orm: Awaited<ReturnType<typeof connect>>
  close(): Promise<void>
}

/** A database of `count` open periods, twenty to a case, none of them due within the bench's time. */
export async function periodsDatabase({ servers: { postgres }, admin: root }: Stack, count: number): Promise<PeriodsDatabase> {
  const name = `bench_${randomBytes(6).toString('hex')}`
  await root.query(`create database ${name} owner owner`)
  const urlOf = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  await setUp(urlOf(postgres.ownerUrl), { marker: name, profile: 'test' })
  const admin = new Client({ connectionString: urlOf(postgres.adminUrl ?? postgres.ownerUrl) })
  await admin.connect()
  await admin.query("set session_replication_role = 'replica'; set maintenance_work_mem = '512MB'; set synchronous_commit = off")
  const restore = await withoutIndexes(admin)
  await admin.query(
    `insert into period_instance (id, case_id, code, started_at, due_at, in_custody, custody, started_by, agency, remind_at, warn_at, supervise_at, next_alert_at)
     select gen_random_uuid(), md5('case' || (n / $2::int))::uuid, 'BENCH_' || (n % $2::int), now(), t.remind_at + interval '7 days', false, false, md5('event' || (n / $2::int))::uuid,
       '3505' || lpad((n % 12)::text, 2, '0') || '-PSB', t.remind_at, t.remind_at + interval '4 days', t.remind_at + interval '7 days', t.remind_at
     from generate_series(0, $1::int - 1) n, lateral (select now() + interval '1 day' + interval '1 second' * (n::bigint * 7919 % 2592000) as remind_at) t`,
    [count, CODES_PER_CASE],
  )
  for (const index of restore) await admin.query(index)
  await admin.query('set synchronous_commit = on')
  await admin.query('create table bench_turn as select id, row_number() over (order by id) - 1 as n from period_instance')
  await admin.query('alter table bench_turn add primary key (n)')
  await admin.query('create table bench_alert (like alert including all)')
  await admin.query('vacuum analyze')
  const orm = await connect(urlOf(postgres.workerUrl), { pool: 2 })
  const close = async (): Promise<void> => {
    await orm.close()
    await admin.end()
    await root.query(`drop database ${name} with (force)`)
  }
  return { admin, count, orm, close }
}

/** Takes the indexes away, which are built faster afterwards. @returns what builds them again */
async function withoutIndexes(admin: Client): Promise<string[]> {
  const { rows } = await admin.query<{ indexname: string; indexdef: string }>(
    "select indexname, indexdef from pg_indexes where tablename = 'period_instance' and indexname not like '%pkey'",
  )
  for (const { indexname } of rows) await admin.query(`drop index ${indexname}`)
  return rows.map(({ indexdef }) => indexdef)
}

/** Lets the next `many` periods, in turn, be due now with a due date they did not have before. */
export async function makeDue({ admin, count }: PeriodsDatabase, many: number, turn: number): Promise<void> {
  const { rowCount } = await admin.query(
    `update period_instance p set remind_at = now(), next_alert_at = now(), alert_level = 0, due_at = due_at + interval '1 second', warn_at = now() + interval '4 days', supervise_at = now() + interval '7 days'
     from bench_turn t where t.id = p.id and t.n = any (array(select ($1::bigint * $2 + i) % $3 from generate_series(0, $2::int - 1) i))`,
    [turn, many, count],
  )
  if (rowCount !== many) throw new Error(`${rowCount} periods were made due instead of ${many}`)
}

/** The alerts raised since the table was last counted; empties it and what names its rows, so that every round writes into as small a table. */
export async function takeAlerts({ admin }: PeriodsDatabase, table: 'alert' | 'bench_alert'): Promise<number> {
  const { rows } = await admin.query<{ alerts: number }>(`select count(distinct period_id)::int as alerts from ${table}`)
  await admin.query(`truncate ${table} cascade`)
  return rows[0]?.alerts ?? 0
}
