import t from 'tap'
import { listen } from '../../src/db/listen.ts'
import { startStack } from '../support/stack.ts'

t.test('whoever listens can stop at any moment', async t => {
  const stack = await startStack(t)
  const url = stack.env.APP_DATABASE_URL ?? ''
  const sql = await stack.as('admin')

  await t.test('before the connection is there: nothing is left open', async t => {
    const hearing = listen(url, 'early', () => undefined)
    await hearing.close()
    const { rows } = await sql.query(`select 1 from pg_stat_activity where datname = current_database() and query = 'listen "early"'`)
    t.equal(rows.length, 0)
  })

  await t.test('after the first notice', async t => {
    const heard = Promise.withResolvers<string>()
    const hearing = listen(url, 'later', payload => heard.resolve(payload))
    const saying = setInterval(() => void sql.query(`notify later, 'a change'`), 20)
    t.equal(await heard.promise, 'a change')
    clearInterval(saying)
    await hearing.close()
  })
})
