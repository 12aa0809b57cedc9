import t from 'tap'
import { raiseMissingYears } from '../../src/calendars/missing-years.ts'
import { recomputeBatch } from '../../src/calendars/recompute.ts'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { workerDeps } from '../support/acting.ts'
import { copyCase } from '../support/copied-cases.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

const at = (text: string): Date => new Date(`${text}+08:00`)
const newYearUntil = (day: string) => ({
  year: 2027,
  notice: `国办发明电〔2026〕${day}号`,
  holidays: [{ name: '元旦', from: '2027-01-01', to: `2027-01-0${day}` }],
  makeupWorkdays: [],
})
const log = { error: (...said: unknown[]) => console.error(...said) }

t.test('holiday lists', async t => {
  const stack = await startStack(t) // no worker: the test counts by itself
  const admin = await stack.as('admin')
  const { orm } = await workerDeps(t, stack)
  const [po, pl, sa, se, sv] = await Promise.all(['fz-po', 'fz-pl', 'sa', 'se', 'fz-sv'].map(async login => await signIn(stack.url, login)))
  if (!po || !pl || !sa || !se || !sv) throw new Error('somebody is missing')

  const openCase = async (occurredAt: string): Promise<string> => {
    const opened = await po.post('/cases', {
      source: 'report',
      occurredAt: `${occurredAt}:00+08:00`,
      chargeCode: 'X001',
      track48: false,
      circumstances: [],
    })
    t.equal(opened.status, 201, opened.text('code'))
    return opened.text('caseId')
  }
  const load = async (list: ReturnType<typeof newYearUntil>, version: number): Promise<void> => {
    t.equal((await sa.post('/calendars', list)).status, 201)
    t.equal((await se.post(`/calendars/2027/${version}/decide`, { approve: true })).status, 200)
  }
  const recompute = async (): Promise<void> => {
    while ((await recomputeBatch(orm, log)) > 0);
  }
  const review = async (caseId: string) => {
    const { rows } = await admin.query<{
      id: string
      due_at: Date
      provisional: boolean
      next_alert_at: Date | null
      flags: string[]
      ended_at: Date | null
    }>(
      "select id, due_at, provisional, next_alert_at, flags, ended_at from period_instance where case_id = $1 and code = 'FILING_REVIEW'",
      [caseId],
    )
    const [row] = rows
    if (row === undefined) throw new Error('the period is missing')
    return { ...row, due: toShanghai(row.due_at).slice(0, 10) }
  }
  const changesOf = async (caseId: string): Promise<{ action: string; details: { from: string; to: string } }[]> => {
    const { rows } = await admin.query<{ body: string }>(
      "select body from audit_entry where chain = $1 and body like '%\"period.%' order by seq",
      [`case:${caseId}`],
    )
    return rows.map(({ body }) => JSON.parse(body))
  }

  await setClock(admin, at('2026-10-20T09:00'))
  await t.test('a year that is not loaded is alarmed 60 days ahead, once', async t => {
    const heard = await stack.as('app')
    const notices: unknown[] = []
    heard.on('notification', ({ payload }) => notices.push(JSON.parse(payload ?? 'null')))
    await heard.query('listen live')
    await setClock(admin, at('2026-11-01T23:59'))
    t.same(await raiseMissingYears(orm), [])
    t.same((await sa.get('/calendars')).at('missing'), [])
    await setClock(admin, at('2026-11-02T00:00'))
    t.same(await raiseMissingYears(orm), [2027])
    t.same(await raiseMissingYears(orm), [])
    t.same((await sa.get('/calendars')).at('missing'), [{ year: 2027, raisedAt: '2026-11-02T00:00:00+08:00' }])
    await heard.query('select 1')
    t.same(notices, [{ kind: 'calendar', agencies: ['350503-PLC'] }])
    const { rows } = await admin.query("select count(*)::int as n from audit_entry where body like '%calendar.missing%'")
    t.same(rows, [{ n: 1 }])
    t.equal((await fetch(`${stack.url}/health/deep`)).status, 503)
  })

  await t.test('a list is loaded by one person and moves nothing until another confirms it', async t => {
    await setClock(admin, at('2026-12-29T10:00'))
    const caseId = await openCase('2026-12-29T09:00')
    const before = await review(caseId)
    t.equal(before.due, '2027-01-01')
    t.equal(before.provisional, true)
    t.equal((await sa.post('/calendars', { ...newYearUntil('3'), notice: '' })).text('code'), 'calendar-notice-missing')
    t.same((await sa.post('/calendars', newYearUntil('3'))).body, { year: 2027, version: 1 })
    t.equal((await sa.post('/calendars', newYearUntil('4'))).text('code'), 'calendar-open')
    t.same((await se.get('/calendars')).at('items.0.changes'), ['2027-01-01'])
    t.equal((await sa.get('/calendars')).at('items.0.mayDecide'), false)
    t.equal((await sa.post('/calendars/2027/1/decide', { approve: true })).text('code'), 'second-person-required')
    for (const other of [po, pl, sv]) {
      t.equal((await other.post('/calendars', newYearUntil('3'))).status, 403)
      t.equal((await other.post('/calendars/2027/1/decide', { approve: true })).status, 403)
      t.equal((await other.get('/calendars')).status, 200)
    }
    t.equal((await se.post('/calendars', newYearUntil('3'))).status, 403)
    await recompute()
    t.same(await review(caseId), before)
    t.same((await se.post('/calendars/2027/1/decide', { approve: true })).body, { state: 'current', cases: 1 })
    t.equal((await se.post('/calendars/2027/1/decide', { approve: false })).text('code'), 'calendar-decided')
    t.equal((await sa.post('/calendars', newYearUntil('3'))).text('code'), 'calendar-known')
    t.same((await se.get('/calendars')).at('missing'), [])
    t.same((await se.get('/calendars')).at('recomputes.0.state'), 'waiting')

    await recompute()
    const after = await review(caseId)
    t.equal(after.id, before.id)
    t.equal(after.due, '2027-01-04')
    t.equal(after.provisional, false)
    t.same(after.next_alert_at, at('2027-01-03T23:59:59'), 'its reminder moves along')
    t.match((await se.get('/calendars')).at('recomputes.0'), {
      year: 2027,
      state: 'done',
      total: 1,
      done: 1,
      moved: 1,
      skipped: 0,
      failed: 0,
    })
    t.match(await changesOf(caseId), [
      { action: 'period.recounted', details: { from: '2027-01-01T15:59:59.000Z', to: '2027-01-04T15:59:59.000Z' } },
    ])
    t.equal((await po.get(`/cases/${caseId}/clocks`)).text('items.0.dueAt'), '2027-01-04T23:59:59+08:00')
    const asked = { periodCode: 'FILING_REVIEW', start: '2026-12-29T09:00:00+08:00', inCustody: false, events: [] }
    t.equal((await po.post('/periods/calculate', asked)).text('due'), '2027-01-04T23:59:59+08:00', 'the calculator counts by it too')
  })

  await t.test('a period that had run out is not revived: it stays, is listed, and a supervisor confirms', async t => {
    await setClock(admin, at('2026-12-29T10:00'))
    const expired = await openCase('2026-12-29T09:30')
    await setClock(admin, at('2027-01-05T09:00'))
    const running = await openCase('2027-01-02T10:00')
    t.equal((await review(running)).due, '2027-01-05')
    await load(newYearUntil('5'), 2)
    await recompute()
    t.equal((await review(running)).due, '2027-01-06')
    t.equal((await review(expired)).due, '2027-01-04')
    t.same((await review(expired)).flags, ['expired-before-calendar'])
    t.match((await sv.get('/calendars')).at('recomputes.0'), { state: 'done', moved: 1, skipped: 2 })
    t.equal((await po.get('/calendars/held')).status, 403)
    const held = (await sv.get('/calendars/held')).at('items')
    t.equal(Array.isArray(held) && held.length, 2)
    const mine = Array.isArray(held) ? held.find(one => one.caseId === expired) : undefined
    t.match(mine, { dueAt: '2027-01-04T23:59:59+08:00', wouldBe: '2027-01-06T23:59:59+08:00', confirmedAt: null })
    t.equal((await pl.post(`/calendars/held/${mine?.id}/confirm`, {})).status, 403)
    t.equal((await sv.post(`/calendars/held/${mine?.id}/confirm`, { note: '已核' })).status, 200)
    t.equal((await sv.post(`/calendars/held/${mine?.id}/confirm`, {})).status, 404, 'once')
    t.same(
      (await changesOf(expired)).map(({ action }) => action),
      ['period.stayed', 'period.stay.confirmed'],
    )
    const filed = await pl.post(`/cases/${expired}/acts/file`, {})
    t.equal(filed.status, 200, filed.text('code'))
    t.equal((await review(expired)).due, '2027-01-04', 'a later step does not revive it either')
    t.ok((await review(expired)).ended_at)
  })

  await t.test('a case that is worked on before its turn comes is counted anew first', async t => {
    await setClock(admin, at('2027-01-05T10:00'))
    const caseId = await openCase('2027-01-03T10:00')
    t.equal((await review(caseId)).due, '2027-01-06')
    await load(newYearUntil('6'), 3)
    t.equal((await pl.post(`/cases/${caseId}/acts/file`, {})).status, 200)
    t.equal((await review(caseId)).due, '2027-01-07')
    t.same(
      (await changesOf(caseId)).map(({ action }) => action),
      ['period.recounted'],
    )
    await recompute()
    t.equal((await changesOf(caseId)).length, 1)
  })

  await t.test('a recount that is killed half way goes on where it stopped, and moves each period once', async t => {
    await setClock(admin, at('2027-01-05T10:00'))
    const caseId = await openCase('2027-01-04T09:00')
    await copyCase(admin, caseId, 3_000)
    await load(newYearUntil('7'), 4)
    const progress = async (): Promise<{ state: string; done: number; total: number; moved: number }> =>
      (await admin.query('select state, done, total, moved from recompute_progress() limit 1')).rows[0]
    await stack.start('worker')
    for (;;) {
      const { done, total } = await progress()
      if (done > 0) {
        await stack.kill('worker')
        t.ok(done < total, `${done} of ${total}`)
        break
      }
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    const killed = await progress()
    t.equal(killed.state, 'running')
    t.ok(killed.done < killed.total, `killed after ${killed.done} of ${killed.total}`)
    await stack.start('worker')
    while ((await progress()).state !== 'done') await new Promise(resolve => setTimeout(resolve, 50))
    const { rows } = await admin.query<{ due: string; n: number }>(
      "select to_char(due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as due, count(*)::int as n from period_instance p join criminal_case c on c.id = p.case_id where p.code = 'FILING_REVIEW' and p.started_at = $1 group by 1",
      [at('2027-01-04T09:00')],
    )
    t.same(rows, [{ due: '2027-01-08', n: 3_001 }])
    const { rows: entries } = await admin.query(
      "select count(*)::int as n, count(distinct chain)::int as chains from audit_entry where body like '%period.recounted%2027-01-08%'",
    )
    t.same(entries, [{ n: 3_002, chains: 3_002 }], 'these and the one that still runs from before')
  })
})
