import { createHash } from 'node:crypto'
import t from 'tap'
import { hashPassword } from '../../src/identity/passwords.ts'
import { type Answer, anonymous, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const PASSWORD = '正确的密码-correct-1'

const without = (answer: Answer, ...names: string[]): unknown =>
  Object.fromEntries(Object.entries(Object(answer.body)).filter(([name]) => !names.includes(name)))

t.test('signing in and out', async t => {
  const stack = await startStack(t)
  const sql = await stack.as('admin')
  const stored = await hashPassword(PASSWORD)
  const addUser = async (login: string, roles = '{PO}'): Promise<void> => {
    await sql.query(
      "insert into app_user (id, login, name, post, agency_code, roles, password_hash) values (gen_random_uuid(), $1, '某', '某', '350503-PSB', $2, $3)",
      [login, roles, stored],
    )
  }
  for (const login of ['zhang', 'li', 'wang']) await addUser(login)
  await addUser('lawyer', '{LW}')
  const attempt = async (login: string, password: string): Promise<Answer> =>
    await anonymous(stack.url, 'POST', '/api/v1/session', { login, password })
  const cookieOf = (answer: Answer): string => (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const session = async (cookie: string): Promise<number> => (await fetch(`${stack.url}/api/v1/session`, { headers: { cookie } })).status
  const auditOf = async (login: string): Promise<string[]> => {
    const { rows } = await sql.query(
      "select e.body::json ->> 'outcome' as outcome from audit_entry e join app_user u on e.body::json ->> 'target' = u.id::text where u.login = $1 and e.body::json ->> 'action' = 'session.sign-in' order by e.seq",
      [login],
    )
    return rows.map(({ outcome }) => String(outcome))
  }

  await t.test('the right password opens a session in a cookie that no script reads and no other site sends', async t => {
    const opened = await attempt('zhang', PASSWORD)
    t.equal(opened.status, 201)
    t.match(opened.headers.getSetCookie()[0], /^__Host-sid=[\w-]{43}; Path=\/; .*HttpOnly; Secure; SameSite=Strict/)
    t.equal(await session(cookieOf(opened)), 200)
    const { rows } = await sql.query('select token_hash from app_session')
    const token = cookieOf(opened).split('=')[1] ?? ''
    t.ok(
      rows.some(({ token_hash }) => createHash('sha256').update(token).digest().equals(token_hash)),
      'only the digest of the token is stored',
    )
    t.notMatch(stored, PASSWORD, 'nor is the password')
  })

  await t.test('a wrong password and a user who does not exist get the same answer, after the same work', async t => {
    const timed = async (login: string): Promise<{ answer: Answer; ms: number }> => {
      const begun = performance.now()
      return { answer: await attempt(login, 'wrong-password'), ms: performance.now() - begun }
    }
    await sql.query(
      "insert into app_user (id, login, name, post, agency_code, roles) values (gen_random_uuid(), 'no-password', '某', '某', '350503-PSB', '{PO}')",
    )
    const wrong = await timed('li')
    for (const login of ['nobody', 'no-password', 'fz-po']) {
      const unknown = await timed(login)
      t.equal(unknown.answer.status, 401)
      t.same(without(unknown.answer, 'instance'), without(wrong.answer, 'instance'), login)
      t.ok(unknown.ms > 10, `${login} cost a hash: ${Math.round(unknown.ms)} ms`)
    }
    t.equal((await attempt('no-password', '')).status, 401, 'no password is no empty password')
  })

  await t.test('five failures lock the account for a while, for the right password too, and are in the trail', async t => {
    for (let failure = 1; failure <= 5; failure++) t.equal((await attempt('wang', `wrong-${failure}`)).status, 401)
    const locked = await attempt('wang', PASSWORD)
    t.equal(locked.text('code'), 'account-locked')
    const seconds = Number(locked.headers.get('retry-after'))
    t.ok(seconds > 14 * 60 && seconds <= 15 * 60, `${seconds} seconds`)
    t.equal((await attempt('zhang', PASSWORD)).status, 201, 'another account is not')
    await sql.query("update app_user set locked_until = now() - interval '1 second' where login = 'wang'")
    for (let failure = 6; failure <= 10; failure++) t.equal((await attempt('wang', `wrong-${failure}`)).status, 401)
    const longer = Number((await attempt('wang', PASSWORD)).headers.get('retry-after'))
    t.ok(longer > 29 * 60 && longer <= 30 * 60, `${longer} seconds the second time`)
    await sql.query("update app_user set locked_until = now() - interval '1 second' where login = 'wang'")
    t.equal((await attempt('wang', PASSWORD)).status, 201, 'after its time the right password opens')
    const { rows } = await sql.query("select failures from app_user where login = 'wang'")
    t.same(rows, [{ failures: 0 }], 'and the count begins anew')
    t.same(await auditOf('wang'), [...Array.from({ length: 10 }, () => 'denied'), 'done'])
  })

  await t.test('staff have two sessions at once, a lawyer one; the oldest ends', async t => {
    const [first, second, third] = [
      cookieOf(await attempt('li', PASSWORD)),
      cookieOf(await attempt('li', PASSWORD)),
      cookieOf(await attempt('li', PASSWORD)),
    ]
    t.same([await session(first), await session(second), await session(third)], [401, 200, 200])
    const [one, other] = [cookieOf(await attempt('lawyer', PASSWORD)), cookieOf(await attempt('lawyer', PASSWORD))]
    t.same([await session(one), await session(other)], [401, 200])
    const { rows } = await sql.query(
      "select extract(hour from s.expires_at - s.created_at)::int as hours from app_session s join app_user u on u.id = s.user_id where u.login in ('li', 'lawyer') order by 1",
    )
    t.same(rows, [{ hours: 2 }, { hours: 8 }, { hours: 8 }], 'for two hours and for eight')
  })

  await t.test('signing out ends the session at once', async t => {
    const person = await signIn(stack.url, 'fz-po')
    t.equal(
      (await person.send('DELETE', '/session', undefined, { 'x-csrf-token': 'x' })).text('code'),
      'csrf-refused',
      'another site cannot',
    )
    t.equal(await session(person.cookie), 200)
    t.equal((await person.send('DELETE', '/session')).status, 204)
    t.equal(await session(person.cookie), 401)
  })

  await t.test('a session ends after fifteen idle minutes, and after its hours however busy', async t => {
    const idle = await signIn(stack.url, 'fz-pl')
    await sql.query("update app_session set seen_at = now() - interval '14 minutes' where user_id = $1", [idle.userId])
    t.equal(await session(idle.cookie), 200, 'after fourteen minutes it goes on')
    const { rows } = await sql.query("select now() - seen_at < interval '1 minute' as seen from app_session where user_id = $1", [
      idle.userId,
    ])
    t.same(rows, [{ seen: true }], 'and counts from now')
    await sql.query("update app_session set seen_at = now() - interval '16 minutes' where user_id = $1", [idle.userId])
    t.equal(await session(idle.cookie), 401)
    const busy = await signIn(stack.url, 'fz-pl')
    await sql.query('update app_session set expires_at = now() where user_id = $1', [busy.userId])
    t.equal(await session(busy.cookie), 401)
  })

  await t.test('a person who was disabled or lost a role is refused from the next request on, in the open session', async t => {
    const person = await signIn(stack.url, 'fz-pl')
    t.equal((await person.get('/cases')).status, 200)
    await sql.query("update app_user set roles = '{SV}' where id = $1", [person.userId])
    t.equal((await person.get('/cases')).text('code'), 'forbidden')
    await sql.query("update app_user set roles = '{PL}', disabled_at = now() where id = $1", [person.userId])
    t.equal((await person.get('/cases')).text('code'), 'unauthenticated')
    t.equal((await anonymous(stack.url, 'POST', '/api/v1/demo/session', { login: 'fz-pl' })).status, 404, 'and cannot come in again')
    await sql.query('update app_user set disabled_at = null where id = $1', [person.userId])
  })

  await t.test('a made-up, empty or foreign session is none', async t => {
    for (const cookie of ['', '__Host-sid=', `__Host-sid=${'A'.repeat(43)}`, '__Host-sid=../../x', `sid=${'A'.repeat(43)}`])
      t.equal(await session(cookie), 401, cookie)
  })
})
