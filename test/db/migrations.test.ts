import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import t from 'tap'
import { joinTestServers } from '../../infra/test-servers.ts'
import { connect, MIGRATIONS, migrate } from '../../src/db/orm.ts'

const NAMES = MIGRATIONS.map(({ name }) => name)
/** What an installation holds after each step: a row of each room that has come so far. */
const ROWS: readonly string[] = [
  `insert into platform (marker, profile) values ('a-data-folder', 'test');
   insert into app_user (id, login, name, post, agency_code, roles) values ('00000000-0000-4000-8000-000000000001', 'fz-po', '陈志强', '办案民警', '350503-PSB', '{PO}');
   insert into audit_entry (chain, seq, at, body, hash, sm3) values ('agency:350503-PSB', 1, now(), '{}', 'a', 'b')`,
  `insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, updated_at)
     values ('00000000-0000-4000-8000-000000000002', 'ETZF-350503-2026-000001', '危险驾驶案', 'INTAKE', '350503-PSB', '350503-PSB', 'X001', 'report', now(), '350503-PSB', now(), '审查', 'Decide', now())`,
  `insert into document (id, case_id, title, file_name, author_agency, media_type, size_bytes, page_count, sha256, object_key, added_at, added_by)
     values ('00000000-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000002', '立案决定书', 'GA03.pdf', '350503-PSB', 'application/pdf', 1, 1, 'x', 'original/1', now(), '00000000-0000-4000-8000-000000000001')`,
  `insert into hand_over (id, case_id, leg, round, from_agency, to_agency, state, prepared_by, prepared_at)
     values ('00000000-0000-4000-8000-000000000004', '00000000-0000-4000-8000-000000000002', 'indictment', 1, '350503-PRO', '350503-CRT', 'draft', '00000000-0000-4000-8000-000000000001', now())`,
]
const COUNTS = ['app_user', 'audit_entry', 'criminal_case', 'document', 'hand_over']

t.test('the schema', async t => {
  const { postgres, leave } = await joinTestServers()
  const databases: string[] = []
  const clients: Client[] = []
  const urlOf = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href
  const open = async (url: string): Promise<Client> => {
    const client = new Client({ connectionString: url })
    await client.connect()
    clients.push(client)
    return client
  }
  const admin = await open(postgres.adminUrl ?? postgres.ownerUrl)
  const aDatabase = async (): Promise<string> => {
    const name = `steps_${randomBytes(6).toString('hex')}`
    await admin.query(`create database ${name} owner owner`)
    databases.push(name)
    return name
  }
  t.teardown(async () => {
    for (const client of clients.slice(1)) await client.end()
    for (const name of databases) await admin.query(`drop database if exists ${name} with (force)`)
    await admin.end()
    await leave()
  })
  const asOwner = (database: string): string => urlOf(postgres.ownerUrl, database)
  const asAdmin = async (database: string): Promise<Client> => await open(urlOf(postgres.adminUrl ?? postgres.ownerUrl, database))
  /** Only the first steps, as an earlier release made them. */
  const migrateTo = async (database: string, name: string): Promise<void> => {
    const orm = await connect(asOwner(database), { pool: 1 })
    await orm.migrator.up({ to: name })
    await orm.close()
  }
  /** Tables, columns, indexes, policies and rights, as the catalogue of the database tells them. */
  const shapeOf = async (database: string): Promise<unknown> => {
    const sql = await asAdmin(database)
    const { rows } = await sql.query(`
      select 'column' as kind, table_name || '.' || column_name as name, data_type || coalesce(column_default, '') || is_nullable as what from information_schema.columns where table_schema = 'public' and table_name <> 'mikro_orm_migrations'
      union all select 'index', indexname, indexdef from pg_indexes where schemaname = 'public'
      union all select 'policy', tablename || '.' || policyname, coalesce(qual, '') || coalesce(with_check, '') || roles::text || cmd from pg_policies
      union all select 'right', table_name || '.' || grantee, string_agg(privilege_type, ',' order by privilege_type) from information_schema.role_table_grants where table_schema = 'public' group by table_name, grantee
      union all select 'function', proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
      order by 1, 2, 3`)
    return rows
  }
  const fresh = await aDatabase()

  await t.test('an empty database comes to the present by every step in order', async t => {
    t.same(await migrate(asOwner(fresh)), NAMES)
    t.ok(
      NAMES.every((name, at) => at === 0 || name > (NAMES[at - 1] ?? '')),
      'the steps are dated one after the other',
    )
  })

  await t.test('a second run does nothing', async t => {
    const before = await shapeOf(fresh)
    t.same(await migrate(asOwner(fresh)), [])
    t.same(await shapeOf(fresh), before)
  })

  for (const [at, name] of NAMES.slice(0, -1).entries())
    await t.test(`an installation with rows that stands at step ${at + 1} comes to the present and keeps them`, async t => {
      const database = await aDatabase()
      await migrateTo(database, name)
      const sql = await asAdmin(database)
      for (const rows of ROWS.slice(0, at + 1)) await sql.query(rows)
      const there = async (): Promise<string[]> => {
        const found: string[] = []
        for (const table of COUNTS) {
          const { rows } = await sql.query(`select to_regclass($1) is not null as there`, [table])
          if (rows[0]?.there) found.push(`${table}: ${(await sql.query(`select * from ${table}`)).rows.length}`)
        }
        return found
      }
      const before = await there()
      t.same(await migrate(asOwner(database)), NAMES.slice(at + 1))
      t.same((await there()).slice(0, before.length), before)
      for (const rows of ROWS.slice(at + 1)) await sql.query(rows)
      t.same((await there()).length, COUNTS.length, 'the later steps take rows beside them')
      t.same(await shapeOf(database), await shapeOf(fresh), 'the schema is that of a new installation')
    })

  await t.test('a step that breaks off leaves nothing of itself, and the next run goes on', async t => {
    const database = await aDatabase()
    const [first = '', second = ''] = NAMES
    await migrateTo(database, first)
    const sql = await asAdmin(database)
    await sql.query('create table case_person (in_the_way int)')
    await t.rejects(migrate(asOwner(database)), /case_person.* already exists/)
    t.same((await sql.query("select to_regclass('criminal_case') as made")).rows, [{ made: null }])
    await sql.query('drop table case_person')
    t.same((await migrate(asOwner(database)))[0], second)
    t.same(await shapeOf(database), await shapeOf(fresh))
  })

  await t.test('the roles of the services change no schema, own nothing and cannot become another', async t => {
    const statements = [
      'create table mine (x int)',
      'alter table criminal_case add column x int',
      'drop table document',
      'truncate audit_entry',
      'create schema mine',
      'alter table criminal_case disable row level security',
      'drop policy open_to_me on document',
      'create function f() returns int language sql as $$ select 1 $$',
      'set role owner',
      'alter role app superuser',
      'create extension dblink',
    ]
    for (const role of ['app', 'worker', 'auditor'] as const) {
      const sql = await open(urlOf({ app: postgres.appUrl, worker: postgres.workerUrl, auditor: postgres.auditorUrl }[role], fresh))
      for (const statement of statements)
        await t.rejects(sql.query(statement), { code: /42501|42P01|0A000|58P01/ }, `${role}: ${statement}`)
    }
  })

  await t.test('what the law wants once is once in the database, whoever writes', async t => {
    const sql = await asAdmin(fresh)
    for (const rows of ROWS) await sql.query(rows)
    const twin = (at: number, ...changes: readonly (readonly [string, string])[]): string =>
      changes.reduce((text, [from, to]) => text.replaceAll(from, to), ROWS[at] ?? '')
    const once = async (statement: string, constraint: string, what: string): Promise<void> => {
      await t.rejects(sql.query(statement), { code: '23505', constraint }, what)
    }
    await once(twin(1, ['000000000002', '000000000009']), 'criminal_case_platform_no_key', 'the platform’s number of a case')
    await once(twin(2, ['000000000003', '000000000009'], ['original/1', 'original/2']), 'document_once_in_case', 'the same bytes in a case')
    await once(twin(2, ['000000000003', '000000000009'], ["'x'", "'y'"]), 'document_object_once', 'an object of the store')
    await once(
      twin(3, ['000000000004', '000000000009'], ["1, '350503-PRO'", "2, '350503-PRO'"]),
      'hand_over_one_open',
      'an open hand-over of a case',
    )
  })
})
