import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { aReviewedCase, officers } from '../support/a-case.ts'
import { untilSettled, untilSql } from '../support/case-end.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const ROOT = join(import.meta.dirname, '../..')
t.setTimeout(290_000)

t.test('rounds of checks that people ask for', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const [sv, stranger] = await Promise.all([signIn(stack.url, 'fz-sv'), signIn(stack.url, 'qz-sv')])
  let sa = await signIn(stack.url, 'sa')
  const { caseId, idNo } = await aReviewedCase(who)
  await untilSettled(admin, caseId)
  const caseNo = (await who.pp.get(`/cases/${caseId}`)).text('platformNo')

  const ended = async (by: Person, runId: string) => {
    await untilSql(admin, 'select finished_at is not null from integrity_run where id = $1', [runId])
    return await by.get(`/integrity/runs/${runId}`)
  }
  const asked = async (by: Person, body: object) => {
    const answer = await by.post('/integrity/runs', body)
    t.equal(answer.status, 202, JSON.stringify(answer.body))
    return await ended(by, answer.text('runId'))
  }
  const anlian = async (...args: string[]) => {
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', join(ROOT, 'src/cli/anlian.ts'), ...args, '--server', stack.url],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const [code] = await once(child, 'exit')
    // Who signs in again and again loses the oldest of his sessions.
    sa = await signIn(stack.url, 'sa')
    return { code, said }
  }

  await t.test('nothing found is said with what was looked at', async t => {
    const round = await asked(sa, {})
    t.match(round.body, { state: 'done', found: 0, wholePlatform: true, findings: [] })
    t.match(round.at('checks.0'), { code: 'open-under-closed', rows: 1, found: 0, skipped: false })
    const { code, said } = await anlian('check')
    t.equal(code, 0)
    t.match(said, /未发现问题 nothing found/)
    t.match(said, /无问题 {2}在押而无羁押期限 custody-without-period：核对 1 行/)
  })

  await t.test('a fault is kept with since when it has been seen, ends when it is gone, and names its case', async t => {
    await admin.query("update period_instance set due_at = due_at + interval '1 day' where case_id = $1 and code = 'PROC_REVIEW_FAST'", [
      caseId,
    ])
    const first = await asked(sv, { caseNo })
    t.match(first.body, {
      found: 1,
      wholePlatform: false,
      findings: [{ check: 'period-not-by-events', caseNo, agency: '350503-PRO', repairedAt: null }],
    })
    t.notMatch(JSON.stringify(first.body), new RegExp(`林志远|${idNo}`))
    const again = await asked(sa, {})
    t.equal(again.at('findings.0.firstSeen'), first.at('findings.0.firstSeen'), 'it is the same finding')
    t.match((await sa.get('/integrity')).at('round'), { found: 1, findings: [{ caseNo }] })

    const wrong = await anlian('check', '--case', caseNo)
    t.equal(wrong.code, 1)
    t.match(wrong.said, new RegExp(`案件${caseNo}的期限“.*”与事件不符：届满时间不一致`))
    const mended = await anlian('check', '--case', caseNo, '--repair', '--json')
    t.match(JSON.parse(mended.said), { found: 1, repaired: 1 })
    t.match(await anlian('check', '--case', caseNo), { code: 0 })
    const { rows } = await admin.query('select repaired_at is not null as repaired, ended_at is not null as ended from integrity_finding')
    t.same(rows, [{ repaired: true, ended: true }])
  })

  await t.test('who may ask: supervisors within their divisions, the system administrator for everything and to repair', async t => {
    for (const person of [who.po, who.pl, who.pp, who.cj]) {
      t.equal((await person.get('/integrity')).status, 403)
      t.equal((await person.post('/integrity/runs', {})).status, 403)
    }
    t.equal((await who.po.get('/integrity/numbers')).status, 403)
    const own = JSON.stringify((await who.pp.get('/integrity/numbers')).at('series'))
    t.match(own, /"issuer":"350503-PRO"/, 'each agency reads its own numbers')
    t.notMatch(own, /"issuer":"(?!350503-PRO")/, 'and nobody else’s')
    t.same((await who.pp.get('/integrity/numbers?issuer=350503-PSB')).at('series'), [], 'one’s own agency only')
    t.equal((await sv.post('/integrity/runs', { repair: true })).status, 403)
    t.equal((await sv.post('/integrity/runs', { caseNo: 'ETZF-350502-2026-000001' })).status, 404)
    const { body, status } = await sa.post('/integrity/runs', {})
    t.equal(status, 202, JSON.stringify(body))
    const runId = JSON.parse(JSON.stringify(body)).runId
    await ended(sa, runId)
    t.equal((await sv.get(`/integrity/runs/${runId}`)).status, 404, 'another person’s round is not there')
    t.equal((await stranger.post('/integrity/runs', { caseNo })).status, 202, 'the city’s committee supervises the district')
  })

  await t.test('findings of another district are not shown', async t => {
    await admin.query("update case_access set mode = 'former' where case_id = $1", [caseId])
    await admin.query("update criminal_case set origin_agency = '350502-PSB' where id = $1", [caseId])
    t.match((await asked(sa, {})).at('findings.0'), { check: 'person-without-holder', agency: '350502-PSB' })
    t.same((await asked(sv, {})).at('findings'), [], 'Licheng’s own matter')
    t.equal((await asked(stranger, {})).text('findings.0.agency'), '350502-PSB')
    await admin.query("update criminal_case set origin_agency = '350503-PSB' where id = $1", [caseId])
    await admin.query("update case_access set mode = 'holder' where case_id = $1 and agency_code = '350503-PRO'", [caseId])
  })

  await t.test('a round whose worker died is taken up by the next; a night is asked for once', async t => {
    const { rows } = await admin.query(
      "insert into integrity_run (id, kind, day, repair, state, started_at) values (gen_random_uuid(), 'nightly', '2026-01-01', false, 'running', now() - interval '5 hours') returning id",
    )
    await admin.query("select pg_notify('integrity', '')")
    await untilSql(admin, "select state = 'done' from integrity_run where id = $1", [rows[0]?.id])
    await t.rejects(
      admin.query("insert into integrity_run (id, kind, day, repair) values (gen_random_uuid(), 'nightly', '2026-01-01', false)"),
      /integrity_run_nightly/,
    )
  })

  await t.test('while the flow engine does not answer, its check says that it was not made', async t => {
    const own = await startStack(t, { worker: true, env: { TEMPORAL_ADDRESS: '127.0.0.1:9' } })
    const chief = await signIn(own.url, 'sa')
    const owner = await own.as('admin')
    await owner.query(
      "insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, updated_at) select gen_random_uuid(), 'x', '盗窃案', 'INTAKE', '350503-PSB', '350503-PSB', 'X042', 'report', now(), '350503-PSB', now(), '', '', now()",
    )
    const { body } = await chief.post('/integrity/runs', {})
    const runId = JSON.parse(JSON.stringify(body)).runId
    await untilSql(owner, 'select finished_at is not null from integrity_run where id = $1', [runId])
    const checks = (await chief.get(`/integrity/runs/${runId}`)).at('checks')
    const [flows] = (Array.isArray(checks) ? checks : []).filter(({ code }) => code === 'flow-missing')
    t.match(flows, { code: 'flow-missing', rows: 0, skipped: true })
  })
})
