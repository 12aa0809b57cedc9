import { randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import t from 'tap'
import { joinTestServers } from '../../infra/test-servers.ts'
import { factsOf, lockCase } from '../../src/cases/locked-case.ts'
import { decide } from '../../src/cases/rules.ts'
import { applyChange } from '../../src/cases/store.ts'
import { connect, forCase, MIGRATIONS, migrate } from '../../src/db/orm.ts'
import { accept } from '../../src/domain/problem.ts'

const BEFORE_TITLES = 'Migration20261128097000_letters_go_along'
const [POLICE, PROSECUTION] = ['350503-PSB', '350503-PRO']
const at = (wall: string): Date => new Date(`2026-${wall.replace(' ', 'T')}:00+08:00`)
const urlOf = (url: string, database: string): string => Object.assign(new URL(url), { pathname: `/${database}` }).href

/** An event as the release before the titles wrote it: it does not say for whom anybody is held. */
type Past = { readonly act: string; readonly when: string; readonly by: string; readonly person?: true; readonly custody?: true }
const PAST: readonly Past[] = [
  { act: 'intake', when: '01-12 09:00', by: POLICE },
  { act: 'file', when: '01-12 10:00', by: POLICE },
  { act: 'joinPerson', when: '01-12 11:00', by: POLICE, person: true },
  { act: 'detain', when: '01-12 16:30', by: POLICE, person: true, custody: true },
  { act: 'executeArrest', when: '02-10 15:00', by: POLICE, person: true },
  { act: 'acceptForProsecution', when: '04-03 10:00', by: PROSECUTION },
]

/** A case that the procuratorate reviews, with one person under arrest and one at large. */
async function aCaseOfThen(admin: Client): Promise<{ caseId: string; held: string; free: string }> {
  const [caseId, held, free] = [randomUUID(), randomUUID(), randomUUID()]
  await admin.query(
    `insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, updated_at)
     values ($1, 'ETZF-350503-2026-000001', '盗窃案', 'PROSECUTION_REVIEW', $2, $3, 'X042', 'report', $4, $2, $4, '审查', 'Review', $4)`,
    [caseId, PROSECUTION, POLICE, at('01-12 09:00')],
  )
  await admin.query(
    `insert into case_person (id, case_id, seq, stage, name, sex, id_type, id_no, measure_code, measure_by, measure_from) values
       ($1, $3, 1, 'PROSECUTION_REVIEW', '陈大勇', '1', '111', '350582199011029937', '07', $4, $5), ($2, $3, 2, 'PROSECUTION_REVIEW', '吴小梅', '2', '111', null, null, null, null)`,
    [held, free, caseId, POLICE, at('02-10 15:00')],
  )
  const ids = new Map<string, string>()
  for (const { act, when, by, person, custody } of PAST) {
    const id = randomUUID()
    ids.set(act, id)
    const clock = { persons: person ? [held] : [held, free], wholeCase: !person, starts: [], custody: custody ?? null, deadline: null }
    await admin.query(
      `insert into case_event (id, case_id, case_person_id, transition, act, events, occurred_at, recorded_at, by_agency, basis, clock) values ($1, $2, $3, 0, $4, '{}', $5, $5, $6, '', $7)`,
      [id, caseId, person ? held : null, act, at(when), by, clock],
    )
  }
  const period = `insert into period_instance (id, case_id, case_person_id, code, started_at, due_at, in_custody, custody, started_by, agency, ended_at)
    values (gen_random_uuid(), $1, $2, $3, $4, $5, true, true, $6, '350503-PSB', $7)`
  await admin.query(period, [
    caseId,
    held,
    'INV_CUSTODY',
    at('02-10 15:00'),
    at('04-10 23:59'),
    ids.get('executeArrest'),
    at('04-03 10:00'),
  ])
  await admin.query(period, [caseId, held, 'PROC_REVIEW', at('04-03 10:00'), at('05-03 23:59'), ids.get('acceptForProsecution'), null])
  return { caseId, held, free }
}

t.test('a release without titles is brought up with somebody in custody', async t => {
  const { postgres, leave } = await joinTestServers()
  const database = `upgrade_${randomBytes(6).toString('hex')}`
  const adminUrl = postgres.adminUrl ?? postgres.ownerUrl
  const server = new Client({ connectionString: adminUrl })
  const admin = new Client({ connectionString: urlOf(adminUrl, database) })
  await server.connect()
  await server.query(`create database ${database} owner owner`)
  t.teardown(async () => {
    await admin.end()
    await server.query(`drop database if exists ${database} with (force)`)
    await server.end()
    await leave()
  })
  const earlier = await connect(urlOf(postgres.ownerUrl, database), { pool: 1 })
  await earlier.migrator.up({ to: BEFORE_TITLES })
  await earlier.close()
  await admin.connect()
  const { caseId, held } = await aCaseOfThen(admin)
  const titles = async () =>
    (
      await admin.query(
        'select id, case_person_id, seq, holder_agency, centre, held_from, held_until, end_reason from custody_title order by case_person_id, seq',
      )
    ).rows

  t.same(
    await migrate(urlOf(postgres.ownerUrl, database)),
    MIGRATIONS.map(({ name }) => name).filter(name => name > BEFORE_TITLES),
  )
  const [only, ...more] = await titles()
  await t.test('he is held once, for whoever holds the case, till the end of what runs', async t => {
    t.same(more, [])
    t.match(only, {
      case_person_id: held,
      seq: 1,
      holder_agency: PROSECUTION,
      centre: '350500-DET',
      held_from: at('02-10 15:00'),
      held_until: null,
    })
    const { rows } = await admin.query('select case_person_id, code, due_at, suspended, owes_notice from custody_end')
    t.same(rows, [{ case_person_id: held, code: 'PROC_REVIEW', due_at: at('05-03 23:59'), suspended: false, owes_notice: false }])
  })

  await t.test('with the next step of the case, whatever it is, the chain is whole', async t => {
    const orm = await connect(urlOf(postgres.workerUrl, database), { pool: 1 })
    t.teardown(async () => await orm.close())
    await forCase(orm, caseId).transactional(async em => {
      const loaded = await lockCase(em, caseId)
      const command = { act: 'findMandatoryDefence', occurredAt: at('04-07 10:00'), casePersonId: held, byAgency: PROSECUTION, data: {} }
      const change = accept(decide(factsOf(loaded), { ...command, byAgencyType: 'procuratorate' }, loaded.now))
      await applyChange(em, loaded, change, { userId: null, agency: PROSECUTION }, {})
    })
    t.match(await titles(), [
      {
        id: only?.id,
        seq: 1,
        holder_agency: POLICE,
        held_from: at('01-12 16:30'),
        held_until: at('04-03 10:00'),
        end_reason: 'TRANSFERRED',
      },
      { seq: 2, holder_agency: PROSECUTION, centre: '350500-DET', held_from: at('04-03 10:00'), held_until: null },
    ])
  })
})
