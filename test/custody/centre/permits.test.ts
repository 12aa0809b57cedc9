import t from 'tap'
import { officers } from '../../support/a-case.ts'
import { carry, filePapers, ok } from '../../support/carrying.ts'
import { untilSettled } from '../../support/case-end.ts'
import { aDetained, admitted, aTheft, CHEN, detain, LIN, WU } from '../../support/detained.ts'
import { type Answer, type Person, signIn } from '../../support/http-client.ts'
import { intact } from '../../support/intact.ts'
import { startStack } from '../../support/stack.ts'
import { setClock } from '../../support/watched.ts'

t.setTimeout(240_000)

const at = (text: string): Date => new Date(`${text}+08:00`)
const PAPERS = [
  'GA01',
  'GA03',
  'GA07',
  'GA10',
  'GA11',
  'GA29',
  'GA30',
  'GA31',
  'GA32',
  'GA34',
  'GA38',
  'GA39',
  'GA41',
  'GA73',
  'GA75',
  'GA81',
  'GA82',
]

t.test('who may interrogate', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const who = await officers(stack.url)
  const [qz, jj, lcpl] = await Promise.all(['qz-do', 'jj-do', 'lc-pl'].map(async login => await signIn(stack.url, login)))
  if (!qz || !jj || !lcpl) throw new Error('somebody is missing')
  await setClock(admin, at('2026-12-01T12:00:00'))
  const { caseId, personId, warrantNo } = await aDetained(who, '2026-12-01', CHEN)
  const issue = async (by: Person, body: object = {}): Promise<Answer> =>
    await by.post(`/cases/${caseId}/interrogation-permits`, { casePersonId: personId, ...body })
  const check = async (permitNo: string, officersThere = 2, by = qz): Promise<Answer> =>
    await by.post(`/custody/permits/${encodeURIComponent(permitNo)}/check`, { purpose: 'INTERROGATE', officers: officersThere })
  const first = ok(await issue(who.po)).text('permitNo')

  await t.test('a permit is of the agency that holds the person and good until custody ends', async t => {
    t.equal(first, '丰公(刑)提字〔2026〕00001号')
    t.match(ok(await who.po.get(`/cases/${caseId}/interrogation-permits`)).at('items'), [
      { permitNo: first, validUntil: '2026-12-04T10:00:00+08:00', person: { name: '陈大勇' }, endedAt: null },
    ])
    t.equal((await issue(who.po, { validUntil: '2026-12-04T10:00:01+08:00' })).text('code'), 'permit-past-custody')
    t.equal((await issue(lcpl)).status, 404)
    t.equal((await issue(qz)).status, 403)
    t.match((await check(first)).body, { allowed: false, code: 'NOT_HERE' }, 'he is not in yet')
  })

  await t.test('the gate lets two officers in on a good permit and notes each time', async t => {
    await admitted(qz, { caseId, personId, warrantNo }, CHEN)
    const entered = async (): Promise<unknown[]> =>
      (await admin.query("select 1 from case_event where case_id = $1 and act = 'admitToCentre'", [caseId])).rows
    while ((await entered()).length === 0) await new Promise(resolve => setTimeout(resolve, 50))
    const allowed = ok(await check(first))
    t.match(allowed.body, { allowed: true, code: 'ALLOWED', restoredBy: null })
    t.match((await check(first, 1)).body, { allowed: false, code: 'TWO_OFFICERS' })
    t.match((await check('丰公(刑)提字〔2026〕00099号')).body, { allowed: false, code: 'UNKNOWN' })
    t.match(
      (await check(first, 2, jj)).body,
      { allowed: false, code: 'NOT_HERE', validUntil: null },
      'another house says only that he is not there',
    )
    t.equal((await check(first, 2, who.pl)).status, 403)
    t.match(ok(await qz.get('/custody/permits')).at('items'), [{ permitNo: first }])
    t.same(ok(await jj.get('/custody/permits')).at('items'), [])
    await setClock(admin, at('2026-12-01T12:40:00'))
    const end = `/custody/interrogations/${allowed.text('entryId')}/end`
    t.equal((await jj.post(end)).status, 404)
    t.equal(ok(await qz.post(end)).text('endedAt'), '2026-12-01T12:40:00+08:00')
    t.equal((await qz.post(end)).status, 404, 'it ends once')
    const { rows } = await admin.query("select code from interrogation_entry where centre = '350500-DET' order by at, code")
    t.same(rows.map(({ code }) => code).sort(), ['ALLOWED', 'NOT_HERE', 'TWO_OFFICERS', 'UNKNOWN'], 'refusals too')
  })

  await t.test('after an extension the old permit still ends when it said; the new one has the new period', async t => {
    const request = {
      ...{ type: 'extend', periodCode: 'DET_ARREST_REQUEST', extension: 'DET_EXT_1_4', length: 4, casePersonId: personId },
      ...{ occurredAt: '2026-12-01T12:30:00+08:00', documentNo: '丰公（刑）延字〔2026〕1号' },
    }
    const asked = ok(await who.po.post(`/cases/${caseId}/deadline-requests`, request))
    ok(await who.pl.post(`/deadline-requests/${asked.text('requestId')}/decide`, { approve: true }))
    await setClock(admin, at('2026-12-04T10:00:00'))
    t.match((await check(first)).body, {
      allowed: false,
      code: 'EXPIRED',
      restoredBy: { code: 'newPermitAfterChangeNotice', zh: /变更羁押期限通知书/ },
    })
    const renewed = ok(await issue(who.po))
    t.equal(renewed.text('validUntil'), '2026-12-08T10:00:00+08:00')
    t.match((await check(renewed.text('permitNo'))).body, { allowed: true })
    t.match(ok(await who.po.get(`/cases/${caseId}/interrogation-permits`)).at('items'), [
      { permitNo: renewed.text('permitNo'), endedAt: null },
      { permitNo: first, endReason: 'RENEWED' },
    ])
  })

  await t.test('after a transfer the permit of the earlier holder opens nothing', async t => {
    const [permit] = [ok(await who.po.get(`/cases/${caseId}/interrogation-permits`)).text('items.0.permitNo')]
    await filePapers(who.po, caseId, PAPERS, [personId])
    const gate = ok(await who.po.get(`/cases/${caseId}/gates?leg=transferForProsecution`)).at('items')
    const missing = Array.isArray(gate) ? gate.filter(({ status }) => status === 'missing').map(({ code }) => String(code)) : []
    await filePapers(who.po, caseId, missing, [personId])
    const way = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: who.po, sends: who.pl, desk: who.pc, gets: who.pp }
    await carry(caseId, way)
    t.match((await check(permit ?? '')).body, {
      allowed: false,
      code: 'NOT_HOLDER',
      restoredBy: { code: 'newPermitAfterTransfer', zh: /换押/ },
    })
    t.match((await issue(who.po)).status, 403)
    const theirs = ok(await issue(who.pp))
    t.equal(theirs.text('validUntil'), '2026-12-08T10:00:00+08:00', 'who is not arrested keeps the end of his detention')
    t.match(theirs.text('permitNo'), /^丰检提〔2026〕1号$/)
    t.match((await check(theirs.text('permitNo'))).body, { allowed: true })
    t.match(ok(await qz.get('/custody/register')).at('items'), [
      { holder: { code: '350503-PRO' }, permit: { permitNo: theirs.text('permitNo') } },
    ])
    await untilSettled(admin, caseId)
  })

  await t.test('who goes on in a case of his own takes stay and permit along', async t => {
    const theft = await aTheft(who, '2026-12-04', [WU, LIN])
    const [wu = '', lin = ''] = theft.persons
    await setClock(admin, at('2026-12-04T12:00:00'))
    for (const [id, suspect] of [
      [wu, WU],
      [lin, LIN],
    ] as const)
      await admitted(qz, { caseId: theft.caseId, personId: id, warrantNo: await detain(who.pl, theft.caseId, id, '2026-12-04') }, suspect)
    const permitNo = ok(await who.po.post(`/cases/${theft.caseId}/interrogation-permits`, { casePersonId: lin })).text('permitNo')
    await untilSettled(admin, theft.caseId)
    const split = ok(await who.pl.post(`/cases/${theft.caseId}/split`, { persons: [lin], reason: '另案处理' })).text('caseId')
    t.match((await check(permitNo)).body, { allowed: true })
    t.same(ok(await who.po.get(`/cases/${theft.caseId}/interrogation-permits`)).at('items'), [])
    t.match(ok(await who.pl.get(`/cases/${split}/interrogation-permits`)).at('items'), [{ permitNo }])
    const { rows } = await admin.query(
      'select name from custody_stay s join case_person p on p.id = s.case_person_id and p.case_id = s.case_id where s.case_id = $1',
      [split],
    )
    t.same(rows, [{ name: '林志远' }])
    t.equal(ok(await qz.get('/custody/register')).at('counts.here'), 3)
    await untilSettled(admin, split)
  })
  await intact(t, stack)
})
