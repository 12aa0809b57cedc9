import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { aPaper, fileAll, hoursAgo, officers, POLICE_PAPERS, until } from '../support/a-case.ts'
import { untilSql } from '../support/case-end.ts'
import { anonymous, signIn } from '../support/http-client.ts'
import { LIN_ZHIYUAN } from '../support/identity.ts'
import { type Stack, startStack } from '../support/stack.ts'

/** What belongs to a person or a session and must never be in a log. */
const CANARIES = {
  name: '金丝雀一号',
  idNo: LIN_ZHIYUAN,
  phone: '13900001234',
  residence: '不存在的路七号',
  factSummary: '酒后驾驶之情节金丝雀',
  fileName: '金丝雀一号讯问笔录.pdf',
  password: 'canary-password-1',
}

/** A process of the product with all that it says. */
async function listened(stack: Stack, program: 'api' | 'worker'): Promise<{ child: ChildProcess; said: () => string }> {
  let text = ''
  const file = join(import.meta.dirname, `../../src/${program}.ts`)
  const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, '--disable-warning=ExperimentalWarning', file], {
    env: { ...stack.env, ANLIAN_PROFILE: 'demo', WORKER_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', chunk => (text += chunk))
  while (!/^(listening \d+|worker ready)$/m.test(text)) {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${text}`)
    await wait(50)
  }
  return { child, said: () => text }
}

t.test('what goes wrong is logged without a word about any person', async t => {
  const stack = await startStack(t)
  await stack.kill('api', 'SIGTERM')
  const api = await listened(stack, 'api')
  const worker = await listened(stack, 'worker')
  t.teardown(async () => {
    for (const { child } of [api, worker]) {
      if (child.exitCode !== null) continue
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
  })
  const who = await officers(stack.url)
  const { name, idNo, phone, residence, factSummary, fileName, password } = CANARIES
  const opened = await who.po.post('/cases', { source: 'report', occurredAt: hoursAgo(20), chargeCode: 'X001', factSummary })
  const caseId = opened.text('caseId')
  await who.pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(19) })
  const person = { occurredAt: hoursAgo(18), summoned: true, name, sex: '1', idType: '111', idNo, phone, residence }
  const joined = await who.po.post(`/cases/${caseId}/persons`, person)
  t.equal(joined.status, 201)

  await t.test('refusals, broken requests and wrong passwords', async t => {
    t.equal((await who.po.post(`/cases/${caseId}/persons`, { ...person, nickname: name })).status, 400)
    t.equal((await who.po.post(`/cases/${caseId}/persons`, { ...person, idNo: '350503198806149917' })).status, 422)
    t.equal((await who.po.get(`/cases?q=${encodeURIComponent(name)}&cursor=${encodeURIComponent(idNo)}`)).status, 400)
    t.equal((await who.po.get(`/${encodeURIComponent(name)}/${idNo}`)).status, 404)
    t.equal((await who.po.upload(caseId, { name: fileName, bytes: Buffer.from(name), type: 'application/pdf' })).status, 415)
    t.equal((await anonymous(stack.url, 'POST', '/api/v1/session', { login: name, password })).status, 401)
  })

  await t.test('a database that breaks its connections, and a value that it refuses', async t => {
    const sql = await stack.as('admin')
    await sql.query("create function canary() returns trigger language plpgsql as $$ begin raise exception 'bad value %', new.name; end $$")
    await sql.query(
      `create trigger canary before insert on case_person for each row when (new.name = '${name}二号') execute function canary()`,
    )
    const refused = await who.po.post(`/cases/${caseId}/persons`, { ...person, name: `${name}二号` })
    t.equal(refused.status, 500, 'an error that nobody foresaw')
    t.notMatch(JSON.stringify(refused.body), /金丝雀|bad value|select|insert|\.ts/, 'is answered bare')
    const cut = sql.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename in ('app', 'worker')",
    )
    await Promise.all([cut, ...Array.from({ length: 5 }, async () => await who.po.get(`/cases?q=${encodeURIComponent(name)}`))])
    while ((await who.po.get('/session')).status !== 200) await wait(50)
  })

  await t.test('a hand-over whose bytes are gone', async t => {
    await who.pl.post(`/cases/${caseId}/acts/bail`, { occurredAt: hoursAgo(10), casePersonId: joined.text('casePersonId'), measure: '02' })
    await fileAll(who.po, caseId, POLICE_PAPERS)
    t.equal((await who.po.upload(caseId, { ...(await aPaper('GA41')), name: fileName })).status, 201)
    const prepared = await who.po.post(`/cases/${caseId}/hand-overs`, { leg: 'transferForProsecution', toAgency: '350503-PRO' })
    const sql = await stack.as('admin')
    await untilSql(sql, 'not exists (select 1 from document where case_id = $1 and sm3 is null)', [caseId])
    await sql.query('update document set object_key = $2 where case_id = $1 and code = $3', [caseId, `original/${name}`, 'GA01'])
    t.equal((await who.pl.post(`/hand-overs/${prepared.text('handOverId')}/send`, {})).status, 200)
    for (const until = Date.now() + 60_000; !/checkManifest/.test(worker.said()) && Date.now() < until; ) await wait(100)
    t.match(worker.said(), /an activity failed/, 'the worker tells which of its activities failed')
    t.equal(await until(who.pl, prepared.text('handOverId'), 'sent', 'faulty'), 'sent')
  })

  const said = { api: api.said(), worker: worker.said() }
  t.match(said.api, /unexpected error/, 'the API has told of the error')
  const secrets = {
    ...CANARIES,
    cookie: who.po.cookie.split('=')[1] ?? 'none',
    csrf: who.po.csrf,
    key: stack.env.ANLIAN_SIGNING_KEY?.split('\n')[1] ?? 'none',
  }
  for (const [process, text] of Object.entries(said))
    for (const [what, secret] of Object.entries(secrets))
      t.notOk(text.includes(secret) || text.includes(encodeURIComponent(secret)), `${what} in the log of the ${process}`)
  t.ok((await signIn(stack.url, 'fz-po2')).userId, 'and both go on')
})
