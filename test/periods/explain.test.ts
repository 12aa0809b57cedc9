import t from 'tap'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { explain } from '../../src/periods/explain.ts'
import { PERIODS, periodRule } from '../../src/periods/table.ts'
import { compute, custody, extend, restart, resume, suspend } from '../support/periods.ts'

const sentence = (code: string, given: Parameters<typeof compute>[1]) => explain(periodRule(code), compute(code, given))
const kinds = (code: string, given: Parameters<typeof compute>[1]) => compute(code, given).ledger.map(({ kind }) => kind)

t.test('one sentence says from when, over what, to when', async t => {
  t.same(sentence('PROC_REVIEW', { start: '2026-01-31 10:00', inCustody: true }), {
    zh: '审查起诉期限：自2026年1月31日起算，一个月届满于2026年2月28日24时。',
    en: 'Review for prosecution: it starts on 31 January 2026; 1 month ends at 24:00 on 28 February 2026.',
  })
  const festival = sentence('PROC_REVIEW', { start: '2026-01-20 10:00' })
  t.match(festival.zh, '末日2026年2月20日在春节假期内，顺延至其后第一个工作日2026年2月24日，于2026年2月24日24时届满。')
  t.match(festival.en, 'falls in the Spring Festival holiday: first working day after it, 24 February 2026')
  t.match(sentence('PROC_REVIEW', { start: '2026-01-20', inCustody: true }).zh, '在春节假期内，在押，不顺延')
  t.match(sentence('PROC_REVIEW', { start: '2026-01-20', inCustody: null }).zh, '是否在押不明')
  t.match(sentence('APPEAL_JUDGMENT_10D', { start: '2026-12-28' }).zh, '暂定')
  t.match(sentence('COURT_HEARING_NOTICE_3D', { start: '2026-10-09' }).zh, '向前3日为2026年10月6日')
  t.match(sentence('DET_FAMILY_NOTICE_24H', { start: '2026-03-05 14:20:07' }).zh, '24小时届满于2026年3月6日14时20分07秒')
})

t.test('what a restart has forgotten is not told, and a standstill says that it stands still', async t => {
  const given = {
    start: '2026-01-15',
    inCustody: true,
    events: [extend('INV_EXT_156', '2026-03-01'), restart('OTHER_MAJOR_CRIME_FOUND', '2026-03-10')],
  }
  t.equal(
    sentence('INV_CUSTODY', given).zh,
    '侦查羁押期限：2026年3月10日因发现另有重要罪行重新计算，此前已用时间不计，二个月届满于2026年5月10日24时，末日2026年5月10日为星期日，涉及羁押的期限不因休息日延长，于2026年5月10日24时届满。',
  )
  t.match(
    sentence('INV_CUSTODY', { start: '2026-01-15', inCustody: true, events: [suspend('PSYCHIATRIC_APPRAISAL', '2026-02-10')] }).zh,
    '因精神病鉴定停止计算，现停止计算，最早于2026年3月15日24时届满',
  )
})

t.test('the ledger tells each step with its article and the event that caused it', async t => {
  const events = [
    { ...extend('PROC_REVIEW_EXT_15D', '2026-02-25'), id: 'e1' },
    { ...suspend('PSYCHIATRIC_APPRAISAL', '2026-03-01'), id: 'e2' },
    { ...resume('2026-03-11'), id: 'e3' },
    { ...custody(false, '2026-03-12'), id: 'e4' },
  ]
  const { ledger } = compute('PROC_REVIEW', { start: '2026-01-31', inCustody: true, events })
  t.same(
    ledger.map(({ kind, due, basis, eventId }) => [kind, due && toShanghai(due).slice(0, 10), basis, eventId]),
    [
      ['start', null, 'CPL 172; SPP Rules 2019 351', null],
      ['notCounted', null, 'CPL 105(2)', null],
      ['count', '2026-02-28', 'CPL 172; SPP Rules 2019 351', null],
      ['monthEnd', '2026-02-28', '公通字〔2006〕17号 4(2)', null],
      ['extension', '2026-03-15', 'CPL 172(1)', 'e1'],
      ['monthEnd', '2026-03-15', '公通字〔2006〕17号 4(2)', null],
      ['suspension', '2026-03-15', 'CPL 149', 'e2'],
      ['resume', '2026-03-25', 'CPL 149', 'e3'],
      ['custody', null, 'CPL 105(4)', 'e4'],
      ['workingDay', '2026-03-25', 'CPL 105(4)', null],
    ],
  )
  t.same(kinds('DET_ARREST_REQUEST', { start: '2026-03-05 14:20', inCustody: true }), [
    'start',
    'notCounted',
    'count',
    'legalLatest',
    'noRollOver',
  ])
  t.same(kinds('COURT_HEARING_NOTICE_3D', { start: '2026-10-09' }), ['start', 'notCounted', 'count', 'noRollOver', 'recommended'])
  t.same(kinds('CT_EXPIRY_NOTICE_7D', { start: '2026-10-09 10:00' }), ['start', 'count', 'window'])
  t.same(kinds('PROC_REVIEW_FAST', { start: '2026-04-29' }), ['start', 'notCounted', 'count', 'workingDay'])
})

t.test('every period of the table explains itself in both languages', async t => {
  for (const { code, variableLength, length } of PERIODS.values()) {
    const own =
      length === null
        ? { value: 30, unit: 'day' as const }
        : variableLength
          ? { value: variableLength.min, unit: variableLength.unit }
          : undefined
    const { zh, en } = sentence(code, { start: '2026-04-24 09:00', inCustody: true, length: own })
    t.match(zh, /^[^a-zA-Z]*：.*。$/u, `${code}: ${zh}`)
    t.match(en, /: .*\.$/, en)
    t.notMatch(en.slice(en.indexOf(':')), /undefined|NaN|null/)
    for (const step of compute(code, { start: '2026-04-24 09:00', inCustody: true, length: own }).ledger)
      t.notMatch(step.zh + step.en, /undefined|NaN|null/, `${code} ${step.kind}`)
  }
})
