import t from 'tap'
import { describeEntry, periodChanges } from '../../src/cli/demo/timeline.ts'
import { hourMark, instantOf, localOf, readable, toShanghai } from '../../src/cli/instants.ts'

const period = (id: string, endedAt: string | null) => ({
  id,
  code: `CODE_${id}`,
  zh: `期限${id}`,
  startedAt: '2026-03-10T08:30:00+08:00',
  dueAt: '2026-03-13T23:59:59+08:00',
  state: 'running',
  endedAt,
})

t.test('times are those of Shanghai, and the last second of a day is its 24:00', async t => {
  t.equal(toShanghai(instantOf('2026-03-10T08:30')), '2026-03-10T08:30:00+08:00')
  t.equal(localOf(instantOf('2026-03-10T00:10')), '2026-03-10T00:10')
  t.equal(readable('2026-03-20T23:59:59+08:00'), '2026-03-20 24:00')
  t.equal(readable('2026-03-10T12:30:00Z'), '2026-03-10 20:30')
})

t.test('hours count from arrival and only on the track', async t => {
  const arrived = instantOf('2026-03-10T08:30')
  t.equal(hourMark(arrived, instantOf('2026-03-11T15:50')), 'H+31:20')
  t.equal(hourMark(arrived, arrived), 'H+0:00')
  t.equal(hourMark(arrived, instantOf('2026-03-10T07:00')), '')
  t.equal(hourMark(arrived, instantOf('2026-03-24T09:00')), '')
})

t.test('an act shows which periods it began and which it ended', async t => {
  const before = [period('A', null), period('B', null)]
  const after = [period('A', '2026-03-10T09:00:00+08:00'), period('B', null), period('C', null)]
  t.same(periodChanges(before, after), {
    started: [{ code: 'CODE_C', zh: '期限C', dueAt: '2026-03-13T23:59:59+08:00' }],
    ended: ['CODE_A'],
  })
  t.same(periodChanges(after, after), { started: [], ended: [] })
})

t.test('an entry reads when, which hour, who, what, and until when', async t => {
  const text = describeEntry({
    at: '2026-03-10T09:00:00+08:00',
    hourMark: 'H+0:30',
    who: { name: '吴建国', post: '法制大队审批人', agency: '丰泽分局' },
    what: '审批决定立案',
    stage: 'FILED',
    stageZh: '立案',
    started: [{ code: 'X', zh: '期限', dueAt: '2026-04-09T23:59:59+08:00' }],
    ended: ['FILING_REVIEW'],
  })
  t.match(text, /^2026-03-10 09:00 {2}H\+0:30 {3}吴建国（丰泽分局 法制大队审批人） {2}审批决定立案$/m)
  t.match(text, '起算 期限（X）至 2026-04-09 24:00')
  t.match(text, '完结 FILING_REVIEW')
})
