import t from 'tap'
import { hashPassword } from '../../src/identity/passwords.ts'
import { setUp } from '../../src/setup.ts'
import { anonymous } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.test('a production installation', async t => {
  const stack = await startStack(t, { profile: 'production', env: { ANLIAN_RATE_PER_MINUTE: '1200' } })
  const sql = await stack.as('admin')
  await sql.query(
    "insert into app_user (id, login, name, post, agency_code, roles, password_hash) values (gen_random_uuid(), 'zhang', '某', '某', '350503-PSB', '{PL}', $1)",
    [await hashPassword('正确的密码-correct-1')],
  )

  await t.test('has no people of the demonstration, and no way in as one', async t => {
    t.same((await sql.query('select login from app_user')).rows, [{ login: 'zhang' }])
    t.equal((await anonymous(stack.url, 'GET', '/api/v1/demo/users')).status, 404)
    for (const login of ['fz-pl', 'zhang'])
      t.equal((await anonymous(stack.url, 'POST', '/api/v1/demo/session', { login })).text('code'), 'not-found', login)
    await sql.query("update app_user set demo = true where login = 'zhang'")
    t.equal(
      (await anonymous(stack.url, 'POST', '/api/v1/demo/session', { login: 'zhang' })).text('code'),
      'not-found',
      'not even where a row says so',
    )
    await sql.query("update app_user set demo = false where login = 'zhang'")
  })

  await t.test('has a clock that nobody sets, by whatever way', async t => {
    const opened = await anonymous(stack.url, 'POST', '/api/v1/session', { login: 'zhang', password: '正确的密码-correct-1' })
    t.equal(opened.text('profile'), 'production')
    const cookie = (opened.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
    const headers = { cookie, origin: stack.url, 'x-csrf-token': opened.text('csrf'), 'content-type': 'application/json' }
    for (const body of [{ now: '2026-03-10T08:30:00+08:00' }, { speed: 60 }, {}]) {
      const answer = await fetch(`${stack.url}/api/v1/clock`, { method: 'PUT', headers, body: JSON.stringify(body) })
      t.match(await answer.json(), { code: 'clock-fixed', status: 403 })
    }
    t.match(await (await fetch(`${stack.url}/api/v1/clock`, { headers })).json(), { settable: false, speed: 1 })
    const app = await stack.as('app')
    await t.rejects(app.query("select set_clock('2026-03-10', 1)"), /check constraint/, 'the database itself refuses')
    await t.rejects(app.query('update platform set clock_speed = 2'), /permission denied/)
  })

  await t.test('does not start as a demonstration, nor for another data folder', async t => {
    const url = new URL(stack.servers.postgres.ownerUrl)
    url.pathname = new URL(stack.env.APP_DATABASE_URL ?? '').pathname
    const marker = stack.env.ANLIAN_MARKER ?? ''
    await t.rejects(setUp(url.href, { marker, profile: 'demo' }), /does not start in the demo profile/)
    await t.rejects(setUp(url.href, { marker: 'another-folder', profile: 'production' }), /another data folder/)
    t.same(await setUp(url.href, { marker, profile: 'production' }), { migrations: [] }, 'and starts again as what it is')
  })

  await t.test('takes twenty attempts to sign in per minute from one place', async t => {
    const answers = await Promise.all(
      Array.from(
        { length: 25 },
        async (_, at) => await anonymous(stack.url, 'POST', '/api/v1/session', { login: `nobody-${at}`, password: 'x' }),
      ),
    )
    const refused = answers.filter(({ status }) => status === 429)
    t.ok(refused.length >= 5, `${refused.length} of 25 refused`)
    t.ok(refused.every(one => Number(one.headers.get('retry-after')) >= 1))
  })
})
