import { randomUUID } from 'node:crypto'
import t from 'tap'
import { enterReports } from '../../../src/custody/centre/reports.ts'
import { workerDeps } from '../../support/acting.ts'
import { ok } from '../../support/carrying.ts'
import { aDetained, admitted, aTheft, CHEN, detain, LIN, WU } from '../../support/detained.ts'
import { type Person, signIn } from '../../support/http-client.ts'
import { intact } from '../../support/intact.ts'
import { startStack } from '../../support/stack.ts'
import { setClock } from '../../support/watched.ts'

t.setTimeout(240_000)

const at = (text: string): Date => new Date(`${text}+08:00`)

t.test('who is in the centre', async t => {
  const stack = await startStack(t)
  const admin = await stack.as('admin')
  const [po, pl, lcpo, lcpl, qz, jj, pri] = await Promise.all(
    ['fz-po', 'fz-pl', 'lc-po', 'lc-pl', 'qz-do', 'jj-do', 'pri-do'].map(async login => await signIn(stack.url, login)),
  )
  if (!po || !pl || !lcpo || !lcpl || !qz || !jj || !pri) throw new Error('somebody is missing')
  const police = { po, pl }
  const { orm } = await workerDeps(t, stack)
  await setClock(admin, at('2026-12-01T12:00:00'))
  const chen = await aDetained(police, '2026-12-01', CHEN)
  const admission = { casePersonId: chen.personId, warrantNo: chen.warrantNo, name: CHEN.name, idNo: CHEN.idNo, health: 'FIT' }
  const register = async (who: Person, query = '') => ok(await who.get(`/custody/register${query}`))

  await t.test('who is to be brought stands in the register of his centre alone, with what the warrant says and no more', async t => {
    const answer = await register(qz, '?list=expected')
    t.match(answer.body, {
      counts: { here: 0, expected: 1, leaving: 0, overdue: 0, soon: 1 },
      items: [
        {
          ...{ casePersonId: chen.personId, name: '陈大勇', idNo: CHEN.idNo, warrantNo: chen.warrantNo, holder: { code: '350503-PSB' } },
          ...{
            period: { code: 'DET_ARREST_REQUEST' },
            dueAt: '2026-12-04T10:00:00+08:00',
            daysLeft: 2,
            standing: 'soon',
            stage: { zh: '侦查' },
          },
          ...{ caseId: null, stayId: null, charge: { code: 'X042' }, measure: { code: '06' } },
        },
      ],
    })
    for (const other of [jj, pri]) t.same((await register(other)).at('items'), [], 'not in another house')
    t.equal((await qz.get(`/cases/${chen.caseId}`)).status, 404, 'the centre has no case')
    t.match((await register(pl)).at('items'), [{ casePersonId: chen.personId, caseId: chen.caseId }], 'the holder sees whom it holds')
    t.same((await register(lcpl)).at('items'), [])
    for (const login of ['fz-sv', 'sa', 'fz-jb']) t.equal((await (await signIn(stack.url, login)).get('/custody/register')).status, 403)
  })

  await t.test('nobody is taken in without a warrant of the case, or as somebody else', async t => {
    const refused = async (change: object, who = qz): Promise<string> =>
      (await who.post('/custody/stays', { ...admission, ...change })).text('code')
    t.equal(await refused({ warrantNo: '丰公（刑）拘字〔2026〕999号' }), 'custody-warrant-mismatch')
    t.equal(await refused({ name: '陈小勇' }), 'custody-person-mismatch')
    t.equal(await refused({ idNo: LIN.idNo }), 'custody-person-mismatch')
    t.equal(await refused({ idNo: null }), 'custody-person-mismatch')
    t.equal(await refused({ at: '2026-12-01T13:00:00+08:00' }), 'occurred-in-future')
    t.equal(await refused({}, jj), 'not-found', 'another centre learns nothing')
    t.equal(await refused({}, pl), 'forbidden')
    const { caseId, persons } = await aTheft(police, '2026-12-01', [LIN])
    t.equal(await refused({ casePersonId: persons[0] }), 'not-found', 'a person who is not detained')
    t.ok(caseId)
  })

  await t.test('whom the doctor bars is not taken in, and the agency is told to change the measure', async t => {
    const barred = ok(await qz.post('/custody/stays', { ...admission, health: 'MENTAL_OR_INFECTIOUS', note: '活动性肺结核' }))
    t.match(barred.body, { admitted: false, stayId: null, admissionNo: null, bar: { code: 'MENTAL_OR_INFECTIOUS', zh: /传染病/ } })
    const [notice] = [ok(await pl.get('/custody/notices'))]
    t.match(notice?.at('items'), [
      {
        kind: { code: 'NOT_ADMITTED' },
        caseId: chen.caseId,
        person: { name: '陈大勇' },
        from: { code: '350500-DET' },
        duty: { zh: '依法变更强制措施' },
      },
    ])
    t.notMatch(JSON.stringify(notice?.body), /肺结核/, 'what the doctor found is not in a notice')
    t.same((await lcpl.get('/custody/notices')).at('items'), [])
    const id = notice?.text('items.0.id')
    t.equal((await lcpl.post(`/custody/notices/${id}/acknowledge`)).status, 404)
    ok(await pl.post(`/custody/notices/${id}/acknowledge`))
    t.same((await pl.get('/custody/notices')).at('items'), [])
    t.match((await pl.get('/custody/notices?state=done')).at('items.0.seenAt'), /2026-12-01T12:/)
  })

  await t.test('admission ends the duty of the police to send him there: entered once, however often the worker looks', async t => {
    const stay = ok(await qz.post('/custody/stays', { ...admission, warrantNo: chen.warrantNo.replace(/（/, '(').replace(/）/, ' ) ') }))
    t.equal(stay.status, 201)
    t.match(stay.body, { admitted: true, admissionNo: '泉看入字〔2026〕00001号' })
    t.equal((await qz.post('/custody/stays', admission)).text('code'), 'custody-already-here')
    const running = async (): Promise<number> =>
      (
        await admin.query("select 1 from period_instance where case_id = $1 and code = 'DET_SEND_CENTRE_24H' and ended_at is null", [
          chen.caseId,
        ])
      ).rows.length
    t.equal(await running(), 1)
    await Promise.all([enterReports(orm), enterReports(orm)])
    await enterReports(orm)
    t.equal(await running(), 0)
    const { rows } = await admin.query("select by_agency, events from case_event where case_id = $1 and act = 'admitToCentre'", [
      chen.caseId,
    ])
    t.same(rows, [{ by_agency: '350500-DET', events: ['admittedToDetentionCentre'] }])
    t.match((await register(qz)).body, {
      counts: { here: 1, expected: 0 },
      items: [{ admissionNo: '泉看入字〔2026〕00001号', place: 'here' }],
    })
    const { rows: trail } = await admin.query<{ body: string }>("select body from audit_entry where body like '%custody.admitted%'")
    t.equal(trail.length, 1)
    t.notMatch(trail[0]?.body, /陈大勇|350582199011029937/)
  })

  await t.test('where the police said so first, the report of the centre adds nothing', async t => {
    const wu = await aDetained(police, '2026-12-01', WU)
    ok(await po.post(`/cases/${wu.caseId}/acts/admitToCentre`, { casePersonId: wu.personId, occurredAt: '2026-12-01T11:30:00+08:00' }))
    const key = { 'idempotency-key': randomUUID() }
    const body = { casePersonId: wu.personId, warrantNo: wu.warrantNo, name: WU.name, idNo: WU.idNo, health: 'FIT' }
    const five = await Promise.all(Array.from({ length: 5 }, async () => await qz.post('/custody/stays', body, key)))
    t.equal(new Set(five.map(answer => answer.text('admissionNo'))).size, 1, 'the same request five times at once admits once')
    await enterReports(orm)
    const { rows } = await admin.query('select state, refused_code from custody_centre_report where case_id = $1', [wu.caseId])
    t.same(rows, [{ state: 'refused', refused_code: 'state-conflict' }])
  })

  await t.test('moved to another centre, person and title go together, and it is no transfer', async t => {
    const stayId = (await register(qz, '?holder=350503-PSB')).text('items.0.stayId')
    const move = { toCentre: '350582-DET', approvalNo: '泉公监〔2026〕7号' }
    t.equal((await qz.post(`/custody/stays/${stayId}/move`, { ...move, toCentre: '350503-PSB' })).text('code'), 'validation')
    t.equal((await jj.post(`/custody/stays/${stayId}/move`, move)).status, 404)
    const moved = ok(await qz.post(`/custody/stays/${stayId}/move`, move))
    t.match(moved.body, { admissionNo: '晋看入字〔2026〕00001号' })
    t.equal((await qz.post(`/custody/stays/${stayId}/move`, move)).text('code'), 'custody-not-here')
    t.match((await register(jj)).body, {
      counts: { here: 1 },
      items: [{ stayId: moved.text('stayId'), centre: { code: '350582-DET' }, holder: { code: '350503-PSB' } }],
    })
    t.match((await register(qz)).at('counts'), { here: 1 })
    const { rows } = await admin.query(
      'select o.left_at = n.admitted_at as together, o.left_reason, (select count(*)::int from custody_title t where t.case_person_id = n.case_person_id) as titles from custody_stay n join custody_stay o on o.id = n.came_from',
    )
    t.same(rows, [{ together: true, left_reason: 'MOVED', titles: 1 }])
    t.equal((await jj.get('/custody/notices')).text('items.0.kind.code'), 'MOVED')
    // Back again, so that the city's centre goes on with him.
    ok(await jj.post(`/custody/stays/${moved.text('stayId')}/move`, { toCentre: '350500-DET', approvalNo: '泉公监〔2026〕8号' }))
  })

  await t.test('nobody leaves while he is held, save on the notice of who holds him', async t => {
    const { rows } = await admin.query<{ id: string }>('select id from custody_stay where case_person_id = $1 and left_at is null', [
      chen.personId,
    ])
    const stayId = rows[0]?.id ?? ''
    t.equal((await qz.post(`/custody/stays/${stayId}/release`)).text('code'), 'custody-title-runs')
    ok(
      await pl.post(`/cases/${chen.caseId}/acts/bail`, {
        casePersonId: chen.personId,
        measure: '02',
        occurredAt: '2026-12-01T11:50:00+08:00',
      }),
    )
    t.match((await register(qz, '?list=leaving')).body, {
      counts: { leaving: 1 },
      items: [{ stayId, standing: 'leaving', endReason: 'BAIL', dueAt: null }],
    })
    t.match(ok(await qz.post(`/custody/stays/${stayId}/release`)).body, { reason: 'BAIL' })
    t.same((await register(qz, '?list=leaving')).at('items'), [])
    t.equal((await qz.post(`/custody/stays/${stayId}/release`)).text('code'), 'custody-not-here')
  })

  await t.test('released on a notice before the case says so, the holder is told to enter it', async t => {
    const lin = await aDetained(police, '2026-12-01', LIN)
    const stayId = await admitted(qz, lin, LIN)
    ok(await qz.post(`/custody/stays/${stayId}/release`, { docNo: '丰公（刑）释字〔2026〕1号' }))
    const told = (await pl.get('/custody/notices')).body
    t.match(JSON.stringify(told), /"RELEASED_ON_NOTICE".*在案件中登记释放/)
    ok(await pl.post(`/cases/${lin.caseId}/acts/release`, { casePersonId: lin.personId, docNo: '丰公（刑）释字〔2026〕1号' }))
  })

  await t.test('death and escape end the title by the report of the centre; illness and error are told', async t => {
    const { caseId, persons } = await aTheft(police, '2026-12-01', [
      { name: '某甲', idNo: '110101199003070011' },
      { name: '某乙', idNo: '110101199003070038' },
    ])
    const [first = '', second = ''] = persons
    const stays = await Promise.all(
      [first, second].map(async (personId, n) => {
        const warrantNo = await detain(pl, caseId, personId, '2026-12-01')
        const suspect = n === 0 ? { name: '某甲', idNo: '110101199003070011' } : { name: '某乙', idNo: '110101199003070038' }
        return await admitted(qz, { caseId, personId, warrantNo }, suspect)
      }),
    )
    const [dies = '', flees = ''] = stays
    const fact = (stay: string, kind: string) => qz.post(`/custody/stays/${stay}/facts`, { kind, note: '经过记录' })
    ok(await fact(dies, 'ILLNESS'))
    t.equal((await register(qz)).at('counts.here'), 3, 'who is ill stays')
    ok(await fact(dies, 'DEATH'))
    ok(await fact(flees, 'ESCAPED'))
    t.equal((await fact(dies, 'ILLNESS')).text('code'), 'custody-not-here')
    await enterReports(orm)
    const { rows } = await admin.query('select end_reason from custody_title where case_id = $1 order by case_person_id = $2 desc', [
      caseId,
      first,
    ])
    t.same(rows, [{ end_reason: 'DEATH' }, { end_reason: 'ESCAPED' }])
    const { rows: running } = await admin.query(
      'select code from period_instance where case_id = $1 and case_person_id is not null and custody and ended_at is null',
      [caseId],
    )
    t.same(running, [], 'no custody period runs for the dead or the fled')
    const kinds = (await pl.get('/custody/notices')).at('items')
    t.ok(['DEATH', 'ESCAPED', 'ILLNESS'].every(kind => JSON.stringify(kinds).includes(`"${kind}"`)))
    const qzpp = await signIn(stack.url, 'qz-pp')
    t.match((await qzpp.get('/custody/notices')).at('items'), [{ caseId: null }, { caseId: null }], 'the resident procurator hears of both')
    t.equal((await po.post(`/cases/${caseId}/acts/dieInCustody`, { casePersonId: first })).status, 404, 'nobody takes the step by a button')
  })

  await t.test('the register is paged without gaps', async t => {
    await setClock(admin, at('2026-12-02T12:00:00'))
    for (const suspect of [CHEN, LIN]) await aDetained(police, '2026-12-02', suspect)
    const whole = ok(await qz.get('/custody/register?limit=200'))
    const ids: unknown[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page = ok(await qz.get(`/custody/register?limit=1${cursor && `&cursor=${cursor}`}`))
      ids.push(page.at('items.0.casePersonId'))
      cursor = page.at('nextCursor') === null ? null : page.text('nextCursor')
    }
    const all = whole.at('items')
    t.same(ids, Array.isArray(all) ? all.map((item: { casePersonId: string }) => item.casePersonId) : [])
    t.equal(ids.length, 3)
    t.equal((await qz.get('/custody/register?cursor=x')).text('code'), 'validation')
  })
  await intact(t, stack)
})
