import t from 'tap'
import { endOfDay, legalDate, toShanghai } from '../../src/domain/legal-date.ts'
import { accept } from '../../src/domain/problem.ts'
import { computePeriod } from '../../src/periods/engine.ts'
import { isInTime } from '../../src/periods/rules.ts'
import { periodRule } from '../../src/periods/table.ts'
import { CALENDAR } from '../support/calendar.ts'
import { EXAMPLES, eventOf, SAMPLE_DEADLINES, shanghai } from '../support/periods.ts'

t.test('the forty worked examples', async t => {
  t.equal(EXAMPLES.length, 40)
  for (const { id, periodCode, start, inCustody, events, why, ...expected } of EXAMPLES) {
    const rule = periodRule(periodCode)
    const request = { start: new Date(start), inCustody, events: events.map(eventOf) }
    const outcome = accept(computePeriod(rule, request, CALENDAR))
    t.equal(toShanghai(outcome.dueAt), expected.expectedEnd, `${id} ${why}`)
    t.same(outcome.rejected, [], `${id}: the law allows each event`)
    if (expected.legalLatest) t.equal(outcome.legalLatest && toShanghai(outcome.legalLatest), expected.legalLatest, `${id} legal latest`)
    const recommended = outcome.recommendedLatest && toShanghai(outcome.recommendedLatest)
    t.equal(recommended, expected.recommendedLatest ?? null, `${id} recommended`)
    if (expected.mailed) {
      const { postedAt, receivedAt, inTime } = expected.mailed
      const paper = { postedAt: new Date(postedAt), receivedAt: new Date(receivedAt) }
      t.equal(isInTime({ dueAt: outcome.dueAt, isCustodyRelated: rule.custodyRelated }, paper), inTime, `${id} by post`)
    }
  }
})

t.test('the 85 deadlines of the eight sample cases', async t => {
  t.equal(SAMPLE_DEADLINES.length, 85)
  for (const { periodCode, start, inCustody, events, due, ...sample } of SAMPLE_DEADLINES) {
    const request = { start: shanghai(start), inCustody, events: events.map(eventOf) }
    const outcome = accept(computePeriod(periodRule(periodCode), request, CALENDAR))
    const expected = due.includes(' ') ? shanghai(due) : endOfDay(legalDate(due))
    t.equal(toShanghai(outcome.dueAt), toShanghai(expected), `case ${sample.case}: ${periodCode} from ${start}`)
    t.same(outcome.rejected, [], `case ${sample.case}: ${periodCode}: the law allows each event`)
  }
})
