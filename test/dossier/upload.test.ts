import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import t from 'tap'
import { openStore } from '../../src/storage/object-store.ts'
import { aFiledCase, aPaper, officers } from '../support/a-case.ts'
import { goodFiles, hostileFiles, libraryPdf, type UploadedFile } from '../support/hostile-pdfs.ts'
import type { Answer } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const STATUS: Readonly<Record<string, number>> = {
  'upload-missing': 400,
  'upload-empty': 400,
  'upload-too-many': 400,
  'upload-aborted': 400,
  'upload-too-large': 413,
  'upload-type-mismatch': 415,
  'upload-digest-mismatch': 422,
  'upload-size-mismatch': 422,
  'upload-name-invalid': 422,
  'pdf-malformed': 422,
  'pdf-decompression-limit': 422,
  'pdf-too-complex': 422,
  'pdf-encrypted': 422,
  'pdf-active-content': 422,
  'pdf-embedded-file': 422,
  'pdf-page-limit': 422,
  'pdf-changed-after-signing': 422,
  'image-malformed': 422,
  'document-duplicate': 409,
}
const SLOWEST_ANSWER_MS = 2_000
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

t.setTimeout(290_000)

t.test('uploads', async t => {
  const stack = await startStack(t)
  const { po, pl } = await officers(stack.url)
  const { caseId } = await aFiledCase({ po, pl })
  const other = await aFiledCase({ po, pl })
  const sql = await stack.as('admin')
  const {
    S3_ENDPOINT = '',
    S3_BUCKET: bucket = '',
    S3_ACCESS_KEY: accessKey = '',
    S3_SECRET_KEY: secretKey = '',
    S3_REGION: region = '',
  } = stack.env
  const store = openStore(S3_ENDPOINT, { bucket, accessKey, secretKey, region })
  const kept = async (): Promise<{ rows: number; objects: number }> => {
    let objects = 0
    for await (const _ of store.list('')) objects++
    return { rows: (await sql.query('select 1 from document')).rows.length, objects }
  }
  const send = async (file: UploadedFile, fields: Record<string, string> = {}): Promise<Answer> =>
    await po.upload(caseId, { name: file.fileName, bytes: file.bytes, type: file.declaredType }, fields)
  const sendForm = async (form: FormData): Promise<Answer> => {
    const headers = { cookie: po.cookie, 'x-csrf-token': po.csrf, origin: stack.url, 'idempotency-key': randomUUID() }
    const response = await fetch(`${stack.url}/api/v1/cases/${caseId}/documents`, { method: 'POST', headers, body: form })
    const body: unknown = await response.json()
    const of = (path: string): unknown => new Map(Object.entries(Object(body))).get(path)
    return { status: response.status, headers: response.headers, body, at: of, text: path => String(of(path)) }
  }
  const aForm = (fields: readonly (readonly [string, string | Blob])[]): FormData => {
    const form = new FormData()
    for (const [name, value] of fields) {
      if (typeof value === 'string') form.append(name, value)
      else form.append(name, value, 'GA03.pdf')
    }
    return form
  }
  const pdf = async (): Promise<Blob> => new Blob([await libraryPdf(false, randomUUID())], { type: 'application/pdf' })

  await t.test('every hostile file is refused with its status and code, the API answers meanwhile, and nothing is kept', async t => {
    const before = await kept()
    const files = await hostileFiles()
    let checking = true
    let slowest = 0
    const watching = (async () => {
      while (checking) {
        const begun = performance.now()
        if ((await fetch(`${stack.url}/health/live`)).status !== 200) t.fail('the API does not answer')
        slowest = Math.max(slowest, performance.now() - begun)
        await wait(100)
      }
    })()
    const queue = files.values()
    const inTurn = async (): Promise<void> => {
      for (const file of queue) {
        const answer = await send(file)
        t.same([answer.status, answer.text('code')], [STATUS[file.code], file.code], file.title)
      }
    }
    await Promise.all([inTurn(), inTurn(), inTurn()])
    checking = false
    await watching
    t.ok(slowest < SLOWEST_ANSWER_MS, `while bombs were checked the slowest answer took ${Math.round(slowest)} ms`)
    t.same(await kept(), before)
  })

  await t.test('a form without a file, with an empty one, with two, or with what it should not have is refused', async t => {
    const before = await kept()
    const cases: readonly [string, FormData, string][] = [
      ['no file', aForm([['path', 'GA03.pdf']]), 'upload-missing'],
      ['nothing', aForm([]), 'upload-missing'],
      ['an empty file', aForm([['file', new Blob([], { type: 'application/pdf' })]]), 'upload-empty'],
      [
        'two files',
        aForm([
          ['file', await pdf()],
          ['file', await pdf()],
        ]),
        'upload-too-many',
      ],
      [
        'a field nobody knows',
        aForm([
          ['sentIn', randomUUID()],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a field twice',
        aForm([
          ['title', '甲'],
          ['title', '乙'],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a field after the file',
        aForm([
          ['file', await pdf()],
          ['documentCode', 'GA03'],
        ]),
        'validation',
      ],
      [
        'the prototype as a field',
        aForm([
          ['__proto__', 'x'],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'seventeen fields',
        aForm([...Array.from({ length: 17 }, (_, at): [string, string] => [`f${at}`, 'x']), ['file', await pdf()]]),
        'validation',
      ],
      [
        'a day that no calendar has',
        aForm([
          ['madeOn', '2026-02-30'],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a code that no table has',
        aForm([
          ['documentCode', 'GA99'],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a size that is no number',
        aForm([
          ['sizeBytes', '1e9'],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a person who is no id',
        aForm([
          ['casePersonId', '-'.repeat(36)],
          ['file', await pdf()],
        ]),
        'validation',
      ],
      [
        'a person who is not there',
        aForm([
          ['casePersonId', randomUUID()],
          ['file', await pdf()],
        ]),
        'person-required',
      ],
      [
        'a person of another case',
        aForm([
          ['casePersonId', other.personId],
          ['file', await pdf()],
        ]),
        'person-required',
      ],
      [
        'an import that is not there',
        aForm([
          ['importId', randomUUID()],
          ['file', await pdf()],
        ]),
        'not-found',
      ],
    ]
    for (const [title, form, code] of cases) {
      const answer = await sendForm(form)
      t.equal(answer.text('code'), code, title)
      t.equal(answer.status, { ...STATUS, validation: 400, 'person-required': 422, 'not-found': 404 }[code], title)
    }
    t.same(await kept(), before)
  })

  await t.test('an import of another case takes no file of this one', async t => {
    const started = await po.post(`/cases/${other.caseId}/imports`, { source: 'folder', name: '卷宗', totalFiles: 1, totalBytes: 1 })
    const before = await kept()
    t.equal(
      (
        await sendForm(
          aForm([
            ['importId', started.text('importId')],
            ['file', await pdf()],
          ]),
        )
      ).text('code'),
      'not-found',
    )
    t.same(await kept(), before)
    t.same((await sql.query('select 1 from import_item')).rows, [])
  })

  await t.test('what is not what was declared is refused: more bytes, fewer, other ones, too many', async t => {
    const before = await kept()
    const paper = await aPaper('GA03')
    const sent = async (fields: Record<string, string>): Promise<unknown> => {
      const answer = await po.upload(caseId, paper, fields)
      return [answer.status, answer.text('code')]
    }
    t.same(await sent({ sizeBytes: String(paper.bytes.length - 1) }), [422, 'upload-size-mismatch'])
    t.same(await sent({ sizeBytes: String(paper.bytes.length + 1) }), [422, 'upload-size-mismatch'])
    t.same(await sent({ sizeBytes: '0' }), [400, 'upload-empty'])
    t.same(await sent({ sizeBytes: String(2 ** 30 + 1) }), [413, 'upload-too-large'])
    t.same(await sent({ sha256: sha256(Buffer.from('other')) }), [422, 'upload-digest-mismatch'])
    t.same(await sent({ sha256: 'abc' }), [400, 'validation'])
    t.same(await kept(), before)
  })

  await t.test('a name that does not read as it is, is refused', async t => {
    const before = await kept()
    const bytes = await libraryPdf(false, randomUUID())
    for (const name of ['GA03\u202efdp.exe.pdf', 'GA03\u200b.pdf', `${'字'.repeat(197)}.pdf`, '卷/']) {
      const answer = await po.upload(caseId, { name: 'GA03.pdf', bytes, type: 'application/pdf' }, { path: name })
      t.same([answer.status, answer.text('code')], [422, 'upload-name-invalid'], JSON.stringify(name))
    }
    t.same(await kept(), before)
  })

  /** Sends the first part of a file and breaks the connection off. */
  async function breakOff(sizeBytes: number | null): Promise<void> {
    const boundary = 'xxxxxxxx'
    const size = sizeBytes === null ? '' : `--${boundary}\r\ncontent-disposition: form-data; name="sizeBytes"\r\n\r\n${sizeBytes}\r\n`
    const head = `${size}--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="GA03.pdf"\r\ncontent-type: application/pdf\r\n\r\n%PDF-1.7\n`
    const headers = {
      cookie: po.cookie,
      'x-csrf-token': po.csrf,
      origin: stack.url,
      'idempotency-key': randomUUID(),
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': 20_000_000,
    }
    await new Promise<void>(resolve => {
      const sending = httpRequest(`${stack.url}/api/v1/cases/${caseId}/documents`, { method: 'POST', headers })
      sending.on('error', () => resolve())
      sending.on('response', answer => answer.resume().on('end', resolve))
      sending.write(head)
      for (let part = 0; part < 8; part++) sending.write(Buffer.alloc(1_000_000, 'x'))
      setTimeout(() => sending.destroy(), 400)
    })
  }

  await t.test('of a stream that breaks off nothing is kept, whether its length was known or not', async t => {
    const before = await kept()
    await Promise.all([breakOff(19_999_000), breakOff(null), breakOff(19_999_000)])
    let after = await kept()
    for (const until = Date.now() + 10_000; after.objects !== before.objects && Date.now() < until; after = await kept()) await wait(100)
    t.same(after, before)
    t.equal((await po.upload(caseId, await aPaper('GA01'))).status, 201, 'and the next file is taken')
  })

  await t.test('the same bytes come into a case once, whatever their name; another case may have them', async t => {
    const paper = await aPaper('GA07')
    const first = await po.upload(caseId, paper)
    t.equal(first.status, 201)
    const before = await kept()
    for (const fields of [{}, { sha256: sha256(paper.bytes) }]) {
      const again = await po.upload(caseId, { ...paper, name: 'GA08_另一名称.pdf' }, fields)
      t.same([again.status, again.text('code'), again.at('facts.documentId')], [409, 'document-duplicate', first.at('id')])
    }
    const fresh = await aPaper('GA09')
    const racing = await Promise.all([po.upload(caseId, fresh), po.upload(caseId, fresh), po.upload(caseId, fresh)])
    t.same(
      racing.map(({ status }) => status).toSorted((a, b) => a - b),
      [201, 409, 409],
      'of three at once one is taken',
    )
    t.same(await kept(), { rows: before.rows + 1, objects: before.objects + 1 })
    t.equal((await po.upload(other.caseId, paper)).status, 201)
  })

  await t.test('files as real writers make them are taken, pictures too, and come back as they were sent', async t => {
    for (const file of await goodFiles()) {
      const answer = await send(file, { sha256: sha256(file.bytes) })
      t.same([answer.status, answer.text('sha256')], [201, sha256(file.bytes)], file.title)
      const content = await fetch(`${stack.url}/api/v1/cases/${caseId}/documents/${answer.text('id')}/content`, {
        headers: { cookie: po.cookie },
      })
      t.equal(sha256(await content.bytes()), sha256(file.bytes), `${file.title}: the original`)
      t.match(content.headers.get('content-disposition'), /^attachment; filename\*=UTF-8''/)
      const view = await fetch(`${stack.url}/api/v1/cases/${caseId}/documents/${answer.text('id')}/view`, {
        headers: { cookie: po.cookie },
      })
      t.equal(view.headers.get('content-type'), 'application/pdf')
      t.match(view.headers.get('content-security-policy'), /sandbox/)
      t.match(Buffer.from(await view.bytes()).toString('latin1', 0, 8), /^%PDF-1\./, `${file.title}: as a PDF`)
    }
  })

  await t.test('any range of a paper, of its original and of the merged dossier equals the bytes at its place', async t => {
    const documentId = (await po.upload(caseId, await aPaper('GA38'))).text('id')
    for (const path of [`/documents/${documentId}/view`, `/documents/${documentId}/content`, '/dossier.pdf']) {
      const ask = async (headers: Record<string, string> = {}) => {
        const response = await fetch(`${stack.url}/api/v1/cases/${caseId}${path}`, { headers: { cookie: po.cookie, ...headers } })
        return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.bytes()) }
      }
      const whole = await ask()
      const { length } = whole.bytes
      const etag = whole.headers.get('etag') ?? ''
      t.equal(whole.headers.get('content-length'), String(length), `${path} says its length`)
      t.equal(whole.headers.get('accept-ranges'), 'bytes')
      const ranges: readonly [string, number, number][] = [
        ['bytes=0-0', 0, 1],
        ['bytes=0-999', 0, 1000],
        [`bytes=${length - 1}-`, length - 1, length],
        ['bytes=-7', length - 7, length],
        [`bytes=-${length + 5}`, 0, length],
        [`bytes=${Math.floor(length / 2)}-${length + 99}`, Math.floor(length / 2), length],
        ['bytes=17-516', 17, 517],
      ]
      for (const [range, from, to] of ranges) {
        const part = await ask({ range })
        t.equal(part.status, 206, `${path} ${range}`)
        t.equal(part.headers.get('content-range'), `bytes ${from}-${to - 1}/${length}`)
        t.ok(part.bytes.equals(whole.bytes.subarray(from, to)), `${path} ${range} has its bytes`)
      }
      for (const range of [`bytes=${length}-`, 'bytes=5-4', 'bytes=-', 'bytes=-0', 'lines=1-2', 'bytes=0-1,4-5']) {
        const refused = await ask({ range })
        t.equal(refused.status, 416, `${path} ${range}`)
        t.equal(refused.headers.get('content-range'), `bytes */${length}`)
      }
      t.equal((await ask({ 'if-none-match': etag })).status, 304)
      t.equal((await ask({ range: 'bytes=0-9', 'if-range': etag })).status, 206)
      const changed = await ask({ range: 'bytes=0-9', 'if-range': '"another"' })
      t.same([changed.status, changed.bytes.length], [200, length], 'a changed file comes whole')
    }
  })

  await t.test('when the API ends, no process that checks files is left', async t => {
    const checkers = (): string[] =>
      execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
        .split('\n')
        .filter(line => line.includes(stack.env.ANLIAN_SPOOL ?? 'none'))
    t.ok(checkers().length > 0, 'while it runs there are some')
    await stack.kill('api', 'SIGTERM')
    t.same(checkers(), [])
  })
})
