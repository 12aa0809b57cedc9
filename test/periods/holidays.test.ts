import chineseDays from 'chinese-days'
import { HolidayUtil } from 'lunar-typescript'
import t from 'tap'
import { addDays, type LegalDate, legalDate, weekday } from '../../src/domain/legal-date.ts'
import { isWorkingDay } from '../../src/periods/rules.ts'
import { CALENDAR } from '../support/calendar.ts'

const FIRST = legalDate('2017-01-01')
const LAST = legalDate('2026-12-31')

const byWeek = (day: LegalDate): boolean => weekday(day) >= 1 && weekday(day) <= 5
/** The list of one package says only which days differ from the week. */
const inLunar = (day: LegalDate): boolean => HolidayUtil.getHoliday(day)?.isWork() ?? byWeek(day)
const inChineseDays = (day: LegalDate): boolean => chineseDays.isWorkday(day)

const days: LegalDate[] = []
for (let day = FIRST; day <= LAST; day = addDays(day, 1)) days.push(day)
const carried = days.filter(day => CALENDAR.has(Number(day.slice(0, 4))))

t.test('every day of ten years: two independent packages agree with each other and with the calendars we carry', async t => {
  t.equal(days.length, 3_652)
  t.equal(carried.length, 1_096, '2024 to 2026')
  t.same(
    days.filter(day => inLunar(day) !== inChineseDays(day)),
    [],
    'the packages differ nowhere',
  )
  t.same(
    carried.filter(day => isWorkingDay(day, CALENDAR) !== inLunar(day)),
    [],
    'nor do we from the one',
  )
  t.same(
    carried.filter(day => isWorkingDay(day, CALENDAR) !== inChineseDays(day)),
    [],
    'nor from the other',
  )
})

t.test('the comparison is not of weekends alone', async t => {
  for (let year = 2017; year <= 2026; year++) {
    const ofYear = days.filter(day => day.startsWith(`${year}-`))
    const special = (isWork: (day: LegalDate) => boolean) => ofYear.filter(day => isWork(day) !== byWeek(day)).length
    t.ok(special(inLunar) >= 20 && special(inChineseDays) >= 20, `${year}: both know its notice`)
  }
  t.equal(isWorkingDay(legalDate('2024-02-09'), CALENDAR), true, 'New Year’s Eve of 2024 was not in the span of the notice')
})
