import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { aFiledCase, hoursAgo, type Officers, officers } from '../support/a-case.ts'
import { anonymous, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const Document = Type.Object({
  openapi: Type.String(),
  paths: Type.Record(Type.String(), Type.Record(Type.String(), Type.Object({ responses: Type.Record(Type.String(), Type.Unknown()) }))),
  components: Type.Object({ schemas: Type.Record(Type.String(), Type.Unknown()) }),
})
const Page = Type.Object({ items: Type.Array(Type.Object({ id: Type.String() })), nextCursor: Type.Union([Type.String(), Type.Null()]) })

const aReport = () => ({ source: 'report', occurredAt: hoursAgo(1), chargeCode: 'X010' })

t.test('requests', async t => {
  const stack = await startStack(t)
  const who: Officers = await officers(stack.url)
  const { caseId, personId } = await aFiledCase(who)
  const count = async (): Promise<number> => Number((await who.po.get('/cases/counts')).at('mine'))
  /** A body as it stands, byte for byte. */
  const sendRaw = async (body: string, headers: Record<string, string> = {}, path = '/cases') => {
    const own = { cookie: who.po.cookie, 'x-csrf-token': who.po.csrf, origin: stack.url, 'idempotency-key': randomUUID() }
    const all = { ...own, 'content-type': 'application/json', ...headers }
    const response = await fetch(`${stack.url}/api/v1${path}`, { method: 'POST', headers: all, body })
    return { status: response.status, code: new Map(Object.entries(Object(await response.json()))).get('code') }
  }

  await t.test('a refusal says its code, title in both languages, article, facts and the request it answers', async t => {
    const refused = await who.pl.post(`/cases/${caseId}/acts/file`, {})
    t.equal(refused.status, 409)
    t.match(refused.headers.get('content-type'), /^application\/problem\+json/)
    t.match(refused.body, {
      type: '/problems/transition-not-allowed',
      code: 'transition-not-allowed',
      status: 409,
      title: /\p{Script=Han}/u,
      titleEn: /[a-z]/,
      detail: /\p{Script=Han}/u,
      instance: /^[0-9a-f-]{36}$/,
      basis: /刑事诉讼法/,
      facts: { act: 'file', stage: 'INVESTIGATION' },
    })
    t.match(
      (await anonymous(stack.url, 'GET', '/api/v1/nowhere')).body,
      { code: 'not-found', instance: /./ },
      'also where there is no route',
    )
    t.match((await anonymous(stack.url, 'GET', '/api/v1/cases')).body, { code: 'unauthenticated', instance: /./ })
  })

  await t.test('what a form does not know is refused and named, never ignored', async t => {
    const before = await count()
    for (const [body, path] of [
      [{ ...aReport(), holderAgency: '350503-CRT' }, ''],
      [{ ...aReport(), stage: 'EFFECTIVE' }, ''],
      [{ ...aReport(), circumstances: ['x'.repeat(41)] }, '/circumstances/0'],
      [{ ...aReport(), occurredAt: 'yesterday' }, '/occurredAt'],
      [{ ...aReport(), occurredAt: 5 }, '/occurredAt'],
      [{ ...aReport(), track48: 'true' }, '/track48'],
      [{ source: 'report', chargeCode: 'X010' }, '/occurredAt'],
    ] as const) {
      const refused = await who.po.post('/cases', body)
      t.equal(refused.text('code'), 'validation')
      t.equal(refused.text('errors.0.path'), `body${path}`)
    }
    t.equal((await who.po.get('/cases?everything=true')).text('code'), 'validation', 'in an address too')
    t.equal(
      (await who.pl.post(`/cases/${caseId}/acts/bail`, { casePersonId: personId, measure: '02', stage: 'TRIAL' })).text('code'),
      'validation',
      'in an act too',
    )
    t.equal(await count(), before)
  })

  await t.test('JSON that two readers could take for two things, or that reaches for a prototype, is refused', async t => {
    const before = await count()
    const [open, rest] = ['{', JSON.stringify(aReport()).slice(1)]
    const bodies = {
      'a member twice': `${open}"chargeCode":"X001",${rest}`,
      'a member twice, once in escapes': `${open}"\\u0063hargeCode":"X001",${rest}`,
      'a member twice within another': `${open}"x":{"a":1,"a":2},${rest}`,
      'the prototype': `${open}"__proto__":{"stage":"EFFECTIVE"},${rest}`,
      'the prototype by its constructor': `${open}"constructor":{"prototype":{"stage":"EFFECTIVE"}},${rest}`,
      'forty arrays deep': `${open}"circumstances":${'['.repeat(40)}${']'.repeat(40)},${rest}`,
      'broken off': `${open}${rest.slice(0, -4)}`,
      nothing: '',
      'no object': '[]',
      'not JSON': 'source=report',
    }
    for (const [why, body] of Object.entries(bodies)) t.same(await sendRaw(body), { status: 400, code: 'validation' }, why)
    t.equal(await count(), before)
    t.same((await sendRaw(`${open}"factSummary":"{\\"a\\":1,\\"a\\":2}",${rest}`)).status, 201, 'text that only looks like members is text')
  })

  await t.test('another content type is refused, and so is a body above 256 KiB', async t => {
    const body = JSON.stringify(aReport())
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/xml', 'application/jsonp'])
      t.same(await sendRaw(body, { 'content-type': type }), { status: 415, code: 'unsupported-media-type' }, type)
    t.same(await sendRaw(body, { 'content-type': 'multipart/form-data; boundary=x' }, `/cases`), {
      status: 415,
      code: 'unsupported-media-type',
    })
    t.same(
      await sendRaw(body, {}, `/cases/${caseId}/documents`),
      { status: 415, code: 'unsupported-media-type' },
      'a form where a file should be',
    )
    const large = JSON.stringify({ ...aReport(), factSummary: 'x'.repeat(256 * 1024) })
    t.same(await sendRaw(large), { status: 413, code: 'payload-too-large' })
  })

  await t.test('an act for an older version of the case is refused, one for its present version is not', async t => {
    const seen = await who.pl.get(`/cases/${caseId}`)
    const tag = seen.headers.get('etag') ?? ''
    t.equal(tag, `"v${seen.text('version')}"`)
    const act = async (ifMatch: string) =>
      await who.pl.post(`/cases/${caseId}/acts/endSummons`, { casePersonId: personId }, { 'if-match': ifMatch })
    t.match((await act('"v1"')).body, { code: 'precondition-failed', facts: { version: seen.at('version') } })
    t.equal((await act('W/"x"')).status, 412, 'a tag of another form')
    const stale = await act(tag)
    t.equal(stale.text('code'), 'state-conflict', 'the present version is judged: bail had ended the summons')
  })

  await t.test('the pages of a list show every case once, while cases come and change', async t => {
    const ids: string[] = []
    for (let made = 0; made < 12; made++)
      ids.push((await who.po.post('/cases', { ...aReport(), occurredAt: hoursAgo(made) })).text('caseId'))
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer = await who.po.get(`/cases?view=mine&limit=3${cursor ? `&cursor=${cursor}` : ''}`)
      const { items, nextCursor }: Type.Static<typeof Page> = Value.Parse(Page, Value.Clean(Page, answer.body))
      t.ok(items.length <= 3)
      seen.push(...items.map(({ id }) => id))
      cursor = nextCursor
      // A new case with little time left stands before what was read; a renewed one keeps its place.
      await who.po.post('/cases', { ...aReport(), occurredAt: hoursAgo(60) })
      await who.po.send('PUT', `/cases/${ids[5] ?? ''}/circumstances`, { circumstances: ['hasWitness'] })
    }
    t.equal(new Set(seen).size, seen.length, 'none twice')
    t.same(
      ids.filter(id => !seen.includes(id)),
      [],
      'none left out',
    )
    t.equal((await who.po.get('/cases?cursor=nonsense')).text('code'), 'validation')
  })

  await t.test('the API document is OpenAPI 3.1, names every route, and says of each how it refuses', async t => {
    const { openapi, paths, components } = Value.Parse(
      Document,
      Value.Clean(Document, await (await fetch(`${stack.url}/api/openapi.json`)).json()),
    )
    t.match(openapi, /^3\.1\./)
    t.ok(Object.hasOwn(components.schemas, 'Problem'))
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { responses }]) => ({ path, method, responses })),
    )
    for (const known of [
      '/api/v1/session',
      '/api/v1/cases',
      '/api/v1/cases/{caseId}/documents',
      '/api/v1/hand-overs/{handOverId}/send',
      '/api/v1/audit/verify',
      '/health/ready',
    ])
      t.ok(Object.hasOwn(paths, known), known)
    for (const { path, method, responses } of operations.filter(one => one.path.startsWith('/api/v1/')))
      t.match(
        responses['4XX'] ?? responses['4xx'],
        { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
        `${method} ${path}`,
      )
    for (const { path, method } of operations) {
      const filled = path.replace(/\{\w+\}/g, randomUUID())
      const answer = await fetch(`${stack.url}${filled}`, { method: method.toUpperCase() })
      await answer.body?.cancel()
      // An address that nobody was given answers like one that does not exist.
      const isSecret = ['/api/v1/demo/users', '/api/v1/feeds/{file}'].includes(path)
      t.ok(![404, 405, 500].includes(answer.status) || isSecret, `${method} ${path} is there: ${answer.status}`)
    }
  })

  await t.test('every answer carries the headers that keep a browser from guessing, framing and storing', async t => {
    for (const path of ['/api/v1/cases', '/api/v1/nowhere', '/health/live', '/']) {
      const { headers } = await fetch(`${stack.url}${path}`)
      const expected = {
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      }
      for (const [name, value] of Object.entries(expected)) t.equal(headers.get(name), value, `${path} ${name}`)
      t.ok(headers.has('permissions-policy'), path)
      t.equal(headers.get('access-control-allow-origin'), null, 'no other site reads us')
      t.equal(headers.get('server') ?? headers.get('x-powered-by'), null, 'and nobody learns what runs here')
    }
  })

  await t.test('an attacker’s Origin, a missing one, and a forged host are refused', async t => {
    for (const origin of ['https://evil.example', 'null', `${stack.url}.evil.example`, ''])
      t.equal((await who.po.post('/cases', aReport(), { origin })).text('code'), 'csrf-refused', origin || 'none')
  })

  await t.test('what is asked under load is refused with the time to wait, and goes on afterwards', async t => {
    await stack.kill('api', 'SIGTERM')
    Object.assign(stack.env, { ANLIAN_RATE_PER_MINUTE: '20' })
    await stack.start('api')
    const person = await signIn(stack.url, 'lc-po')
    const answers = await Promise.all(Array.from({ length: 30 }, async () => await person.get('/session')))
    const refused = answers.filter(({ status }) => status === 429)
    t.ok(refused.length >= 10, `${refused.length} of 30`)
    for (const one of refused) {
      t.equal(one.text('code'), 'rate-limited')
      t.ok(Number(one.headers.get('retry-after')) >= 1)
    }
    await wait(10)
    t.equal((await fetch(`${stack.url}/health/live`)).status, 200, 'who watches over the service is always answered')
    t.equal((await (await signIn(stack.url, 'lc-pl')).get('/session')).status, 200, 'another person is not held up')
  })
})
