import t from 'tap'
import { officers } from '../support/a-case.ts'
import { aTriedCase, bring, carry, fileAppealPapers, judge, ok, type Way } from '../support/carrying.ts'
import { counts, runs, standing } from '../support/case-state.ts'
import { signIn } from '../support/http-client.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

const REFUSAL = { outcome: 'RETURNED_NOT_PROSECUTABLE', reason: '不应接收', basis: '无' }
const TO_SERVE = { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 2000 }

t.test('the file leaves the court that tries and comes back', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const out: Way = { leg: 'trialSupplement', prepares: who.cc, sends: who.cj, desk: who.pc, gets: who.pp, toAgency: '350503-PRO' }
  const back: Way = { leg: 'trialResume', prepares: who.pc, sends: who.pp, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }

  await t.test('adjourned for supplement and resumed: a month for the procuratorate, then the trial in full; twice at most', async t => {
    const { caseId } = await aTriedCase(who)
    const early = ok(await who.cc.post(`/cases/${caseId}/hand-overs`, { leg: out.leg, toAgency: out.toAgency })).text('handOverId')
    t.equal(
      (await who.pp.post(`/hand-overs/${early}/send`, {})).status,
      404,
      'the bench grants it; a draft is not even seen by who asked for it',
    )
    ok(await who.cj.post(`/hand-overs/${early}/recall`, { reason: '另行决定' }))

    const first = await bring(caseId, out)
    t.same(await standing(who.cj, caseId), ['TRIAL', '350503-CRT'], 'the trial is the court’s until it is taken')
    t.ok(await runs(who.cj, caseId, 'TRIAL_SUMMARY'))
    t.equal((await who.pc.post(`/hand-overs/${first}/return`, REFUSAL)).text('code'), 'must-accept', 'who asked for it must take it')
    ok(await who.cj.post(`/hand-overs/${first}/recall`, { reason: '公诉人撤回建议' }))
    t.ok(await runs(who.cj, caseId, 'TRIAL_SUMMARY'), 'recalled, the trial goes on as it stood')

    for (const round of [1, 2]) {
      await carry(caseId, out)
      t.same(await standing(who.pp, caseId), ['ADJOURNED_SUPPLEMENT', '350503-PRO'], `round ${round}`)
      t.notOk(await runs(who.pp, caseId, 'TRIAL_SUMMARY'), 'the limit of the trial stops')
      t.ok(await runs(who.pp, caseId, 'TRIAL_PROC_SUPP_1M'))
      t.equal((await who.cj.post(`/cases/${caseId}/acts/convertToOrdinary`, { reason: '不宜简易' })).status, 403, 'the court waits')
      await carry(caseId, back)
      t.same(await standing(who.cj, caseId), ['TRIAL', '350503-CRT'])
      t.notOk(await runs(who.cj, caseId, 'TRIAL_PROC_SUPP_1M'))
    }
    t.same(
      await counts(who.cj, caseId, 'TRIAL_SUMMARY'),
      ['350503-CRT met', '350503-CRT met', '350503-CRT running'],
      'each time the limit starts in full',
    )
    const third = ok(await who.cc.post(`/cases/${caseId}/hand-overs`, { leg: out.leg, toAgency: out.toAgency })).text('handOverId')
    const refused = await who.cj.post(`/hand-overs/${third}/send`, {})
    t.match([refused.text('code'), refused.text('basis')], ['supplement-returns-used-up', /274/])
    t.same(await standing(who.cj, caseId), ['TRIAL', '350503-CRT'], 'and nothing has changed')
  })

  await t.test('the prosecution is withdrawn with leave: thirty days to decide, and nobody is a defendant any more', async t => {
    const { caseId } = await aTriedCase(who)
    const way: Way = { ...out, leg: 'prosecutionWithdrawal' }
    const first = await bring(caseId, way)
    t.equal((await who.pc.post(`/hand-overs/${first}/return`, REFUSAL)).text('code'), 'must-accept')
    ok(await who.cj.post(`/hand-overs/${first}/recall`, { reason: '裁定有误' }))
    t.same(await standing(who.cj, caseId), ['TRIAL', '350503-CRT'])
    await carry(caseId, way)
    t.same(await standing(who.pp, caseId), ['PROSECUTION_REVIEW', '350503-PRO'])
    t.ok(await runs(who.pp, caseId, 'WITHDRAWN_PROS_NONPROS_30D'))
    for (const code of ['TRIAL_SUMMARY', 'COURT_RIGHTS_NOTICE_3D', 'COURT_MEASURE_REDECIDE_7D'])
      t.notOk(await runs(who.pp, caseId, code), `${code} is over`)
    t.same((await who.pp.get(`/cases/${caseId}`)).at('persons.0.role'), 'suspect')
  })

  await t.test('decided at second instance, the file comes down: the first court executes what has taken effect', async t => {
    const [cityClerk, cityJudge] = await Promise.all(['qz-cc', 'qz-cj'].map(async login => await signIn(stack.url, login)))
    if (!cityClerk || !cityJudge) throw new Error('somebody is missing')
    const { caseId, personId } = await aTriedCase(who)
    await judge(who, caseId, personId, TO_SERVE)
    ok(await who.cc.post(`/cases/${caseId}/acts/fileAppeal`, { casePersonId: personId, form: 'writing' }))
    await fileAppealPapers(who.cc, caseId, ['FY27'])
    await carry(caseId, { leg: 'appeal', prepares: who.cc, sends: who.cj, desk: cityClerk, gets: cityJudge, toAgency: '350500-CRT' })
    const down: Way = { leg: 'fileDown', prepares: cityClerk, sends: cityJudge, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }
    const early = ok(await cityClerk.post(`/cases/${caseId}/hand-overs`, { leg: down.leg, toAgency: down.toAgency })).text('handOverId')
    t.equal((await cityJudge.post(`/hand-overs/${early}/send`, {})).status, 409, 'undecided, it stays')
    ok(await cityJudge.post(`/hand-overs/${early}/recall`, { reason: '尚未裁判' }))

    ok(await cityJudge.post(`/cases/${caseId}/acts/decideSecondInstance`, { outcome: 'upheld', docNo: '(2026)闽05刑终310号' }))
    ok(await cityClerk.post(`/cases/${caseId}/acts/serveSecondInstance`, {}))
    t.same(await standing(cityJudge, caseId), ['EFFECTIVE', '350500-CRT'])
    const id = await bring(caseId, down)
    t.equal((await who.cc.post(`/hand-overs/${id}/return`, REFUSAL)).text('code'), 'must-accept')
    t.equal((await who.pp.post(`/hand-overs/${id}/accept`, { assignTo: who.pp.userId })).status, 404, 'the procuratorate has no part in it')
    ok(await who.cc.post(`/hand-overs/${id}/accept`, { assignTo: who.cj.userId }))
    t.same(await standing(who.cj, caseId), ['EFFECTIVE', '350503-CRT'])
    t.same(
      (await counts(who.cj, caseId, 'EXEC_DELIVERY_10D')).toSorted((a, b) => (a < b ? -1 : 1)),
      ['350500-CRT met', '350503-CRT running'],
      'the days run on from the effect, now for the first court',
    )
  })

  await intact(t, stack)
})
