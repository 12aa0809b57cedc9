import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openFlowClient } from '../../src/temporal/client.ts'
import { fastTrackFlowId } from '../../workflows/contract.ts'
import {
  aDeliveredTransfer,
  aFiledCase,
  aReviewedCase,
  fileAll,
  type Officers,
  officers,
  PROCURATORATE_PAPERS,
  sayThatAllHold,
  until,
} from '../support/a-case.ts'
import { untilSql } from '../support/case-end.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

type Row = {
  code: string
  holds: string
  casePersonId: string | null
  mayAnswer: boolean
  sources: { by: string | null; value: unknown }[]
}

t.test('the fast track over HTTP', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)
  const bureau = await signIn(stack.url, 'fz-jb')
  const stranger = await signIn(stack.url, 'lc-pl')
  const admin = await stack.as('admin')
  const { client, close } = openFlowClient(stack.env.TEMPORAL_ADDRESS ?? '', stack.env.TEMPORAL_NAMESPACE ?? '')
  t.teardown(close)

  const rowsOf = async (person: Person, caseId: string): Promise<Row[]> => {
    const rows = (await person.get(`/cases/${caseId}/fast-track`)).at('rows')
    return Array.isArray(rows) ? rows : []
  }
  const rowOf = async (person: Person, caseId: string, code: string): Promise<Row | undefined> =>
    (await rowsOf(person, caseId)).find(one => one.code === code)
  const answer = async (person: Person, caseId: string, answers: object[]) =>
    await person.post(`/cases/${caseId}/fast-track/answers`, { answers })

  /** A case on the court's desk, received. */
  async function onTheDesk(): Promise<{ caseId: string; personId: string; handOverId: string }> {
    const { caseId, personId } = await aReviewedCase(who)
    await fileAll(who.pc, caseId, PROCURATORATE_PAPERS)
    const handOverId = (await who.pc.post(`/cases/${caseId}/hand-overs`, { leg: 'indictment', toAgency: '350503-CRT' })).text('handOverId')
    await who.pp.post(`/hand-overs/${handOverId}/send`, {})
    await until(who.cc, handOverId, 'delivered')
    await who.cc.post(`/hand-overs/${handOverId}/receive`, {})
    return { caseId, personId, handOverId }
  }
  async function tried(): Promise<{ caseId: string; personId: string }> {
    const { caseId, personId, handOverId } = await onTheDesk()
    t.equal((await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId, procedure: 'fastTrack' })).status, 200)
    return { caseId, personId }
  }

  await t.test('an officer answers what the own agency can know, and the trail keeps every answer', async t => {
    const { caseId, personId } = await aFiledCase(who)
    t.equal((await rowOf(who.po, caseId, 'F1'))?.holds, 'holds', 'the district says the court')
    t.equal((await rowOf(who.po, caseId, 'N3'))?.holds, 'holds', 'the date of birth says the age')
    t.equal((await rowOf(who.po, caseId, 'F2'))?.mayAnswer, false, 'the police do not say the sentence')
    t.equal((await answer(who.po, caseId, [{ row: 'F2', casePersonId: personId, value: 2 }])).text('code'), 'forbidden')
    t.equal(
      (await answer(who.po, caseId, [{ row: 'N8', value: false }])).text('code'),
      'forbidden',
      'an approver says that nothing else stands against it',
    )
    t.equal((await answer(who.po, caseId, [{ row: 'N1', value: false }])).text('code'), 'person-required')
    t.equal((await answer(who.po, caseId, [{ row: 'N1', casePersonId: personId, value: 3 }])).text('code'), 'validation')
    t.equal(
      (await answer(who.pl, caseId, [{ row: 'N8', value: true }])).text('code'),
      'fact-required',
      'unsuitable without a reason is none',
    )
    t.equal((await answer(who.po, caseId, [{ row: 'N1', casePersonId: personId, value: true, note: '听力残疾' }])).status, 200)
    t.equal((await rowOf(who.po, caseId, 'N1'))?.holds, 'fails')
    t.equal((await rowOf(who.po, caseId, 'N1'))?.sources[0]?.by, '陈志强', 'with who said so')
    t.equal((await answer(who.po, caseId, [{ row: 'N1', casePersonId: personId, value: false }])).status, 200)
    const kept = await admin.query(
      'select value, replaced_at is null as stands from fast_track_answer where case_id = $1 and row_code = $2 order by at',
      [caseId, 'N1'],
    )
    t.same(
      kept.rows.map(({ value, stands }) => [value, stands]),
      [
        [false, false],
        [true, false],
        [false, true],
      ],
    )
  })

  await t.test(
    'the 48-hour track is confirmed when every row the police can know holds, and refused by row and article before',
    async t => {
      const { caseId } = await aFiledCase(who)
      const early = await who.po.post(`/cases/${caseId}/acts/confirmTrack48`, {})
      t.same(
        [early.status, early.text('code'), early.text('facts.row')],
        [409, 'fast-track-not-eligible', 'N8'],
        'nobody who signs has answered',
      )
      t.match(early.text('basis'), /223条第6项/)
      await sayThatAllHold(who.pl, caseId)
      await answer(who.po, caseId, [{ row: 'T4', value: true }])
      t.equal((await who.po.post(`/cases/${caseId}/acts/confirmTrack48`, {})).text('facts.row'), 'T4', 'a foreign element')
      await answer(who.po, caseId, [{ row: 'T4', value: false }])
      t.equal((await who.po.post(`/cases/${caseId}/acts/confirmTrack48`, {})).status, 200)
    },
  )

  await t.test('a court chooses the fast track only where the whole table holds', async t => {
    const { caseId, personId, handOverId } = await onTheDesk()
    await admin.query("update fast_track_answer set replaced_at = now() where case_id = $1 and row_code = 'F2'", [caseId])
    const accept = async (procedure: string) =>
      await who.cc.post(`/hand-overs/${handOverId}/accept`, { assignTo: who.cj.userId, procedure })
    const refused = await accept('fastTrack')
    t.same([refused.text('code'), refused.text('facts.row'), refused.text('facts.outcome')], ['fast-track-not-eligible', 'F2', 'UNKNOWN'])
    t.match(refused.text('basis'), /222条/)
    t.equal((await accept('summary')).status, 200, 'another procedure is open')
    t.ok(personId)
  })

  await t.test('a case that goes to the end is done; its flow says so and keeps no name', async t => {
    const { caseId, personId } = await tried()
    const judged = { casePersonId: personId, principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }
    await who.cj.post(`/cases/${caseId}/acts/announceJudgment`, judged)
    await who.cc.post(`/cases/${caseId}/acts/serveOnPerson`, { casePersonId: personId })
    await who.cc.post(`/cases/${caseId}/acts/serveOnProcuratorate`, {})
    const flow = client.workflow.getHandle(fastTrackFlowId(caseId))
    t.equal(await flow.result(), 'DONE')
    t.notMatch(JSON.stringify(await flow.fetchHistory()), /林志远|350503198806149916/)
  })

  await t.test('a case leaves the track at the request of the defence, which counts against nobody', async t => {
    const { caseId } = await aFiledCase(who)
    t.equal((await who.po.post(`/cases/${caseId}/acts/leaveTrack48`, {})).text('code'), 'fact-required', 'with its reason')
    t.equal((await who.po.post(`/cases/${caseId}/acts/leaveTrack48`, { reason: 'defenceRequest' })).status, 200)
    t.equal(await client.workflow.getHandle(fastTrackFlowId(caseId)).result(), 'LEFT(defenceRequest)')
    const view = await who.po.get(`/cases/${caseId}`)
    t.same([view.text('track48.state'), view.text('track48.end')], ['left', 'LEFT(defenceRequest)'])
    const running = view.at('periods')
    t.same(
      Array.isArray(running) && running.filter(one => one.code.startsWith('FT48') && one.state === 'running'),
      [],
      'its clocks have ended',
    )
    t.match(running, [{ code: 'SUMMONS_12H' }], 'the law’s go on')
    t.equal((await who.po.post(`/cases/${caseId}/acts/leaveTrack48`, { reason: 'other' })).text('code'), 'state-conflict', 'once')
  })

  await t.test('a conversion ends the track as converted, and the trial is never fast again', async t => {
    const { caseId } = await tried()
    const moves = (await who.cj.post(`/cases/${caseId}/clocks/what-if`, { act: 'convertToSummary' })).at('moves')
    t.match(Array.isArray(moves) && moves.find(({ code }) => code === 'TRIAL_FAST'), { change: 'ends' }, 'what would move is shown before')
    t.equal((await who.cj.post(`/cases/${caseId}/acts/convertToSummary`, { reason: '量刑建议超过三年' })).status, 200)
    t.equal(await client.workflow.getHandle(fastTrackFlowId(caseId)).result(), 'CONVERTED')
  })

  await t.test('at the review one step changes the review and ends the track, counted from the same receipt', async t => {
    const { caseId } = await aReviewedCase(who)
    const board = (await who.pp.get('/fast-track')).at('items')
    const line = Array.isArray(board) ? board.find(one => one.caseId === caseId) : undefined
    t.match(line.endings, [{ act: 'convertTrackReview' }, { act: 'leaveTrack48' }])
    const before = (await who.pp.get(`/cases/${caseId}`)).at('periods')
    t.equal((await who.pp.post(`/cases/${caseId}/acts/convertTrackReview`, { reason: '拟判处三年以上' })).status, 200)
    const after = (await who.pp.get(`/cases/${caseId}`)).at('periods')
    const startOf = (periods: unknown, code: string): unknown =>
      Array.isArray(periods) ? periods.find(one => one.code === code)?.startedAt : null
    t.equal(startOf(after, 'PROC_REVIEW'), startOf(before, 'PROC_REVIEW_FAST'))
    t.equal(await client.workflow.getHandle(fastTrackFlowId(caseId)).result(), 'CONVERTED')
  })

  await t.test('owners are told of a missed mark once; no letter of the law comes of it', async t => {
    const { caseId } = await aFiledCase(who)
    await untilSql(admin, "exists (select 1 from fast_track_missed where case_id = $1 and mark = 'H4')", [caseId])
    const told = await admin.query<{ mark: string; agency: string }>(
      'select mark, agency from fast_track_missed where case_id = $1 order by due_at',
      [caseId],
    )
    t.match(
      told.rows.find(({ mark }) => mark === 'H4'),
      { agency: '350503-PSB' },
    )
    t.match(
      told.rows.find(({ mark }) => mark === 'H8'),
      { agency: '350503-JUS' },
      'the duty lawyer’s mark is the bureau’s',
    )
    await who.pl.post(`/cases/${caseId}/acts/endSummons`, { casePersonId: (await who.po.get(`/cases/${caseId}`)).text('persons.0.id') })
    await sleep(300)
    const again = await admin.query('select 1 from fast_track_missed where case_id = $1', [caseId])
    t.equal(again.rows.length, told.rows.length)
    t.equal(
      (await admin.query("select 1 from letter where case_id = $1 and code not like 'FT48%' and code <> 'SUMMONS_12H'", [caseId])).rows
        .length,
      0,
    )
    const board = (await who.po.get('/fast-track')).at('items')
    const line = Array.isArray(board) ? board.find(one => one.caseId === caseId) : undefined
    t.match(line, { person: '林志远', todo: { code: 'H4', owner: 'publicSecurity' } })
    t.ok(line.told.includes('H4'), 'and the board says so')
    t.match(line.endings, [{ act: 'leaveTrack48' }])
    t.same((await stranger.get('/fast-track')).at('items'), [])
  })

  await t.test('the duty lawyer is asked for, comes within three hours, and the undertaking names the request', async t => {
    const { caseId, personId, handOverId } = await aDeliveredTransfer(who)
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
    t.notMatch(JSON.stringify(waiting.body), /350503198806149916|occurredPlace|factSummary/, 'no number, no facts')
    t.equal((await bureau.get(`/cases/${caseId}`)).status, 403, 'the case is none of the bureau’s')
    t.equal((await bureau.get(`/cases/${caseId}/dossier`)).status, 403)
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
    const [one, two] = [await tried(), await tried()]
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
    const third = await tried()
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
