import { randomUUID } from 'node:crypto'
import t from 'tap'
import { issueLetters } from '../../src/alerts/letters/issue.ts'
import { HOUR_MS } from '../../src/domain/legal-date.ts'
import { workerDeps } from '../support/acting.ts'
import { signIn } from '../support/http-client.ts'
import { alertAndIssue, aPoliceCase, endPeriod, lettersOf, sweepAll } from '../support/lettered.ts'
import { startStack } from '../support/stack.ts'
import { setClock, watchPeriod } from '../support/watched.ts'

const MONDAY = new Date('2026-11-23T09:00:00+08:00')
const hoursOn = (hours: number, from: Date = MONDAY): Date => new Date(from.getTime() + hours * HOUR_MS)

t.test('letters', async t => {
  const stack = await startStack(t)
  const admin = await stack.as('admin')
  const { orm } = await workerDeps(t, stack)
  const [po, po2, pl, sv, qzsv, pc, stranger] = await Promise.all(
    ['fz-po', 'fz-po2', 'fz-pl', 'fz-sv', 'qz-sv', 'fz-pc', 'lc-pl'].map(async login => await signIn(stack.url, login)),
  )
  if (!po || !po2 || !pl || !sv || !qzsv || !pc || !stranger) throw new Error('somebody is missing')
  const at = async (when: Date): Promise<void> => await setClock(admin, when)
  await at(MONDAY)

  await t.test('an alert becomes a letter to those who hold the posts, in the name of the committee', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await alertAndIssue(admin, orm)
    const [letter] = await lettersOf(admin, periodId)
    t.match(letter, {
      level: 1,
      state: 'DELIVERED',
      number: '提醒〔2026〕350503-0001号',
      issuer: '350503-PLC',
      content: { persons: ['林某（在押）'] },
    })
    const view = await po.get(`/letters/${letter?.id}`)
    t.match(view.body, {
      recipients: [
        { kind: 'to', name: '陈志强', vacant: false },
        { kind: 'cc', name: '吴建国' },
      ],
      caseId: made.caseId,
    })
    t.match((await po.get('/letters?box=in')).at('items.0'), { id: letter?.id, acts: [{ act: 'acknowledge' }, { act: 'dispute' }] })
    t.equal((await issueLetters(orm)).taken, 0, 'one letter per alert')
    await endPeriod(admin, periodId, hoursOn(0))
    t.equal(await sweepAll(orm), 1)
    t.match((await lettersOf(admin, periodId))[0], { state: 'CLOSED', result: 'inTime' })
    t.match((await po.get('/letters?box=in&state=closed')).at('items.0'), { id: letter?.id, acts: [] })
  })

  await t.test('a case that somebody is just acting on is passed by, and has its letters and their end when he is ready', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const other = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    const others = await watchPeriod(admin, other, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await admin.query("select raise_due_alerts(100, 'sweep')")
    const acting = await stack.as('admin')
    const acts = async (end: () => Promise<void>): Promise<void> => {
      await acting.query('begin')
      await acting.query('select 1 from criminal_case where id = $1 for update', [made.caseId])
      await end()
      await acting.query('commit')
    }
    await acts(async () => {
      t.equal((await issueLetters(orm)).taken, 1)
      t.equal((await lettersOf(admin, others)).length, 1)
      await acting.query('update alert set code = code where case_id = $1', [made.caseId])
    })
    t.equal((await issueLetters(orm)).taken, 1)
    await endPeriod(admin, periodId, hoursOn(0))
    await acts(async () => {
      t.equal(await sweepAll(orm), 0)
    })
    t.equal(await sweepAll(orm), 1)
    t.match(await lettersOf(admin, periodId), [{ state: 'CLOSED', result: 'inTime' }])
    await endPeriod(admin, others, hoursOn(0))
    t.equal(await sweepAll(orm), 1)
  })

  await t.test('a warning takes the place of the reminder; a reminder of a minor names nobody', async t => {
    const made = await aPoliceCase(admin, po.userId, { name: '陈小明', birthDate: '2012-01-01' })
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await alertAndIssue(admin, orm)
    await at(hoursOn(9))
    await alertAndIssue(admin, orm)
    const [reminder, warning] = await lettersOf(admin, periodId)
    t.match(reminder, { state: 'SUPERSEDED', result: 'superseded', content: { persons: ['未成年人（在押）'] } })
    t.match(warning, { level: 2, state: 'DELIVERED', content: { earlier: [reminder?.number] } })
    await at(MONDAY)
  })
  await t.test('numbers have no gap and no double, however many issue at once', async t => {
    const before = await admin.query<{ last: number }>("select last from number_counter where series = '提醒'")
    const due = hoursOn(20)
    for (let made = 0; made < 30; made++) {
      const one = await aPoliceCase(admin, po.userId)
      await admin.query(
        `insert into period_instance (id, case_id, case_person_id, code, started_at, due_at, in_custody, custody, started_by, agency)
           select gen_random_uuid(), $1, null, 'X' || n, app_now(), $2, false, false, $3, '350503-PSB' from generate_series(1, 40) n`,
        [one.caseId, due, one.eventId],
      )
    }
    await admin.query(
      `insert into alert (case_id, period_id, code, level, due_at, reached_at, known_at, raised_at, raised_by, agency, custody, late, late_real)
         select case_id, id, 'DET_ARREST_REQUEST', 1, due_at, app_now(), app_now(), app_now(), 'sweep', agency, false, '0', '0' from period_instance where code like 'X%'`,
    )
    const taken = await Promise.all(Array.from({ length: 20 }, async () => await issueLetters(orm)))
    while ((await issueLetters(orm)).more);
    t.equal(taken.reduce((sum, one) => sum + one.taken, 0) > 0, true)
    const { rows } = await admin.query<{ n: string; lowest: string; highest: string; distinct: string }>(
      `select count(*) as n, min(seq) as lowest, max(seq) as highest, count(distinct seq) as distinct
         from (select substring(number from '-(\\d+)号')::int as seq from letter where number like '提醒%') s`,
    )
    const [found] = rows
    t.equal(Number(found?.n), (before.rows[0]?.last ?? 0) + 1_200)
    t.equal(Number(found?.lowest), 1)
    t.equal(Number(found?.highest), Number(found?.n), 'no gap')
    t.equal(found?.distinct, found?.n, 'no double')
    const audited = await admin.query("select 1 from audit_entry where body like '%letter.issued%'")
    t.ok(audited.rows.length >= 1_200, 'each is in the trail of its case')
    const auditor = await signIn(stack.url, 'au')
    t.same((await auditor.post('/audit/verify', {})).at('broken'), [])
  })

  await t.test('a warning goes from answer to answer, and the third that is not accepted goes a level up', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(10) })
    await alertAndIssue(admin, orm)
    const [letter] = await lettersOf(admin, periodId)
    const id = letter?.id
    t.match(letter, { level: 2 })
    const step = async (who: typeof po, path: string, body: unknown = {}): Promise<string> => {
      const answer = await who.post(`/letters/${id}/${path}`, body)
      return answer.status === 200 ? 'done' : answer.text('code')
    }
    t.equal(await step(po2, 'acknowledge'), 'not-found', 'a colleague who is not on the case')
    t.equal(await step(po, 'feedback', { cause: 'C1', measure: '补充证据' }), 'letter-not-addressed', 'the case officer has a copy')
    t.equal(await step(po, 'acknowledge'), 'done', 'and acknowledges it for himself')
    t.equal((await lettersOf(admin, periodId))[0]?.state, 'DELIVERED')
    t.equal(await step(pl, 'feedback', { cause: 'C1', measure: '补充证据' }), 'letter-step-not-allowed', 'not before it was acknowledged')
    t.equal(await step(pl, 'acknowledge'), 'done')
    t.equal(await step(pl, 'acknowledge'), 'letter-step-not-allowed')
    t.equal(await step(pl, 'start'), 'done')
    t.equal(await step(pl, 'feedback', { cause: 'C77', measure: '补充证据' }), 'validation')
    t.equal(
      await step(pl, 'feedback', { cause: 'C1', measure: '补充证据', documentId: randomUUID() }),
      'validation',
      'a paper of another case',
    )
    t.equal(await step(pl, 'review', { accept: true }), 'forbidden')
    for (let time = 1; time <= 3; time++) {
      t.equal(await step(pl, 'feedback', { cause: 'C1', measure: '补充证据', expectedOn: '2026-11-24' }), 'done')
      t.equal(await step(sv, 'review', { accept: false }), 'fact-required', 'a return has its reason')
      t.equal(await step(qzsv, 'review', { accept: true }), 'forbidden', 'the city sees it and has not issued it')
      t.equal(await step(sv, 'review', { accept: false, reason: '措施不具体' }), 'done')
    }
    await sweepAll(orm)
    const [warning, above] = await lettersOf(admin, periodId)
    t.match(warning, { returns: 2, state: 'IN_PROGRESS' })
    t.match(above, { level: 3, state: 'RAISED', number: null, raised_from: id })
    t.equal((await pl.get(`/letters/${above?.id}`)).status, 404, 'a draft is not for its addressee')
    t.match((await sv.get('/letters?box=sign')).at('items.0'), { id: above?.id, acts: [{ act: 'sign' }], caseId: null })
    t.equal((await qzsv.post(`/letters/${above?.id}/sign`)).text('code'), 'forbidden')
    t.equal((await sv.post(`/letters/${above?.id}/sign`)).status, 200)
    const [below, signed] = await lettersOf(admin, periodId)
    t.match(signed, { number: '督办〔2026〕350503-0001号', state: 'DELIVERED', signed_by: sv.userId })
    t.match(below, { state: 'SUPERSEDED' })
    const view = await pl.get(`/letters/${signed?.id}`)
    t.match(view.body, {
      recipients: [{ kind: 'to', vacant: true, post: { zh: '单位主要负责人' } }],
      acts: [{ act: 'acknowledge' }, { act: 'dispute' }],
    })
    t.match((await pc.get('/letters?box=in')).at('items.0'), { id: signed?.id, copy: true, caseId: null }, 'the procuratorate has its copy')

    await at(hoursOn(1))
    t.equal((await pl.post(`/letters/${signed?.id}/acknowledge`)).status, 200)
    await endPeriod(admin, periodId, hoursOn(0.5))
    await sweepAll(orm)
    t.equal((await lettersOf(admin, periodId))[1]?.state, 'ACKNOWLEDGED', 'a supervision letter waits for its answer after the end')
    t.equal((await pl.post(`/letters/${signed?.id}/feedback`, { cause: 'C8', measure: '已补录' })).status, 200)
    t.equal((await sv.post(`/letters/${signed?.id}/review`, { accept: true })).status, 200)
    t.match((await lettersOf(admin, periodId))[1], { state: 'CLOSED', result: 'inTime' })
    t.match((await sv.get(`/letters/${signed?.id}`)).at('events'), [
      { act: 'drafted' },
      { act: 'issued', by: '洪启明' },
      { act: 'acknowledged', by: '吴建国' },
      { act: 'fedBack', data: { cause: 'C8' } },
      { act: 'accepted' },
      { act: 'closed' },
    ])
    await at(MONDAY)
  })

  await t.test('a disputed deadline is checked by somebody else, and the letter goes on', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await alertAndIssue(admin, orm)
    const id = (await lettersOf(admin, periodId))[0]?.id
    t.equal((await po.post(`/letters/${id}/dispute`, { reason: '起算时间有误' })).status, 200)
    t.match((await pl.get(`/letters/${id}`)).at('acts'), [{ act: 'settle-dispute' }, { act: 'acknowledge' }])
    t.equal((await po.post(`/letters/${id}/settle-dispute`, { upheld: true, reason: '核对无误' })).text('code'), 'forbidden')
    t.equal((await pl.post(`/letters/${id}/settle-dispute`, { upheld: false, reason: '核对无误' })).status, 200)
    t.match((await lettersOf(admin, periodId))[0], { state: 'ACKNOWLEDGED' })
    await admin.query("update period_instance set due_at = due_at + interval '3 days' where id = $1", [periodId])
    await sweepAll(orm)
    t.match((await lettersOf(admin, periodId))[0], { state: 'CLOSED', result: 'extended' }, 'a deadline that moves ends it')
  })

  await t.test('nobody signs: custody is issued after two hours, and without an answer the city hears of it', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(3), custody: true })
    await alertAndIssue(admin, orm)
    const letter = async () => (await lettersOf(admin, periodId)).find(({ level }) => level === 3)
    t.match(await letter(), { state: 'RAISED', number: null })
    await at(hoursOn(1.9))
    await sweepAll(orm)
    t.match(await letter(), { state: 'RAISED' })
    await at(hoursOn(2))
    await sweepAll(orm)
    t.match(await letter(), { state: 'DELIVERED', number: '督办〔2026〕350503-0002号', signed_by: null })
    await at(hoursOn(6))
    await sweepAll(orm)
    const id = (await letter())?.id
    t.match((await qzsv.get('/letters?box=in')).at('items.0'), { id, copy: true })
    t.match((await sv.get(`/letters/${id}`)).body, { state: 'DELIVERED' })
    t.type((await sv.get(`/letters/${id}`)).at('escalatedAt'), 'string')
    await at(MONDAY)
  })

  await t.test('the second supervision letter on a case in thirty days says so', async t => {
    const made = await aPoliceCase(admin, po.userId)
    for (const code of ['DET_ARREST_REQUEST', 'DET_INTERROGATE_24H']) {
      const periodId = await watchPeriod(admin, made, { code, dueAt: hoursOn(-1) })
      await alertAndIssue(admin, orm)
      t.match((await lettersOf(admin, periodId))[0], { level: 3, case_review: code === 'DET_INTERROGATE_24H' })
    }
  })

  await t.test('a letter is a paper', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await alertAndIssue(admin, orm)
    const id = (await lettersOf(admin, periodId))[0]?.id
    const paper = await po.get(`/letters/${id}/letter.pdf`)
    t.equal(paper.headers.get('content-type'), 'application/pdf')
    t.equal((await stranger.get(`/letters/${id}/letter.pdf`)).status, 404)
  })

  await t.test('who may not see a letter gets what a missing one gives', async t => {
    const made = await aPoliceCase(admin, po.userId)
    const periodId = await watchPeriod(admin, made, { code: 'DET_ARREST_REQUEST', dueAt: hoursOn(20) })
    await alertAndIssue(admin, orm)
    const id = (await lettersOf(admin, periodId))[0]?.id
    const missing = await stranger.get(`/letters/${randomUUID()}`)
    for (const path of [`/letters/${id}`, `/letters/${id}/letter.pdf`]) {
      const answer = await stranger.get(path)
      t.equal(answer.status, missing.status)
      t.equal(answer.text('code'), missing.text('code'))
    }
    t.equal((await stranger.post(`/letters/${id}/acknowledge`)).status, 404)
    t.same((await stranger.get('/letters?box=in')).at('items'), [])
    t.same((await stranger.get('/letters/counts')).body, { in: 0, sign: 0, sent: 0 })
    const seen = await sv.get(`/letters/${id}`)
    t.equal(seen.status, 200)
    t.equal(seen.at('caseId'), null, 'a supervisor sees the letter, not the case')
    t.notMatch(JSON.stringify(seen.body), /林志远/)
    t.equal((await sv.get(`/cases/${made.caseId}`)).status, 403)
    await admin.query("insert into case_recusal (case_id, user_id, ground) values ($1, $2, '近亲属')", [made.caseId, po.userId])
    t.equal((await po.get(`/letters/${id}`)).status, 404, 'recused is recused from its letters')

    const app = await stack.as('app')
    const visible = async (user: string, agency: string, roles: string): Promise<number> => {
      await app.query("select set_config('app.user', $1, false), set_config('app.agency', $2, false), set_config('app.roles', $3, false)", [
        user,
        agency,
        roles,
      ])
      return (await app.query('select 1 from letter where id = $1', [id])).rows.length
    }
    t.equal(await visible('', '', ''), 0, 'no context, no rows')
    t.equal(await visible(randomUUID(), '350503-PSB', 'LW'), 0, 'a lawyer, whatever his agency')
    t.equal(await visible(randomUUID(), '350502-PLC', 'SV'), 0, 'the committee of another district')
    t.equal(await visible(randomUUID(), '350500-PLC', 'SV'), 1, 'the city')
    t.equal(await visible(pl.userId, '350503-PSB', 'PL'), 1)
    await t.rejects(
      app.query("insert into letter_event (id, letter_id, case_id, act, at) values (gen_random_uuid(), $1, $1, 'x', now())", [id]),
    )
  })

  await t.test('counts equal the lists behind them, page by page', async t => {
    const counts = await pl.get('/letters/counts')
    let seen = 0
    let cursor: unknown = ''
    const due: string[] = []
    while (cursor !== null) {
      const page = await pl.get(`/letters?box=in${cursor === '' ? '' : `&cursor=${String(cursor)}`}`)
      const items = page.at('items')
      if (!Array.isArray(items)) throw new Error('no list')
      seen += items.length
      due.push(...items.map(({ dueAt }) => String(dueAt)))
      cursor = page.at('nextCursor')
    }
    t.ok(seen > 1_000, `${seen} letters`)
    t.equal(seen, counts.at('in'))
    t.same(
      due,
      due.toSorted((one, other) => one.localeCompare(other)),
      'the least time left first',
    )
  })
})
