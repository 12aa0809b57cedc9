import t from 'tap'
import { fileAll, officers, until } from '../support/a-case.ts'
import { aTriedCase, bring, carry, fileAppealPapers, judge, ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const TO_SERVE = { principal: 'P3', principalMonths: 10, suspensionMonths: 0, fineYuan: 2000 }
const SUSPENDED = { principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }

t.test('from the judgment up, down and into execution', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const [cityClerk, cityJudge, centre, correction] = await Promise.all(
    ['qz-cc', 'qz-cj', 'qz-do', 'fz-co'].map(async login => await signIn(stack.url, login)),
  )
  if (!cityClerk || !cityJudge || !centre || !correction) throw new Error('somebody is missing')
  const up = { leg: 'appeal', prepares: who.cc, sends: who.cj, desk: cityClerk, gets: cityJudge, toAgency: '350500-CRT' }

  await t.test('an appeal goes up with the whole file, a remand comes down; neither is sent back', async t => {
    const { caseId, personId } = await aTriedCase(who)
    await judge(who, caseId, personId, TO_SERVE)
    const other = await who.cc.post(`/cases/${caseId}/hand-overs`, { leg: 'appeal', toAgency: '350500-CRT' })
    const early = await who.cj.post(`/hand-overs/${other.text('handOverId')}/send`, {})
    t.equal(early.status, 409, 'without an appeal nothing goes up')
    ok(await who.cc.post(`/hand-overs/${other.text('handOverId')}/recall`, { reason: '尚无上诉' }))
    ok(await who.cc.post(`/cases/${caseId}/acts/fileAppeal`, { casePersonId: personId, form: 'writing' }))
    await fileAppealPapers(who.cc, caseId, ['FY27'])
    t.match(
      JSON.stringify((await who.cc.get(`/cases/${caseId}/gates?leg=appeal&toAgency=350502-CRT`)).at('checks')),
      /"code":"jurisdiction"[^{]*"ok":false/,
      'only the court above',
    )
    const id = await bring(caseId, up)
    const refusal = { outcome: 'RETURNED_NO_JURISDICTION', reason: '无', basis: '无' }
    t.equal((await cityClerk.post(`/hand-overs/${id}/return`, refusal)).text('code'), 'must-accept')
    ok(await cityClerk.post(`/hand-overs/${id}/accept`, { assignTo: cityJudge.userId }))
    const view = await cityJudge.get(`/cases/${caseId}`)
    t.match([view.text('stage'), view.text('holder.code')], ['SECOND_INSTANCE', '350500-CRT'])
    t.match(JSON.stringify((await cityJudge.get(`/cases/${caseId}/dossier`)).body), /"FY24"/, 'with the secondary volume of the court')
    t.notMatch(JSON.stringify((await who.pp.get(`/cases/${caseId}/dossier`)).body), /"FY24"/, 'which the procuratorate never sees')
    const remand = { leg: 'remand', prepares: cityClerk, sends: cityJudge, desk: who.cc, gets: who.cj, toAgency: '350503-CRT' }
    await carry(caseId, remand)
    const back = await who.cj.get(`/cases/${caseId}`)
    t.match([back.text('stage'), back.text('holder.code')], ['TRIAL', '350503-CRT'])
  })

  /** A case whose judgment has taken effect. */
  const effective = async (sentence: typeof TO_SERVE): Promise<{ caseId: string; personId: string }> => {
    const tried = await aTriedCase(who)
    await judge(who, tried.caseId, tried.personId, sentence)
    await admin.query("select set_clock(app_now() + interval '14 days', 1)")
    ok(await who.cc.post(`/cases/${tried.caseId}/acts/takeEffect`, {}))
    return tried
  }

  await t.test('suspended: the correction office of his home takes him and gives its receipt; another is no addressee', async t => {
    const { caseId, personId } = await effective(SUSPENDED)
    await fileAll(who.cc, caseId, ['FY18', 'FY29', 'FY31', 'FY32', 'FY33'])
    const way = {
      leg: 'correctionDelivery',
      prepares: who.cc,
      sends: who.cj,
      desk: correction,
      gets: correction,
      toAgency: '350503-CCO',
      persons: [personId],
    }
    const wrong = await who.cc.post(`/cases/${caseId}/hand-overs`, {
      leg: 'executionDelivery',
      toAgency: '350500-DET',
      persons: [personId],
    })
    t.equal((await who.cj.post(`/hand-overs/${wrong.text('handOverId')}/send`, {})).status, 409, 'nothing to serve in the centre')
    ok(await who.cc.post(`/hand-overs/${wrong.text('handOverId')}/recall`, { reason: '错列' }))
    const id = await carry(caseId, way)
    await untilSql(admin, "exists (select 1 from receipt where hand_over_id = $1 and kind = 'acceptance')", [id])
    const receipt = (await correction.get(`/hand-overs/${id}`)).at('receipts')
    t.match(receipt, [{ kind: 'delivery' }, { kind: 'acceptance' }])
    t.equal((await who.cc.get(`/cases/${caseId}`)).text('stage'), 'CORRECTION')
    t.match(JSON.stringify((await correction.get(`/cases/${caseId}/dossier`)).body), /"FY32"/)
    t.notMatch(JSON.stringify((await correction.get(`/cases/${caseId}/dossier`)).body), /"FY15"/)
  })

  await t.test('to serve: the centre sends the papers back and takes them when they are right', async t => {
    const { caseId, personId } = await effective(TO_SERVE)
    await fileAll(who.cc, caseId, ['FY18', 'FY29', 'FY30', 'FY31'])
    const way = {
      leg: 'executionDelivery',
      prepares: who.cc,
      sends: who.cj,
      desk: centre,
      gets: centre,
      toAgency: '350500-DET',
      persons: [personId],
    }
    const id = await bring(caseId, way)
    const refusal = { outcome: 'RETURNED_NOT_PROSECUTABLE', reason: '执行通知书刑期与判决不符', basis: '监狱法 第16条' }
    ok(await centre.post(`/hand-overs/${id}/return`, refusal))
    t.match((await who.cc.get(`/hand-overs/${id}`)).body, { state: 'returned', reason: refusal.reason, answers: [refusal] })
    t.equal((await centre.get(`/cases/${caseId}`)).status, 404, 'what is sent back is not the centre’s')
    const again = await bring(caseId, way)
    ok(await centre.post(`/hand-overs/${again}/accept`, { assignTo: centre.userId }))
    t.match((await who.cc.get(`/hand-overs/${again}`)).body, { state: 'accepted', round: 2 })
    t.match((await who.cc.get(`/cases/${caseId}`)).text('stage'), /EXECUTION_DELIVERY|SERVING_CENTRE/)
    t.equal((await centre.get(`/cases/${caseId}`)).text('holder.code'), '350503-CRT', 'the court stays in charge of the file')
    await until(who.cc, again, 'accepted')
  })
})
