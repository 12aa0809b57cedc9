import fc from 'fast-check'
import t from 'tap'
import { chineseNumber } from '../../../src/domain/chinese.ts'
import { readAmount, readChineseNumber } from '../../../src/reading/extract/amounts.ts'

t.test('a sum is read however a paper writes it', async t => {
  const cases = [
    ['叁万元', '30000.00'],
    ['3万元', '30000.00'],
    ['30,000元', '30000.00'],
    ['人民币壹万捌仟陆佰元整', '18600.00'],
    ['18600余元', '18600.00'],
    ['人民币二千元', '2000.00'],
    ['1.5万元', '15000.00'],
    ['壹佰零伍元伍角', '105.50'],
    ['¥12.34元', '12.34'],
    ['十万元', '100000.00'],
  ] as const
  for (const [text, sum] of cases) t.equal(readAmount(text), sum, text)
  t.equal(readAmount('若干元'), null)
})

const FORMAL = new Map([...'〇一二三四五六七八九十百千'].map((sign, at) => [sign, [...'零壹贰叁肆伍陆柒捌玖拾佰仟'][at] ?? sign]))

t.test('every number comes back from its words, plain and formal', async t => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), value => {
      const words = chineseNumber(value)
      t.equal(readChineseNumber(words), value)
      t.equal(readChineseNumber([...words].map(sign => FORMAL.get(sign) ?? sign).join('')), value)
    }),
    { numRuns: 500 },
  )
})
