import t from 'tap'
import { readMoney, showMoney } from '../../web/src/cards/values/money.ts'
import { initials, pinyin } from '../../web/src/ui/pinyin.ts'

t.test('amounts are read as people write them', async t => {
  for (const [typed, amount] of [
    ['30000', '30000'],
    ['30,000.50元', '30000.50'],
    ['¥3万', '30000'],
    ['3.5万元', '35000'],
    ['１２００元整', '1200'],
    ['0012', '12'],
  ] as const)
    t.equal(readMoney(typed), amount, typed)
  for (const typed of ['三万多', '12.345', '-5', '1.2.3', '']) t.equal(readMoney(typed), null, typed)
  t.equal(showMoney('1234567.50'), '1,234,567.50')
})

t.test('characters are found by their whole pinyin and by its initials', async t => {
  for (const [text, whole, first] of [
    ['危险驾驶', 'weixianjiashi', 'wxjs'],
    ['初级中学教育', 'chujizhongxuejiaoyu', 'cjzxjy'],
    ['土家族', 'tujiazu', 'tjz'],
    ['绿', 'lv', 'l'],
    ['泉州A区', 'quanzhouaqu', 'qzaq'],
  ] as const) {
    t.equal(pinyin(text), whole)
    t.equal(initials(text), first)
  }
})
