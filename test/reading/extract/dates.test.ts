import fc from 'fast-check'
import t from 'tap'
import { chineseDay, plainDay } from '../../../src/domain/chinese.ts'
import { addDays, legalDate } from '../../../src/domain/legal-date.ts'
import { dateOf, instantOf, writtenDays } from '../../../src/reading/extract/dates.ts'

const datesIn = (text: string): (string | null)[] => writtenDays(text).map(dateOf)

t.test('a day is read however a paper writes it', async t => {
  const cases = [
    ['二〇二六年三月五日', '2026-03-05'],
    ['二O二六年十二月二十一日', '2026-12-21'],
    ['2026年3月5日', '2026-03-05'],
    ['2026 年 3 月 5 日', '2026-03-05'],
    ['2026-3-5', '2026-03-05'],
    ['2026.3.5', '2026-03-05'],
    ['2026/03/05', '2026-03-05'],
  ] as const
  for (const [text, date] of cases) t.same(datesIn(text), [date], text)
})

t.test('the hour stands in Shanghai time', async t => {
  const cases = [
    ['2026年3月5日上午9时30分', '2026-03-05T09:30:00+08:00'],
    ['2026年3月5日下午2时', '2026-03-05T14:00:00+08:00'],
    ['2026年3月5日20时20分许', '2026-03-05T20:20:00+08:00'],
    ['2026年3月5日中午12时5分', '2026-03-05T12:05:00+08:00'],
    ['2026-03-05 07:08', '2026-03-05T07:08:00+08:00'],
    ['2026年3月5日', '2026-03-05T00:00:00+08:00'],
  ] as const
  for (const [text, instant] of cases) t.same(writtenDays(text).map(instantOf), [instant], text)
})

t.test('a month without a day is half a date and gives none', async t => {
  const [day] = writtenDays('2020年5月因盗窃被行政处罚')
  t.match(day, { year: 2020, month: 5, day: null })
  t.equal(day && dateOf(day), null)
})

t.test('days that no calendar has are not read', async t => {
  t.same(datesIn('2026年2月30日、2026年13月1日、2025年2月29日'), [])
})

t.test('every day comes back from both ways of writing it', async t => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 54_000 }), days => {
      const day = addDays(legalDate('1950-01-01'), days)
      t.same(datesIn(`于${chineseDay(day)}，${plainDay(day)}。`), [day, day])
    }),
    { numRuns: 300 },
  )
})
