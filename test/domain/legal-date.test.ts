import fc from 'fast-check'
import t from 'tap'
import { addDays, DAY_MS, dayOf, daysBetween, endOfDay, legalDate, startOfDay, toShanghai, weekday } from '../../src/domain/legal-date.ts'

const instants = fc.date({ min: new Date('2000-01-01Z'), max: new Date('2099-12-31Z'), noInvalidDate: true })
const days = instants.map(dayOf)

t.test('a legal date is a day of the calendar and nothing else', async t => {
  for (const day of ['2024-02-29', '2026-12-31', '2000-02-29']) t.equal(legalDate(day), day)
  for (const wrong of [
    '2025-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-1-1',
    '2026-01-01T00:00:00Z',
    '',
    '今天',
  ])
    t.throws(() => legalDate(wrong), RangeError, wrong)
})

t.test('the day of an instant is that of Shanghai, not of Greenwich', async t => {
  t.equal(dayOf(new Date('2026-03-10T15:59:59Z')), '2026-03-10')
  t.equal(dayOf(new Date('2026-03-10T16:00:00Z')), '2026-03-11')
  t.equal(toShanghai(new Date('2026-12-31T16:00:00Z')), '2027-01-01T00:00:00+08:00')
})

t.test('a day ends in its last second and begins in its first', async t => {
  t.equal(toShanghai(endOfDay(legalDate('2026-03-13'))), '2026-03-13T23:59:59+08:00')
  t.equal(toShanghai(startOfDay(legalDate('2026-03-13'))), '2026-03-13T00:00:00+08:00')
  fc.assert(
    fc.property(
      days,
      day =>
        dayOf(startOfDay(day)) === day &&
        dayOf(endOfDay(day)) === day &&
        dayOf(new Date(endOfDay(day).getTime() + 1000)) === addDays(day, 1) &&
        endOfDay(day).getTime() - startOfDay(day).getTime() === DAY_MS - 1000,
    ),
  )
})

t.test('days are added over the ends of months and years, and counted back', async t => {
  t.equal(addDays(legalDate('2024-02-28'), 1), '2024-02-29')
  t.equal(addDays(legalDate('2025-12-31'), 1), '2026-01-01')
  t.equal(addDays(legalDate('2026-03-01'), -1), '2026-02-28')
  fc.assert(
    fc.property(days, fc.integer({ min: -4000, max: 4000 }), (day, count) => {
      const other = addDays(day, count)
      return daysBetween(day, other) === count && addDays(other, -count) === day && (weekday(other) - weekday(day) - count) % 7 === 0
    }),
  )
})

t.test('an instant is written to the second with the offset of Shanghai and reads back as the same', async t => {
  fc.assert(
    fc.property(instants, at => {
      const text = toShanghai(at)
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/.test(text) && new Date(text).getTime() === Math.floor(at.getTime() / 1000) * 1000
    }),
  )
  t.equal(toShanghai(new Date('2026-03-10T00:00:00.999Z')), '2026-03-10T08:00:00+08:00')
})
