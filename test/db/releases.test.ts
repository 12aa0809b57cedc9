import t from 'tap'
import { MIGRATIONS } from '../../src/db/orm.ts'
import { aDeliveredTransfer, officers } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { standing } from '../support/case-state.ts'
import { anonymous } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(400_000)
const NEWEST = MIGRATIONS.at(-1)?.name ?? ''

t.test('programs and a database of different releases', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const owner = await stack.as('owner')
  const ready = async () => await anonymous(stack.url, 'GET', '/health/ready')

  await t.test('the database is a step ahead: the older API and worker go on, and a case moves', async t => {
    await owner.query(`
      alter table criminal_case add column of_a_later_release text not null default '—';
      alter table hand_over add column of_a_later_release int;
      create table a_later_room (id uuid primary key, case_id uuid references criminal_case);
      alter table a_later_room enable row level security;
      alter table a_later_room force row level security;
      insert into mikro_orm_migrations (name, executed_at) values ('Migration20991231090000_later', now())`)
    t.match(await ready(), { status: 200, body: { ok: true } })
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    ok(await who.pc.post(`/hand-overs/${handOverId}/receive`, {}))
    ok(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
    t.same(await standing(who.pp, caseId), ['PROSECUTION_REVIEW', '350503-PRO'])
    await intact(t, stack)
  })

  await t.test('the database is a step behind: a newer API takes nothing, says which is missing, and goes on once it is there', async t => {
    await owner.query('delete from mikro_orm_migrations where name = $1', [NEWEST])
    t.equal((await who.po.get('/desk?box=in')).status, 200, 'a process that has seen all its steps is not asked again')
    await stack.kill('api')
    await stack.start('api')
    const state = await ready()
    t.equal(state.status, 503)
    t.match(state.body, {
      ok: false,
      checks: [
        { name: 'database', ok: true },
        { name: 'schema', ok: false, remedy: /升级/ },
      ],
    })
    t.equal((await anonymous(stack.url, 'GET', '/health/live')).status, 200, 'it lives; it is not to be started again')
    const refused = await who.po.post('/cases', { source: 'report', occurredAt: new Date().toISOString(), chargeCode: 'X042' })
    t.same([refused.status, refused.text('code')], [503, 'schema-behind'])
    t.match(refused.text('remedy'), /升级/)
    await owner.query('insert into mikro_orm_migrations (name, executed_at) values ($1, now())', [NEWEST])
    while ((await who.po.get('/desk?box=in')).status === 503) await new Promise(resolve => setTimeout(resolve, 100))
    t.match(await ready(), { status: 200 })
    ok(await who.po.post('/cases', { source: 'report', occurredAt: new Date().toISOString(), chargeCode: 'X042' }))
  })

  await t.test('a newer worker waits for the database, and carries what lies there once it is brought up', async t => {
    await owner.query('delete from mikro_orm_migrations where name = $1', [NEWEST])
    await stack.kill('worker')
    let answers = false
    const started = stack.start('worker').then(() => {
      answers = true
    })
    const asked =
      "exists (select 1 from pg_stat_activity where datname = current_database() and usename = 'worker' and query like '%steps_missing%')"
    await untilSql(await stack.as('admin'), asked)
    t.notOk(answers, 'it asks, and does nothing else')
    await owner.query('insert into mikro_orm_migrations (name, executed_at) values ($1, now())', [NEWEST])
    await started
    await aDeliveredTransfer(who)
  })
})
