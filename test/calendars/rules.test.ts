import t from 'tap'
import { changedDays, decideCalendar } from '../../src/calendars/rules.ts'
import type { PublishedYear } from '../../src/periods/calendar.ts'

const NEW_YEAR = { name: '元旦', from: '2027-01-01', to: '2027-01-03' }
const list = (given: Partial<PublishedYear> = {}): PublishedYear => ({
  year: 2027,
  notice: '国办发明电〔2026〕1号',
  holidays: [{ name: '春节', from: '2027-02-05', to: '2027-02-12' }, NEW_YEAR],
  makeupWorkdays: ['2027-02-14', '2027-01-30'],
  ...given,
})
const refusal = (given: Partial<PublishedYear>, inForce: PublishedYear | null = null): string => {
  const decision = decideCalendar(list(given), inForce)
  return decision.ok ? 'taken' : decision.code
}

t.test('a list that can be true is taken, in the order of its days', async t => {
  const decision = decideCalendar(list(), null)
  t.equal(decision.ok && decision.change.holidays[0]?.name, '元旦')
  t.same(decision.ok && decision.change.makeupWorkdays, ['2027-01-30', '2027-02-14'])
})

t.test('a list that cannot be true is refused, each flaw by its code', async t => {
  t.equal(refusal({ notice: '  ' }), 'calendar-notice-missing')
  t.equal(refusal({ holidays: [{ name: '元旦', from: '2026-12-31', to: '2027-01-03' }] }), 'calendar-outside-year')
  t.equal(refusal({ holidays: [{ name: '国庆节', from: '2027-10-01', to: '2028-10-07' }] }), 'calendar-outside-year')
  t.equal(refusal({ holidays: [{ name: '元旦', from: '2027-01-03', to: '2027-01-01' }] }), 'calendar-span-reversed')
  t.equal(refusal({ holidays: [{ name: '清明节', from: '2027-01-03', to: '2027-01-05' }, NEW_YEAR] }), 'calendar-span-overlaps')
  t.equal(refusal({ makeupWorkdays: ['2028-01-08'] }), 'calendar-outside-year')
  t.equal(refusal({ makeupWorkdays: ['2027-01-29'] }), 'calendar-workday-not-rest', 'a Friday')
  t.equal(refusal({ makeupWorkdays: ['2027-01-02'] }), 'calendar-workday-in-holiday')
})

t.test('the same content is loaded once; another notice or day is a new version', async t => {
  const decision = decideCalendar(list(), null)
  const inForce = decision.ok ? decision.change : null
  t.equal(refusal({}, inForce), 'calendar-known')
  t.equal(refusal({ makeupWorkdays: ['2027-02-14'] }, inForce), 'taken')
  t.equal(refusal({ notice: '国办发明电〔2026〕2号' }, inForce), 'taken')
})

t.test('the second person sees which days change', async t => {
  t.same(changedDays(list({ holidays: [NEW_YEAR], makeupWorkdays: ['2027-01-09'] }), null), ['2027-01-01', '2027-01-09'])
  t.same(changedDays(list(), list()), [])
})
