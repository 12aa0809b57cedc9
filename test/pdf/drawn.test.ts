import { join } from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import t from 'tap'
import { drawDocument } from '../../src/pdf/drawn.ts'
import { Bytes } from '../../src/pdf/scanner/bytes.ts'
import { scanPdf } from '../../src/pdf/scanner/scan.ts'
import { darkness, PdfReader } from './fixtures/pdf-reader.ts'

GlobalFonts.registerFromPath(join(import.meta.dirname, '..', '..', 'src', 'pdf', 'fonts', 'NotoSerifSC-Regular.ttf'), 'Whole')

async function open(t: { teardown: (undo: () => Promise<void>) => void }, bytes: Uint8Array): Promise<PdfReader> {
  const reader = await PdfReader.open(bytes)
  t.teardown(async () => await reader.close())
  return reader
}

t.test('a receipt can be read back word for word, rare names included', async t => {
  const bytes = await drawDocument({
    title: '电子卷宗接收回执',
    footer: '案件编号 A4401001234567890',
    blocks: [
      {
        kind: 'pairs',
        rows: [
          ['嫌疑人', '㛃𬱖·买买提'],
          ['罕用字', '\u{20000}'],
        ],
      },
      { kind: 'heading', text: '一、接收材料' },
      { kind: 'paragraph', text: '共计2卷51页，SHA-256摘要核对一致。' },
      { kind: 'rule' },
      { kind: 'paragraph', text: '2026年3月1日', align: 'right' },
    ],
  })
  const text = await (await open(t, bytes)).text(1)
  for (const part of ['电子卷宗接收回执', '㛃𬱖·买买提', '共计2卷51页，SHA-256摘要核对一致。', '第1页，共1页', 'A4401001234567890'])
    t.match(text, part)
  t.match(text, '〔U+20000〕', 'a character the font lacks is spelled out, not left out')
})

t.test('each character leaves the ink of the whole font on paper', async t => {
  const characters = '犯罪嫌疑人刑事诉讼法检察院审查起诉证据卷宗移送清单㛃𬱖0123456789ABCxyz'
  const bytes = await drawDocument({ title: '　', blocks: [...characters].map(text => ({ kind: 'paragraph', text, align: 'center' })) })
  const reader = await open(t, bytes)
  const scale = 8
  let printed = 0
  for (let page = 1; page <= reader.pageCount; page++) printed += await reader.ink(page, scale, [0.3, 0, 0.7, 0.93])
  const canvas = createCanvas(200, 200)
  const context = canvas.getContext('2d')
  context.font = `${12 * scale}px Whole`
  let expected = 0
  for (const character of characters) {
    context.fillStyle = '#ffffff'
    context.fillRect(0, 0, 200, 200)
    context.fillStyle = '#000000'
    context.fillText(character, 40, 140)
    expected += darkness(context.getImageData(0, 0, 200, 200).data)
  }
  t.ok(Math.abs(printed / expected - 1) < 0.1, `printed ${printed.toFixed(0)}, expected ${expected.toFixed(0)}`)
})

t.test('a long table repeats its heads on every page and loses no row', async t => {
  const rows = Array.from({ length: 120 }, (_, i) => [
    `${i + 1}`,
    `文书${i + 1}号${i % 9 === 0 ? '，附现场勘验检查笔录、照片、平面示意图与扣押物品清单' : ''}`,
  ])
  rows.push(['121', '很长'.repeat(2000)])
  const columns = [
    { title: '序号', share: 1 },
    { title: '文书名称', share: 4 },
  ]
  const reader = await open(t, await drawDocument({ title: '移送清单', blocks: [{ kind: 'table', columns, rows }] }))
  let all = ''
  for (let page = 1; page <= reader.pageCount; page++) {
    const text = await reader.text(page)
    t.match(text, '文书名称', `page ${page} has the heads`)
    t.match(text, `第${page}页，共${reader.pageCount}页`)
    all += text
  }
  for (let i = 1; i <= 120; i++) t.ok(all.includes(`文书${i}号`), `row ${i}`)
  t.equal(all.split('很').length - 1, 2000, 'a row longer than a page is carried over whole')
})

t.test('what we draw passes our own check and is the same each time', async t => {
  const draw = async (): Promise<Uint8Array> => await drawDocument({ title: '回执', blocks: [{ kind: 'paragraph', text: '已收到。' }] })
  const bytes = await draw()
  t.equal(scanPdf(Bytes.ofMemory(bytes)).pages.length, 1)
  t.ok(Buffer.compare(bytes, await draw()) === 0)
})
