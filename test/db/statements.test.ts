import t from 'tap'
import { joinTestServers } from '../../infra/test-servers.ts'
import { connect, forCase } from '../../src/db/orm.ts'

t.test('statements', async t => {
  const { postgres, leave } = await joinTestServers()
  const orm = await connect(postgres.workerUrl, { pool: 2 })
  t.teardown(async () => {
    await orm.close()
    await leave()
  })

  await t.test('a value arrives as it was given, however often the statement comes', async t => {
    const at = new Date('2026-02-28T16:00:00.123Z')
    const bytes = Buffer.from([0, 39, 63, 92, 255])
    for (let turn = 0; turn < 8; turn++) {
      const text = `谁? '${turn}' \\? $1`
      const [row] = await orm.em
        .fork()
        .execute(
          "select ?::text as text, ?::int as number, ?::boolean as truth, ?::text as nothing, ?::timestamptz as at, ?::bytea as bytes, '\\?' as mark, (?::timestamptz at time zone 'UTC')::date::text as day",
          [text, turn, turn % 2 === 0, null, at, bytes, at],
        )
      t.same(
        { ...row, at: new Date(row?.at ?? ''), bytes: Buffer.from(row?.bytes ?? []) },
        { text, number: turn, truth: turn % 2 === 0, nothing: null, at, bytes, mark: '?', day: '2026-02-28' },
      )
    }
    const [{ count } = { count: 0 }] = await orm.em
      .fork()
      .execute<{ count: number }[]>('select count(*)::int as count from pg_prepared_statements')
    t.equal(count, 1, 'the server keeps it')
  })

  await t.test('the words of a transaction are there for its first statement and gone after it', async t => {
    const caseId = '00000000-0000-4000-8000-00000000000a'
    const words = "select coalesce(current_setting('app.case', true), '') as word, now()::text as began"
    const [first, second] = await forCase(orm, caseId).transactional(async em => [await em.execute(words), await em.execute(words)])
    t.match(first, [{ word: caseId }])
    t.same(second, first, 'both in one transaction')
    t.match(await orm.em.fork().execute(words), [{ word: '' }])
  })

  await t.test('a statement that fails undoes what came before it in its transaction', async t => {
    const change = orm.em.fork().transactional(async em => {
      await em.execute("select set_config('app.case', ?, false)", ['kept'])
      await em.execute('select 1 / ?::int', [0])
    })
    await t.rejects(change, { message: /division by zero/ })
    t.match(await orm.em.fork().execute("select coalesce(current_setting('app.case', true), '') as word"), [{ word: '' }])
  })
})
