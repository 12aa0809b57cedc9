import t from 'tap'
import { createSweep, type Sweep } from '../../src/alerts/sweep.ts'
import { workerDeps } from '../support/acting.ts'
import { startStack } from '../support/stack.ts'
import { alertsOf, aWatchedCase, multiplyPeriod, setClock, type Watched, watchPeriod } from '../support/watched.ts'

const at = (text: string): Date => new Date(`2026-${text}+08:00`)
const open = (...levels: number[]) => levels.map(level => ({ level, raised_by: 'sweep', end_reason: null }))
const CODES = ['ARREST_REVIEW_DETAINED', 'PROC_REVIEW']

t.test('deadlines watched from the database alone', async t => {
  const stack = await startStack(t) // no worker: the test passes by itself
  const admin = await stack.as('admin')
  const app = await stack.as('app')
  const { orm } = await workerDeps(t, stack)
  const sweep = createSweep(orm, CODES)
  const passAll = async (by: Sweep = sweep): Promise<void> => {
    while (await by.pass());
  }
  const seenAt = async (when: string): Promise<void> => {
    await setClock(admin, at(when))
    await passAll()
  }
  const aPeriod = async (period: Watched): Promise<string> => await watchPeriod(admin, await aWatchedCase(admin), period)
  const REVIEW = { code: 'PROC_REVIEW', dueAt: at('10-02T00:00') } // 7 days, 3 days, at the end

  await t.test('reminder, warning and supervision come at their instants, each once', async t => {
    await setClock(admin, at('09-20T00:00'))
    const period = await aPeriod(REVIEW)
    await passAll()
    t.same(await alertsOf(admin, period), [], 'nothing before the first instant')
    await seenAt('09-25T00:00')
    await passAll()
    t.same(await alertsOf(admin, period), open(1))
    await seenAt('09-29T00:00')
    t.same(await alertsOf(admin, period), open(1, 2))
    await seenAt('10-01T23:59:59')
    t.same(await alertsOf(admin, period), open(1, 2))
    await seenAt('10-02T00:00')
    t.same(await alertsOf(admin, period), open(1, 2, 3))
    await seenAt('11-02T00:00')
    t.same(await alertsOf(admin, period), open(1, 2, 3), 'after supervision there is no more')
  })

  await t.test('a period entered late is alerted at once with the highest level it has reached, and counts as known from then', async t => {
    await setClock(admin, at('10-05T12:00'))
    const period = await aPeriod(REVIEW)
    await passAll()
    t.same(await alertsOf(admin, period), open(3))
    const { rows } = await admin.query('select reached_at, known_at, raised_at from alert where period_id = $1', [period])
    t.same(rows, [{ reached_at: at('10-02T00:00'), known_at: at('10-05T12:00'), raised_at: at('10-05T12:00') }])
  })

  await t.test('of several instants passed in one stride only the highest is spoken of', async t => {
    await setClock(admin, at('09-20T00:00'))
    const period = await aPeriod(REVIEW)
    await seenAt('09-30T00:00')
    t.same(await alertsOf(admin, period), open(2))
  })

  for (const [what, change, reason] of [
    ['ended', 'ended_at = app_now(), next_alert_at = null', 'ended'],
    ['closed because its start was corrected', "ended_at = started_at, end_event = 'corrected', next_alert_at = null", 'corrected'],
    ['extended', "due_at = due_at + interval '1 month', alert_level = 0, next_alert_at = remind_at + interval '1 month'", 'extended'],
    ['brought forward', "due_at = due_at - interval '1 day', alert_level = 0", 'corrected'],
    ['suspended', 'suspended = true, next_alert_at = null', 'suspended'],
  ] as const)
    await t.test(`an alert ends by itself when its period is ${what}`, async t => {
      await setClock(admin, at('09-20T00:00'))
      const period = await aPeriod(REVIEW)
      await seenAt('09-26T00:00')
      await admin.query(`update period_instance set ${change} where id = $1`, [period])
      t.same(await alertsOf(admin, period), [{ level: 1, raised_by: 'sweep', end_reason: reason }])
    })

  await t.test('an alert ends when its period is removed by a correction', async t => {
    await setClock(admin, at('09-20T00:00'))
    const period = await aPeriod(REVIEW)
    await seenAt('09-26T00:00')
    await admin.query('delete from period_instance where id = $1', [period])
    t.same(await alertsOf(admin, period), [{ level: 1, raised_by: 'sweep', end_reason: 'corrected' }])
  })

  await t.test('an alert stands again when the event that had ended its period is voided', async t => {
    await setClock(admin, at('09-20T00:00'))
    const period = await aPeriod(REVIEW)
    await seenAt('09-26T00:00')
    await admin.query('update period_instance set ended_at = app_now(), next_alert_at = null where id = $1', [period])
    await admin.query('update period_instance set ended_at = null, next_alert_at = warn_at where id = $1', [period])
    t.same(await alertsOf(admin, period), open(1))
    await seenAt('09-29T00:00')
    t.same(await alertsOf(admin, period), open(1, 2))
  })

  await t.test('a due date that moves away and comes back has its alert once', async t => {
    await setClock(admin, at('09-20T00:00'))
    const period = await aPeriod(REVIEW)
    await seenAt('09-26T00:00')
    await admin.query(
      "update period_instance set due_at = due_at + interval '1 month', alert_level = 0, next_alert_at = null where id = $1",
      [period],
    )
    await admin.query(
      "update period_instance set due_at = due_at - interval '1 month', alert_level = 0, next_alert_at = remind_at where id = $1",
      [period],
    )
    await passAll()
    t.same(await alertsOf(admin, period), open(1))
  })

  await t.test('a clock that steps back ten minutes doubles nothing', async t => {
    await setClock(admin, at('09-24T23:58'))
    const period = await aPeriod(REVIEW)
    await seenAt('09-25T00:02')
    await seenAt('09-24T23:52')
    await seenAt('09-25T00:02')
    t.same(await alertsOf(admin, period), open(1))
  })

  await t.test('two workers that pass at once raise each alert once', async t => {
    await setClock(admin, at('09-20T00:00'))
    const dueAt = at('12-01T00:00')
    const one = await aWatchedCase(admin)
    const period = await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt })
    await multiplyPeriod(admin, period, 4_999)
    await setClock(admin, at('11-24T00:00'))
    await Promise.all([passAll(), passAll(createSweep(orm, CODES))])
    const { rows } = await admin.query(
      'select count(*)::int as alerts, count(distinct period_id)::int as periods from alert where case_id = $1',
      [one.caseId],
    )
    t.same(rows, [{ alerts: 5_000, periods: 5_000 }])
  })

  await t.test('an alert is seen by those it is for and by nobody else', async t => {
    await setClock(admin, at('09-20T00:00'))
    const one = await aWatchedCase(admin)
    const { caseId } = one
    await watchPeriod(admin, one, REVIEW)
    await seenAt('09-26T00:00')
    const seenBy = async (login: string, agency: string, roles: string, recused = false): Promise<number> => {
      const { rows: users } = await admin.query<{ id: string }>('select id from app_user where login = $1', [login])
      const id = users[0]?.id ?? ''
      if (recused) await admin.query("insert into case_recusal (case_id, user_id, ground) values ($1, $2, '近亲属')", [caseId, id])
      await app.query('begin')
      await app.query("select set_config('app.user', $1, true), set_config('app.agency', $2, true), set_config('app.roles', $3, true)", [
        id,
        agency,
        roles,
      ])
      const { rows } = await app.query<{ n: number }>('select count(*)::int as n from alert where case_id = $1', [caseId])
      await app.query('rollback')
      return rows[0]?.n ?? -1
    }
    t.equal(await seenBy('fz-pl', '350503-PSB', 'PL'), 1, 'the approver of the agency')
    t.equal(await seenBy('fz-po', '350503-PSB', 'PO'), 0, 'an officer whose case it is not')
    t.equal(await seenBy('fz-sv', '350503-PLC', 'SV'), 1, 'the committee of the division')
    t.equal(await seenBy('fz-sv', '350500-PLC', 'SV'), 1, 'the committee above it')
    t.equal(await seenBy('fz-sv', '350502-PLC', 'SV'), 0, 'the committee of another division')
    t.equal(await seenBy('fz-sv', '350503-PSB', 'SV'), 0, 'a supervisor’s role without a committee')
    t.equal(await seenBy('lc-pl', '350502-PSB', 'PL'), 0, 'another agency')
    t.equal(await seenBy('sa', '350503-PLC', 'SA'), 0, 'the system administrator')
    t.equal(await seenBy('fz-pl', '350503-PSB', 'PL', true), 0, 'an approver who is recused')
    await app.query('begin')
    t.equal((await app.query('select 1 from alert')).rows.length, 0, 'nobody without a context')
    await t.rejects(app.query('update alert set ended_at = now()'), /permission denied/, 'and nobody changes one by hand')
    await app.query('rollback')
  })

  await t.test('the heartbeat says per rule and hour what was found and how late', async t => {
    await setClock(admin, at('08-01T10:00'))
    await aPeriod({ code: 'PROC_REVIEW', dueAt: at('08-08T09:59') })
    sweep.clockChanged()
    await passAll()
    const { rows } = await admin.query('select code, due, raised, last_at from watch_beat where hour = $1 order by code', [
      at('08-01T10:00'),
    ])
    t.same(rows, [
      { code: 'ARREST_REVIEW_DETAINED', due: 0, raised: 0, last_at: at('08-01T10:00') },
      { code: 'PROC_REVIEW', due: 1, raised: 1, last_at: at('08-01T10:00') },
    ])
  })

  await t.test('the pause ends at the next instant, at the speed of the clock, and lasts a second at most', async t => {
    await admin.query('update period_instance set next_alert_at = null')
    await setClock(admin, at('07-01T10:00'), 1)
    await passAll()
    t.equal(sweep.pauseMs(), 1_000, 'nothing to come')
    await aPeriod({ code: 'PROC_REVIEW', dueAt: at('07-08T10:10') })
    await passAll()
    t.equal(sweep.pauseMs(), 1_000, 'ten minutes to come')
    await setClock(admin, at('07-01T10:00'), 6_000)
    await passAll()
    t.ok(sweep.pauseMs() <= 100 && sweep.pauseMs() >= 20, `ten minutes at 6,000 times the pace: ${sweep.pauseMs()} ms`)
    await setClock(admin, at('07-01T10:00'))
    await passAll()
    t.equal(sweep.pauseMs(), 1_000, 'a clock that stands comes to nothing')
  })
})
