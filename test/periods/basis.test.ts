import t from 'tap'
import { basisInChinese } from '../../src/periods/basis.ts'
import { restartsOf, suspensionsOf } from '../../src/periods/reasons.ts'
import { PERIODS } from '../../src/periods/table.ts'

t.test('an article is cited as a Chinese reader does', async t => {
  for (const [basis, cited] of [
    ['CPL 105(4)', '刑事诉讼法第105条第4款'],
    ['CPL 156-160; MPS Procedure 2020 148-152', '刑事诉讼法第156条至第160条；公安机关办理刑事案件程序规定第148条至第152条'],
    ['CPL 91(1)-(2)', '刑事诉讼法第91条第1款至第2款'],
    ['CPL 91(3), 92', '刑事诉讼法第91条第3款、第92条'],
    ['SPC Interp 2021 221(1)(4)-(5)', '刑诉法解释第221条第1款第四项至第五项'],
    ['公通字〔2006〕17号 4(2)', '公通字〔2006〕17号第4条第2款'],
    ['Community Correction Implementing Measures 2020 (司发通〔2020〕59号) 16', '社区矫正法实施办法第16条'],
    ['platform service level', '平台时限'],
  ] as const)
    t.equal(basisInChinese(basis), cited)
})

t.test('no basis of the table is left in English, and each reason has a name', async t => {
  for (const rule of PERIODS.values()) {
    for (const basis of [rule.legalBasis, ...rule.extensions.map(({ basis }) => basis)])
      t.notMatch(basisInChinese(basis), /[A-Za-z]|-/, `${rule.code}: ${basis}`)
    for (const { code, zh, basis } of [...suspensionsOf(rule), ...restartsOf(rule)]) {
      t.match(zh, /^\p{Script=Han}+$/u, `${rule.code}: ${code}`)
      t.match(basis, /^(CPL|SPC) \d/, `${rule.code}: ${code}: ${basis}`)
    }
  }
})
