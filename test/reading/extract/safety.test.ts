import fc from 'fast-check'
import t from 'tap'
import { DOCUMENT_TYPES } from '../../../src/domain/codes.ts'
import { findIn } from '../../../src/reading/extract/find-in.ts'
import type { Finding } from '../../../src/reading/model.ts'
import { lineOf, pageOf } from '../../support/pages.ts'

const LIN = '350503198806141017'
const OTHER = '350582199103052325'
const read = (code: string, paragraphs: readonly string[]): Finding[] => findIn(code, [pageOf(paragraphs)])
const CODES = [...DOCUMENT_TYPES.keys()]

t.test('two of one name are told apart by their numbers, and what names only the name is said of neither', async t => {
  const found = read('JC21', [
    `被告人张伟，男，1988年6月14日出生，公民身份号码${LIN}，汉族，高中文化。因涉嫌盗窃罪，于2026年3月2日被石狮市公安局刑事拘留。`,
    `被告人张伟，女，1991年3月5日出生，公民身份号码${OTHER}，畲族，初中文化。`,
    '本院认为，被告人张伟在共同犯罪中起主要作用，系主犯。',
  ])
  const of = (idNo: string, key: string): unknown => found.find(one => one.key === key && one.about?.idNo === idNo)?.value
  t.equal(of(LIN, 'sex'), '1')
  t.equal(of(OTHER, 'sex'), '2')
  t.match(of(LIN, 'measures'), [{ code: '06', decidedBy: '350581-PSB' }])
  t.equal(of(OTHER, 'measures'), undefined)
  t.same(
    found.filter(({ key }) => key === 'role'),
    [],
  )
  t.ok(
    found.every(({ about }) => about === null || about.idNo !== undefined),
    'nothing is said of a bare name',
  )
})

t.test('two of one name without numbers: nothing is said of them', async t => {
  const found = read('JC21', ['被告人张伟，男，1988年6月14日出生，汉族。', '被告人张伟，男，1991年3月5日出生，畲族。'])
  t.same(
    found.filter(({ about }) => about !== null),
    [],
  )
})

t.test('of two accused, words that name none of them are said of none', async t => {
  const found = read('JC21', [
    `被告人林志远，男，1988年6月14日出生，公民身份号码${LIN}，汉族。`,
    `被告人陈小梅，女，1991年3月5日出生，公民身份号码${OTHER}，畲族。`,
    '本院认为，系自首，依法可以从轻处罚。',
  ])
  t.same(
    found.filter(({ key }) => key === 'surrender'),
    [],
  )
})

t.test('a paper that contradicts itself gives both values', async t => {
  const found = read('GA73', [
    `犯罪嫌疑人林志远，男，1988年6月14日出生，公民身份号码${LIN}，汉族，高中文化。`,
    `犯罪嫌疑人林志远，男，1989年6月14日出生，公民身份号码${LIN}，汉族，初中文化。`,
  ])
  const values = (key: string): unknown[] => found.filter(one => one.key === key).map(({ value }) => value)
  t.same(values('birthDate'), ['1988-06-14', '1989-06-14'])
  t.same(values('education'), ['60', '70'])
})

t.test('empty pages and blank forms say nothing', async t => {
  t.same(findIn('GA73', []), [])
  t.same(findIn('GA73', [{ page: 1, engine: 'ocr', turned: 0, lines: [] }]), [])
  t.same(read('GA38', ['姓名：', '性别：', '公民身份号码：']), [])
})

t.test('each finding stands where it says, and a poor reading makes it less sure', async t => {
  const text = [`犯罪嫌疑人林志远，男，1988年6月14日出生，公民身份号码${LIN}，汉族，高中文化。`]
  const [sure, poor] = [findIn('GA73', [pageOf(text)]), findIn('GA73', [pageOf(text, { page: 2, confidence: 0.6 })])]
  for (const { box } of sure) t.ok(box.x >= 0 && box.y >= 0 && box.x + box.w <= 1.001 && box.y + box.h <= 1.001 && box.w > 0)
  const name = sure.find(({ key }) => key === 'name')
  t.match(name, { words: '林志远', page: 1 })
  t.match(
    poor.find(({ key }) => key === 'name'),
    { page: 2, confidence: Math.round((name?.confidence ?? 0) * 600) / 1000 },
  )
})

t.test('a further finder is asked only where the rules say nothing, and is trusted less', async t => {
  const place = { words: '', page: 1, box: { x: 0, y: 0, w: 0, h: 0 }, confidence: 0.9, rule: 'other' }
  const about = { name: '林志远' }
  const further = (): Finding[] => [
    { key: 'sex', about, value: '2', ...place },
    { key: 'phone', about, value: '13800000000', ...place },
  ]
  const found = findIn('GA73', [pageOf(['犯罪嫌疑人林志远，男，汉族。'])], [further])
  t.same(
    found.filter(({ key }) => key === 'sex').map(({ value }) => value),
    ['1'],
  )
  t.equal(found.find(({ key }) => key === 'phone')?.confidence, 0.54)
})

const PIECES = [
  '犯罪嫌疑人',
  '被告人',
  '林志远',
  '，男，',
  '（',
  '）',
  '判处',
  '有期徒刑',
  '二〇二六年',
  '3月',
  '公民身份号码',
  LIN,
  '元',
  '价值',
  '问：',
  '姓名',
  '：',
  ' ',
  '。',
  '经审理查明',
  '1',
] as const

t.test('no text makes a rule throw', async t => {
  const words = fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 6 })), { maxLength: 60 })
  fc.assert(
    fc.property(fc.constantFrom(...CODES), fc.array(words, { maxLength: 8 }), (code, paragraphs) => {
      const lines = paragraphs.flatMap((parts, row) => [
        lineOf(
          parts.map((text, at) => ({ text, x: (at * 3) % 28 })),
          row,
        ),
      ])
      findIn(code, [{ page: 1, engine: 'ocr', turned: 0, lines }])
      findIn(code, [pageOf(paragraphs.map(parts => parts.join('')))])
    }),
    { numRuns: 200 },
  )
  t.pass('none did')
})

/** A letter of Chinese script takes three bytes. */
const MEGABYTE = 350_000

t.test('a megabyte of text takes time in proportion to its length', async t => {
  const hostile = ['被告人林', '1', '姓名：', '（因涉嫌', '二〇', '经审理查明：被害人王', '2026年3月5日被']
  const timeOf = (piece: string, letters: number): number => {
    const line = piece.repeat(Math.ceil(2_000 / piece.length))
    const lines = Array.from({ length: Math.ceil(letters / line.length) }, (_, row) => lineOf([{ text: line, x: 0 }], row % 40))
    const began = performance.now()
    findIn('FY18', [{ page: 1, engine: 'textLayer', turned: 0, lines }])
    return performance.now() - began
  }
  for (const piece of hostile) {
    const [small, large] = [timeOf(piece, MEGABYTE / 10), timeOf(piece, MEGABYTE)]
    // What is not in proportion takes a hundred times as long.
    t.ok(large < 40 * small + 2_000, `${piece}: ${Math.round(small)} ms, then ${Math.round(large)} ms`)
  }
})
