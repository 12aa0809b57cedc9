import t from 'tap'
import { legalDate } from '../../src/domain/legal-date.ts'
import { beforeEnd, listedName, timeLeft } from '../../src/dues/rules.ts'
import { PERIODS } from '../../src/periods/table.ts'

const at = (text: string): Date => new Date(`2026-${text}+08:00`)

t.test('time left is said in whole hours that have not begun', async t => {
  t.equal(timeLeft(at('12-05T23:59:59'), at('12-02T20:00:00')), '3日3小时')
  t.equal(timeLeft(at('12-02T20:30:00'), at('12-02T20:00:00')), '不足1小时')
  t.equal(timeLeft(at('12-02T20:00:00'), at('12-02T22:10:00')), '已超期2小时')
})

t.test('every title of custody says what must be done before it ends', async t => {
  const titles = [...PERIODS.values()].filter(({ holdsCustody }) => holdsCustody)
  t.equal(titles.length, 13)
  for (const { code, custodyRelated } of titles) {
    t.not(beforeEnd(code), '依法办理', code)
    t.ok(custodyRelated, `${code} is lengthened by no holiday while somebody is held`)
  }
})

t.test('who was under 18 at the act is listed by the family name alone', async t => {
  t.equal(listedName('林志远', '2008-11-26', legalDate('2026-11-25')), '林某某（未成年）')
  t.equal(listedName('林志远', '2008-11-26', legalDate('2026-11-26')), '林志远')
  t.equal(listedName('林志远', null, legalDate('2026-11-26')), '林志远')
})
