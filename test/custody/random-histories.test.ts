import type { MikroORM } from '@mikro-orm/postgresql'
import type { Client } from 'pg'
import t from 'tap'
import { listClockEvents } from '../../src/cases/clock-store.ts'
import { foldTitles } from '../../src/cases/titles/rules.ts'
import { syncTitles } from '../../src/cases/titles/store.ts'
import { readConfig } from '../../src/config.ts'
import { connect, forCase } from '../../src/db/orm.ts'
import { drawHistories, writeHistories } from '../support/custody-histories.ts'
import { startStack } from '../support/stack.ts'

const SEED = Number(process.env.WALK_SEED ?? 20_261_129)
const CASES = 1_800
const HOME = '350503-PSB'

/**
 * Knows nothing of titles but their rows, and nothing of how they are counted: from the events alone it says of each human being, at
 * every instant at which anything happens and between two of them, whether and for whom he is held, and looks which titles lie over that instant.
 */
const AGAINST_EVENTS = `
  with said as materialized (
    select p.id as person, coalesce(p.id_no, p.id::text) as human, e.occurred_at as at, e.seq, e.clock ->> 'heldFor' as held_for,
      case when e.clock ->> 'custody' is not null then (e.clock ->> 'custody')::boolean when 'executionDocumentsServed' = any (e.events) then false end as held
    from case_person p join case_event e on e.case_id = p.case_id and e.voided_by is null and e.clock -> 'persons' ? p.id::text
  ), bounds as (
    select human, at from said
    union select coalesce(p.id_no, p.id::text), b from custody_title t join case_person p on p.id = t.case_person_id, unnest(array[t.held_from, t.held_until]) b where b is not null
  ), instants as materialized (
    select human, at from bounds
    union select human, at + (coalesce(lead(at) over (partition by human order by at), at + interval '1 year') - at) / 2 from bounds
    union select human, min(at) - interval '1 minute' from bounds group by human
  ), state as (
    select i.human, i.at, s.person, (array_agg(s.held order by s.at desc, s.seq desc) filter (where s.held is not null))[1] as held,
      (array_agg(s.held_for order by s.at desc, s.seq desc) filter (where s.held_for is not null))[1] as held_for
    from instants i left join said s on s.human = i.human and s.at <= i.at group by i.human, i.at, s.person
  ), wanted as (
    select human, at, coalesce(array_agg(held_for order by held_for) filter (where held), '{}') as holders from state group by human, at
  ), titles as materialized (
    select coalesce(p.id_no, p.id::text) as human, t.held_from, t.held_until, t.holder_agency from custody_title t join case_person p on p.id = t.case_person_id
  ), found as (
    select i.human, i.at, coalesce(array_agg(t.holder_agency order by t.holder_agency) filter (where t.human is not null), '{}') as holders
    from instants i left join titles t on t.human = i.human and t.held_from <= i.at and (t.held_until is null or i.at < t.held_until) group by i.human, i.at
  )
  select w.human, w.at, w.holders as wanted, f.holders as found, count(*) over () as instants,
    count(*) filter (where cardinality(w.holders) = 1) over () as held, w.holders is distinct from f.holders as astray
  from wanted w join found f using (human, at) order by astray desc, w.human, w.at limit 20`

type Instant = { human: string; at: Date; wanted: string[]; found: string[]; instants: string; held: string; astray: boolean }
const look = async (admin: Client): Promise<Instant[]> => (await admin.query<Instant>(AGAINST_EVENTS)).rows
const astray = async (admin: Client): Promise<Pick<Instant, 'wanted' | 'found'>[]> =>
  (await look(admin)).filter(one => one.astray).map(({ wanted, found }) => ({ wanted, found }))

/** As the worker does it, twice in one transaction: with what had been entered by then, and with all. */
async function giveTitles(orm: MikroORM, caseId: string): Promise<void> {
  await forCase(orm, caseId).transactional(async em => {
    const events = await listClockEvents(em, caseId)
    const bySeq = [...events].sort((a, b) => a.seq - b.seq)
    await syncTitles(em, caseId, HOME, foldTitles(bySeq.slice(0, Math.ceil(bySeq.length / 2))))
    await syncTitles(em, caseId, HOME, foldTitles(events))
  })
}

t.setTimeout(240_000)
t.test('whatever happens to people in custody, each is held for one agency at every instant', async t => {
  const stack = await startStack(t)
  const admin = await stack.as('admin')
  const histories = drawHistories(CASES, SEED)
  await writeHistories(admin, histories)
  const orm = await connect(readConfig(stack.env).workerDatabaseUrl, { pool: 4 })
  t.teardown(async () => await orm.close())
  const began = Date.now()
  // One after the other: who is in two cases gets his titles in the order in which he was held.
  for (const [at, caseId] of histories.cases.entries()) {
    await giveTitles(orm, caseId)
    // The database plans by what it knows of a table that was empty a moment ago.
    if (at === 100) await admin.query('analyze custody_title')
  }
  t.comment(`seed ${SEED}: ${histories.persons.length} people, ${histories.events.length} events, ${Date.now() - began} ms`)

  await t.test('never for none, never for two, and for the last that took them over', async t => {
    const rows = await look(admin)
    const { rows: ends } = await admin.query(
      "select coalesce(end_reason, 'OPEN') as reason, count(*)::int as n from custody_title group by 1 order by 1",
    )
    t.comment(`${rows[0]?.held} of ${rows[0]?.instants} instants in custody; ${JSON.stringify(ends)}`)
    t.ok(histories.persons.length >= 5_000 && Number(rows[0]?.held) > 20_000)
    t.same(
      new Set(ends.map(({ reason }) => reason)),
      new Set(['OPEN', 'TRANSFERRED', 'RELEASED', 'BAIL', 'SURVEILLANCE', 'SENTENCE_STARTED']),
    )
    t.same(
      rows.filter(one => one.astray),
      [],
    )
  })

  await t.test('the query sees a minute without a holder, a second one, and the wrong one', async t => {
    const plants = {
      'no holder': "update custody_title set held_from = held_from + interval '1 minute' where id = $1",
      'held too long': "update custody_title set held_from = held_from - interval '1 minute' where id = $1",
      'another holder': "update custody_title set holder_agency = '350502-PSB' where id = $1",
      'two holders':
        "insert into custody_title (case_id, case_person_id, seq, detainee, holder_agency, held_from, held_until, began_by, ended_by, end_reason) select case_id, case_person_id, 99, '\\x00', '350502-PSB', held_from, held_until, began_by, ended_by, end_reason from custody_title where id = $1",
    }
    const one = "select id from custody_title where held_until > held_from + interval '1 hour' and seq = 1 order by id limit 1"
    const { rows } = await admin.query<{ id: string }>(one)
    for (const [what, plant] of Object.entries(plants)) {
      await admin.query('begin')
      await admin.query("set local session_replication_role = 'replica'")
      await admin.query(plant, [rows[0]?.id])
      t.ok((await astray(admin)).length > 0, what)
      await admin.query('rollback')
    }
  })
})
