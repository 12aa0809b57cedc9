import t from 'tap'
import { addDays, daysBetween, legalDate } from '../../src/domain/legal-date.ts'
import { addMonths, isInTime, isWorkingDay, versionOn } from '../../src/periods/rules.ts'
import rows from '../../src/periods/table.json' with { type: 'json' }
import { PERIODS, periodRule } from '../../src/periods/table.ts'
import { CALENDAR } from '../support/calendar.ts'

t.test('one month, as the police and as the courts count it', async t => {
  const cases = [
    ['an ordinary day', '2026-01-15', 1, '2026-02-15', '2026-02-15'],
    ['the day before the last: both the same day number', '2026-02-27', 2, '2026-04-27', '2026-04-27'],
    ['from the last day: only courts go to the last day', '2026-02-28', 1, '2026-03-28', '2026-03-31'],
    ['28 February of a leap year is not its last day', '2024-02-28', 1, '2024-03-28', '2024-03-28'],
    ['29 February is', '2024-02-29', 12, '2025-02-28', '2025-02-28'],
    ['one step from the anchor, not by way of February', '2026-01-31', 2, '2026-03-31', '2026-03-31'],
    ['a shorter month ends it', '2026-01-30', 1, '2026-02-28', '2026-02-28'],
    ['over the turn of the year', '2025-11-30', 3, '2026-02-28', '2026-02-28'],
    ['2100 is no leap year', '2099-12-31', 2, '2100-02-28', '2100-02-28'],
  ] as const
  for (const [title, start, months, police, court] of cases) {
    t.equal(addMonths(legalDate(start), months, 'corresponding'), police, title)
    t.equal(addMonths(legalDate(start), months, 'spc202'), court, `${title} (court)`)
  }
})

t.test('make-up workdays work and whole holiday spans rest', async t => {
  t.equal(isWorkingDay(legalDate('2026-02-14'), CALENDAR), true)
  t.equal(isWorkingDay(legalDate('2026-10-07'), CALENDAR), false)
  t.equal(isWorkingDay(addDays(legalDate('2026-10-07'), 1), CALENDAR), true)
  t.equal(daysBetween(legalDate('2026-02-28'), legalDate('2026-03-01')), 1)
})

t.test('a paper posted before the end is in time, whenever it arrives', async t => {
  const dueAt = new Date('2026-10-08T23:59:59+08:00')
  const late = new Date('2026-10-12T09:00:00+08:00')
  const right = { dueAt, isCustodyRelated: false }
  t.equal(isInTime(right, { postedAt: new Date('2026-10-08T17:00:00+08:00'), receivedAt: late }), true)
  t.equal(isInTime(right, { postedAt: new Date('2026-10-08T23:59:59.900+08:00'), receivedAt: late }), true, 'within the last second')
  t.equal(isInTime(right, { postedAt: new Date('2026-10-09T00:00:00+08:00'), receivedAt: late }), false, 'posted the next day')
  t.equal(isInTime(right, { postedAt: null, receivedAt: dueAt }), true, 'handed in on the last day')
  t.equal(isInTime(right, { postedAt: null, receivedAt: late }), false)
  t.equal(isInTime(right, { postedAt: null, receivedAt: late, travelDays: 4 }), true, 'four days on the road do not count')
  t.equal(isInTime(right, { postedAt: null, receivedAt: late, travelDays: 3 }), false)
  t.equal(
    isInTime({ dueAt, isCustodyRelated: true }, { postedAt: null, receivedAt: late, travelDays: 4 }),
    false,
    'custody is never lengthened',
  )
})

t.test('the table is read whole: no field of a row is lost', async t => {
  t.same([...PERIODS.values()], rows)
  t.equal(PERIODS.size, rows.length)
})

t.test('of two wordings of the law the one in force when the period began goes on', async t => {
  const now = periodRule('APPEAL_JUDGMENT_10D')
  const first = { ...now, validFrom: '2018-10-26', validTo: '2027-06-30' }
  const second = { ...now, length: 15, validFrom: '2027-07-01' }
  const pick = (on: string) => versionOn([first, second], legalDate(on))
  t.equal(pick('2026-01-01'), first)
  t.equal(pick('2027-06-30'), first, 'the last day of the old wording')
  t.equal(pick('2027-07-01'), second, 'the first day of the new one')
  t.equal(pick('2010-01-01'), first, 'before any: the earliest that is carried')
  t.throws(() => periodRule('NO_SUCH_PERIOD'), /unknown period/)
})
