import t from 'tap'
import { signIn } from '../support/http-client.ts'
import { moveCases, quiet } from '../support/moving-cases.ts'
import { startStack } from '../support/stack.ts'

t.test('the API and the worker die while cases move', async t => {
  const stack = await startStack(t, { worker: true })
  const { ends } = await moveCases(stack, quiet)
  const quietEnd = ends[0]
  t.match(quietEnd, { documents: 24, digested: 24, entries: 24, receipts: ['acceptance', 'delivery'], items: [['stored', 24]] })

  for (const program of ['api', 'worker'] as const) {
    await t.test(
      `the ${program} dies in an import, a sending and an acceptance: nothing acknowledged is lost, nothing doubled`,
      async t => {
        const { ends, lost, unknown } = await moveCases(stack, async () => {
          await stack.kill(program)
          await stack.start(program)
        })
        t.same(ends, [quietEnd, quietEnd], 'both cases reach the end of a quiet run')
        t.same(lost, [], 'what was acknowledged is there')
        t.same(unknown, [], 'and nothing else')
      },
    )
  }

  await t.test('the audit trail is whole', async t => {
    const verified = await (await signIn(stack.url, 'au')).post('/audit/verify')
    t.equal(verified.at('ok'), true, JSON.stringify(verified.body))
  })
})
