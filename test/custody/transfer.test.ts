import t from 'tap'
import { officers } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { aHeldCase, type Leg, list, type Row, send, take, wall } from '../support/held-case.ts'
import type { Person } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(240_000)

const codeOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'code' in value ? value.code : null)

t.test('a custody transfer from the sender’s click to the receipt', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const who = await officers(stack.url)
  const { pl, pc, pp, cc, cj } = who
  const { caseId, held, officer, centre } = await aHeldCase(stack.url, admin, who)
  const clock = async (text: string): Promise<void> => await setClock(admin, new Date(wall(text)))
  const toPro: Leg = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: pl, desk: pc, gets: pp }
  const toCourt: Leg = {
    leg: 'indictment',
    toAgency: '350503-CRT',
    prepares: pc,
    sends: pp,
    desk: cc,
    gets: cj,
    accept: { procedure: 'summary' },
  }
  const custody = async (by: Person): Promise<{ titles: Row[]; dispatches: Row[] }> => {
    const answer = ok(await by.get(`/cases/${caseId}/custody`))
    return { titles: list(answer.at('titles')), dispatches: list(answer.at('dispatches')) }
  }
  const desk = async (state: string): Promise<Row[]> =>
    list(ok(await centre.get(`/custody/desk?state=${state}`)).at('items')).flatMap(({ dispatch, checks, person }) =>
      list([dispatch]).map(row => ({ ...row, checks, person })),
    )
  const untilState = async (state: string, certNo?: unknown): Promise<void> =>
    await untilSql(
      admin,
      'exists (select 1 from custody_dispatch where case_id = $1 and state = $2 and ($3::text is null or cert_no = $3))',
      [caseId, state, certNo ?? null],
    )

  await t.test('the extended detention was told to the centre by a notice of its own', async t => {
    await untilState('delivered')
    const [notice] = await desk('delivered')
    t.match(notice, { paper: { code: 'changeNotice' }, from: { code: '350503-PSB' }, newTo: wall('02-11 16:30') })
  })

  let first: Row | undefined
  await t.test('what the centre does is in order: the notice is acknowledged, and both sides have the receipt', async t => {
    ;[first] = await desk('delivered')
    t.match(
      first?.checks,
      list(first?.checks).map(() => ({ outcome: 'passed' })),
      'every check passes',
    )
    t.equal(ok(await centre.post('/custody/dispatches/acknowledge', { ids: [first?.id] })).at('done'), 1)
    await untilSql(admin, 'exists (select 1 from custody_dispatch where id = $1 and receipt is not null)', [first?.id])
    const again = await centre.post('/custody/dispatches/acknowledge', { ids: [first?.id] })
    t.match(again.body, { done: 0, items: [{ problem: { code: 'custody-not-delivered' } }] }, 'twice is once')
    t.equal((await officer.get(`/custody/dispatches/${first?.id}/receipt`)).status, 200)
  })

  await t.test('sent with the case it is announced, and the police still hold him', async t => {
    await clock('04-02 16:00')
    const id = await send(caseId, toPro)
    const [announced] = await desk('announced')
    t.match(announced, { kind: { code: 'TRANSFER_PROSECUTION' }, to: { code: '350503-PRO' }, newTo: null, person: { name: '陈大勇' } })
    const { titles } = await custody(pl)
    t.match(titles.at(-1), { holder: { code: '350503-PSB' }, until: null })
    await t.test('recalled, it is revoked and its number is spent', async t => {
      ok(await pl.post(`/hand-overs/${id}/recall`, { reason: '补充一份材料' }))
      const { dispatches } = await custody(pl)
      t.match(dispatches.at(-1), { certNo: announced?.certNo, state: { code: 'revoked' } })
      t.same(await desk('announced'), [])
    })
  })

  await t.test('accepted, the procuratorate holds him from that instant, and the certificate says until when', async t => {
    await clock('04-03 09:00')
    const id = await send(caseId, toPro)
    await clock('04-03 10:00')
    await take(id, toPro)
    await untilState('delivered')
    const [arrived] = await desk('delivered')
    t.match(arrived, { kind: { code: 'TRANSFER_PROSECUTION' }, newTo: '2026-05-03T23:59:59+08:00', newPeriod: { code: 'PROC_REVIEW' } })
    t.not(arrived?.certNo, first?.certNo)
    const { titles } = await custody(pp)
    t.match(titles, [
      { holder: { code: '350503-PSB' }, endReason: { code: 'TRANSFERRED' } },
      { holder: { code: '350503-PRO' }, until: null },
    ])
    t.equal(titles[0]?.until, titles[1]?.from, 'no instant lies between the two')
    const clocks = list((await pp.get(`/cases/${caseId}/clocks`)).at('items'))
    const duty = clocks.find(({ code }) => code === 'CT_RECEIVER_DELIVERY_3D')
    t.equal(duty?.state, 'met', 'with its arrival the receiver’s duty towards the centre is done')
  })

  await t.test('refused as PERIOD_WRONG it goes back, is corrected, and acknowledged', async t => {
    const [wrong] = await desk('delivered')
    t.equal((await centre.post(`/custody/dispatches/${wrong?.id}/refuse`, { code: 'NO_REASON' })).status, 400, 'a code that is none')
    ok(await centre.post(`/custody/dispatches/${wrong?.id}/refuse`, { code: 'PERIOD_WRONG', note: '请核对起算日' }))
    const { dispatches } = await custody(pp)
    t.match(dispatches.at(-1), { state: { code: 'refused' }, refusal: { code: 'PERIOD_WRONG' }, note: '请核对起算日' })
    t.equal(
      (await pl.post(`/custody/dispatches/${wrong?.id}/reissue`, {})).status >= 400,
      true,
      'the sender does not correct the receiver’s part',
    )
    t.equal(ok(await pp.post(`/custody/dispatches/${wrong?.id}/reissue`, { note: '起算日经核对无误' })).at('edition'), 2)
    await untilState('delivered', wrong?.certNo)
    const [second] = await desk('delivered')
    t.match(second, { certNo: wrong?.certNo, edition: 2, checks: list(second?.checks).map(() => ({ outcome: 'passed' })) })
    t.equal(ok(await centre.post('/custody/dispatches/acknowledge', { ids: [second?.id] })).at('done'), 1)
  })

  await t.test('two clicks at once: one answer stands, the other is told', async t => {
    await clock('04-28 10:00')
    const id = await send(caseId, toCourt)
    await clock('04-29 10:00')
    await take(id, toCourt)
    await untilState('delivered')
    const [arrived] = await desk('delivered')
    const answers = await Promise.all([
      centre.post('/custody/dispatches/acknowledge', { ids: [arrived?.id] }),
      centre.post(`/custody/dispatches/${arrived?.id}/refuse`, { code: 'SIGNATURE_INVALID' }),
    ])
    const done = [answers[0]?.at('done') === 1, answers[1]?.status === 200]
    t.equal(done.filter(Boolean).length, 1, 'one of the two')
    if (done[1]) ok(await cj.post(`/custody/dispatches/${arrived?.id}/reissue`, {}))
  })

  await t.test('where the centre wants it so, what passes every check is acknowledged without a click', async t => {
    ok(await centre.send('PUT', '/custody/desk/automatic', { automatic: true }))
    await clock('05-06 10:00')
    ok(await cj.post(`/cases/${caseId}/acts/convertToOrdinary`, { reason: '被告人不认罪' }))
    await untilSql(
      admin,
      "exists (select 1 from custody_dispatch where case_id = $1 and paper = 'changeNotice' and automatic and receipt is not null)",
      [caseId],
    )
    const { dispatches } = await custody(cj)
    t.match(dispatches.at(-1), { paper: { code: 'changeNotice' }, state: { code: 'acknowledged' }, automatic: true, hasReceipt: true })
  })

  await t.test('let go on bail, he leaves on a notice of release by the court that held him', async t => {
    await clock('05-07 10:00')
    ok(await cj.post(`/cases/${caseId}/acts/bail`, { casePersonId: held, measure: '02', docNo: '（2026）闽0503刑初1号' }))
    await untilSql(
      admin,
      "exists (select 1 from custody_dispatch where case_id = $1 and paper = 'releaseNotice' and receipt is not null)",
      [caseId],
    )
    const { dispatches, titles } = await custody(cj)
    t.match(dispatches.at(-1), { paper: { code: 'releaseNotice' }, from: { code: '350503-CRT' }, kind: { zh: '变更为取保候审' } })
    t.match(titles.at(-1), { endReason: { code: 'BAIL' }, overdueMinutes: 0 })
    const [leaving] = list((await centre.get('/custody/register?list=leaving')).at('items'))
    t.equal(leaving?.casePersonId, held, 'and the centre sees that he should go')
    ok(await centre.post(`/custody/stays/${leaving?.stayId}/release`, {}))
    t.same((await centre.get('/custody/register?list=leaving')).at('items'), [])
  })

  await t.test('strangers and former holders see and do nothing', async t => {
    t.equal((await pl.get('/custody/desk')).status, 403)
    t.equal((await centre.get(`/cases/${caseId}/custody`)).status, 404)
  })

  await t.test('the figures come from the papers themselves', async t => {
    const figures = ok(await centre.get('/custody/figures?from=2026-01-01'))
    t.match(figures.body, { transfers: 2, refusals: [{ code: 'PERIOD_WRONG', count: 1 }] })
  })
  t.equal(codeOf((await custody(cj)).titles.at(-1)?.holder), '350503-CRT', 'the last who held him was the court')
})
