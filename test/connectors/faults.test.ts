import t from 'tap'
import { aCard, confirm, untilWritten } from '../support/card-rows.ts'
import { connected, eventually } from '../support/connected.ts'

t.setTimeout(300_000)

t.test('a process that dies, or is halted, never makes a card double and never loses it', async t => {
  const { stack, admin, pp, system } = await connected(t)

  await t.test('killed after the system saved and before it answered: the record is found, not written again', async t => {
    const card = await aCard(admin, pp.userId)
    system.state.mood = 'silent'
    await confirm(admin, card, { caseName: '甲案' })
    await eventually(() => system.saved.length === 1)
    await stack.kill('connectors')
    t.equal((await untilWritten(admin, card, 1, 'submitting')).reference, null)
    system.state.mood = 'fine'
    await stack.start('connectors')
    t.equal((await untilWritten(admin, card, 1, 'done', 'differs', 'stopped', 'refused')).state, 'done')
    t.same([system.saved.length, system.records()], [1, 1])
  })

  await t.test('halted before it saved while its lock was lost and another wrote: it saves nothing when it goes on', async t => {
    const card = await aCard(admin, pp.userId)
    const before = system.saved.length
    system.state.mood = 'holdsQuestions'
    await confirm(admin, card, { caseName: '乙案' })
    await eventually(() => system.held() === 1)
    process.kill(stack.pid('connectors'), 'SIGSTOP')
    await stack.start('spareConnectors')
    // While the halted one has the lock, the other waits for it however long that takes.
    const waiting = "select 1 from pg_stat_activity where datname = current_database() and wait_event = 'advisory'"
    await eventually(async () => (await admin.query(waiting)).rows.length > 0)
    t.equal(system.saved.length, before)
    await admin.query(
      "select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database where l.locktype = 'advisory' and l.granted and d.datname = current_database()",
    )
    await eventually(() => system.held() === 2)
    system.state.mood = 'fine'
    process.kill(stack.pid('connectors'), 'SIGCONT')
    system.letGo()
    t.equal((await untilWritten(admin, card, 1, 'done', 'differs', 'stopped', 'refused')).state, 'done')
    t.equal(system.saved.length, before + 1)
    await stack.kill('spareConnectors', 'SIGTERM')
  })
})
