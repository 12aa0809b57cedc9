import t from 'tap'
import { aReviewedCase, hoursAgo, type Officers, officers } from '../support/a-case.ts'
import type { Answer, Person } from '../support/http-client.ts'
import { CHEN_DAYONG, freshIdNo } from '../support/identity.ts'
import { openChecker } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'

type Clock = {
  code: string
  dueAt: string
  state: string
  id: string
  casePersonId: string | null
  may: { code: string; blocked: { code: string } | null }[]
}

t.test('changes of deadlines', async t => {
  const stack = await startStack(t, { worker: true })
  const who: Officers = await officers(stack.url)

  async function clocksOf(person: Person, caseId: string): Promise<Clock[]> {
    const items = (await person.get(`/cases/${caseId}/clocks`)).at('items')
    return Array.isArray(items) ? items : []
  }
  const clock = async (caseId: string, code: string, state = 'running'): Promise<Clock | undefined> =>
    (await clocksOf(who.po, caseId)).find(one => one.code === code && one.state === state)

  /** A theft with one suspect, detained two hours ago. */
  async function aDetainedSuspect(): Promise<{ caseId: string; personId: string }> {
    const opened = await who.po.post('/cases', { source: 'report', occurredAt: hoursAgo(20), chargeCode: 'X042' })
    const caseId = opened.text('caseId')
    await who.pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(19) })
    const idNo = freshIdNo(CHEN_DAYONG)
    const person = { occurredAt: hoursAgo(4), summoned: false, name: '陈大勇', sex: '1', idType: '111', idNo }
    const personId = (await who.po.post(`/cases/${caseId}/persons`, person)).text('casePersonId')
    const act = { casePersonId: personId, occurredAt: hoursAgo(2), docNo: '丰公刑拘字〔2026〕12号' }
    t.equal((await who.pl.post(`/cases/${caseId}/acts/detain`, act)).status, 200)
    return { caseId, personId }
  }
  const askFor30Days = async (caseId: string, personId: string, by: Person = who.po): Promise<Answer> =>
    await by.post(`/cases/${caseId}/deadline-requests`, {
      type: 'extend',
      periodCode: 'DET_ARREST_REQUEST',
      casePersonId: personId,
      extension: 'DET_EXT_30',
      occurredAt: hoursAgo(1),
      documentNo: '丰公延拘字〔2026〕3号',
    })

  await t.test('an extension waits for a second person, then moves the date by the law of the table', async t => {
    const { caseId, personId } = await aDetainedSuspect()
    const before = await clock(caseId, 'DET_ARREST_REQUEST')
    const asked = await askFor30Days(caseId, personId)
    t.equal(asked.status, 201)
    t.equal((await clock(caseId, 'DET_ARREST_REQUEST'))?.dueAt, before?.dueAt, 'nothing moves before it is approved')
    t.equal((await askFor30Days(caseId, personId, who.pl)).status, 409, 'the same request is open')
    const decide = `/deadline-requests/${asked.text('requestId')}/decide`
    t.equal((await who.po.post(decide, { approve: true })).text('code'), 'forbidden', 'not by who has no right to')
    t.equal((await who.cj.post(decide, { approve: true })).status, 404, 'nor by another agency, which does not even see it')
    t.equal((await who.pl.post(decide, { approve: true })).text('state'), 'approved')
    t.equal((await who.pl.post(decide, { approve: true })).text('code'), 'deadline-request-closed', 'once')
    const after = await clock(caseId, 'DET_ARREST_REQUEST')
    t.equal(Date.parse(after?.dueAt ?? '') - Date.parse(before?.dueAt ?? ''), 27 * 86_400_000, 'to thirty days, not by thirty')
    t.equal(after?.id, before?.id, 'the same clock')
    const ownRequest = await who.pl.post(`/cases/${caseId}/deadline-requests`, {
      type: 'suspend',
      reason: 'PSYCHIATRIC_APPRAISAL',
      casePersonId: personId,
      occurredAt: hoursAgo(0.5),
      documentNo: '鉴聘1号',
    })
    t.equal(ownRequest.text('code'), 'period-not-running', 'detention is not stopped by an appraisal')
  })

  await t.test('who asked does not decide; what the law does not allow is refused at once', async t => {
    const { caseId, personId } = await aDetainedSuspect()
    const own = await askFor30Days(caseId, personId, who.pl)
    t.equal(
      (await who.pl.post(`/deadline-requests/${own.text('requestId')}/decide`, { approve: true })).text('code'),
      'second-person-required',
    )
    const beyond = { type: 'extend', periodCode: 'DET_ARREST_REQUEST', casePersonId: personId, occurredAt: hoursAgo(1), documentNo: '1号' }
    t.equal(
      (await who.po.post(`/cases/${caseId}/deadline-requests`, { ...beyond, extension: 'DET_EXT_1_4', length: 5 })).text('code'),
      'extension-length-invalid',
    )
    t.equal(
      (await who.po.post(`/cases/${caseId}/deadline-requests`, { ...beyond, extension: 'INV_EXT_156' })).text('code'),
      'extension-unknown',
    )
    const early = { ...beyond, extension: 'DET_EXT_30', occurredAt: hoursAgo(3) }
    t.equal(
      (await who.po.post(`/cases/${caseId}/deadline-requests`, early)).text('code'),
      'period-not-running',
      'before the detention there was none to extend',
    )
    t.equal(
      (await who.po.post(`/cases/${caseId}/deadline-requests`, { ...beyond, documentNo: undefined, extension: 'DET_EXT_30' })).status,
      400,
      'no change without a paper',
    )
  })

  await t.test('a trial of an extension shows which dates move, and keeps nothing', async t => {
    const { caseId, personId } = await aDetainedSuspect()
    const before = await clocksOf(who.po, caseId)
    const wanted = { type: 'extend', periodCode: 'DET_ARREST_REQUEST', casePersonId: personId, extension: 'DET_EXT_30' }
    const moves = (await who.po.post(`/cases/${caseId}/clocks/what-if`, wanted)).at('moves')
    if (!Array.isArray(moves)) return t.fail('moves')
    t.same(
      moves.filter(one => one.change === 'moved').map(one => one.code),
      ['DET_ARREST_REQUEST'],
    )
    t.same(
      await clocksOf(who.po, caseId).then(items => items.map(one => one.dueAt)),
      before.map(one => one.dueAt),
    )
    const may = before.find(one => one.code === 'DET_ARREST_REQUEST')?.may ?? []
    t.same(
      may.map(one => [one.code, one.blocked]),
      [
        ['DET_EXT_1_4', null],
        ['DET_EXT_30', null],
      ],
    )
  })

  await t.test('a return for supplement and a change of the review can be tried by the prosecutor', async t => {
    const { caseId, personId } = await aReviewedCase(who)
    const options = (await who.pp.get(`/cases/${caseId}/clocks`)).at('options')
    t.same(Array.isArray(options) && options.map(one => one.act), [
      'convertReview',
      'acceptSupplementaryReturn',
      'convertTrackReview',
      'leaveTrack48',
    ])
    const returned = (await who.pp.post(`/cases/${caseId}/clocks/what-if`, { act: 'acceptSupplementaryReturn' })).at('moves')
    const changes = new Map(Array.isArray(returned) ? returned.map(one => [one.code, one.change]) : [])
    t.match([changes.get('PROC_REVIEW_FAST'), changes.get('SUPP_INVEST'), changes.get('FT48_TOTAL')], ['ends', 'starts', 'stays'])
    const ordinary = (await who.pp.post(`/cases/${caseId}/clocks/what-if`, { act: 'convertReview', casePersonId: personId })).at('moves')
    t.ok(Array.isArray(ordinary) && ordinary.some(one => one.code === 'PROC_REVIEW' && one.change === 'starts'))
    t.equal((await who.po.post(`/cases/${caseId}/clocks/what-if`, { act: 'convertToSummary' })).text('code'), 'transition-not-allowed')
  })

  await t.test('a wrong time is corrected by a new event that a second person approves; the old one stays and is marked', async t => {
    const { caseId, personId } = await aDetainedSuspect()
    const timeline = (await who.po.get(`/cases/${caseId}`)).at('timeline')
    const detained = Array.isArray(timeline) ? timeline.find(one => one.act === 'detain') : undefined
    const path = `/cases/${caseId}/events/${detained.id}/correction-requests`
    t.equal(
      (await who.po.post(path, { reason: '误录', occurredAt: hoursAgo(10) })).text('code'),
      'correction-out-of-order',
      'nobody is detained before he came',
    )
    const right = hoursAgo(3)
    const asked = await who.po.post(path, { reason: '宣布拘留时间录入错误', occurredAt: right })
    const before = await clock(caseId, 'DET_FAMILY_NOTICE_24H')
    t.equal((await who.pl.post(`/deadline-requests/${asked.text('requestId')}/decide`, { approve: true })).text('state'), 'approved')
    const after = await clock(caseId, 'DET_FAMILY_NOTICE_24H')
    t.equal(Date.parse(after?.dueAt ?? ''), Math.floor(Date.parse(right) / 1000) * 1000 + 86_400_000)
    t.equal(after?.id, before?.id, 'the same clock, with the right date')
    const events = (await who.po.get(`/cases/${caseId}`)).at('timeline')
    const all: { id: string; act: string; voided: boolean; corrects: string | null }[] = Array.isArray(events) ? events : []
    t.same(
      all
        .filter(one => one.act === 'detain')
        .map(one => [one.voided, one.corrects])
        .sort(([one], [other]) => Number(one) - Number(other)),
      [
        [false, detained.id],
        [true, null],
      ],
    )
    t.equal((await who.po.get(`/cases/${caseId}`)).text('persons.0.measure.code'), '06')
    t.equal(personId.length, 36)
  })

  await t.test('a step that never was is void once a second person approves: the case is what the other steps give', async t => {
    const { caseId, personId } = await aDetainedSuspect()
    const admin = await stack.as('admin')
    const eventOf = async (act: string): Promise<string> => {
      const timeline = (await who.po.get(`/cases/${caseId}`)).at('timeline')
      const found = Array.isArray(timeline) ? timeline.findLast(one => one.act === act && !one.voided) : undefined
      return `/cases/${caseId}/events/${found?.id}/correction-requests`
    }
    t.equal((await who.po.post(await eventOf('joinPerson'), { reason: '误录' })).text('code'), 'correction-needs-time')
    // The detention was first entered an hour wrong; the corrected entry is void with all that was entered.
    const moved = await who.po.post(await eventOf('detain'), { reason: '时间误录', occurredAt: hoursAgo(3) })
    t.equal((await who.pl.post(`/deadline-requests/${moved.text('requestId')}/decide`, { approve: true })).status, 200)
    await who.po.post(`/cases/${caseId}/acts/interrogate`, { casePersonId: personId, occurredAt: hoursAgo(1) })
    const rested = await who.po.post(await eventOf('detain'), { reason: '误录' })
    t.match(rested.body, { code: 'correction-rested-on', facts: { act: 'interrogate' } }, 'the later step is named')
    const first = await who.po.post(await eventOf('interrogate'), { reason: '误录' })
    t.equal((await who.pl.post(`/deadline-requests/${first.text('requestId')}/decide`, { approve: true })).status, 200)

    const asked = await who.po.post(await eventOf('detain'), { reason: '拘留证未执行，误录' })
    t.equal(asked.status, 201, JSON.stringify(asked.body))
    t.equal((await who.po.get(`/cases/${caseId}`)).text('persons.0.measure.code'), '06', 'nothing moves before it is approved')
    const decide = `/deadline-requests/${asked.text('requestId')}/decide`
    t.equal((await who.pl.post(decide, { approve: true })).text('state'), 'approved')
    const view = await who.po.get(`/cases/${caseId}`)
    t.equal(view.at('persons.0.measure'), null)
    t.equal(view.text('persons.0.stage'), 'INVESTIGATION')
    t.equal(await clock(caseId, 'DET_ARREST_REQUEST'), undefined)
    const { rows } = await admin.query(
      "select count(*)::int as kept from case_event where case_id = $1 and act = 'detain' and voided_by is not null",
      [caseId],
    )
    t.same(rows, [{ kept: 2 }], 'both entries are still there')
    t.same(await (await openChecker(t, stack)).sentences(caseId), [])
  })
})
