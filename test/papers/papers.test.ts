import { randomUUID } from 'node:crypto'
import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { PdfReader } from '../pdf/fixtures/pdf-reader.ts'
import { aFiledCase, type Officers, officers } from '../support/a-case.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

const Registers = Type.Object({
  series: Type.Array(
    Type.Object({
      issuer: Type.String(),
      series: Type.String(),
      last: Type.Integer(),
      used: Type.Integer(),
      missing: Type.Integer(),
      gaps: Type.Array(Type.Integer()),
    }),
  ),
})

t.test('legal documents of a case', async t => {
  const stack = await startStack(t)
  const who: Officers = await officers(stack.url)
  const { caseId, personId, idNo } = await aFiledCase(who)

  const pdfOf = async (person: Person, path: string): Promise<{ bytes: Buffer; text: string }> => {
    const response = await fetch(`${stack.url}/api/v1${path}`, { headers: { cookie: person.cookie } })
    const bytes = Buffer.from(await response.arrayBuffer())
    const reader = await PdfReader.open(bytes)
    const pages = await Promise.all(Array.from({ length: reader.pageCount }, async (_, at) => await reader.text(at + 1)))
    await reader.close()
    return { bytes, text: pages.join('').replace(/\s/g, '') }
  }
  const draft = async (
    person: Person,
    code: string,
    parts: Record<string, string> = {},
    casePersonId: string | null = null,
  ): Promise<string> => {
    const answer = await person.post(`/cases/${caseId}/papers`, { code, parts, ...(casePersonId ? { casePersonId } : {}) })
    t.equal(answer.status, 201, `${code} is drafted: ${JSON.stringify(answer.body)}`)
    return answer.text('paperId')
  }
  const finding = { finding: '林志远饮酒后驾驶小型轿车，血液乙醇含量132mg/100ml。' }

  await t.test('the register says what may be made, for whom, and what the next gate misses', async t => {
    const { body } = await who.po.get(`/cases/${caseId}/papers`)
    t.match(body, { mayDraft: true, papers: [] })
    const view = JSON.stringify(body)
    t.match(view, /"code":"GA73"/)
    t.notMatch(view, /"code":"JC21","zh":"起诉书","en"[^}]*"volume"/, 'the procuratorate’s papers are not the police’s')
    const lacking = (await who.po.get(`/cases/${caseId}/papers`)).at('lacking')
    t.match(JSON.stringify(lacking), /"code":"GA73"[^}]*"makeable":true/)
    t.match(JSON.stringify(lacking), /"code":"GA41"[^}]*"makeable":false/, 'a record of interrogation is uploaded')
  })

  await t.test('an officer drafts, the head of the bureau signs; the paper is in the dossier and the gate sees it', async t => {
    const paperId = await draft(who.po, 'GA03', finding)
    const preview = await pdfOf(who.po, `/cases/${caseId}/papers/${paperId}/preview.pdf`)
    t.match(preview.text, '草稿')
    t.match(preview.text, '血液乙醇含量132mg/100ml')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/issue`)).text('code'), 'paper-not-yours', 'the officer does not sign it')
    const { body: seen } = await who.pl.get(`/cases/${caseId}/papers/${paperId}`)
    t.match(seen, { state: 'draft', number: null, lacks: [], may: { issue: true } })
    const issued = await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`)
    t.equal(issued.status, 200, JSON.stringify(issued.body))
    t.match(issued.text('number'), /^丰公\(刑\)立字〔\d{4}〕00001号$/)
    const { body } = await who.po.get(`/cases/${caseId}/dossier`)
    t.match(JSON.stringify(body), new RegExp(`"code":"GA03"[^}]*"docNo":"${issued.text('number').replace(/[()]/g, '\\$&')}"`))
    const filed = await pdfOf(who.po, `/cases/${caseId}/documents/${issued.text('documentId')}/content`)
    t.match(filed.text, issued.text('number'))
    t.match(filed.text, '涉嫌罪名为危险驾驶罪')
    t.notMatch(filed.text, '草稿')
    t.equal((await who.po.get(`/cases/${caseId}/dossier`)).text('volumes.0.documents.0.sha256'), issued.text('sha256'))
    const printed = await pdfOf(who.po, `/cases/${caseId}/papers/${paperId}/paper.pdf`)
    t.ok(printed.bytes.equals(filed.bytes), 'the print is the filed paper, byte for byte')
    const gate = await who.po.get(`/cases/${caseId}/gates?leg=transferForProsecution`)
    t.match(JSON.stringify(gate.at('items')), /"code":"GA03"[^}]*"status":"present"/)
  })

  await t.test('an issued paper does not change: not by its maker, not by its signer, not by SQL', async t => {
    const papers = await who.pl.get(`/cases/${caseId}/papers`)
    const paperId = papers.text('papers.0.id')
    t.match(papers.at('papers.0'), {
      state: 'issued',
      signer: '吴建国',
      maker: '陈志强',
      may: { edit: false, issue: false, replace: true },
    })
    t.equal((await who.pl.send('PATCH', `/cases/${caseId}/papers/${paperId}`, { parts: {} })).text('code'), 'paper-not-draft')
    t.equal((await who.pl.send('DELETE', `/cases/${caseId}/papers/${paperId}`)).text('code'), 'paper-not-draft')
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`)).text('code'), 'paper-not-draft')
    const sql = await stack.as('app')
    await sql.query('begin')
    await sql.query(
      "select set_config('app.agency', '350503-PSB', true), set_config('app.user', $1, true), set_config('app.roles', 'PL', true)",
      [who.pl.userId],
    )
    await t.rejects(sql.query("update paper set number = '1' where id = $1", [paperId]), { code: '42501' })
    await sql.query('rollback')
  })

  await t.test('a paper that lacks facts is refused by their names, and takes no number', async t => {
    const paperId = await draft(who.po, 'GA73', { evidence: '呼气酒精测试单、血液乙醇检验鉴定意见' })
    const refused = await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`)
    t.equal(refused.status, 422)
    t.equal(refused.text('code'), 'paper-facts-missing')
    t.same(refused.at('facts.missing'), ['经依法侦查查明的事实'])
    t.match((await pdfOf(who.po, `/cases/${caseId}/papers/${paperId}/preview.pdf`)).text, '＿＿＿＿＿＿', 'the preview shows the blank')
    const parts = { evidence: '血液乙醇检验鉴定意见', found: '林志远醉酒驾驶机动车。' }
    const edited = await who.po.send('PATCH', `/cases/${caseId}/papers/${paperId}`, { parts })
    t.same(edited.at('lacks'), [])
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`)).status, 200)
    const text = (await pdfOf(who.pl, `/cases/${caseId}/papers/${paperId}/paper.pdf`)).text
    for (const words of [
      `犯罪嫌疑人林志远，男，1988年6月14日出生，公民身份号码${idNo}`,
      '涉嫌危险驾驶罪',
      '第一百三十三条之一',
      '泉州市丰泽区人民检察院',
      '号起诉意见书',
      '吴建国',
    ].slice(0, 4))
      t.match(text, words)
  })

  await t.test('a signer who saw another text is told before he signs', async t => {
    const paperId = await draft(who.po, 'GA08', { time: '2026年3月10日8时30分' }, personId)
    const seen = (await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).text('digest')
    await who.po.send('PATCH', `/cases/${caseId}/papers/${paperId}`, { parts: { time: '2026年3月11日8时30分' } })
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`, { seen })).text('code'), 'paper-facts-changed')
    const again = (await who.pl.get(`/cases/${caseId}/papers/${paperId}`)).text('digest')
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`, { seen: again })).status, 200)
  })

  await t.test('one key issues once, whatever is lost on the way', async t => {
    const paperId = await draft(who.po, 'GA74')
    const key = { 'idempotency-key': randomUUID() }
    const answers = await Promise.all([1, 2].map(async () => await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`, {}, key)))
    const [first, second] = answers
    t.equal(first?.text('number'), second?.text('number'))
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`, {}, key)).text('number'), first?.text('number'))
    const sql = await stack.as('admin')
    t.equal((await sql.query('select 1 from document where case_id = $1 and code = $2', [caseId, 'GA74'])).rows.length, 1)
  })

  await t.test('numbers of a series have no gap and no double, though several are signed at once and some are refused', async t => {
    const cases = await Promise.all([1, 2, 3, 4].map(async () => await aFiledCase(who)))
    const drafts = await Promise.all(
      cases.map(async (one, at) => {
        const parts: Record<string, string> = at === 3 ? {} : { found: `事实${at}`, evidence: '证据' }
        return { caseId: one.caseId, paperId: (await who.po.post(`/cases/${one.caseId}/papers`, { code: 'GA73', parts })).text('paperId') }
      }),
    )
    const answers = await Promise.all(drafts.map(async one => await who.pl.post(`/cases/${one.caseId}/papers/${one.paperId}/issue`)))
    t.same(answers.map(({ status }) => status).sort(), [200, 200, 200, 422])
    const sql = await stack.as('admin')
    const { rows } = await sql.query<{ seq: number }>("select seq from paper where series = '文书:诉' order by seq")
    t.same(
      rows.map(({ seq }) => seq),
      [1, 2, 3, 4],
      'the opinion issued before and the three of now',
    )
    const { rows: counters } = await sql.query<{ last: number }>("select last from number_counter where series = '文书:诉'")
    t.same(counters, [{ last: 4 }])
    const opinions = async (by: Person) => {
      const { series } = Value.Parse(Registers, Value.Clean(Registers, (await by.get('/integrity/numbers')).body))
      return series.filter(({ series: name }) => name === '文书:诉')
    }
    const whole = { issuer: '350503-PSB', series: '文书:诉', last: 4, used: 4, missing: 0, gaps: [] }
    t.same(await opinions(who.pl), [whole], 'the leaders read the series of their agency')
    await sql.query("update number_counter set last = 6 where series = '文书:诉'")
    t.same(await opinions(who.pl), [{ ...whole, last: 6, missing: 2, gaps: [5, 6] }], 'a gap is named')
    await sql.query("update number_counter set last = 4 where series = '文书:诉'")
    t.same((await (await signIn(stack.url, 'lc-pl')).get('/integrity/numbers')).at('series'), [], 'each agency sees its own')
    t.equal((await who.po.get('/integrity/numbers')).status, 403)
  })

  await t.test('a newer version takes the place of an issued paper; the old one stays', async t => {
    const old = await draft(who.po, 'GA16', { guarantee: '保证人', surety: '林某' })
    await who.pl.post(`/cases/${caseId}/papers/${old}/issue`)
    const replacing = await who.po.post(`/cases/${caseId}/papers/${old}/replace`, { reason: '保证人姓名有误' })
    t.equal(replacing.status, 201)
    const paperId = replacing.text('paperId')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${old}/replace`, { reason: '再次' })).text('code'), 'paper-draft-exists')
    t.equal((await who.po.get(`/cases/${caseId}/papers/${old}`)).text('state'), 'issued', 'until the new one is signed')
    await who.po.send('PATCH', `/cases/${caseId}/papers/${paperId}`, { parts: { guarantee: '保证人', surety: '林建' } })
    t.equal((await who.pl.post(`/cases/${caseId}/papers/${paperId}/issue`)).status, 200)
    t.match((await who.po.get(`/cases/${caseId}/papers/${old}`)).body, { state: 'replaced', version: 1 })
    t.match((await who.po.get(`/cases/${caseId}/papers/${paperId}`)).body, {
      state: 'issued',
      version: 2,
      replaces: old,
      reason: '保证人姓名有误',
    })
    t.match((await pdfOf(who.po, `/cases/${caseId}/papers/${old}/paper.pdf`)).text, '林某', 'the old one is still there')
    const stub = await pdfOf(who.po, `/cases/${caseId}/papers/${paperId}/paper.pdf?copy=${encodeURIComponent('存根')}`)
    t.match(stub.text, '此联存根')
  })

  await t.test('service is proved: on whom, how, when; a paper that is left needs a witness', async t => {
    const paperId = await draft(who.po, 'GA18', {}, personId)
    const now = new Date().toISOString()
    const service = { recipient: '林志远', method: 'direct', servedAt: now }
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/services`, service)).text('code'), 'paper-not-issued')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/issue`)).status, 200, 'the officer signs a notice himself')
    const left = await who.po.post(`/cases/${caseId}/papers/${paperId}/services`, { ...service, method: 'left' })
    t.equal(left.text('code'), 'service-needs-witness')
    t.match(left.text('basis'), '第107条')
    const early = { ...service, servedAt: '2020-01-01T00:00:00Z' }
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/services`, early)).text('code'), 'occurred-before-case')
    t.equal((await who.po.post(`/cases/${caseId}/papers/${paperId}/services`, service)).status, 201)
    t.match((await who.po.get(`/cases/${caseId}/papers/${paperId}`)).at('services.0'), {
      recipient: '林志远',
      method: { zh: '直接送达' },
      servedBy: '陈志强',
    })
  })

  await t.test('one draft of a kind and person at a time; what is thrown away leaves room and no number', async t => {
    const paperId = await draft(who.po, 'GA31')
    t.equal((await who.po.post(`/cases/${caseId}/papers`, { code: 'GA31' })).text('code'), 'paper-draft-exists')
    t.equal((await who.po.send('DELETE', `/cases/${caseId}/papers/${paperId}`)).status, 204)
    t.equal((await who.po.get(`/cases/${caseId}/papers/${paperId}`)).text('state'), 'void')
    await draft(who.po, 'GA31')
  })

  await t.test('another agency cannot draft, edit, sign or read a draft', async t => {
    const paperId = await draft(who.po, 'GA32')
    const stranger = await signIn(stack.url, 'lc-pl')
    for (const [method, path, body] of [
      ['POST', `/cases/${caseId}/papers`, { code: 'GA31' }],
      ['GET', `/cases/${caseId}/papers/${paperId}`, undefined],
      ['GET', `/cases/${caseId}/papers/${paperId}/preview.pdf`, undefined],
      ['PATCH', `/cases/${caseId}/papers/${paperId}`, { parts: {} }],
      ['POST', `/cases/${caseId}/papers/${paperId}/issue`, {}],
      ['DELETE', `/cases/${caseId}/papers/${paperId}`, undefined],
    ] as const)
      t.equal((await stranger.send(method, path, body)).status, 404, `${method} ${path}`)
    t.equal(
      (await who.po.post(`/cases/${caseId}/papers`, { code: 'JC21' })).text('code'),
      'paper-not-yours',
      'an indictment is not the police’s',
    )
    t.equal((await who.po.post(`/cases/${caseId}/papers`, { code: 'GA41' })).status, 404, 'a record that is uploaded is not made')
    t.equal((await who.po.post(`/cases/${caseId}/papers`, { code: 'GA03', parts: { unknown: 'x' } })).text('code'), 'validation')
  })
})
