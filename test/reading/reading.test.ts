import { setTimeout as wait } from 'node:timers/promises'
import sharp from 'sharp'
import t from 'tap'
import { aFiledCase, aPaper, officers } from '../support/a-case.ts'
import { aScannedJpeg, aScannedPdf, aWrittenPage, SENTENCES } from '../support/a-written-page.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(290_000)

const PDF = 'application/pdf'
type Progress = { documentId: string; state: string; engine: string | null; pages: number; pagesRead: number; error: string | null }

/** Files one paper. @returns its id */
async function file(who: Person, caseId: string, name: string, bytes: Uint8Array, type = PDF): Promise<string> {
  const answer = await who.upload(caseId, { name, bytes, type })
  if (answer.status !== 201) throw new Error(`${name}: ${answer.text('code')}`)
  return answer.text('id')
}

async function progress(who: Person, caseId: string): Promise<readonly Progress[]> {
  const documents = (await who.get(`/cases/${caseId}/readings`)).at('documents')
  return Array.isArray(documents) ? documents : []
}

async function progressOf(who: Person, caseId: string, documentId: string): Promise<Progress | undefined> {
  return (await progress(who, caseId)).find(one => one.documentId === documentId)
}

/** Asks until it is so; the test's own time limit ends it. */
async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await ask()
    if (found) return found
    await wait(100)
  }
}

async function untilRead(who: Person, caseId: string, documentId: string): Promise<Progress> {
  return await until(async () => {
    const found = await progressOf(who, caseId, documentId)
    return found && found.state !== 'waiting' && found
  })
}

async function linesOf(who: Person, documentId: string, query = ''): Promise<string[]> {
  const pages = (await who.get(`/documents/${documentId}/reading${query}`)).at('pages')
  if (!Array.isArray(pages)) throw new Error('no pages')
  return pages.flatMap(({ lines }: { lines: { text: string }[] }) => lines.map(({ text }) => text))
}

t.test('the words of papers with a text layer', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)
  const sql = await stack.as('admin')

  await t.test('a paper that comes in is read, with the place of every word, and who is given them has seen the page', async t => {
    const id = await file(who.po, caseId, 'GA03_立案决定书.pdf', await aWrittenPage())
    t.match(await untilRead(who.po, caseId, id), { state: 'read', engine: 'textLayer', pages: 1, pagesRead: 1, error: null })
    const lines = await linesOf(who.po, id)
    for (const sentence of SENTENCES) t.ok(lines.includes(sentence), sentence)
    const answer = await who.po.get(`/documents/${id}/reading`)
    t.match(answer.body, { documentId: id, state: 'read', pages: [{ page: 1, engine: 'textLayer', turned: 0 }] })
    t.match(answer.at('pages.0.lines.0'), { at: { x: Number, y: Number, w: Number, h: Number }, confidence: 1 })
    const seen = await sql.query("select 1 from audit_entry where body like '%dossier.viewed%' and body like $1", [`%${id}%`])
    t.equal(seen.rows.length, 2)
    t.same((await who.po.get(`/documents/${id}/reading?from=2`)).at('pages'), [])
  })

  await t.test('strangers learn nothing, not even that there is a paper', async t => {
    const [{ documentId = '' } = {}] = await progress(who.po, caseId)
    const stranger = await signIn(stack.url, 'lc-pl')
    t.equal((await stranger.get(`/documents/${documentId}/reading`)).status, 404)
    t.equal((await stranger.get(`/cases/${caseId}/readings`)).status, 404)
    t.equal((await who.pc.get(`/documents/${documentId}/reading`)).status, 404, 'the procuratorate has nothing yet')
  })

  await t.test('a paper that is sorted as another is asked anew what it says, and not read again', async t => {
    const id = await file(who.po, caseId, '未分类.pdf', await aWrittenPage(180))
    await untilRead(who.po, caseId, id)
    const { rows: before } = await sql.query('select xmin::text from document_page_text where document_id = $1', [id])
    const { rows: asked } = await sql.query('select read_at from document_reading where document_id = $1', [id])
    t.equal((await who.po.send('PATCH', `/cases/${caseId}/documents/${id}`, { documentCode: 'GA38' })).status, 200)
    await until(async () => {
      const { rows } = await sql.query('select read_at, step, state from document_reading where document_id = $1', [id])
      return rows[0].step === 'done' && rows[0].read_at > asked[0].read_at
    })
    t.match(await progressOf(who.po, caseId, id), { state: 'read' })
    t.same((await sql.query('select xmin::text from document_page_text where document_id = $1', [id])).rows, before)
  })

  await t.test('what is withdrawn leaves no words behind', async t => {
    const id = await file(who.po, caseId, 'GA03_错.pdf', await aWrittenPage(90))
    await untilRead(who.po, caseId, id)
    t.equal((await who.po.send('DELETE', `/cases/${caseId}/documents/${id}`, { reason: '重复' })).status, 204)
    t.equal((await who.po.get(`/documents/${id}/reading`)).status, 404)
    t.same((await sql.query('select 1 from document_page_text where document_id = $1', [id])).rows, [])
  })

  await t.test('a paper whose bytes are gone or whose index is wrong holds up no other', async t => {
    const broken = await file(who.po, caseId, 'GA03_坏.pdf', await aWrittenPage(270))
    await untilRead(who.po, caseId, broken)
    await sql.query("update document set object_key = 'original/none' where id = $1", [broken])
    await sql.query(
      "update document_reading set step = 'words', state = 'waiting', next_page = 1, queued_at = '-infinity' where document_id = $1",
      [broken],
    )
    await sql.query('delete from document_page_text where document_id = $1', [broken])
    const name = await aPaper('GA04')
    const next = await file(who.po, caseId, name.name, name.bytes)
    await untilRead(who.po, caseId, next)
    t.match(await untilRead(who.po, caseId, broken), { state: 'failed', error: 'no-bytes' })
  })
})

t.test('the words of pictures', async t => {
  const stack = await startStack(t, { worker: true, env: { ANLIAN_OCR: 'on' } })
  const who = await officers(stack.url)
  const { caseId } = await aFiledCase(who)

  await t.test('a worker that is killed loses no page: the next one goes on where it was, and a text layer goes before', async t => {
    const scan = await file(who.po, caseId, '扫描件.pdf', await aScannedPdf([0, 180]))
    await until(async () => (await progressOf(who.po, caseId, scan))?.pagesRead === 1)
    await stack.kill('worker')
    const sql = await stack.as('admin')
    const first = await sql.query('select xmin::text from document_page_text where document_id = $1 and page = 1', [scan])
    const written = await file(who.po, caseId, 'GA03_立案决定书.pdf', await aWrittenPage())
    await stack.start('worker')
    t.match(await untilRead(who.po, caseId, written), { engine: 'textLayer' })
    t.match(await progressOf(who.po, caseId, scan), { state: 'waiting', pages: 2, pagesRead: 1 }, 'the text layer went before')
    t.match(await untilRead(who.po, caseId, scan), { state: 'read', engine: 'ocr', pages: 2, pagesRead: 2 })
    t.same((await sql.query('select xmin::text from document_page_text where document_id = $1 and page = 1', [scan])).rows, first.rows)
    for (const page of [1, 2]) {
      const lines = await linesOf(who.po, scan, `?from=${page}&count=1`)
      t.ok(lines.includes('犯罪嫌疑人林志远，男，汉族。'), `page ${page}: ${lines.join(' / ')}`)
    }
    t.equal((await who.po.get(`/documents/${scan}/reading?from=2&count=1`)).at('pages.0.turned'), 180)
  })

  await t.test('a photograph of a paper is read, and one of nothing has no words', async t => {
    const { jpeg } = await aScannedJpeg()
    const photo = await file(who.po, caseId, '照片.jpg', jpeg, 'image/jpeg')
    const sky = await sharp({ create: { width: 1200, height: 900, channels: 3, background: '#8cf' } })
      .jpeg()
      .toBuffer()
    const nothing = await file(who.po, caseId, '天空.jpg', sky, 'image/jpeg')
    t.match(await untilRead(who.po, caseId, photo), { state: 'read', engine: 'ocr' })
    t.match(await untilRead(who.po, caseId, nothing), { state: 'empty', engine: 'ocr', error: null })
    t.ok((await linesOf(who.po, photo)).includes('立案决定书'))
    t.same(await linesOf(who.po, nothing), [])
  })
})
