import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { openFlowClient } from '../../src/temporal/client.ts'
import { fastTrackFlowId } from '../../workflows/contract.ts'
import {
  aFiledCase,
  aReviewedCase,
  aTriedCase,
  hoursAgo,
  type Officers,
  officers,
  onTheCourtsDesk,
  sayThatAllHold,
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
    const { caseId, personId, handOverId } = await onTheCourtsDesk(who)
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
    const { caseId, personId, idNo } = await aTriedCase(who)
    const judged = { casePersonId: personId, principal: 'P2', principalMonths: 1, suspensionMonths: 2, fineYuan: 2000 }
    await who.cj.post(`/cases/${caseId}/acts/announceJudgment`, judged)
    await who.cc.post(`/cases/${caseId}/acts/serveOnPerson`, { casePersonId: personId })
    await who.cc.post(`/cases/${caseId}/acts/serveOnProcuratorate`, {})
    const flow = client.workflow.getHandle(fastTrackFlowId(caseId))
    t.equal(await flow.result(), 'DONE')
    t.notMatch(JSON.stringify(await flow.fetchHistory()), new RegExp(`林志远|${idNo}`))
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
    const { caseId } = await aTriedCase(who)
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

  await t.test('what was done in time and entered after the mark was told as missed is entered late, with both times', async t => {
    const opened = await who.po.post('/cases', {
      source: 'discovery',
      occurredAt: hoursAgo(3),
      chargeCode: 'X001',
      track48: true,
      circumstances: [],
    })
    const caseId = opened.text('caseId')
    await untilSql(admin, "exists (select 1 from fast_track_missed where case_id = $1 and mark = 'H1')", [caseId])
    const markOf = async (): Promise<unknown> => {
      const marks = (await who.pl.get(`/cases/${caseId}`)).at('track48.marks')
      return Array.isArray(marks) ? marks.find(one => one.code === 'H1') : undefined
    }
    t.match(await markOf(), { state: 'missed', doneAt: null, enteredAt: null })
    const done = hoursAgo(2.5)
    t.equal((await who.pl.post(`/cases/${caseId}/acts/file`, { occurredAt: done })).status, 200)
    const mark = await markOf()
    t.match(mark, { state: 'enteredLate', doneAt: toShanghai(new Date(done)), enteredAt: String })
    const board = (await who.po.get('/fast-track')).at('items')
    const line = Array.isArray(board) ? board.find(one => one.caseId === caseId) : undefined
    t.notOk(line?.told.includes('H1'), 'nobody is said to owe it')
    t.ok(line?.told.includes('H2'), 'what is owed is still said')
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
})
