import t from 'tap'
import { Problem } from '../../src/domain/problem.ts'
import { createTurns } from '../../src/http/turns.ts'

const MINUTE = 60_000

/** Work that ends when it is told to, and says when it began. */
function pending(began: number[], at: number) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const work = async (): Promise<number> => {
    began.push(at)
    await promise
    return at
  }
  return { work, end: resolve }
}

const settled = async (): Promise<void> => await new Promise(resolve => setImmediate(resolve))

t.test('so many commands run at once, and the others follow in the order in which they came', async t => {
  const turn = createTurns(2, MINUTE)
  const began: number[] = []
  const works = [0, 1, 2, 3].map(at => pending(began, at))
  const answers = works.map(async ({ work }) => await turn(work))
  await settled()
  t.same(began, [0, 1])
  works[1]?.end()
  await settled()
  t.same(began, [0, 1, 2])
  works[0]?.end()
  await settled()
  t.same(began, [0, 1, 2, 3])
  for (const { end } of works) end()
  t.same(await Promise.all(answers), [0, 1, 2, 3])
})

t.test('a command that fails gives its turn to the next one', async t => {
  const turn = createTurns(1, MINUTE)
  const failed = turn(async () => {
    throw new Error('refused')
  })
  const next = turn(async () => 'done')
  await t.rejects(failed, { message: 'refused' })
  t.equal(await next, 'done')
  t.equal(await turn(async () => 'and again'), 'and again')
})

t.test('whoever waits too long is told to come again, and his place is not kept', async t => {
  const turn = createTurns(1, 20)
  const first = pending([], 0)
  const running = turn(first.work)
  const refused: unknown = await turn(async () => 'never').catch((error: unknown) => error)
  t.ok(refused instanceof Problem && refused.code === 'dependency-unavailable' && refused.status === 503)
  first.end()
  await running
  t.equal(await turn(async () => 'now'), 'now')
})
