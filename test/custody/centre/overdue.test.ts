import t from 'tap'
import { drawNotices } from '../../../src/custody/centre/draw-notices.ts'
import { enterReports } from '../../../src/custody/centre/reports.ts'
import { sweepExpiryNotices, sweepOverdue } from '../../../src/custody/centre/sweep.ts'
import { drawingDeps } from '../../support/a-certificate.ts'
import { workerDeps } from '../../support/acting.ts'
import { ok } from '../../support/carrying.ts'
import { aDetained, admitted, aTheft, CHEN, LIN, WU } from '../../support/detained.ts'
import { type Person, signIn } from '../../support/http-client.ts'
import { intact } from '../../support/intact.ts'
import { startStack } from '../../support/stack.ts'
import { setClock } from '../../support/watched.ts'

t.setTimeout(240_000)

const at = (text: string): Date => new Date(`${text}+08:00`)

t.test('nothing lapses silently', async t => {
  // The worker that this starts never reaches the flow engine.
  const stack = await startStack(t, { env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } })
  const admin = await stack.as('admin')
  const [po, pl, lcpo, lcpl, qz, jj, qzpp, pp] = await Promise.all(
    ['fz-po', 'fz-pl', 'lc-po', 'lc-pl', 'qz-do', 'jj-do', 'qz-pp', 'fz-pp'].map(async login => await signIn(stack.url, login)),
  )
  if (!po || !pl || !lcpo || !lcpl || !qz || !jj || !qzpp || !pp) throw new Error('somebody is missing')
  const police = { po, pl }
  const { orm } = await workerDeps(t, stack)
  const drawing = await drawingDeps(t, stack)
  await setClock(admin, at('2026-12-01T12:00:00'))
  const [chen, lin] = [await aDetained(police, '2026-12-01', CHEN), await aDetained(police, '2026-12-01', LIN)]
  await admitted(qz, chen, CHEN)
  const linsStay = await admitted(qz, lin, LIN)
  await enterReports(orm)

  /** Grants three more days of detention, as a second person does. */
  const extend = async (caseId: string, casePersonId: string, occurredAt: string): Promise<void> => {
    const request = {
      ...{ type: 'extend', periodCode: 'DET_ARREST_REQUEST', extension: 'DET_EXT_1_4', length: 4, casePersonId },
      ...{ occurredAt, documentNo: '丰公（刑）延字〔2026〕1号' },
    }
    const asked = ok(await po.post(`/cases/${caseId}/deadline-requests`, request))
    ok(await pl.post(`/deadline-requests/${asked.text('requestId')}/decide`, { approve: true }))
  }
  const incidents = async (who: Person, state = 'open') => ok(await who.get(`/custody/incidents?state=${state}`))

  await t.test('inside the last seven days there is a notice for each end, sent with one click for many', async t => {
    await sweepExpiryNotices(orm)
    await sweepExpiryNotices(orm)
    const open = ok(await qz.get('/custody/expiry-notices'))
    t.match(open.at('items'), [
      { dueAt: '2026-12-04T10:00:00+08:00', holder: { code: '350503-PSB' }, noticeNo: null, period: { code: 'DET_ARREST_REQUEST' } },
      { dueAt: '2026-12-04T10:00:00+08:00' },
    ])
    t.same(ok(await jj.get('/custody/expiry-notices')).at('items'), [])
    const ids = [0, 1].map(n => open.text(`items.${n}.id`))
    t.same(ok(await jj.post('/custody/expiry-notices/send', { noticeIds: ids })).at('sent'), [], 'another house sends nothing of this one')
    const [first, second] = await Promise.all(
      [ids, ids].map(async noticeIds => ok(await qz.post('/custody/expiry-notices/send', { noticeIds }))),
    )
    const sent = [first?.at('sent'), second?.at('sent')].flat()
    t.equal(sent.length, 2, 'of two who send at once, one sends')
    t.match(JSON.stringify(sent), /泉看届字〔2026〕00001号.*泉看届字〔2026〕00002号/)
    t.match((await pl.get('/custody/notices')).at('items'), [
      { kind: { code: 'EXPIRY' }, dueAt: '2026-12-04T10:00:00+08:00' },
      { kind: { code: 'EXPIRY' } },
    ])
    t.equal((await pl.post('/custody/expiry-notices/send', { noticeIds: ids })).status, 403)
    await drawNotices(drawing)
    const paperId = ok(await qz.get('/custody/expiry-notices?state=done')).text('items.0.paperId')
    t.match(ok(await pl.get(`/custody-papers/${paperId}`)).body, {
      paper: 'expiryNotice',
      certNo: /^泉看届字〔2026〕0000\d号$/,
      pdf: { sha256: String },
    })
    t.equal((await jj.get(`/custody-papers/${paperId}`)).status, 404)
  })

  await t.test('an end that moves makes another notice, and drops the one that was not sent', async t => {
    await extend(lin.caseId, lin.personId, '2026-12-01T11:00:00+08:00')
    await sweepExpiryNotices(orm)
    t.match(ok(await qz.get('/custody/expiry-notices')).at('items'), [{ dueAt: '2026-12-08T10:00:00+08:00', person: { name: '林志远' } }])
    await setClock(admin, at('2026-12-01T12:30:00'))
    ok(
      await pl.post(`/cases/${lin.caseId}/acts/bail`, {
        casePersonId: lin.personId,
        measure: '02',
        occurredAt: '2026-12-01T12:20:00+08:00',
      }),
    )
    ok(await qz.post(`/custody/stays/${linsStay}/release`))
    await sweepExpiryNotices(orm)
    t.same(ok(await qz.get('/custody/expiry-notices')).at('items'), [])
  })

  await t.test('at the instant of the end an incident opens by itself, once, from the database alone', async t => {
    await setClock(admin, at('2026-12-04T09:59:59'))
    await sweepOverdue(orm)
    t.same((await incidents(qz)).at('items'), [], 'a second before the end there is none')
    await setClock(admin, at('2026-12-04T10:00:00'))
    await Promise.all([sweepOverdue(orm), sweepOverdue(orm)])
    await sweepOverdue(orm)
    await setClock(admin, at('2026-12-04T12:05:00'))
    await sweepOverdue(orm)
    t.match((await incidents(qz)).at('items'), [
      {
        ...{
          person: { name: '陈大勇' },
          expiredAt: '2026-12-04T10:00:00+08:00',
          openedAt: '2026-12-04T10:00:00+08:00',
          overdueMinutes: 125,
        },
        ...{ holder: { code: '350503-PSB' }, period: { code: 'DET_ARREST_REQUEST' }, reportedAt: null, closedAt: null },
      },
    ])
    t.match(ok(await qz.get('/custody/register')).body, {
      counts: { overdue: 1 },
      items: [{ standing: 'overdue', daysLeft: -1, incident: { overdueMinutes: 125 } }],
    })
    const { rows } = await admin.query("select 1 from audit_entry where body like '%custody.overdue.opened%'")
    t.equal(rows.length, 1)
    t.match((await pl.get('/custody/notices')).at('items.0'), { kind: { code: 'OVERDUE' }, duty: { zh: '立即释放或者变更强制措施' } })
    t.match(
      (await qzpp.get('/custody/notices')).at('items'),
      [{ kind: { code: 'OVERDUE' }, person: { name: '陈大勇' }, duty: null }],
      'the resident procurator is told',
    )
    t.match((await incidents(qzpp)).at('items'), [{ person: { name: '陈大勇' } }])
    t.same((await pp.get('/custody/notices')).at('items'), [], 'another procuratorate is not')
    for (const stranger of [lcpl, jj, pp]) t.same((await incidents(stranger)).at('items'), [])
  })

  await t.test('it stays red until a person closes it by a document, and not before it is over', async t => {
    const id = (await incidents(qz)).text('items.0.id')
    const reported = ok(await qz.post(`/custody/incidents/${id}/report`))
    t.match(reported.body, { reportNo: '泉看超字〔2026〕00001号' })
    t.equal((await qz.post(`/custody/incidents/${id}/report`)).text('code'), 'state-conflict')
    t.ok(JSON.stringify((await qzpp.get('/custody/notices')).body).includes('OVERDUE_REPORT'))
    const close = async (body: object, who = qz) =>
      await who.post(`/custody/incidents/${id}/close`, { docNo: '丰公（刑）释字〔2026〕9号', ...body })
    t.equal((await close({ reason: 'RELEASED' })).text('code'), 'incident-not-over')
    t.equal((await close({ reason: 'PERIOD_CHANGED', endedAt: '2026-12-04T12:00:00+08:00' })).text('code'), 'incident-not-over')
    t.equal((await close({ reason: 'RELEASED' }, jj)).status, 404)
    t.equal((await close({ reason: 'RELEASED' }, pl)).status, 403)
    ok(
      await pl.post(`/cases/${chen.caseId}/acts/release`, {
        casePersonId: chen.personId,
        docNo: '9号',
        occurredAt: '2026-12-04T11:30:00+08:00',
      }),
    )
    t.equal((await close({ reason: 'RELEASED' })).text('code'), 'incident-not-over', 'nobody holds him, and he is inside')
    const { rows } = await admin.query<{ id: string }>('select id from custody_stay where case_person_id = $1', [chen.personId])
    ok(await qz.post(`/custody/stays/${rows[0]?.id}/release`, { at: '2026-12-04T11:40:00+08:00' }))
    await setClock(admin, at('2026-12-05T12:00:00'))
    await sweepOverdue(orm)
    t.match((await incidents(qz)).at('items'), [{ closedAt: null }], 'it does not close by itself')
    t.match(ok(await close({ reason: 'RELEASED' })).body, { overdueMinutes: 100 }, 'till he was out, not till somebody wrote it down')
    t.same((await incidents(qz)).at('items'), [])
    t.match((await incidents(qz, 'done')).at('items'), [
      { closeReason: { code: 'RELEASED' }, closeDocNo: '丰公（刑）释字〔2026〕9号', overdueMinutes: 100 },
    ])
    t.equal((await close({ reason: 'RELEASED' })).text('code'), 'state-conflict')
    await sweepOverdue(orm)
    t.same((await incidents(qz)).at('items'), [])
  })

  await t.test('an agency whose detention waits for another case is asked before a release and told of the end', async t => {
    const wu = await aDetained(police, '2026-12-05', WU)
    const stayId = await admitted(qz, wu, WU)
    const other = await aTheft({ po: lcpo, pl: lcpl }, '2026-12-05', [WU])
    const [second = ''] = other.persons
    const detention = { casePersonId: second, occurredAt: '2026-12-05T11:00:00+08:00', docNo: '鲤公（刑）拘字〔2026〕1号' }
    t.equal((await lcpl.post(`/cases/${other.caseId}/acts/detain`, detention)).text('code'), 'custody-held-elsewhere')
    const register = { casePersonId: second, note: '另涉盗窃' }
    t.equal((await po.post(`/cases/${wu.caseId}/second-custody-cases`, { casePersonId: wu.personId })).text('code'), 'second-case-not-held')
    t.equal((await lcpo.post(`/cases/${wu.caseId}/second-custody-cases`, register)).status, 404)
    const secondCaseId = ok(await lcpo.post(`/cases/${other.caseId}/second-custody-cases`, register)).text('secondCaseId')
    t.equal((await lcpo.post(`/cases/${other.caseId}/second-custody-cases`, register)).text('code'), 'state-conflict')
    const secondCases = async (who: Person) => ok(await who.get('/custody/register')).at('items')
    t.match(JSON.stringify(await secondCases(qz)), /"secondCases":\[\{"id":"[^"]+","agency":\{"code":"350502-PSB"/)
    t.notMatch(JSON.stringify(await secondCases(pl)), /350502-PSB/, 'the holder is not told by whom else he is wanted')

    ok(
      await pl.post(`/cases/${wu.caseId}/acts/release`, {
        casePersonId: wu.personId,
        docNo: '10号',
        occurredAt: '2026-12-05T11:50:00+08:00',
      }),
    )
    t.match((await lcpl.get('/custody/notices')).at('items'), [
      { kind: { code: 'CUSTODY_CASE_ENDED' }, caseId: other.caseId, duty: { zh: '决定是否在本案中羁押' } },
    ])
    t.equal((await qz.post(`/custody/stays/${stayId}/release`)).text('code'), 'second-case-not-asked')
    t.equal((await jj.post(`/custody/second-cases/${secondCaseId}/asked`, { answer: 'NO_CLAIM' })).status, 404)
    ok(await qz.post(`/custody/second-cases/${secondCaseId}/asked`, { answer: 'TAKES_OVER', note: '鲤城分局来所办理' }))
    ok(await lcpl.post(`/cases/${other.caseId}/acts/detain`, { ...detention, occurredAt: '2026-12-05T11:55:00+08:00' }))
    t.match(
      ok(await qz.get('/custody/register?holder=350502-PSB')).at('items'),
      [{ stayId, place: 'here', secondCases: [] }],
      'who is taken over stays where he is',
    )
    t.equal((await qz.post(`/custody/stays/${stayId}/release`)).text('code'), 'custody-title-runs')
    ok(
      await lcpl.post(`/cases/${other.caseId}/acts/release`, {
        casePersonId: second,
        docNo: '2号',
        occurredAt: '2026-12-05T12:00:00+08:00',
      }),
    )
    ok(await qz.post(`/custody/stays/${stayId}/release`))
  })

  await t.test('overdue custody that was entered afterwards is one all the same', async t => {
    await setClock(admin, at('2026-12-20T12:00:00'))
    const late = await aDetained(police, '2026-12-10', CHEN)
    ok(
      await pl.post(`/cases/${late.caseId}/acts/bail`, {
        casePersonId: late.personId,
        measure: '02',
        occurredAt: '2026-12-13T10:30:00+08:00',
      }),
    )
    await sweepOverdue(orm)
    const found = await incidents(qz)
    t.match(found.at('items'), [{ expiredAt: '2026-12-13T10:00:00+08:00', person: { name: '陈大勇' } }])
    t.match(
      ok(await qz.post(`/custody/incidents/${found.text('items.0.id')}/close`, { reason: 'MEASURE_CHANGED', docNo: '取保决定书3号' })).body,
      {
        overdueMinutes: 30,
      },
    )
    await sweepOverdue(orm)
    t.same((await incidents(qz)).at('items'), [])
  })

  await t.test('who is inside after the day on which his title ended is held without one', async t => {
    const lost = await aDetained(police, '2026-12-20', LIN)
    const stayId = await admitted(qz, lost, LIN)
    await setClock(admin, at('2026-12-20T13:00:00'))
    ok(
      await pl.post(`/cases/${lost.caseId}/acts/release`, {
        casePersonId: lost.personId,
        docNo: '11号',
        occurredAt: '2026-12-20T12:30:00+08:00',
      }),
    )
    await setClock(admin, at('2026-12-20T23:59:59'))
    await sweepOverdue(orm)
    t.same((await incidents(qz)).at('items'), [], 'that day he may be let out')
    await setClock(admin, at('2026-12-21T00:00:00'))
    await sweepOverdue(orm)
    await sweepOverdue(orm)
    const found = await incidents(qz)
    t.match(found.at('items'), [{ expiredAt: '2026-12-20T12:30:00+08:00', person: { name: '林志远' }, period: null }])
    ok(await qz.post(`/custody/stays/${stayId}/release`))
    t.match(ok(await qz.post(`/custody/incidents/${found.text('items.0.id')}/close`, { reason: 'RELEASED', docNo: '11号' })).body, {
      overdueMinutes: 690,
    })
  })

  await t.test('the worker opens it while the flow engine is away', async t => {
    await setClock(admin, at('2026-12-21T11:00:00'))
    const ma = await aDetained(police, '2026-12-21', { name: '马平', idNo: '110101199003070011' })
    await stack.start('worker')
    await setClock(admin, at('2026-12-24T10:00:01'))
    const opened = async (): Promise<unknown[]> =>
      (await admin.query('select expired_at from custody_incident where case_person_id = $1', [ma.personId])).rows
    while ((await opened()).length === 0) await new Promise(resolve => setTimeout(resolve, 50))
    t.same(await opened(), [{ expired_at: at('2026-12-24T10:00:00') }])
    await stack.kill('worker', 'SIGTERM')
    ok(
      await pl.post(`/cases/${ma.caseId}/acts/release`, {
        casePersonId: ma.personId,
        docNo: '12号',
        occurredAt: '2026-12-24T10:00:01+08:00',
      }),
    )
  })
  await intact(t, stack)
})
