import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import t from 'tap'
import { createOcrReader } from '../../src/pdf/ocr/ocr-reader.ts'
import { repair } from '../../src/pdf/ocr/repair.ts'
import { toLines } from '../../src/pdf/text/lines.ts'
import { closeUp } from '../../src/pdf/text/spaces.ts'
import { createTextReader } from '../../src/pdf/text/text-reader.ts'
import type { WordReader } from '../../src/pdf/text/word-reader.ts'
import type { PageWords, Place } from '../../src/pdf/text/words.ts'
import { aScannedPdf, aWrittenPage, SENTENCES } from '../support/a-written-page.ts'
import { hostileFiles } from '../support/hostile-pdfs.ts'
import { PdfReader } from './fixtures/pdf-reader.ts'

t.setTimeout(280_000)

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pdf-words-')))
t.teardown(() => rmSync(folder, { recursive: true, force: true }))

function open(t: { teardown: (undo: () => void) => void }, create: (options: { spoolDir: string }) => WordReader) {
  const reader = create({ spoolDir: folder })
  t.teardown(() => reader.rest())
  return async (name: string, bytes: Uint8Array, page = 1) => {
    writeFileSync(join(folder, name), bytes)
    return await reader.read(join(folder, name), page)
  }
}

const said = ({ lines }: PageWords): string => lines.map(({ text }) => text).join('\n')
/** What two places share, in parts of what they cover together. */
function common(a: Place, b: Place): number {
  const shared =
    Math.max(0, Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y))
  return shared / (a.w * a.h + b.w * b.h - shared)
}
const whole = ({ x, y, w, h }: Place): [number, number, number, number] => [x, y, x + w, y + h]

t.test('a paper of the platform reads back exactly, rare characters too, and its boxes lie where the words are', async t => {
  const read = open(t, createTextReader)
  for (const turn of [0, 90, 180, 270] as const) {
    const bytes = await aWrittenPage(turn)
    const answer = await read(`written-${turn}.pdf`, bytes)
    if (!answer.ok) return t.fail(answer.why)
    const { words } = answer
    t.equal(words.turned, (360 - turn) % 360, 'how the page is turned to be read')
    for (const sentence of SENTENCES)
      t.ok(
        words.lines.some(({ text }) => text === sentence),
        `${turn}°: ${sentence}`,
      )
    t.ok(words.lines.every(({ confidence }) => confidence === 1))
    const reader = await PdfReader.open(bytes)
    const all = await reader.ink(1, 2)
    let inside = 0
    for (const { at } of words.lines.flatMap(({ runs }) => runs)) {
      const ink = await reader.ink(1, 2, whole(at))
      t.ok(ink > 0, 'ink under the words')
      inside += ink
    }
    await reader.close()
    t.ok(inside > 0.7 * all, `${Math.round((100 * inside) / all)} % of the ink of the page lies under its words; the rest is frames`)
  }
})

t.test('bytes that are no PDF, or do harm, cost one answer and not the next', async t => {
  const read = open(t, createTextReader)
  const good = await aWrittenPage()
  t.match(await read('none.pdf', Buffer.from('%PDF-1.7 and nothing')), { ok: false, why: 'unreadable' })
  for (const { fileName, bytes } of (await hostileFiles()).slice(0, 8)) {
    await read(`hostile-${fileName.replace(/[^\w.]/g, '')}`, bytes)
    t.match(await read('good.pdf', good), { ok: true }, `after ${fileName}`)
  }
  t.match(await read('good.pdf', good, 7), { ok: false }, 'a page that is not there')
})

t.test('words that were set apart are words, cells stay apart', async t => {
  t.equal(closeUp('犯 罪 嫌 疑 人 王 五'), '犯罪嫌疑人王五')
  t.equal(closeUp('姓 名'), '姓名')
  t.equal(closeUp('姓名 张三 性别 男'), '姓名 张三 性别 男')
  t.equal(closeUp('Unit 3 of A'), 'Unit 3 of A')
  const letter = (text: string, left: number) => ({ text, confidence: 1, left, top: 10, right: left + 10, bottom: 20 })
  const upright = { width: 400, height: 100 }
  const line = (...pieces: ReturnType<typeof letter>[]) => toLines(pieces, upright, 0).map(({ text }) => text)
  t.same(line(letter('起', 10), letter('诉', 40), letter('书', 70)), ['起诉书'], 'a title with wide letters')
  t.same(line(letter('犯罪', 10), letter('嫌疑人', 24)), ['犯罪嫌疑人'], 'a small gap within a word')
  t.same(line(letter('姓名', 10), letter('张三', 60)), ['姓名 张三'], 'two cells')
  t.same(line(letter('⼈', 10)), ['人'], 'a radical that stands for its character')
  t.same(line(letter('加粗', 10), letter('加粗', 10.4)), ['加粗'], 'letters printed twice')
})

t.test('a ring is zero where numerals stand beside it, and a letter elsewhere', async t => {
  t.equal(repair('二O二六年三月五日'), '二〇二六年三月五日')
  t.equal(repair('3505O3199003051234'), '350503199003051234')
  t.equal(repair('丰公(刑)立字[2026]00012号'), '丰公(刑)立字〔2026〕00012号')
  t.equal(repair('OPPO手机一部，见[2026]年'), 'OPPO手机一部，见[2026]年')
})

t.test('a scan is read however it was laid in, and an empty sheet has no words', async t => {
  const read = open(t, createOcrReader)
  const layer = await open(t, createTextReader)('written.pdf', await aWrittenPage())
  const written = layer.ok ? layer.words.lines : []
  for (const turn of [0, 90]) {
    const answer = await read('scan.pdf', await aScannedPdf([turn]))
    if (!answer.ok) return t.fail(answer.why)
    t.equal(answer.words.turned, (360 - turn) % 360)
    for (const sentence of SENTENCES.filter(one => !/𬱖/.test(one))) t.match(said(answer.words), sentence, `${turn}°`)
    const date = answer.words.lines.find(({ text }) => text === SENTENCES[6])
    t.ok(date && date.confidence > 0.8 && date.confidence <= 1)
    if (turn === 0)
      for (const { text, at } of answer.words.lines.filter(({ text }) => SENTENCES.some(one => one === text))) {
        const there = written.find(one => one.text === text)?.at ?? at
        t.ok(common(at, there) > 0.7, `${text} lies where the text layer has it (${common(at, there).toFixed(2)})`)
      }
    const reader = await PdfReader.open(await aScannedPdf([turn]))
    t.ok((await reader.ink(1, 2, whole(date?.at ?? { x: 0, y: 0, w: 0, h: 0 }))) > 100, 'the date lies under its box')
    await reader.close()
  }
  const sheet = await PDFDocument.create()
  sheet.addPage([595, 842])
  t.match(await read('blank.pdf', await sheet.save()), { ok: true, words: { turned: 0, lines: [] } }, 'an empty sheet')
  t.match(await read('none.pdf', Buffer.from('%PDF-1.7 and nothing')), { ok: false, why: 'unreadable' })
  t.same(
    readdirSync(folder).filter(name => !name.endsWith('.pdf')),
    [],
    'nothing is left beside the files',
  )
})
