import { execFileSync } from 'node:child_process'
import t from 'tap'
import { toShanghai } from '../../src/domain/legal-date.ts'
import { compute, extend } from '../support/periods.ts'

const PROGRAM = `
import { EXAMPLES, SAMPLE_DEADLINES, compute, eventOf, shanghai } from ${JSON.stringify(new URL('../support/periods.ts', import.meta.url).href)}
import { explain } from ${JSON.stringify(new URL('../../src/periods/explain.ts', import.meta.url).href)}
import { periodRule } from ${JSON.stringify(new URL('../../src/periods/table.ts', import.meta.url).href)}
const answer = ({ periodCode, start, inCustody, events }) => {
  const outcome = compute(periodCode, { start, inCustody, events: events.map(eventOf) })
  return [outcome, explain(periodRule(periodCode), outcome)]
}
console.log(JSON.stringify({ offset: new Date('2026-07-01T00:00:00Z').getTimezoneOffset(), answers: [...EXAMPLES, ...SAMPLE_DEADLINES].map(answer) }))
`

/** What a process on a host with this time zone says of all examples and sample deadlines. */
function answersIn(zone: string): { offset: number; answers: unknown } {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', PROGRAM]
  return JSON.parse(
    execFileSync(process.execPath, args, { env: { ...process.env, TZ: zone }, encoding: 'utf8', maxBuffer: 32 * 1024 * 1024 }),
  )
}

t.test('a host in another time zone, with or without daylight saving, gives the same dates and sentences', async t => {
  const here = answersIn('Asia/Shanghai')
  t.equal(here.offset, -480)
  for (const [zone, offset] of [
    ['America/New_York', 240],
    ['UTC', 0],
    ['Australia/Lord_Howe', -630],
  ] as const) {
    const there = answersIn(zone)
    t.equal(there.offset, offset, `${zone}: the process is really there`)
    t.equal(JSON.stringify(there.answers), JSON.stringify(here.answers), zone)
  }
})

t.test('one instant, however it is written, is one instant', async t => {
  for (const start of ['2026-01-31T23:30:00+08:00', '2026-01-31T15:30:00Z', '2026-01-31T10:30:00-05:00'])
    t.equal(toShanghai(compute('PROC_REVIEW', { start, inCustody: true }).dueAt), '2026-02-28T23:59:59+08:00', start)
  t.equal(
    toShanghai(compute('PROC_REVIEW', { start: '2026-01-31T16:00:00Z', inCustody: true }).dueAt),
    '2026-03-01T23:59:59+08:00',
    'midnight in Shanghai',
  )
  const events = [extend('DET_EXT_1_4', '2026-03-08T01:20:00-05:00', 1)]
  t.equal(
    toShanghai(compute('DET_ARREST_REQUEST', { start: '2026-03-05T06:20:00Z', inCustody: true, events }).dueAt),
    '2026-03-09T14:20:00+08:00',
  )
})
