import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Client } from 'pg'
import t from 'tap'
import { untilSql } from '../support/case-end.ts'
import { signIn } from '../support/http-client.ts'
import { startOwnStack } from '../support/own-stack.ts'
import { startStack } from '../support/stack.ts'
import { alertsOf, aWatchedCase, multiplyPeriod, setClock, watchPeriod } from '../support/watched.ts'

const at = (text: string): Date => new Date(`2026-${text}+08:00`)
const bySweep = (...levels: number[]) => levels.map(level => ({ level, raised_by: 'sweep', end_reason: null }))

async function tellFlow(admin: Client, caseId: string): Promise<void> {
  const id = randomUUID()
  await admin.query("insert into outbox (id, case_id, type, payload) values ($1, $2, 'case.stepped', '{}')", [id, caseId])
}

t.test('the flow engine is away while a custody period comes to its end', async t => {
  const stack = await startOwnStack(t, { worker: true })
  const { servers } = stack
  const admin = await stack.as('admin')
  await setClock(admin, at('09-02T12:00'), 1)
  const one = await aWatchedCase(admin)
  const period = await watchPeriod(admin, one, { code: 'DET_ARREST_REQUEST', dueAt: at('09-04T08:00'), custody: true })
  await tellFlow(admin, one.caseId)
  await untilSql(admin, 'not exists (select 1 from outbox where dispatched_at is null)')

  await servers.halt('temporal')
  let greatestMs = 0
  for (const [instant, level] of [
    ['09-03T08:00', 1],
    ['09-03T20:00', 2],
    ['09-04T04:00', 3],
  ] as const) {
    await setClock(admin, new Date(at(instant).getTime() - 500), 1)
    const began = performance.now()
    await untilSql(admin, 'exists (select 1 from alert where period_id = $1 and level = $2)', [period, level])
    greatestMs = Math.max(greatestMs, performance.now() - began - 500)
  }
  await setClock(admin, at('09-04T08:30'), 1)
  t.ok(greatestMs < 3_000, `each alert came within ${Math.round(greatestMs)} ms of its instant`)
  const { rows } = await admin.query(
    'select max(extract(epoch from raised_at - reached_at))::float8 <= 120 as in_time from alert where period_id = $1',
    [period],
  )
  t.same(rows, [{ in_time: true }], 'within 120 s of legal time')
  t.same(await alertsOf(admin, period), bySweep(1, 2, 3))

  await servers.resume('temporal')
  await servers.untilReady('temporal')
  await tellFlow(admin, one.caseId)
  await untilSql(admin, 'not exists (select 1 from outbox where dispatched_at is null)')
  t.same(await alertsOf(admin, period), bySweep(1, 2, 3), 'the engine is back and doubles none')
})

t.test('ten thousand are due at one instant', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const gate = await stack.as('admin')
  await setClock(admin, at('09-20T00:00'))
  const one = await aWatchedCase(admin)
  const period = await watchPeriod(admin, one, { code: 'PROC_REVIEW', dueAt: at('10-02T00:00') })
  await multiplyPeriod(admin, period, 9_999)
  // From the sixth batch on a worker must wait at the gate, inside its statement.
  await admin.query(`
    create function at_the_gate() returns trigger language plpgsql as $$
    begin
      if (select count(*) from alert) > 5000 then perform pg_advisory_xact_lock_shared(42); end if;
      return null;
    end $$;
    alter function at_the_gate() owner to owner;
    create trigger at_the_gate after insert on alert for each statement execute function at_the_gate()`)
  await gate.query('select pg_advisory_lock(42)')

  await setClock(admin, at('09-25T00:00'))
  await untilSql(admin, "exists (select 1 from pg_locks where locktype = 'advisory' and objid = 42 and not granted)")
  await stack.kill('worker')
  const { rows: half } = await admin.query('select count(*)::int as alerts from alert')
  t.same(half, [{ alerts: 5_000 }], 'the worker dies in the middle of them')
  await gate.query('select pg_advisory_unlock(42)')

  await Promise.all([stack.start('worker'), stack.start('spare')])
  await untilSql(admin, 'not exists (select 1 from period_instance where next_alert_at <= app_now())')
  const { rows: all } = await admin.query(
    'select count(*)::int as alerts, count(distinct period_id)::int as periods, min(level) as lowest, max(level) as highest from alert',
  )
  t.same(all, [{ alerts: 10_000, periods: 10_000, lowest: 1, highest: 1 }], 'two that come after him raise the rest, none twice')
})

t.test('the report of a day names the twenty minutes in which nobody watched', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const spanFrom = async (from: Date): Promise<void> =>
    await untilSql(admin, "exists (select 1 from watch_pass where from_at >= $1 and from_at < $1::timestamptz + interval '2 minutes')", [
      from,
    ])
  await setClock(admin, at('11-10T00:00'), 1)
  await spanFrom(at('11-10T00:00'))
  await setClock(admin, at('11-10T10:00'), 1) // somebody is awake: no gap, but said
  await spanFrom(at('11-10T10:00'))
  const period = await watchPeriod(admin, await aWatchedCase(admin), { code: 'PROC_REVIEW', dueAt: at('11-17T10:10') })

  await stack.kill('worker')
  await setClock(admin, at('11-10T10:20'), 1)
  await stack.start('worker')
  await untilSql(admin, 'exists (select 1 from alert where period_id = $1)', [period])
  await spanFrom(at('11-10T10:20'))

  const [sv, po] = await Promise.all([signIn(stack.url, 'fz-sv'), signIn(stack.url, 'fz-po')])
  const report = await sv.get('/watch/gap-report')
  t.equal(report.status, 200, JSON.stringify(report.body))
  t.equal(report.at('ok'), false)
  t.equal(report.at('outages.1'), undefined, 'one, not more')
  t.match(report.at('outages.0'), { from: /^2026-11-10T10:00:/, to: /^2026-11-10T10:20:/, periods: 1, untold: 0 })
  t.ok(Math.abs(Number(report.at('outages.0.minutes')) - 20) < 0.5, `${report.at('outages.0.minutes')} minutes`)
  t.match(report.at('outages.0.lastRaised'), /^2026-11-10T10:20:/, 'when the alert came after all')
  t.match(
    report.at('clockChanges.1'),
    { before: /^2026-11-10T00:00:/, after: '2026-11-10T10:00:00+08:00' },
    'a change of the clock is shown as one',
  )

  t.equal((await po.get('/watch/gap-report')).status, 403, 'the report is not for every officer')
  const tomorrow = await sv.get('/watch/gap-report?day=2026-11-11')
  t.same([tomorrow.status, tomorrow.at('code')], [400, 'validation'])
  t.equal((await sv.get('/watch/gap-report?day=2026-02-30')).status, 400)

  await t.test('and says so on the command line', async t => {
    const program = join(import.meta.dirname, '../../src/cli/anlian.ts')
    const run = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, program, 'watch', 'report', '--server', stack.url])
    let said = ''
    run.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8')
    })
    const [code] = await once(run, 'close')
    t.equal(code, 1)
    t.match(said, /中断 outage .*10:00.*至.*10:20.*（2\d(\.\d)? 分钟）：其间到点 1 项/, said)
  })

  await t.test('and is written once when the day is over, with an entry in the trail', async t => {
    await setClock(admin, at('11-11T00:10'), 1)
    await Promise.all([stack.start('spare'), stack.kill('worker')])
    await untilSql(admin, "exists (select 1 from watch_report where day = '2026-11-10')")
    const { rows } = await admin.query<{ ok: boolean; outages: number; entries: number }>(
      `select (body::json ->> 'ok')::boolean as ok, json_array_length(body::json -> 'outages') as outages,
         (select count(*)::int from audit_entry a where a.body::json ->> 'action' = 'watch.reported' and a.body::json -> 'details' ->> 'sha256' = encode(r.sha256, 'hex')) as entries
       from watch_report r where day = '2026-11-10'`,
    )
    t.equal(rows[0]?.ok, false)
    t.ok((rows[0]?.outages ?? 0) >= 1)
    t.equal(rows[0]?.entries, 1)
    const again = await sv.get('/watch/gap-report?day=2026-11-10')
    t.match(again.at('written'), { at: /^2026-11-11T00:1/, sha256: /^[0-9a-f]{64}$/ })
  })
})
