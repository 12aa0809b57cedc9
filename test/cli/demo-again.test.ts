import t from 'tap'
import { Client } from '../../src/cli/client.ts'
import { freeNumbers } from '../../src/cli/demo/free-numbers.ts'
import { readIdNumber } from '../../src/domain/id-number.ts'
import { aReviewedCase, officers } from '../support/a-case.ts'
import { LIN_ZHIYUAN, WU_XIAOMEI } from '../support/identity.ts'
import { startStack } from '../support/stack.ts'

t.test('a sample case that is played again has people with numbers that no earlier run took', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const approver = await Client.signIn(new URL(stack.url), { login: 'fz-pl' })
  const people = [
    { name: '林志远', idNo: LIN_ZHIYUAN },
    { name: '吴小梅', idNo: WU_XIAOMEI },
  ]
  const taken: string[] = []
  for (const run of ['first', 'second', 'third']) {
    const [his = '', hers] = await freeNumbers(approver, people)
    if (run === 'first') t.equal(his, LIN_ZHIYUAN, 'the number of the sample')
    t.notOk(taken.includes(his), `the ${run} run has its own`)
    t.same(readIdNumber(his), readIdNumber(LIN_ZHIYUAN), 'of the same birth date and sex')
    t.equal(hers, WU_XIAOMEI, 'who is in no case keeps hers')
    // The police have handed it on by the next run, and still know whom it was about.
    await aReviewedCase(who, his)
    taken.push(his)
  }
})
