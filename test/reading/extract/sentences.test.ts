import t from 'tap'
import { findIn } from '../../../src/reading/extract/find-in.ts'
import { plain } from '../../../src/reading/extract/plain.ts'
import { readSentence } from '../../../src/reading/extract/sentences.ts'
import { pageOf } from '../../support/pages.ts'

const fine = (amount: string): object => ({ type: 'A1', amount })

t.test('a sentence is read to its months, its suspension and its fine', async t => {
  const cases: readonly (readonly [string, object])[] = [
    [
      '拘役一个月，缓刑二个月，并处罚金人民币二千元',
      { principal: { type: 'P2', months: 1 }, suspensionMonths: 2, additional: [fine('2000.00')] },
    ],
    ['有期徒刑二年六个月，并处罚金人民币五千元', { principal: { type: 'P3', months: 30 }, additional: [fine('5000.00')] }],
    ['有期徒刑三年，缓刑四年', { principal: { type: 'P3', months: 36 }, suspensionMonths: 48 }],
    ['管制六个月', { principal: { type: 'P1', months: 6 } }],
    ['无期徒刑，剥夺政治权利终身，并处没收个人全部财产', { principal: { type: 'P4' }, additional: [{ type: 'A2' }, { type: 'A3' }] }],
    [
      '有期徒刑十年，剥夺政治权利一年，并处罚金人民币壹万元',
      { principal: { type: 'P3', months: 120 }, additional: [fine('10000.00'), { type: 'A2', months: 12 }] },
    ],
    ['免予刑事处罚', { principal: { type: 'exempt' } }],
    ['单处罚金人民币3000元', { principal: { type: 'none' }, additional: [fine('3000.00')] }],
    [
      '有期徒刑六个月（刑期自2026年1月12日起至2026年7月11日止）',
      { principal: { type: 'P3', months: 6 }, from: '2026-01-12', to: '2026-07-11' },
    ],
  ]
  for (const [text, value] of cases) t.same(readSentence(plain(text))?.value, value, text)
  t.equal(readSentence('教育'), null)
})

t.test('where several crimes were punished the penalty to be served counts', async t => {
  const words = '有期徒刑一年；犯诈骗罪，判处有期徒刑八个月；决定执行有期徒刑一年六个月，并处罚金人民币四千元'
  t.same(readSentence(plain(words))?.value, { principal: { type: 'P3', months: 18 }, additional: [fine('4000.00')] })
})

t.test('a range is a question', async t => {
  t.equal(readSentence(plain('有期徒刑六个月至八个月，并处罚金'))?.sure, false)
})

t.test('each defendant has the sentence that is his, and an earlier one is not the sentence of this case', async t => {
  const found = findIn('FY18', [
    pageOf([
      '被告人林志远，男，1988年6月14日出生，公民身份号码350503198806141017，汉族，高中文化，无业，住石狮市。2019年5月6日因犯盗窃罪被石狮市人民法院判处有期徒刑六个月，2019年11月5日刑满释放。',
      '被告人陈小梅，女，1991年3月5日出生，公民身份号码350582199103052325，畲族，初中文化，务工，住晋江市。',
      '依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：',
      '一、被告人林志远犯盗窃罪，判处有期徒刑一年六个月，并处罚金人民币五千元；',
      '（刑期从判决执行之日起计算。即自2026年1月12日起至2027年7月11日止。）',
      '二、被告人陈小梅犯掩饰、隐瞒犯罪所得罪，判处拘役五个月，缓刑六个月，并处罚金人民币二千元。',
    ]),
  ])
  const of = (name: string, key: string): unknown => found.find(one => one.key === key && one.about?.name === name)?.value
  t.same(of('林志远', 'sentence'), {
    principal: { type: 'P3', months: 18 },
    additional: [fine('5000.00')],
    from: '2026-01-12',
    to: '2027-07-11',
  })
  t.same(of('陈小梅', 'sentence'), { principal: { type: 'P2', months: 5 }, suspensionMonths: 6, additional: [fine('2000.00')] })
  t.same(of('林志远', 'charges'), [{ chargeCode: 'X042', article: '264' }])
  t.same(of('陈小梅', 'charges'), [{ chargeCode: 'X068', article: '312' }])
  t.same(of('林志远', 'priorRecord'), [
    { on: '2019-05-06', organ: '石狮市人民法院', kind: 'criminal', charge: '盗窃罪', sentence: '有期徒刑六个月', releasedOn: '2019-11-05' },
  ])
  t.equal(found.filter(({ key }) => key === 'sentence').length, 2)
})
