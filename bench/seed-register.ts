import { randomBytes } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { Client } from 'pg'
import { nextLink } from '../src/audit/chain.ts'
import { SYSTEM } from '../src/audit/commands.ts'
import { connect } from '../src/db/orm.ts'
import { setUp } from '../src/setup.ts'
import { copyTable, type Played, TABLES, withoutIndexes } from './register-rows.ts'
import type { Stack } from './stack.ts'

/** Of so many cases one is still open; of so many one stands at another stage than its person: the fault that is planted. */
export const [ONE_OPEN_IN, ONE_FAULTY_IN] = [100, 1_000]
const DIVISIONS = ['350502', '350503', '350505', '350521', '350524', '350581', '350582', '350583']
const YEARS = 10
const [FIRST_YEAR, LINKS, LINKS_AT_ONCE] = [2017, 2, 20_000]

/** A register beside the stack's own, whose worker therefore does not look at it. */
export type Register = {
  readonly cases: number
  readonly admin: Client
  readonly orm: MikroORM
  readonly auditor: MikroORM
  /** The ids of the open cases. */
  readonly open: readonly string[]
  close(): Promise<void>
}

/** So many cases, each a copy of one of two that were played through the API: one closed, one open. */
export async function openRegister({ servers: { postgres }, admin: root }: Stack, played: Played, cases: number) {
  const name = `bench_${randomBytes(6).toString('hex')}`
  await root.query(`create database ${name} owner owner`)
  const urlOf = (url: string): string => Object.assign(new URL(url), { pathname: `/${name}` }).href
  await setUp(urlOf(postgres.ownerUrl), { marker: name, profile: 'test' })
  const admin = new Client({ connectionString: urlOf(postgres.adminUrl ?? postgres.ownerUrl) })
  await admin.connect()
  await admin.query("set session_replication_role = 'replica'; set maintenance_work_mem = '512MB'; set synchronous_commit = off")
  await admin.query(
    `create table bench_case as select n, gen_random_uuid() as id, n % ${ONE_OPEN_IN} = 0 as open, ($2::text[])[1 + n % ${DIVISIONS.length}] as division,
       ${FIRST_YEAR} + n / ${DIVISIONS.length} % ${YEARS} as year, n / ${DIVISIONS.length * YEARS} + 1 as seq from generate_series(0, $1::int - 1) n`,
    [cases, DIVISIONS],
  )
  const restore = await withoutIndexes(admin)
  for (const table of TABLES) await copyTable(root, admin, table, played)
  for (const index of restore) await admin.query(index)
  await number(admin)
  await plantFaults(admin)
  const { rows } = await admin.query<{ id: string; open: boolean }>('select id, open from bench_case')
  await writeTrail(
    admin,
    rows.map(({ id }) => id),
  )
  await admin.query('vacuum analyze')
  const [orm, auditor] = [await connect(urlOf(postgres.workerUrl), { pool: 2 }), await connect(urlOf(postgres.auditorUrl), { pool: 1 })]
  const close = async (): Promise<void> => {
    await orm.close()
    await auditor.close()
    await admin.end()
    await root.query(`drop database ${name} with (force)`)
  }
  return { cases, admin, orm, auditor, open: rows.filter(({ open }) => open).map(({ id }) => id), close } satisfies Register
}

/** The platform's and the police's numbers of every division, without gaps. */
async function number(admin: Client): Promise<void> {
  await admin.query('truncate number_counter')
  await admin.query(
    `insert into number_counter (issuer, series, year, last) select 'platform:' || division, 'PLATFORM', year, max(seq) from bench_case group by division, year`,
  )
  await admin.query(
    `create temp table bench_number as select id, division, year, year || lpad((1 + (seq - 1) % 12)::text, 2, '0') as month, 1 + (seq - 1) / 12 as seq from bench_case`,
  )
  await admin.query(
    `insert into case_number (case_id, agency_code, no) select id, division || '-PSB', 'A' || division || '000000' || month || lpad(seq::text, 6, '0') from bench_number`,
  )
  await admin.query(
    `insert into number_counter (issuer, series, year, last) select division || '-PSB', 'POLICE_CASE:' || month, year, max(seq) from bench_number group by division, month, year`,
  )
}

/** The case stands at another stage than its person. */
async function plantFaults(admin: Client): Promise<void> {
  await admin.query(
    `update criminal_case set stage = 'PROSECUTION_REVIEW' where id in (select id from bench_case where n % ${ONE_FAULTY_IN} = 0)`,
  )
}

async function writeTrail(admin: Client, ids: readonly string[]): Promise<void> {
  const at = new Date()
  const facts = { ...SYSTEM, actor: null, action: 'bench', outcome: 'done', target: null } as const
  for (let from = 0; from < ids.length; from += LINKS_AT_ONCE) {
    const links = ids.slice(from, from + LINKS_AT_ONCE).flatMap(id => {
      const first = nextLink(`case:${id}`, null, at, facts)
      const chain = [first]
      while (chain.length < LINKS) chain.push(nextLink(`case:${id}`, chain.at(-1) ?? null, at, facts))
      return chain.map(link => ({ ...link, hash: link.hash.toString('hex'), sm3: link.sm3.toString('hex') }))
    })
    await admin.query(
      `insert into audit_entry (chain, seq, at, body, hash, sm3) select l.chain, l.seq, l.at, l.body, decode(l.hash, 'hex'), decode(l.sm3, 'hex')
       from jsonb_to_recordset($1::jsonb) as l (chain text, seq bigint, at timestamptz, body text, hash text, sm3 text)`,
      [JSON.stringify(links)],
    )
  }
}
