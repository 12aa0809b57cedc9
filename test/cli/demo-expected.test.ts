import t from 'tap'
import { checkStages } from '../../src/cli/demo/checks.ts'
import { compareDeadlines, dueInstant, EXPECTED, EXPECTED_MINUTES, startInstant } from '../../src/cli/demo/expected.ts'
import { DRUNK_DRIVING } from '../../src/cli/demo/papers/sample-facts.ts'
import { storyOf } from '../../src/cli/demo/story.ts'
import { PERIODS } from '../../src/periods/table.ts'

const found = (code: string, startedAt: string, dueAt: string) => ({
  id: code,
  code,
  zh: code,
  startedAt,
  dueAt,
  state: 'running',
  endedAt: null,
})
const all = EXPECTED.map(({ code, start, due }) => found(code, startInstant(start), dueInstant(due)))

t.test('a day without a time begins at 00:00 and ends at 24:00', async t => {
  t.equal(startInstant('2026-03-24'), '2026-03-24T00:00:00+08:00')
  t.equal(dueInstant('2026-03-30'), '2026-03-30T23:59:59+08:00')
  t.equal(dueInstant('2026-03-10 20:30'), '2026-03-10T20:30:00+08:00')
})

t.test('the sample case has sixteen periods, each a row of the period table', async t => {
  t.equal(EXPECTED.length, 16)
  for (const { code } of EXPECTED) t.ok(PERIODS.has(code), code)
})

t.test('every period as expected, in whatever zone its instants are written', async t => {
  t.ok(compareDeadlines(all).every(({ ok }) => ok))
  const inUtc = all.map(one => ({ ...one, dueAt: new Date(one.dueAt).toISOString() }))
  t.ok(compareDeadlines(inUtc).every(({ ok }) => ok))
})

t.test('a second too late, a missing period and a wrong start are each found', async t => {
  const wrong = (change: (one: (typeof all)[number]) => (typeof all)[number] | null, code: string): string[] =>
    compareDeadlines(all.flatMap(one => (one.code === code ? (change(one) ?? []) : one)))
      .filter(({ ok }) => !ok)
      .map(one => one.code)
  t.same(
    wrong(one => ({ ...one, dueAt: '2026-03-24T00:00:00+08:00' }), 'TRIAL_FAST'),
    ['TRIAL_FAST'],
  )
  t.same(
    wrong(() => null, 'CC_NOTICE_5D'),
    ['CC_NOTICE_5D'],
  )
  t.same(
    wrong(one => ({ ...one, startedAt: '2026-03-10T08:31:00+08:00' }), 'SUMMONS_12H'),
    ['SUMMONS_12H'],
  )
})

t.test('the story tells its steps in time, and takes the hours of the sample', async t => {
  const steps = storyOf(DRUNK_DRIVING)
  const times = steps.map(({ at }) => Date.parse(`${at}:00+08:00`))
  t.same(
    times,
    times.toSorted((a, b) => a - b),
  )
  const at = (name: string): number => times[steps.findIndex(step => step.name === name)] ?? Number.NaN
  t.equal((at('judged') - at('opened')) / 60_000, EXPECTED_MINUTES.toJudgment)
  t.equal((at('servedOnAll') - at('opened')) / 60_000, EXPECTED_MINUTES.toClosing)
  t.equal(new Set(steps.map(({ name }) => name)).size, steps.length)
})

t.test('a stage that was skipped or came twice is noticed', async t => {
  const entry = (stage: string) => ({
    at: '',
    hourMark: '',
    who: { name: '', post: '', agency: '' },
    what: '',
    stage,
    stageZh: stage,
    started: [],
    ended: [],
  })
  t.notOk(checkStages(['INTAKE', 'INVESTIGATION'].map(entry)).ok)
  const whole = [
    'INTAKE',
    'FILED',
    'INVESTIGATION',
    'INVESTIGATION',
    'TRANSFERRED_PROSECUTION',
    'PROSECUTION_REVIEW',
    'INDICTED',
    'COURT_CHECK',
    'TRIAL',
    'JUDGED',
    'APPEAL_PERIOD',
    'EFFECTIVE',
  ]
  t.ok(checkStages(whole.map(entry)).ok)
  t.notOk(checkStages([...whole, 'TRIAL'].map(entry)).ok)
})
