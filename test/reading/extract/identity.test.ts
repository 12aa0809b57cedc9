import t from 'tap'
import { findIn } from '../../../src/reading/extract/find-in.ts'
import type { Finding } from '../../../src/reading/model.ts'
import { pageOf, type Word } from '../../support/pages.ts'

const read = (code: string, paragraphs: readonly (string | readonly Word[])[]): Finding[] => findIn(code, [pageOf(paragraphs)])
const values = (found: readonly Finding[], name: string): Record<string, unknown> =>
  Object.fromEntries(found.filter(({ about }) => about?.name === name).map(({ key, value }) => [key, value]))

const LIN = '350503198806141017'
const CHEN = '350582199103052325'

t.test('an opinion for prosecution says who the suspect is', async t => {
  const found = read('GA73', [
    `犯罪嫌疑人林志远（曾用名林阿远），男，1988年6月14日出生，公民身份号码${LIN}，汉族，高中文化，货车司机，户籍所在地福建省泉州市丰泽区东海街道海棠路1号，现住福建省泉州市丰泽区北峰街道。因涉嫌危险驾驶罪，于2026年3月10日被我局取保候审。`,
  ])
  t.match(values(found, '林志远'), {
    name: '林志远',
    aliases: ['林阿远'],
    sex: '1',
    birthDate: '1988-06-14',
    idNo: LIN,
    idType: '111',
    ethnic: '01',
    education: '60',
    occupation: '货车司机',
    household: { division: '350503', text: '福建省泉州市丰泽区东海街道海棠路1号' },
    residence: { division: '350503', text: '福建省泉州市丰泽区北峰街道' },
  })
})

t.test('a household proof says it in the fields of a form', async t => {
  const rows: Word[][] = [
    [
      { text: '姓  名', x: 0 },
      { text: '陈小梅', x: 6 },
      { text: '性  别', x: 14 },
      { text: '女', x: 20 },
    ],
    [
      { text: '民  族', x: 0 },
      { text: '畲', x: 6 },
      { text: '出生日期', x: 14 },
      { text: '1991年3月5日', x: 20 },
    ],
    [
      { text: '公民身份号码', x: 0 },
      { text: CHEN, x: 7 },
    ],
  ]
  t.match(values(read('GA38', rows), '陈小梅'), { sex: '2', ethnic: '22', birthDate: '1991-03-05', idNo: CHEN })
})

t.test('two persons in one paper keep what is theirs', async t => {
  const found = read('JC21', [
    `被告人林志远，男，1988年6月14日出生，公民身份号码${LIN}，汉族，高中文化。`,
    `被告人陈小梅，女，1991年3月5日出生，公民身份号码${CHEN}，畲族，初中文化。`,
  ])
  t.match(values(found, '林志远'), { sex: '1', education: '60', idNo: LIN })
  t.match(values(found, '陈小梅'), { sex: '2', education: '70', idNo: CHEN })
})

t.test('what a victim says of herself is not said of the suspect', async t => {
  t.same(values(read('GA44', [`我叫陈小梅，女，1991年3月5日出生，公民身份号码${CHEN}。`]), '陈小梅'), {})
})
