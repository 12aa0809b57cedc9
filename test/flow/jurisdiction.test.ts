import t from 'tap'
import { aDeliveredTransfer, hoursAgo, officers } from '../support/a-case.ts'
import { bring, ok } from '../support/carrying.ts'
import { counts, runs, standing } from '../support/case-state.ts'
import { signIn } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

const REFUSAL = { outcome: 'RETURNED_NO_JURISDICTION', reason: '犯罪地不在本地', basis: '程序规定 第15条' }

t.test('to the agency that has jurisdiction', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const [otherPolice, otherLeader, otherDesk, otherProsecutor] = await Promise.all(
    ['jj-po', 'jj-pl', 'jj-pc', 'jj-pp'].map(async login => await signIn(stack.url, login)),
  )
  if (!otherPolice || !otherLeader || !otherDesk || !otherProsecutor) throw new Error('somebody is missing')

  await t.test('a report of another place goes to its bureau, which counts its own days', async t => {
    const opened = ok(await who.po.post('/cases', { source: 'report', occurredAt: hoursAgo(5), chargeCode: 'X042' }))
    const caseId = opened.text('caseId')
    ok(await who.pl.post(`/cases/${caseId}/acts/findNoFilingJurisdiction`, { reason: '犯罪地在晋江', occurredAt: hoursAgo(4) }))
    t.ok(await runs(who.po, caseId, 'FILING_JURIS_TRANSFER_24H'))
    const way = {
      leg: 'filingJurisdiction',
      prepares: who.po,
      sends: who.pl,
      desk: otherLeader,
      gets: otherPolice,
      toAgency: '350582-PSB',
    }
    const first = await bring(caseId, way)
    t.notOk(await runs(who.po, caseId, 'FILING_JURIS_TRANSFER_24H'), 'sent in time')
    t.same(await standing(who.po, caseId), ['INTAKE', '350503-PSB'], 'who sent it answers for it until the other takes it')
    t.equal(
      (await otherPolice.post(`/hand-overs/${first}/return`, REFUSAL)).status,
      403,
      'an officer does not send back what is for his head',
    )
    ok(await otherLeader.post(`/hand-overs/${first}/return`, REFUSAL))
    t.equal((await otherLeader.get(`/cases/${caseId}`)).status, 404, 'what is sent back is no longer theirs to read')
    t.ok(await runs(who.po, caseId, 'FILING_JURIS_TRANSFER_24H'), 'the duty to transfer is there again')

    const second = await bring(caseId, way)
    t.match((await who.po.get(`/hand-overs/${second}`)).body, { state: 'received', round: 2 })
    ok(await otherLeader.post(`/hand-overs/${second}/accept`, { assignTo: otherPolice.userId }))
    t.same(await standing(otherPolice, caseId), ['INTAKE', '350582-PSB'])
    t.same(await counts(otherPolice, caseId, 'FILING_REVIEW'), ['350503-PSB met', '350582-PSB running'], 'its own days from acceptance')
    const numbers = JSON.stringify((await otherPolice.get(`/cases/${caseId}`)).at('numbers'))
    t.match(numbers, /A350582/, 'and a number of its own')
    t.equal((await who.pl.post(`/cases/${caseId}/acts/file`, {})).status, 403, 'the first bureau files it no more')
    ok(await otherLeader.post(`/cases/${caseId}/acts/file`, {}))
  })

  await t.test('a case under review goes to the procuratorate of the place: the review starts anew there, once', async t => {
    const { caseId, handOverId } = await aDeliveredTransfer(who)
    ok(await who.pc.post(`/hand-overs/${handOverId}/receive`, {}))
    ok(await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId }))
    ok(await who.pp.post(`/cases/${caseId}/acts/findNoReviewJurisdiction`, { reason: '犯罪地在晋江' }))
    t.ok(await runs(who.pp, caseId, 'PROC_JURIS_TRANSFER_5D'))
    const way = {
      leg: 'prosecutionJurisdiction',
      prepares: who.pc,
      sends: who.pp,
      desk: otherDesk,
      gets: otherProsecutor,
      toAgency: '350582-PRO',
    }
    const first = await bring(caseId, way)
    ok(await who.pp.post(`/hand-overs/${first}/recall`, { reason: '管辖争议未决' }))
    t.equal((await otherProsecutor.get(`/cases/${caseId}`)).status, 404, 'recalled before anybody took it')
    t.ok(await runs(who.pp, caseId, 'PROC_JURIS_TRANSFER_5D'), 'and the duty to transfer is there again')

    const second = await bring(caseId, way)
    const again = await who.pp.post(`/hand-overs/${second}/recall`, { reason: '又一次' })
    t.same([again.status, again.text('code')], [409, 'state-conflict'], 'a second recall of the same way is refused')
    t.equal((await otherProsecutor.post(`/hand-overs/${second}/send`, {})).status, 403, 'the receiver sends nothing')
    ok(await otherDesk.post(`/hand-overs/${second}/accept`, { assignTo: otherProsecutor.userId }))
    t.same(await standing(otherProsecutor, caseId), ['PROSECUTION_REVIEW', '350582-PRO'])
    t.notOk(await runs(otherProsecutor, caseId, 'PROC_JURIS_TRANSFER_5D'))
    const reviews = await counts(otherProsecutor, caseId, 'PROC_REVIEW_FAST')
    t.equal(reviews.filter(one => one.endsWith('running')).length, 1, 'one review runs')
    t.ok(reviews.includes('350582-PRO running'), 'that of the procuratorate that took it over')
    t.equal((await who.pp.post(`/cases/${caseId}/acts/convertReview`, { reason: '不再' })).status, 403, 'the first acts no more')
  })

  await intact(t, stack)
})
