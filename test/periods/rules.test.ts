import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import t from 'tap'
import { addDays, daysBetween, legalDate, toShanghai } from '../../src/domain/legal-date.ts'
import { addMonths, countDue, isWorkingDay } from '../../src/periods/rules.ts'
import { CALENDAR, PERIODS, periodRule } from '../../src/periods/table.ts'

type Example = {
  id: string
  periodCode: string
  start: string
  inCustody: boolean
  events: unknown[]
  expectedEnd: string
  legalLatest?: string
  why: string
}
const examples: Example[] = JSON.parse(readFileSync(new URL('../support/period-examples.json', import.meta.url), 'utf8'))

t.test('the worked examples that run from start to end without an event', async t => {
  for (const example of examples.filter(({ events }) => events.length === 0)) {
    const due = countDue(periodRule(example.periodCode), new Date(example.start), example.inCustody, CALENDAR)
    t.equal(toShanghai(due.dueAt), example.expectedEnd, `${example.id} ${example.why}`)
    if (example.legalLatest) t.equal(due.legalLatest && toShanghai(due.legalLatest), example.legalLatest, `${example.id} legal latest`)
  }
})

t.test('one month, as the police and as the courts count it', async t => {
  const cases = [
    ['from the last day: only courts go to the last day', '2026-02-28', 1, '2026-03-28', '2026-03-31'],
    ['one step from the anchor, not by way of February', '2026-01-31', 2, '2026-03-31', '2026-03-31'],
  ] as const
  for (const [title, start, months, police, court] of cases) {
    t.equal(addMonths(legalDate(start), months, 'corresponding'), police, title)
    t.equal(addMonths(legalDate(start), months, 'spc202'), court, `${title} (court)`)
  }
})

t.test('a date in custody never lies after the same date on bail', async t => {
  const rules = [...PERIODS.values()].filter(rule => rule.length !== null && rule.direction === 'forward')
  fc.assert(
    fc.property(
      fc.constantFrom(...rules),
      fc.date({ min: new Date('2024-01-02Z'), max: new Date('2026-11-30Z'), noInvalidDate: true }),
      (rule, start) => {
        const held = countDue(rule, start, true, CALENDAR)
        const free = countDue(rule, start, false, CALENDAR)
        return held.dueAt <= free.dueAt && held.dueAt >= start
      },
    ),
  )
  t.pass('over every period of the table')
})

t.test('a date that must roll in a year without a calendar is marked provisional', async t => {
  const due = countDue(periodRule('APPEAL_JUDGMENT_10D'), new Date('2026-12-28T10:00:00+08:00'), false, CALENDAR)
  t.equal(due.provisional, true)
  t.equal(toShanghai(due.dueAt), '2027-01-07T23:59:59+08:00')
})

t.test('make-up workdays work and whole holiday spans rest', async t => {
  t.equal(isWorkingDay(legalDate('2026-02-14'), CALENDAR), true)
  t.equal(isWorkingDay(legalDate('2026-10-07'), CALENDAR), false)
  t.equal(isWorkingDay(addDays(legalDate('2026-10-07'), 1), CALENDAR), true)
  t.equal(daysBetween(legalDate('2026-02-28'), legalDate('2026-03-01')), 1)
})

t.test('a period without a fixed length is never counted by guess', async t => {
  t.throws(() => countDue(periodRule('PSYCH_APPRAISAL'), new Date(), true, CALENDAR), /period-has-no-fixed-length/)
})
