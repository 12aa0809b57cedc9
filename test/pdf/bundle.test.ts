import { Readable } from 'node:stream'
import fc from 'fast-check'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import t from 'tap'
import { type BundleEntry, type BundlePlan, planBundle, planSingle, readRange } from '../../src/pdf/bundle.ts'
import type { FileIndex } from '../../src/pdf/file-index.ts'
import { readJpeg } from '../../src/pdf/image/jpeg.ts'
import { indexPicture } from '../../src/pdf/image/picture.ts'
import { readPng } from '../../src/pdf/image/png.ts'
import { Bytes } from '../../src/pdf/scanner/bytes.ts'
import { scanPdf } from '../../src/pdf/scanner/scan.ts'
import { libraryPdf, RawPdf, scannedPdf } from '../support/hostile-pdfs.ts'
import { PdfReader } from './fixtures/pdf-reader.ts'

const sources = new Map<string, Buffer>()
let opened = 0

/** Gives a range in chunks of odd sizes, as a network does. */
function open(key: string, offset: number, length: number): Readable {
  opened++
  const bytes = sources.get(key)?.subarray(offset, offset + length) ?? Buffer.alloc(0)
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += 4099) chunks.push(bytes.subarray(at, at + 4099))
  return Readable.from(chunks, { objectMode: false })
}

async function read(plan: BundlePlan, from = 0, to = plan.length): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of readRange(plan, from, to, open)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function source(key: string, bytes: Buffer, index: FileIndex): { key: string; index: FileIndex } {
  sources.set(key, bytes)
  return { key, index }
}

const fromPdf = (key: string, bytes: Buffer) => source(key, bytes, scanPdf(Bytes.ofMemory(bytes)))
const fromJpeg = (key: string, bytes: Buffer) => source(key, bytes, indexPicture(readJpeg(Bytes.ofMemory(bytes)), bytes.length, 'original'))
const fromPng = (key: string, bytes: Buffer) => source(key, bytes, indexPicture(readPng(Bytes.ofMemory(bytes)), bytes.length, 'original'))

async function openReader(t: { teardown: (undo: () => Promise<void>) => void }, bytes: Uint8Array): Promise<PdfReader> {
  const reader = await PdfReader.open(bytes)
  t.teardown(async () => await reader.close())
  return reader
}

const NAME = '㛃𬱖·买买提的询问笔录'
const stampText = ({ label, volumePage }: { label: string; volumePage: number }): string => `${label}第${volumePage}页`

async function dossier(): Promise<BundleEntry[]> {
  const picture = sharp({ create: { width: 300, height: 200, channels: 3, background: '#204080' } })
  return [
    { title: '诉讼文书卷', level: 0, label: '文书卷 1 · ' },
    { title: '受案登记表', level: 1, ...fromPdf('objects', await libraryPdf(true, 'Objects')) },
    { title: '立案决定书', level: 1, ...fromPdf('plain', await libraryPdf(false, 'Plain')) },
    { title: '证据卷', level: 0, label: '证据卷 1 · ' },
    { title: NAME, level: 1, ...fromPdf('scan', await scannedPdf(4)), pages: [2, 3] },
    { title: '现场照片', level: 1, ...fromJpeg('photo', await picture.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer()) },
    { title: '监控截图', level: 2, ...fromPng('shot', await picture.clone().png().toBuffer()) },
  ]
}

async function planDossier(): Promise<BundlePlan> {
  return await planBundle({ title: '张某盗窃案卷宗', entries: await dossier(), coverLines: ['某某市公安局'], contents: true, stampText })
}

t.test('a bundle has cover, contents, every page with its stamp, bookmarks and labels', async t => {
  const plan = await planDossier()
  const bytes = await read(plan)
  t.equal(bytes.length, plan.length, 'the length was known before')
  t.equal((await PDFDocument.load(bytes)).getPageCount(), 10, 'pdf-lib reads it as well')
  const reader = await openReader(t, bytes)
  t.equal(reader.pageCount, 10)
  t.equal(plan.pageCount, 10)
  t.equal(plan.frontPageCount, 2)
  t.match(await reader.text(1), '张某盗窃案卷宗')
  t.match(await reader.text(2), NAME, 'rare characters come through')
  t.match(await reader.text(3), 'Objects 1')
  const stamps = ['文书卷 1 · 第1页', '文书卷 1 · 第4页', '证据卷 1 · 第1页', '证据卷 1 · 第4页']
  for (const [i, page] of [3, 6, 7, 10].entries()) t.ok((await reader.text(page)).endsWith(stamps[i] ?? ''), `page ${page}: ${stamps[i]}`)
  t.same(await reader.outline(), [
    { title: '诉讼文书卷', below: ['受案登记表', '立案决定书'].map(title => ({ title, below: [] })) },
    {
      title: '证据卷',
      below: [
        { title: NAME, below: [] },
        { title: '现场照片', below: [{ title: '监控截图', below: [] }] },
      ],
    },
  ])
  t.same((await reader.labels()).slice(0, 4), ['i', 'ii', '文书卷 1 · 1', '文书卷 1 · 2'])
  t.equal((await reader.labels()).at(-1), '证据卷 1 · 4')
})

t.test('a stamp prints ink in the lower right corner of every page, whichever way it is turned', async t => {
  const turned = new RawPdf().object(1, '<</Type/Catalog/Pages 2 0 R>>').object(2, '<</Type/Pages/Count 4/Kids[3 0 R 4 0 R 5 0 R 6 0 R]>>')
  for (const [i, rotate] of [0, 90, 180, 270].entries()) {
    turned.object(3 + i, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/CropBox[20 30 575 800]/Rotate ${rotate}/Contents 7 0 R>>`)
  }
  // This content scales everything by a hundredth and never restores it.
  turned.stream(7, '', Buffer.from('q 0.01 0 0 0.01 0 0 cm q', 'latin1'))
  const entries = [{ title: '卷', level: 0, ...fromPdf('turned', turned.table().bytes) }]
  const reader = await openReader(t, await read(await planBundle({ title: '卷', entries, stampText: () => '证据卷 1 · 第35页' })))
  const straight = await reader.ink(1, 2, [0.75, 0.95, 1, 1])
  t.ok(straight > 100, 'there is ink')
  for (const page of [1, 2, 3, 4]) {
    const corner = await reader.ink(page, 2, [0.7, 0.93, 1, 1])
    t.ok(Math.abs(corner - straight) < straight * 0.2, `turned by ${(page - 1) * 90} degrees`)
    t.ok(Math.abs((await reader.ink(page, 2)) - corner) < 1, 'and nowhere else')
  }
})

t.test('pictures are shown with their own bytes, nothing encoded again', async t => {
  const entries = (await dossier()).slice(-2)
  const bytes = await read(await planBundle({ title: '照片', entries }))
  t.ok(bytes.includes(sources.get('photo') ?? 'missing'), 'the JPEG stands in the bundle byte by byte')
  const reader = await openReader(t, bytes)
  t.ok((await reader.ink(1, 1, [0.2, 0.2, 0.8, 0.8])) > 1000)
  t.ok((await reader.ink(2, 1, [0.2, 0.2, 0.8, 0.8])) > 1000)
})

t.test('the same plan gives the same bytes and tag, another plan another tag', async t => {
  const [one, two] = [await planDossier(), await planDossier()]
  t.equal(one.etag, two.etag)
  t.ok((await read(one)).equals(await read(two)))
  const other = await planBundle({ title: '张某盗窃案卷宗', entries: (await dossier()).slice(0, 3), stampText })
  t.not(other.etag, one.etag)
})

t.test('any range of the bundle is that slice of the whole', async t => {
  const plan = await planDossier()
  const whole = await read(plan)
  const position = fc.integer({ min: 0, max: plan.length })
  await fc.assert(
    fc.asyncProperty(position, position, async (a, b) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      return (await read(plan, from, to)).equals(whole.subarray(from, to))
    }),
    { numRuns: 150 },
  )
  t.equal((await read(plan, 7, 7)).length, 0)
  await t.rejects(read(plan, 0, plan.length + 1), RangeError)
})

t.test('pages that stand in the file in another order than they are read come out right', async t => {
  const scan = await scannedPdf(12)
  const kids = /Kids\[([^\]]+)\]/.exec(scan.toString('latin1'))?.[1] ?? ''
  const turned = Buffer.from(scan)
  turned.write(
    kids
      .match(/\d+ 0 R/g)
      ?.reverse()
      .join(' ') ?? '',
    turned.lastIndexOf(kids),
    'latin1',
  )
  const plan = await planSingle('turned', fromPdf('turned', turned).index)
  const whole = await read(plan)
  const images = [...plan.segments()].filter(segment => 'key' in segment)
  t.equal(images.length, 12)
  for (const image of images) {
    if (!('key' in image)) continue
    t.ok(whole.subarray(image.start, image.start + image.length).equals(turned.subarray(image.offset, image.offset + image.length)))
  }
})

t.test('a scan is read in one request, and a source that ends early is an error', async t => {
  const plan = await planSingle('scan', fromPdf('scan', await scannedPdf(10)).index)
  opened = 0
  await read(plan)
  t.equal(opened, 1)
  sources.set('scan', (sources.get('scan') ?? Buffer.alloc(0)).subarray(0, 20_000))
  await t.rejects(read(plan), /ended before/)
})

t.test('all structure stands behind the last image', async t => {
  const plan = await planSingle('long', fromPdf('long', await scannedPdf(60)).index)
  const places = [...plan.segments()].filter(segment => 'key' in segment)
  const lastImage = places.at(-1)
  const end = lastImage && 'length' in lastImage ? lastImage.start + lastImage.length : 0
  t.ok(plan.length - end < 8192, `${plan.length - end} bytes hold 60 page objects, the tree and the table`)
})

t.test('our own bundle passes our own check', async t => {
  const index = scanPdf(Bytes.ofMemory(await read(await planDossier())))
  t.equal(index.pages.length, 10)
})

t.test('pages that a document does not have are refused', async t => {
  const [, document] = await dossier()
  await t.rejects(planBundle({ title: '卷', entries: [{ title: '', level: 0, ...document, pages: [1, 3] }] }), RangeError)
})
