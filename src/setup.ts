import { randomUUID } from 'node:crypto'
import type { MikroORM } from '@mikro-orm/postgresql'
import { type Profile, readConfig } from './config.ts'
import { connect, migrate } from './db/orm.ts'
import { DEMO_USERS } from './identity/demo-users.ts'
import calendars from './periods/calendars.json' with { type: 'json' }
import { prepareBucket } from './storage/object-store.ts'

/** What the owner role prepares before the other processes start: schema, marker, bucket, and the demonstration's people. */
export async function setUp(ownerUrl: string, options: { marker: string; profile: Profile }): Promise<{ migrations: string[] }> {
  const migrations = await migrate(ownerUrl)
  const orm = await connect(ownerUrl, { pool: 1 })
  try {
    await markPlatform(orm, options)
    await addFirstCalendars(orm)
    if (options.profile !== 'production') await addDemoUsers(orm)
    return { migrations }
  } finally {
    await orm.close()
  }
}

/** @throws Error that says what to do where the database belongs to another data folder */
async function markPlatform(orm: MikroORM, { marker, profile }: { marker: string; profile: Profile }): Promise<void> {
  const em = orm.em.fork()
  await em.execute('insert into platform (marker, profile) values (?, ?) on conflict do nothing', [marker, profile])
  const [row] = await em.execute<{ marker: string; profile: string }[]>('select marker, profile from platform')
  if (row?.marker !== marker)
    throw new Error(
      '数据库属于另一个数据目录：请核对 ANLIAN_DATA 与 DATABASE_URL。 The database belongs to another data folder: check ANLIAN_DATA and DATABASE_URL.',
    )
  if (row.profile === 'production' && profile !== 'production')
    throw new Error('正式环境的数据库不能以演示方式启动。 A production database does not start in the demo profile.')
}

/** The lists that come with the release, on a new installation; later ones are loaded and confirmed by people. */
async function addFirstCalendars(orm: MikroORM): Promise<void> {
  await orm.em.fork().execute(
    `insert into holiday_calendar (year, version, notice, verify, holidays, makeup_workdays, state, decided_at)
     select y.year, 1, y.notice, y.verify, y.holidays, array(select d::date from jsonb_array_elements_text(y."makeupWorkdays") d), 'current', app_now()
     from jsonb_to_recordset(?::jsonb) as y (year int, notice text, verify boolean, holidays jsonb, "makeupWorkdays" jsonb)
     where not exists (select 1 from holiday_calendar)`,
    [JSON.stringify(calendars.years)],
  )
}

/** What was last given before the first sample case of each district, so that the samples' numbers are theirs. */
const NUMBERS_BEFORE = [
  { issuer: 'platform:350502', series: 'PLATFORM', year: 2025, last: 309 },
  { issuer: 'platform:350503', series: 'PLATFORM', year: 2026, last: 100 },
  { issuer: 'platform:350505', series: 'PLATFORM', year: 2026, last: 70 },
  { issuer: 'platform:350521', series: 'PLATFORM', year: 2026, last: 65 },
  { issuer: 'platform:350524', series: 'PLATFORM', year: 2026, last: 18 },
  { issuer: 'platform:350581', series: 'PLATFORM', year: 2026, last: 86 },
  { issuer: 'platform:350582', series: 'PLATFORM', year: 2026, last: 43 },
  { issuer: 'platform:350583', series: 'PLATFORM', year: 2026, last: 119 },
  { issuer: '350502-CRT', series: '刑初', year: 2026, last: 187 },
  { issuer: '350503-CRT', series: '刑初', year: 2026, last: 100 },
  { issuer: '350524-CRT', series: '刑初', year: 2026, last: 76 },
  { issuer: '350582-CRT', series: '刑初', year: 2026, last: 232 },
  { issuer: '350583-CRT', series: '刑初', year: 2026, last: 401 },
  { issuer: '350500-CRT', series: '刑终', year: 2026, last: 309 },
]

async function addDemoUsers(orm: MikroORM): Promise<void> {
  const em = orm.em.fork()
  const rows = DEMO_USERS.map(user => ({ ...user, id: randomUUID() }))
  await em.execute(
    `insert into app_user (id, login, name, post, agency_code, roles, demo)
     select u.id, u.login, u.name, u.post, u.agency, array(select jsonb_array_elements_text(u.roles)), true
     from jsonb_to_recordset(?::jsonb) as u(id uuid, login text, name text, post text, agency text, roles jsonb) on conflict (login) do nothing`,
    [JSON.stringify(rows)],
  )
  await em.execute(
    `insert into number_counter (issuer, series, year, last, before)
     select c.issuer, c.series, c.year, c.last, c.last from jsonb_to_recordset(?::jsonb) as c(issuer text, series text, year int, last int) on conflict do nothing`,
    [JSON.stringify(NUMBERS_BEFORE)],
  )
}

if (import.meta.main) {
  const config = readConfig()
  const ownerUrl = process.env.DATABASE_URL
  if (!ownerUrl) throw new Error('DATABASE_URL (the owner role) is missing')
  const { migrations } = await setUp(ownerUrl, config)
  const found = await prepareBucket(config.s3.endpoint, config.s3, config.marker)
  if (found !== config.marker) throw new Error('对象存储的桶属于另一个数据目录。 The bucket belongs to another data folder.')
  process.stdout.write(`schema ready, ${migrations.length} steps\n`)
}
