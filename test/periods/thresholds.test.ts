import t from 'tap'
import { instant } from '../../src/domain/present.ts'
import { PERIODS, periodRule } from '../../src/periods/table.ts'
import { nextAlertAt, thresholdsOf } from '../../src/periods/thresholds.ts'

const at = (text: string): Date => new Date(`2026-${text}+08:00`)
const shown = (when: Date | null): string | null => (when === null ? null : instant(when).slice(5, 16))

t.test('each preset of the table, from the due instant', async t => {
  const cases = [
    ['12 h', 'SUMMONS_12H', '09-01T08:00', '09-01T20:00', false, '09-01T17:00', '09-01T19:00', '09-01T20:00'],
    ['24 h', 'DET_FAMILY_NOTICE_24H', '09-01T08:00', '09-02T08:00', false, '09-02T00:00', '09-02T04:00', '09-02T08:00'],
    ['48 h', 'LAWYER_MEETING_48H', '09-01T08:00', '09-03T08:00', false, '09-02T20:00', '09-03T04:00', '09-03T08:00'],
    [
      '3 days of custody, in custody',
      'DET_ARREST_REQUEST',
      '09-01T08:00',
      '09-04T08:00',
      true,
      '09-03T08:00',
      '09-03T20:00',
      '09-04T04:00',
    ],
    ['months of custody', 'INV_CUSTODY', '09-01T08:00', '11-02T00:00', true, '10-23T00:00', '10-26T00:00', '10-30T00:00'],
    ['trial, nobody in custody', 'TRIAL_ORDINARY', '09-01T08:00', '11-03T00:00', false, '10-19T00:00', '10-29T00:00', '11-03T00:00'],
    ['trial, in custody: a day before', 'TRIAL_ORDINARY', '09-01T08:00', '11-02T00:00', true, '10-18T00:00', '10-28T00:00', '11-01T00:00'],
    ['review, in custody: a day before', 'PROC_REVIEW', '09-01T08:00', '10-02T00:00', true, '09-25T00:00', '09-29T00:00', '10-01T00:00'],
    [
      'arrest review: the day before beats 12 hours',
      'ARREST_REVIEW_DETAINED',
      '09-01T08:00',
      '09-09T00:00',
      true,
      '09-06T00:00',
      '09-08T00:00',
      '09-08T00:00',
    ],
    [
      'fast track: as early as a day already',
      'TRIAL_FAST',
      '09-01T08:00',
      '09-12T00:00',
      true,
      '09-08T00:00',
      '09-10T00:00',
      '09-11T00:00',
    ],
    [
      'a period of hours has no day before',
      'CC_ARREST_DECIDE_48H',
      '09-01T08:00',
      '09-03T08:00',
      true,
      '09-02T20:00',
      '09-03T04:00',
      '09-03T08:00',
    ],
    [
      'a duty at once: at the event, after one hour, after two',
      'NONARREST_RELEASE',
      '09-01T08:00',
      '09-01T08:00',
      true,
      '09-01T08:00',
      '09-01T09:00',
      '09-01T10:00',
    ],
    [
      'a reminder before the start is kept',
      'PROC_REVIEW',
      '09-28T08:00',
      '10-02T00:00',
      false,
      '09-25T00:00',
      '09-29T00:00',
      '10-02T00:00',
    ],
  ] as const
  for (const [title, code, startedAt, dueAt, custodyOverride, ...expected] of cases) {
    const found = thresholdsOf(periodRule(code), { startedAt: at(startedAt), dueAt: at(dueAt), custodyOverride })
    t.strictSame(
      [found?.remindAt, found?.warnAt, found?.superviseAt].map(when => shown(when ?? null)),
      expected,
      title,
    )
  }
})

t.test('nobody is warned of the time limits of parties', async t => {
  t.equal(
    thresholdsOf(periodRule('APPEAL_JUDGMENT_10D'), { startedAt: at('09-01T08:00'), dueAt: at('09-12T00:00'), custodyOverride: true }),
    null,
  )
})

t.test('every period of the table: custody brings supervision forward or leaves it, never back', async t => {
  let tried = 0
  for (const rule of PERIODS.values())
    for (const days of [1, 3, 7, 30, 90]) {
      const startedAt = at('09-01T08:00')
      const period = { startedAt, dueAt: new Date(startedAt.getTime() + days * 86_400_000) }
      const free = thresholdsOf(rule, { ...period, custodyOverride: false })
      const held = thresholdsOf(rule, { ...period, custodyOverride: true })
      if (free === null || held === null) {
        t.equal(free, held, rule.code)
        continue
      }
      tried++
      if (held.superviseAt > free.superviseAt) t.fail(`${rule.code}: later in custody`)
      t.strictSame([held.remindAt, held.warnAt], [free.remindAt, free.warnAt])
      t.ok(free.remindAt <= free.warnAt && free.warnAt <= free.superviseAt, `${rule.code}: in order`)
    }
  t.comment(`${tried} thresholds compared`)
})

t.test('the next instant is the earliest above what was raised', async t => {
  const thresholds = thresholdsOf(periodRule('ARREST_REVIEW_DETAINED'), {
    startedAt: at('09-01T08:00'),
    dueAt: at('09-09T00:00'),
    custodyOverride: true,
  })
  if (thresholds === null) return t.fail('an arrest review is watched')
  t.strictSame(
    ([0, 1, 2, 3] as const).map(level => shown(nextAlertAt(thresholds, level))),
    ['09-06T00:00', '09-08T00:00', '09-08T00:00', null],
  )
})
