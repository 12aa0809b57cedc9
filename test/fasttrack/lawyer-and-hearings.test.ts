import t from 'tap'
import { aDeliveredTransfer, aFiledCase, aTriedCase, type Officers, officers, sayThatAllHold } from '../support/a-case.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.test('the duty lawyer, and hearings in a row', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)
  const bureau = await signIn(stack.url, 'fz-jb')
  const stranger = await signIn(stack.url, 'lc-pl')
  const admin = await stack.as('admin')

  await t.test('the duty lawyer is asked for, comes within three hours, and the undertaking names the request', async t => {
    const { caseId, personId, idNo, handOverId } = await aDeliveredTransfer(who)
    await who.pc.post(`/hand-overs/${handOverId}/receive`, {})
    await who.pc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.pp.userId })
    const asked = await who.pp.post(`/cases/${caseId}/duty-lawyer-requests`, { casePersonId: personId, place: '速裁中心一层律师室' })
    t.same([asked.status, asked.text('bureau')], [201, '350503-JUS'])
    const requestId = asked.text('requestId')
    t.equal(
      (await who.pp.post(`/cases/${caseId}/duty-lawyer-requests`, { casePersonId: personId })).text('code'),
      'state-conflict',
      'one at a time',
    )
    const box = async (name: string) => await bureau.get(`/duty-lawyer-requests?box=${name}`)
    const waiting = await box('waiting')
    t.match(waiting.at('items.0'), { id: requestId, person: '林志远', charge: { zh: '危险驾驶罪' }, caseId: null, state: 'waiting' })
    t.notMatch(JSON.stringify(waiting.body), new RegExp(`${idNo}|occurredPlace|factSummary`), 'no number, no facts')
    t.equal((await bureau.get(`/cases/${caseId}`)).status, 404, 'the case is none of the bureau’s')
    t.equal((await bureau.get(`/cases/${caseId}/dossier`)).status, 404)
    t.equal((await stranger.post(`/duty-lawyer-requests/${requestId}/take`, {})).status, 403)
    const step = async (name: string, body: object = {}) => await bureau.post(`/duty-lawyer-requests/${requestId}/${name}`, body)
    t.equal((await step('opinion', { opinion: '无' })).text('code'), 'lawyer-request-not-open', 'nobody advises before he was there')
    t.equal((await step('take')).status, 200)
    t.equal((await step('take')).text('code'), 'lawyer-request-not-open')
    t.equal((await step('meet')).status, 200)
    await sayThatAllHold(who.pp, caseId)
    const signed = { casePersonId: personId, counsel: 'dutyLawyer', fastTrackConsent: true, suggestion: '拘役一个月' }
    const { body } = await who.pp.post(`/cases/${caseId}/acts/signUndertaking`, signed)
    t.ok(body)
    const event = await admin.query(
      "select data ->> 'dutyLawyerRequest' as request from case_event where case_id = $1 and act = 'signUndertaking'",
      [caseId],
    )
    t.equal(event.rows[0]?.request, requestId)
    t.equal((await step('opinion')).text('code'), 'fact-required')
    t.equal((await step('opinion', { opinion: '建议适用缓刑。' })).status, 200)
    t.match((await box('done')).at('items.0'), { id: requestId, opinion: '建议适用缓刑。', isLate: false })
    const seen = await who.pp.get(`/cases/${caseId}/duty-lawyer-requests`)
    t.match(seen.at('items.0'), { lawyer: '苏国平', state: 'done' })
    t.ok(typeof seen.at('items.0.waitedSeconds') === 'number' && seen.at('items.0.undertakingAt') !== null, 'times are measured')
    const paper = await fetch(`${stack.url}/api/v1/duty-lawyer-requests/${requestId}/opinion.pdf`, { headers: { cookie: who.pp.cookie } })
    t.equal(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    )
    t.equal((await stranger.get(`/cases/${caseId}/duty-lawyer-requests`)).status, 404)
    const second = (await who.pp.post(`/cases/${caseId}/duty-lawyer-requests`, { casePersonId: personId })).text('requestId')
    t.equal((await who.pp.send('DELETE', `/duty-lawyer-requests/${second}`)).status, 204, 'withdrawn')
    t.equal((await bureau.post(`/duty-lawyer-requests/${second}/take`, {})).text('code'), 'lawyer-request-not-open')
  })

  await t.test('hearings are planned in a row; room, judge and person are in one place at a time', async t => {
    const [one, two] = [await aTriedCase(who), await aTriedCase(who)]
    // Tomorrow at nine in the morning, as the court's day goes.
    const startsAt = `${new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)}T09:00:00+08:00`
    const plan = async (caseIds: string[], given: object = {}) =>
      await who.cc.post('/hearings', {
        caseIds,
        room: '第一速裁法庭',
        judge: who.cj.userId,
        startsAt,
        minutes: 20,
        pauseMinutes: 10,
        ...given,
      })
    t.equal((await plan([one.caseId], { startsAt: startsAt.replace('09:00', '07:30') })).text('code'), 'hearing-outside-hours')
    const planned = await plan([one.caseId, two.caseId])
    t.equal(planned.status, 201, JSON.stringify(planned.body))
    const day = startsAt.slice(0, 10)
    const list = await who.cj.get(`/hearings?day=${day}`)
    t.same([list.text('items.0.startsAt'), list.text('items.1.startsAt')], [startsAt, startsAt.replace('09:00', '09:30')])
    const third = await aTriedCase(who, one.idNo)
    t.same([(await plan([third.caseId])).text('code'), (await plan([third.caseId])).text('facts.what')], ['hearing-conflict', 'room'])
    t.equal((await plan([third.caseId], { room: '第二速裁法庭' })).text('facts.what'), 'judge')
    // The same man in another case: he cannot be in two rooms at once.
    t.equal((await plan([third.caseId], { room: '第二速裁法庭', judge: who.cc.userId })).text('facts.what'), 'person')
    t.equal((await who.po.get(`/hearings?day=${day}`)).status, 403, 'the list is the court’s')
    t.equal(
      (await stranger.post('/hearings', { caseIds: [one.caseId], room: '一', judge: who.cj.userId, startsAt, minutes: 20 })).status,
      403,
    )
    const paper = await fetch(`${stack.url}/api/v1/hearings/list.pdf?day=${day}`, { headers: { cookie: who.cj.cookie } })
    t.equal(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    )
    const first = list.text('items.0.id')
    t.equal((await who.cc.post(`/hearings/${first}/cancel`, { reason: '被告人请假' })).status, 200)
    t.equal((await who.cc.post(`/hearings/${first}/cancel`, { reason: '再次' })).text('code'), 'state-conflict')
    t.equal((await plan([third.caseId])).status, 201, 'the place is free again')
    t.equal((await plan([(await aFiledCase(who)).caseId], { room: '第三速裁法庭' })).status, 404, 'a case that is not the court’s')
  })
})
