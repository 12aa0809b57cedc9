import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import sharp from 'sharp'
import t from 'tap'
import { layOut } from '../../src/cli/demo/papers/layout.ts'
import { paperText } from '../../src/cli/demo/papers/paper-texts.ts'
import { makePaper, writeDossierFolder } from '../../src/cli/demo/papers/papers.ts'
import { DRUNK_DRIVING } from '../../src/cli/demo/papers/sample-facts.ts'

type Share = { ink: number; red: number; channels: number }

/** Shares of dark and of red pixels in a picture. */
async function measure(image: Buffer): Promise<Share> {
  const { channels } = await sharp(image).metadata()
  const { data, info } = await sharp(image).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true })
  let [ink, red] = [0, 0]
  for (let i = 0; i < data.length; i += 3) {
    const [r = 0, g = 0, b = 0] = [data[i], data[i + 1], data[i + 2]]
    if (r < 110 && g < 110 && b < 110) ink++
    if (r > 150 && r - g > 60 && r - b > 60) red++
  }
  const pixels = info.width * info.height
  return { ink: ink / pixels, red: red / pixels, channels: channels ?? 0 }
}

t.test('a scanned page carries writing and its seal', async t => {
  for (const code of ['GA01', 'GA03', 'GA16', 'GA41', 'GA65', 'JC21', 'FY12'] as const) {
    const { bytes } = await makePaper(code, DRUNK_DRIVING, { seed: 'ink', kind: 'jpeg' })
    const { ink, red } = await measure(bytes)
    t.ok(ink > 0.006 && ink < 0.2, `${code}: ${(ink * 100).toFixed(1)} % ink`)
    if (code !== 'JC21') t.ok(red > 0.0008, `${code}: ${(red * 100).toFixed(2)} % red`)
  }
})

t.test('a photocopy is grey, also where its seal was', async t => {
  const { bytes } = await makePaper('GA38', DRUNK_DRIVING, { seed: 'grey', kind: 'jpeg' })
  const { ink, red, channels } = await measure(bytes)
  t.equal(channels, 1)
  t.equal(red, 0)
  t.ok(ink > 0.006)
})

t.test('the same seed gives the same bytes, another seed another scan', async t => {
  for (const kind of ['pdf', 'jpeg', 'png'] as const) {
    const first = await makePaper('GA16', DRUNK_DRIVING, { seed: 7, kind })
    const again = await makePaper('GA16', DRUNK_DRIVING, { seed: 7, kind })
    const other = await makePaper('GA16', DRUNK_DRIVING, { seed: 8, kind })
    t.ok(first.bytes.equals(again.bytes), `${kind}: same`)
    t.notOk(first.bytes.equals(other.bytes), `${kind}: other`)
  }
})

t.test('a paper of several pages opens as a PDF of as many A4 pages', async t => {
  const made = await makePaper('GA41', DRUNK_DRIVING, { seed: 1 })
  t.equal(made.fileName, 'GA41_讯问笔录(林志远)第一次.pdf')
  const document = await PDFDocument.load(made.bytes, { updateMetadata: false })
  t.equal(document.getPageCount(), made.pageCount)
  t.equal(made.pageCount, layOut(paperText('GA41', DRUNK_DRIVING)).length)
  for (const page of document.getPages()) {
    t.ok(Math.abs(page.getWidth() - 595.28) < 0.1 && Math.abs(page.getHeight() - 841.89) < 0.1)
  }
  t.ok(made.bytes.length / made.pageCount > 60_000 && made.bytes.length / made.pageCount < 260_000, 'pages weigh what scans weigh')
})

t.test('the police write two volumes, with a slip and a photograph as pictures', async t => {
  const dir = t.testdir()
  const written = await writeDossierFolder(dir, DRUNK_DRIVING, { stage: 'police', seed: 'demo' })
  t.same(new Set(await readdir(dir)), new Set(['诉讼文书卷', '证据卷']))
  t.equal(new Set(written.map(({ path }) => path)).size, written.length, 'no two papers share a name')
  t.same(
    written.filter(({ mediaType }) => mediaType !== 'application/pdf').map(({ fileName }) => fileName),
    ['呼气酒精测试单.jpg', '现场照片_查获车辆.png'],
  )
  t.same((await readFile(join(dir, '证据卷', '呼气酒精测试单.jpg'))).subarray(0, 3), Buffer.from([0xff, 0xd8, 0xff]))
  t.equal((await readFile(join(dir, '证据卷', '现场照片_查获车辆.png'))).subarray(1, 4).toString('latin1'), 'PNG')
  t.ok((await readdir(join(dir, '诉讼文书卷'))).includes('001_受案登记表.pdf'))
})

t.test('procuratorate and court write one volume each', async t => {
  const dir = t.testdir()
  const reviewed = await writeDossierFolder(dir, DRUNK_DRIVING, { stage: 'procuratorate', seed: 'demo' })
  const tried = await writeDossierFolder(dir, DRUNK_DRIVING, { stage: 'court', seed: 'demo' })
  t.same(new Set(await readdir(dir)), new Set(['检察卷', '法院正卷']))
  for (const { path, sizeBytes, pageCount } of [...reviewed, ...tried]) {
    const bytes = await readFile(path)
    t.equal(bytes.length, sizeBytes)
    t.equal((await PDFDocument.load(bytes, { updateMetadata: false })).getPageCount(), pageCount, path.slice(dir.length + 1))
  }
})
