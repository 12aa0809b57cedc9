import { createHash, createPublicKey, verify } from 'node:crypto'
import t from 'tap'
import { readConfig } from '../../../src/config.ts'
import { createSealing } from '../../../src/crypto/sealing.ts'
import { revokePaper } from '../../../src/custody/certificate/commands.ts'
import { drawPapers } from '../../../src/custody/certificate/draw-papers.ts'
import { openSeals } from '../../../src/custody/certificate/seals.ts'
import { forCase } from '../../../src/db/orm.ts'
import { aPreparedTransfer, officers } from '../../support/a-case.ts'
import { aBody, announced, drawingDeps, issue } from '../../support/a-certificate.ts'
import { keysIn } from '../../support/acting.ts'
import { signIn } from '../../support/http-client.ts'
import { startStack } from '../../support/stack.ts'

t.setTimeout(280_000)

t.test('certificates of a case', async t => {
  const stack = await startStack(t)
  const who = await officers(stack.url)
  const { caseId, personId } = await aPreparedTransfer(who)
  const deps = await drawingDeps(t, stack)
  const admin = await stack.as('admin')

  await t.test('a paper is drawn once, whoever asks again, and its file is given to those who may see the person', async t => {
    const paperId = await issue(deps.orm, caseId, personId, aBody())
    t.equal((await who.po.get(`/custody-papers/${paperId}/pdf`)).text('code'), 'certificate-not-drawn')
    t.same(await drawPapers(deps, { caseId, paperIds: [paperId] }), [paperId])
    t.same(await drawPapers(deps, { caseId, paperIds: [paperId] }), [], 'the second run finds it done')
    t.equal((await keysIn(deps.store, 'certificate/')).length, 1)
    const answer = await fetch(`${stack.url}/api/v1/custody-papers/${paperId}/pdf`, { headers: { cookie: who.po.cookie } })
    const pdf = Buffer.from(await answer.arrayBuffer())
    const shown = await who.po.get(`/custody-papers/${paperId}`)
    t.equal(createHash('sha256').update(pdf).digest('hex'), shown.text('pdf.sha256'))
    const key = createPublicKey(shown.text('publicKey'))
    t.ok(
      verify(null, createHash('sha256').update(pdf).digest(), key, Buffer.from(shown.text('pdf.signature'), 'base64')),
      'the detached signature is the platform’s',
    )
    t.equal(createHash('sha256').update(shown.text('body')).digest('hex'), shown.text('sha256'))
    const { rows } = await admin.query("select count(*)::int as n from audit_entry where body like '%certificate.read%' and body like $1", [
      `%${paperId}%`,
    ])
    t.equal(rows[0]?.n, 1, 'who took the file is in the trail')
  })

  await t.test('two workers at once leave one file', async t => {
    const before = (await keysIn(deps.store, 'certificate/')).length
    const paperId = await issue(deps.orm, caseId, personId, announced())
    const done = await Promise.all([1, 2, 3].map(async () => await drawPapers(deps, { caseId, paperIds: [paperId] })))
    t.equal(done.flat().length, 1)
    t.equal((await keysIn(deps.store, 'certificate/')).length, before + 1)
  })

  await t.test('the centre that holds him sees the paper, another centre and a stranger do not', async t => {
    const paperId = await issue(deps.orm, caseId, personId, aBody())
    const [here, there, stranger] = await Promise.all(['qz-do', 'jj-do', 'lc-pl'].map(async login => await signIn(stack.url, login)))
    t.equal((await here?.get(`/custody-papers/${paperId}`))?.status, 200)
    t.equal((await there?.get(`/custody-papers/${paperId}`))?.status, 404)
    t.equal((await stranger?.get(`/custody-papers/${paperId}`))?.status, 404)
    t.equal((await stranger?.get(`/custody-papers/${paperId}/pdf`))?.status, 404)
  })

  await t.test('a number is used once per edition, and what was issued does not change', async t => {
    const body = aBody()
    const paperId = await issue(deps.orm, caseId, personId, body)
    await t.rejects(issue(deps.orm, caseId, personId, { ...body, reason: '别的内容' }), { code: 'certificate-number-used' })
    await t.rejects(issue(deps.orm, caseId, personId, aBody('transfer', { remarks: ['长'.repeat(700)] })), { code: 'certificate-too-long' })
    for (const change of ["body = '{}'", "cert_no = 'x'", "centre = '350582-DET'"])
      await t.rejects(admin.query(`update custody_paper set ${change} where id = $1`, [paperId]), { code: '42501' }, change)
  })

  await t.test('a later edition supersedes, and a revoked number stands no more', async t => {
    const body = announced()
    const first = await issue(deps.orm, caseId, personId, body)
    const second = await issue(deps.orm, caseId, personId, { ...aBody(), certNo: body.certNo, edition: 2 })
    t.equal((await who.po.get(`/custody-papers/${first}`)).text('state'), 'superseded')
    await forCase(deps.orm, caseId).transactional(async em => await revokePaper(em, body.certNo))
    t.equal((await who.po.get(`/custody-papers/${second}`)).text('state'), 'revoked')
    await t.rejects(
      forCase(deps.orm, caseId).transactional(async em => await revokePaper(em, body.certNo)),
      { code: 'not-found' },
    )
    await t.rejects(admin.query("update custody_paper set state = 'issued', state_at = null where id = $1", [second]), { code: '42501' })
  })

  await t.test('anybody with a paper learns its state, the holder and the period, and nobody with a number alone', async t => {
    const body = announced()
    const digestOf = async (id: string): Promise<string> =>
      Buffer.from((await who.po.get(`/custody-papers/${id}`)).text('sha256'), 'hex')
        .subarray(0, 16)
        .toString('base64url')
    const ask = async (digest: string): Promise<unknown> =>
      await (await fetch(`${stack.url}/api/v1/public/certificates/${encodeURIComponent(body.certNo)}?digest=${digest}`)).json()
    const first = await digestOf(await issue(deps.orm, caseId, personId, body))
    t.match(await ask(first), { state: 'valid', edition: 1, holder: { code: '350503-PSB' }, from: null, to: body.senderDueAt })
    const second = await digestOf(await issue(deps.orm, caseId, personId, { ...aBody(), certNo: body.certNo, edition: 2 }))
    t.match(await ask(first), { state: 'superseded', edition: 1, newest: 2, holder: { code: '350503-PRO' } })
    t.match(await ask(second), { state: 'valid', edition: 2, from: '2026-11-26', to: '2026-12-26T15:59:59Z' })
    t.notMatch(JSON.stringify(await ask(second)), /林志远|350503198806149916|泉看2026/)
    t.same(await ask(Buffer.alloc(16).toString('base64url')), { state: 'unknown' })
    await forCase(deps.orm, caseId).transactional(async em => await revokePaper(em, body.certNo))
    t.match(await ask(second), { state: 'revoked' })
    t.match(await ask(first), { state: 'revoked' })
  })

  await t.test('two processes that need a new seal at once have the same one', async t => {
    const sealing = createSealing(readConfig(stack.env).seal, true)
    const made = await Promise.all([1, 2, 3].map(async () => await openSeals(sealing).sealsOf(deps.orm, ['350500-CRT'])))
    t.equal(new Set(made.map(seals => Buffer.from(seals.get('350500-CRT')?.certificate ?? []).toString('hex'))).size, 1)
  })

  await t.test('production refuses the authority of a demonstration, and settings without one', async t => {
    const sealing = { ...createSealing(readConfig(stack.env).seal, true), demo: false }
    await t.rejects(openSeals(sealing).authority(deps.orm), /demonstration/)
    const { ANLIAN_SEAL_KEY, ...rest } = stack.env
    t.ok(ANLIAN_SEAL_KEY)
    t.throws(() => readConfig(rest), /ANLIAN_SEAL_KEY/)
  })

  await t.test('the keys of the seals lie wrapped, and no screen’s process may read them', async t => {
    const { rows } = await admin.query('select agency, wrapped_key from agency_seal order by agency')
    t.same(
      rows.map(({ agency }) => agency).filter(agency => agency.startsWith('350503')),
      ['350503-PRO', '350503-PSB'],
    )
    t.equal(rows.find(({ agency }) => agency === 'platform')?.wrapped_key, null)
    const app = await stack.as('app')
    await t.rejects(app.query('select wrapped_key from agency_seal'), { code: '42501' })
    t.equal((await app.query('select agency, certificate from agency_seal')).rows.length, rows.length)
  })
})
