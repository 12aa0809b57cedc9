import t from 'tap'
import { aPaper, officers } from '../support/a-case.ts'
import { bring, carry, ok, type Way } from '../support/carrying.ts'
import { standing } from '../support/case-state.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'

t.test('one of two is at large when the file is transferred', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  await admin.query("select set_clock('2026-02-20T09:30:00+08:00', 1)")
  const { caseId, bailed, officer } = await twoDefendants(stack.url, who)
  const way: Way = { leg: 'transferForProsecution', prepares: officer, sends: who.pl, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
  const fillGate = async (): Promise<void> => {
    const items = (await officer.get(`/cases/${caseId}/gates?leg=${way.leg}`)).at('items')
    for (const item of Array.isArray(items) ? items : [])
      if (item.status === 'missing')
        ok(await officer.upload(caseId, await aPaper(item.code), item.casePersonId ? { casePersonId: item.casePersonId } : {}))
  }
  await fillGate()
  const first = await bring(caseId, way)
  const refusal = { outcome: 'RETURNED_PERSON_AT_LARGE', reason: '吴小梅脱逃', basis: '规则 第158条第3款' }
  t.equal((await who.pc.post(`/hand-overs/${first}/return`, refusal)).text('code'), 'person-required', 'who is at large is named')
  ok(await who.pc.post(`/hand-overs/${first}/return`, { ...refusal, persons: [bailed] }))
  t.same(await standing(who.pl, caseId), ['INVESTIGATION', '350503-PSB'], 'the file is with the police again')

  const draft = ok(await officer.post(`/cases/${caseId}/hand-overs`, { leg: way.leg, toAgency: way.toAgency })).text('handOverId')
  const again = await who.pl.post(`/hand-overs/${draft}/send`, {})
  t.match([again.status, again.text('code'), again.text('facts.checks')], [409, 'gate-not-passed', /persons-present/])
  t.match(
    JSON.stringify((await officer.get(`/cases/${caseId}/gates?leg=${way.leg}`)).at('checks')),
    /先分案或者另案处理/,
    'and it says the way out',
  )
  ok(await officer.post(`/hand-overs/${draft}/recall`, { reason: '先分案' }))

  ok(await who.pl.post(`/cases/${caseId}/split`, { persons: [bailed], reason: '吴小梅在逃' }))
  await fillGate()
  await carry(caseId, way)
  t.same(await standing(who.pp, caseId), ['PROSECUTION_REVIEW', '350503-PRO'], 'the other goes ahead without her')
  await intact(t, stack)
})
