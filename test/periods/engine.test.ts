import t from 'tap'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { computePeriod } from '../../src/periods/engine.ts'
import { periodRule } from '../../src/periods/table.ts'
import { CALENDAR } from '../support/calendar.ts'
import { compute, custody, dueOf, extend, rejectedOf, restart, resume, shanghai, suspend } from '../support/periods.ts'

const end = (day: string): string => `${day}T23:59:59+08:00`
const refusal = (code: string, given: Parameters<typeof compute>[1]): string => {
  const decision = computePeriod(periodRule(code), { inCustody: false, events: [], ...given, start: shanghai(given.start) }, CALENDAR)
  return decision.ok ? 'computed' : decision.code
}

t.test('R1: hours from the instant; the starting hour does not count in law', async t => {
  for (const [start, due, latest] of [
    ['2026-03-05 14:20', '2026-03-06T14:20:00+08:00', '2026-03-06T15:00:00+08:00'],
    ['2026-03-05 14:00', '2026-03-06T14:00:00+08:00', '2026-03-06T15:00:00+08:00'],
    ['2026-03-05 13:59:59', '2026-03-06T13:59:59+08:00', '2026-03-06T14:00:00+08:00'],
    ['2024-02-28 23:30', '2024-02-29T23:30:00+08:00', '2024-03-01T00:00:00+08:00'],
  ] as const) {
    const outcome = compute('DET_FAMILY_NOTICE_24H', { start, inCustody: true })
    t.equal(toShanghai(outcome.dueAt), due, start)
    t.equal(outcome.legalLatest && toShanghai(outcome.legalLatest), latest, `${start} latest`)
  }
  t.equal(compute('FT48_TOTAL', { start: '2026-03-05 21:40' }).legalLatest, null, 'a service level has no latest in law')
  const atOnce = compute('NONARREST_RELEASE', { start: '2026-04-30 15:30', inCustody: true })
  t.equal(toShanghai(atOnce.dueAt), '2026-04-30T15:30:00+08:00')
  t.equal(atOnce.legalLatest, null, 'nor has what is due at once')
})

t.test('R2: the day of the start does not count, whatever its hour', async t => {
  for (const start of ['2026-03-09 00:00', '2026-03-09 12:00', '2026-03-09 23:59:59'])
    t.equal(dueOf('APPEAL_JUDGMENT_10D', { start }), end('2026-03-19'), start)
  t.equal(dueOf('APPEAL_JUDGMENT_10D', { start: '2026-03-10 00:00' }), end('2026-03-20'), 'one second later, the next day')
  t.equal(dueOf('PROC_INTAKE_FAST_SAME_DAY', { start: '2026-03-09 09:00' }), end('2026-03-09'), 'the same day')
})

t.test('R3: detention runs in full 24 hours, to the second', async t => {
  t.equal(dueOf('DET_ARREST_REQUEST', { start: '2026-03-05 14:20:31', inCustody: true }), '2026-03-08T14:20:31+08:00')
  const granted = { start: '2026-03-05 14:20:31', inCustody: true, events: [extend('DET_EXT_1_4', '2026-03-08 14:20:31', 1)] }
  t.equal(dueOf('DET_ARREST_REQUEST', granted), '2026-03-09T14:20:31+08:00', 'granted in the last second')
  const late = { start: '2026-03-05 14:20:31', inCustody: true, events: [extend('DET_EXT_1_4', '2026-03-08 14:20:32', 1)] }
  t.equal(dueOf('DET_ARREST_REQUEST', late), '2026-03-08T14:20:31+08:00', 'one second later')
  t.same(rejectedOf('DET_ARREST_REQUEST', late), ['extension-after-expiry'])
})

t.test('R6, R7: months of all extensions in one step from the start; "to" replaces, "by" adds', async t => {
  const start = '2025-12-31 11:00'
  const by = [extend('INV_EXT_156', '2026-02-25'), extend('INV_EXT_158', '2026-03-20'), extend('INV_EXT_159', '2026-05-20')]
  t.equal(dueOf('INV_CUSTODY', { start, inCustody: true, events: by.slice(0, 1) }), end('2026-03-31'))
  t.equal(dueOf('INV_CUSTODY', { start, inCustody: true, events: by.slice(0, 2) }), end('2026-05-31'))
  t.equal(dueOf('INV_CUSTODY', { start, inCustody: true, events: by }), end('2026-07-31'))
  const spc = [...by, extend('INV_EXT_157', '2026-07-20', 6)]
  t.equal(dueOf('INV_CUSTODY', { start, inCustody: true, events: spc }), end('2027-01-31'), 'a length that the decision alone fixes')
  const trial = [extend('TRIAL_TO_3M', '2026-04-20'), extend('TRIAL_EXT_3M', '2026-05-20'), extend('TRIAL_EXT_SPC', '2026-08-20', 2)]
  t.equal(dueOf('TRIAL_ORDINARY', { start: '2026-02-28', inCustody: true, events: trial }), end('2026-10-31'), '3 + 3 + 2 months')
  const again = [...trial, extend('TRIAL_EXT_SPC', '2026-10-20', 1)]
  t.equal(dueOf('TRIAL_ORDINARY', { start: '2026-02-28', inCustody: true, events: again }), end('2026-11-30'), 'repeatable')
})

t.test('an extension that the law does not allow moves nothing and is named', async t => {
  const detained = { start: '2026-03-05 14:20', inCustody: true }
  const custodyOf = { start: '2026-01-15 09:00', inCustody: true }
  const trial = { start: '2026-03-02', inCustody: true }
  for (const [title, code, given, problem] of [
    ['of another period', 'INV_CUSTODY', { ...custodyOf, events: [extend('DET_EXT_30', '2026-02-01')] }, 'extension-unknown'],
    ['without the one before it', 'INV_CUSTODY', { ...custodyOf, events: [extend('INV_EXT_158', '2026-03-01')] }, 'extension-not-allowed'],
    [
      'no length where a range is granted',
      'DET_ARREST_REQUEST',
      { ...detained, events: [extend('DET_EXT_1_4', '2026-03-06')] },
      'extension-length-required',
    ],
    [
      'five days of four',
      'DET_ARREST_REQUEST',
      { ...detained, events: [extend('DET_EXT_1_4', '2026-03-06', 5)] },
      'extension-length-invalid',
    ],
    ['no days', 'DET_ARREST_REQUEST', { ...detained, events: [extend('DET_EXT_1_4', '2026-03-06', 0)] }, 'extension-length-invalid'],
    ['half a day', 'DET_ARREST_REQUEST', { ...detained, events: [extend('DET_EXT_1_4', '2026-03-06', 1.5)] }, 'extension-length-invalid'],
    [
      'a length other than the law’s',
      'PROC_REVIEW',
      { start: '2026-03-02', events: [extend('PROC_REVIEW_EXT_15D', '2026-03-20', 20)] },
      'extension-length-invalid',
    ],
    [
      'beyond every calendar',
      'INV_CUSTODY',
      { ...custodyOf, events: [extend('INV_EXT_157', '2026-03-01', 1e9)] },
      'extension-length-invalid',
    ],
    ['before the start', 'INV_CUSTODY', { ...custodyOf, events: [extend('INV_EXT_156', '2026-01-15 08:59:59')] }, 'event-before-start'],
    ['after the end', 'INV_CUSTODY', { ...custodyOf, events: [extend('INV_EXT_156', '2026-03-16 00:00')] }, 'extension-after-expiry'],
    [
      'by the level above, but not to three months before',
      'TRIAL_ORDINARY',
      { ...trial, events: [extend('TRIAL_EXT_3M', '2026-04-01')] },
      'extension-not-allowed',
    ],
  ] as const) {
    t.same(rejectedOf(code, given), [problem], title)
    const { events: _, ...bare } = given
    t.equal(dueOf(code, given), dueOf(code, bare), `${title}: the date stays`)
    t.ok(compute(code, given).flags.includes('event-rejected'), `${title}: flagged`)
    t.match(compute(code, given).rejected[0], { index: 0, basis: /./ }, `${title}: with its article`)
  }
})

t.test('an extension used up, or no longer possible', async t => {
  const twice = { start: '2026-01-15', inCustody: true, events: [extend('INV_EXT_156', '2026-03-01'), extend('INV_EXT_156', '2026-04-01')] }
  t.same(rejectedOf('INV_CUSTODY', twice), ['extension-not-allowed'])
  t.equal(dueOf('INV_CUSTODY', twice), end('2026-04-15'))
  const thirty = { start: '2026-03-05 14:20', inCustody: true, events: [extend('DET_EXT_30', '2026-03-07')] }
  const more = { ...thirty, events: [...thirty.events, extend('DET_EXT_1_4', '2026-03-10', 4)] }
  t.equal(dueOf('DET_ARREST_REQUEST', more), dueOf('DET_ARREST_REQUEST', thirty), 'thirty days are thirty in all, never 34')
  t.same(rejectedOf('DET_ARREST_REQUEST', more), ['extension-not-allowed'])
  const first = { ...thirty, events: [extend('DET_EXT_1_4', '2026-03-06', 4), extend('DET_EXT_30', '2026-03-10')] }
  t.equal(dueOf('DET_ARREST_REQUEST', first), '2026-04-04T14:20:00+08:00', 'first by 4, then to 30: still thirty')
  const shorter = { start: '2026-03-02', events: [extend('FILING_REVIEW_30', '2026-03-03'), extend('FILING_REVIEW_7', '2026-03-04')] }
  t.same(rejectedOf('FILING_REVIEW', shorter), ['extension-not-allowed'], 'an extension never shortens')
})

t.test('R8: a restart gives the full length from its own day and forgets what was before', async t => {
  const found = restart('OTHER_MAJOR_CRIME_FOUND', '2026-03-10 15:00')
  const given = { start: '2026-01-15 09:00', inCustody: true }
  t.equal(dueOf('INV_CUSTODY', { ...given, events: [found] }), end('2026-05-10'))
  const extended = [extend('INV_EXT_156', '2026-03-01'), found]
  t.equal(dueOf('INV_CUSTODY', { ...given, events: extended }), end('2026-05-10'), 'the extension before it is forgotten')
  t.equal(
    dueOf('INV_CUSTODY', { ...given, events: [...extended, extend('INV_EXT_156', '2026-05-01')] }),
    end('2026-06-10'),
    'and may be granted again',
  )
  t.same(rejectedOf('INV_CUSTODY', { ...given, events: [...extended, extend('INV_EXT_158', '2026-05-01')] }), ['extension-not-allowed'])
  t.equal(compute('INV_CUSTODY', { ...given, events: [found] }).startedAt.getTime(), found.at.getTime())
  t.same(rejectedOf('INV_CUSTODY', { ...given, events: [restart('REMANDED', '2026-03-10')] }), ['restart-not-provided'])
})

t.test('D3: a restart after the end is computed all the same and flagged', async t => {
  const given = (at: string) => ({ start: '2026-03-02 10:00', inCustody: true, events: [restart('RETRANSFERRED_AFTER_SUPPLEMENT', at)] })
  t.equal(dueOf('PROC_REVIEW', given('2026-04-28 11:00')), end('2026-05-28'))
  t.same(compute('PROC_REVIEW', given('2026-04-28 11:00')).flags, ['restarted-after-due'])
  t.same(compute('PROC_REVIEW', given('2026-04-02 23:59:59')).flags, [], 'within the last second of the period')
})

t.test('R9: the end moves by the calendar days for which the count stood still', async t => {
  const given = { start: '2026-01-15 09:00', inCustody: true }
  const stop = suspend('PSYCHIATRIC_APPRAISAL', '2026-02-10 10:00')
  t.equal(dueOf('INV_CUSTODY', { ...given, events: [stop, resume('2026-03-06 16:00')] }), end('2026-04-08'), '24 days')
  t.equal(dueOf('INV_CUSTODY', { ...given, events: [stop, resume('2026-02-10 23:00')] }), end('2026-03-15'), 'on the same day: none')
  t.equal(dueOf('INV_CUSTODY', { ...given, events: [stop, resume('2026-02-11 00:00')] }), end('2026-03-16'), 'the next day: one')
  const second = [stop, resume('2026-03-06'), suspend('IDENTITY_UNKNOWN', '2026-03-20'), resume('2026-03-30')]
  t.equal(dueOf('INV_CUSTODY', { ...given, events: second }), end('2026-04-18'), '24 and 10 days')
  const after = [stop, resume('2026-03-06'), extend('INV_EXT_156', '2026-04-08 23:00')]
  t.equal(dueOf('INV_CUSTODY', { ...given, events: after }), end('2026-05-09'), 'D2: three months from the start, then 24 days')
})

t.test('a count that stands still shows its earliest lawful end and says so', async t => {
  const given = { start: '2026-01-15 09:00', inCustody: true, events: [suspend('PSYCHIATRIC_APPRAISAL', '2026-02-10')] }
  const outcome = compute('INV_CUSTODY', given)
  t.equal(toShanghai(outcome.dueAt), end('2026-03-15'))
  t.match(outcome, { suspended: true, flags: ['suspended'] })
  const late = { ...given, events: [...given.events, extend('INV_EXT_156', '2026-03-20')] }
  t.same(rejectedOf('INV_CUSTODY', late), [], 'nothing runs out while it stands still')
  const established = { ...given, events: [suspend('IDENTITY_UNKNOWN', '2026-01-20'), restart('IDENTITY_ESTABLISHED', '2026-04-01')] }
  t.equal(dueOf('INV_CUSTODY', established), end('2026-06-01'), 'D4: identity established, the full length from that day')
  t.equal(compute('INV_CUSTODY', established).suspended, false)
})

t.test('a standstill that the law does not know moves nothing', async t => {
  const given = { start: '2026-01-15 09:00', inCustody: true }
  const stop = suspend('PSYCHIATRIC_APPRAISAL', '2026-02-10')
  t.same(rejectedOf('INV_CUSTODY', { ...given, events: [suspend('TRIAL_SUSPENDED', '2026-02-10')] }), ['suspension-not-provided'])
  t.same(rejectedOf('INV_CUSTODY', { ...given, events: [resume('2026-02-10')] }), ['resume-without-suspension'])
  t.same(rejectedOf('INV_CUSTODY', { ...given, events: [stop, suspend('IDENTITY_UNKNOWN', '2026-02-11')] }), ['suspension-already-open'])
  const expired = { ...given, events: [suspend('PSYCHIATRIC_APPRAISAL', '2026-03-16'), resume('2026-03-26')] }
  t.same(rejectedOf('INV_CUSTODY', expired), ['suspension-after-expiry', 'resume-without-suspension'])
  t.equal(dueOf('INV_CUSTODY', expired), end('2026-03-15'), 'an overdue cannot be undone by stopping afterwards')
})

t.test('R10, D8: only the last day, only where the row says so, and by the custody of that day', async t => {
  const review = { start: '2026-01-20 10:00' }
  t.equal(dueOf('PROC_REVIEW', { ...review, inCustody: false }), end('2026-02-24'), 'on bail over the Spring Festival')
  t.equal(dueOf('PROC_REVIEW', { ...review, inCustody: true }), end('2026-02-20'), 'in custody not')
  t.equal(
    dueOf('PROC_REVIEW', { ...review, inCustody: true, events: [custody(false, '2026-02-20 12:00')] }),
    end('2026-02-24'),
    'released on the last day',
  )
  t.equal(
    dueOf('PROC_REVIEW', { ...review, inCustody: true, events: [custody(false, '2026-02-21 00:00')] }),
    end('2026-02-20'),
    'released after it',
  )
  t.equal(
    dueOf('PROC_REVIEW', { ...review, inCustody: false, events: [custody(true, '2026-02-19')] }),
    end('2026-02-20'),
    'arrested before it',
  )
  t.equal(
    dueOf('PROC_REVIEW', { ...review, inCustody: false, events: [custody(true, '2026-02-21')] }),
    end('2026-02-24'),
    'arrested after it',
  )
  t.equal(dueOf('APPEAL_JUDGMENT_10D', { start: '2026-09-25', inCustody: true }), end('2026-10-08'), 'a right rolls, in custody too')
  t.equal(dueOf('BAIL_POLICE', { start: '2025-02-20' }), end('2026-02-20'), 'bail never does')
  t.equal(dueOf('PROC_REVIEW_FAST', { start: '2026-04-29' }), end('2026-05-09'), 'a make-up Saturday is a working day')
  t.equal(dueOf('PROC_REVIEW_FAST', { start: '2026-05-06' }), end('2026-05-18'), 'any other is not')
})

t.test('custody that is not known counts to the earliest lawful end, flagged', async t => {
  const outcome = compute('PROC_REVIEW', { start: '2026-01-20', inCustody: null })
  t.equal(toShanghai(outcome.dueAt), end('2026-02-20'))
  t.same(outcome.flags, ['custody-unknown'])
  t.same(compute('PROC_REVIEW', { start: '2026-01-20', inCustody: null, events: [custody(false, '2026-02-01')] }).flags, [], 'until it is')
  t.same(compute('APPEAL_JUDGMENT_10D', { start: '2026-01-20', inCustody: null }).flags, [], 'not where custody does not matter')
  const unknown = compute('PROC_REVIEW', { start: '2026-01-20', inCustody: false, events: [custody(null, '2026-02-01')] })
  t.equal(toShanghai(unknown.dueAt), end('2026-02-20'), 'nor known any more')
})

t.test('R11, D7: backward periods, and duties that hang on an expiry', async t => {
  t.equal(dueOf('COURT_INDICTMENT_SERVICE', { start: '2026-03-20 09:00' }), end('2026-03-10'))
  const notice = compute('COURT_HEARING_NOTICE_3D', { start: '2026-10-09 09:00' })
  t.equal(toShanghai(notice.dueAt), end('2026-10-06'), 'never forward')
  t.equal(notice.recommendedLatest && toShanghai(notice.recommendedLatest), end('2026-09-30'))
  t.equal(compute('COURT_HEARING_NOTICE_3D', { start: '2026-10-15' }).recommendedLatest, null, 'a working day needs no advice')
  t.equal(dueOf('CT_CHANGE_NOTICE_BEFORE_EXPIRY', { start: '2026-03-08 14:20', inCustody: true }), '2026-03-08T14:20:00+08:00')
  for (const [custodyFrom, opens] of [
    ['2026-03-05 14:20', '2026-03-07T14:20:00+08:00'],
    ['2026-03-01 14:20', '2026-03-07T14:20:00+08:00'],
    ['2026-02-06 14:20', '2026-03-05T14:20:00+08:00'],
    ['2026-01-08 14:20', '2026-03-01T14:20:00+08:00'],
    [null, '2026-03-01T14:20:00+08:00'],
  ] as const) {
    const given = { start: '2026-03-08 14:20', inCustody: true, custodyFrom: custodyFrom === null ? undefined : shanghai(custodyFrom) }
    const { opensAt, dueAt } = compute('CT_EXPIRY_NOTICE_7D', given)
    t.equal(opensAt && toShanghai(opensAt), opens, `custody from ${custodyFrom ?? 'nobody knows when'}`)
    t.equal(toShanghai(dueAt), '2026-03-08T14:20:00+08:00', 'the end of the custody is the end of the duty')
  }
})

t.test('working days go by the notices', async t => {
  t.equal(dueOf('PROC_DEFENCE_READING_3WD', { start: '2026-02-12 15:00' }), end('2026-02-24'), 'over a make-up Saturday and the festival')
  t.equal(dueOf('PROC_DEFENCE_READING_3WD', { start: '2026-02-13 15:00' }), end('2026-02-25'), 'from the day before it')
  t.equal(dueOf('CC_ASSESSMENT_10WD', { start: '2026-09-28' }), end('2026-10-16'))
})

t.test('D9: a length that a decision fixes must be given, and within the law', async t => {
  const start = '2026-11-02'
  t.equal(refusal('COND_NONPROS_PROBATION', { start }), 'period-has-no-fixed-length')
  t.equal(dueOf('COND_NONPROS_PROBATION', { start, length: { value: 8, unit: 'month' } }), end('2027-07-02'))
  for (const value of [6, 12])
    t.equal(refusal('COND_NONPROS_PROBATION', { start, length: { value, unit: 'month' } }), 'computed', `${value}`)
  for (const value of [5, 13, 6.5])
    t.equal(refusal('COND_NONPROS_PROBATION', { start, length: { value, unit: 'month' } }), 'period-length-invalid')
  t.equal(refusal('COND_NONPROS_PROBATION', { start, length: { value: 8, unit: 'day' } }), 'period-length-invalid')
  t.equal(refusal('PSYCH_APPRAISAL', { start }), 'period-has-no-fixed-length', 'never counted by guess')
  t.equal(refusal('PROC_REVIEW', { start, length: { value: 2, unit: 'month' } }), 'period-length-invalid', 'the law fixed it')
  t.equal(refusal('PROC_REVIEW', { start, length: { value: 1, unit: 'month' } }), 'computed')
})

t.test('D10: a year whose rest days are not loaded knows weekends only and is marked', async t => {
  const outcome = compute('APPEAL_JUDGMENT_10D', { start: '2026-12-28 10:00' })
  t.equal(toShanghai(outcome.dueAt), end('2027-01-07'))
  t.equal(outcome.provisional, true)
  t.equal(compute('APPEAL_JUDGMENT_10D', { start: '2026-12-18' }).provisional, false, 'the 28th needs no calendar of the next year')
  t.equal(compute('PROC_REVIEW', { start: '2026-12-30', inCustody: true }).provisional, false, 'custody rests on no calendar')
  t.equal(compute('PROC_REVIEW', { start: '2026-12-30', inCustody: null }).provisional, false)
  t.equal(compute('PROC_DEFENCE_READING_3WD', { start: '2026-12-30' }).provisional, true, 'working days')
  t.equal(compute('BAIL_POLICE', { start: '2026-12-30' }).provisional, false, 'bail never rolls')
})

t.test('dates that no calendar has are refused, and years from 1990 to 2100 are counted', async t => {
  for (const start of ['1989-12-31 23:59:59', '2101-01-01', 'no such day'])
    t.equal(refusal('PROC_REVIEW', { start }), 'instant-out-of-range', start)
  t.equal(dueOf('PROC_REVIEW', { start: '1990-01-31', inCustody: true }), end('1990-02-28'))
  t.equal(dueOf('PROC_REVIEW', { start: '2100-12-31', inCustody: true }), end('2101-01-31'))
  t.same(compute('PROC_REVIEW', { start: '2018-10-25', inCustody: true }).flags, ['earlier-law'], 'a day before the wording applied')
  t.same(compute('PROC_REVIEW', { start: '2018-10-26', inCustody: true }).flags, [])
  const broken = {
    start: '2026-03-02',
    events: [extend('PROC_REVIEW_EXT_15D', 'no such day'), extend('PROC_REVIEW_EXT_15D', '2026-03-20')],
  }
  t.same(rejectedOf('PROC_REVIEW', broken), ['instant-out-of-range'], 'an event too; the other one counts')
  t.equal(dueOf('PROC_REVIEW', broken), end('2026-04-17'))
})

t.test('what happens at one instant has one order, however it is entered', async t => {
  const at = '2026-02-01 10:00'
  const both = [restart('OTHER_MAJOR_CRIME_FOUND', at), extend('INV_EXT_156', at), suspend('PSYCHIATRIC_APPRAISAL', at)]
  const given = { start: '2026-01-15', inCustody: true }
  const dues = [both, [...both].reverse()].map(events => compute('INV_CUSTODY', { ...given, events }))
  t.same(
    dues.map(({ dueAt }) => toShanghai(dueAt)),
    [end('2026-05-01'), end('2026-05-01')],
  )
  t.same(
    dues.map(({ suspended }) => suspended),
    [true, true],
  )
  const contradicting = [custody(true, '2026-02-01'), custody(false, '2026-02-01')]
  for (const events of [contradicting, [...contradicting].reverse()])
    t.equal(dueOf('PROC_REVIEW', { start: '2026-01-20', events }), end('2026-02-20'), 'custody against custody: the earlier end')
})
