import t from 'tap'
import { signIn } from '../support/http-client.ts'
import { type Mishap, moveCases, quiet } from '../support/moving-cases.ts'
import { startOwnStack } from '../support/own-stack.ts'

t.test('servers die while cases move', async t => {
  const stack = await startOwnStack(t, { worker: true })
  const { servers } = stack
  const { ends } = await moveCases(stack, quiet)
  const quietEnd = ends[0]
  t.same(ends[1], quietEnd, 'two quiet cases end alike')

  const mishaps: Readonly<Record<string, Mishap>> = {
    async Temporal() {
      await servers.kill('temporal')
      await servers.untilReady('temporal')
    },
    async 'PostgreSQL as a whole'() {
      await servers.kill('postgres')
      await servers.untilReady('postgres')
    },
    async 'every database connection of the API and the worker'() {
      const admin = await stack.as('admin')
      await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where usename in ('app', 'worker')")
    },
    async 'the object store'() {
      await servers.kill('minio')
      await servers.untilReady('minio')
    },
  }
  for (const [what, mishap] of Object.entries(mishaps)) {
    await t.test(`${what} dies in an import, a sending and an acceptance: nothing acknowledged is lost, nothing doubled`, async t => {
      const { ends, lost, unknown } = await moveCases(stack, mishap)
      t.same(ends, [quietEnd, quietEnd], 'both cases reach the end of a quiet run')
      t.same(lost, [], 'what was acknowledged is there')
      t.same(unknown, [], 'and nothing else')
    })
  }

  await t.test('the audit trail is whole', async t => {
    const verified = await (await signIn(stack.url, 'au')).post('/audit/verify')
    t.equal(verified.at('ok'), true, JSON.stringify(verified.body))
  })
})
