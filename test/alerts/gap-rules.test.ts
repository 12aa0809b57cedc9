import t from 'tap'
import { gapsOf, type Span, silentHours } from '../../src/alerts/rules.ts'
import { instant } from '../../src/domain/present.ts'

const at = (time: string): Date => new Date(`2026-11-26T${time}+08:00`)
const shown = (when: Date): string => instant(when).slice(11, 19)
const span = (from: string, to: string, began: Span['began'] = 'start', leftByClock = false): Span => ({
  from: at(from),
  to: at(to),
  began,
  leftByClock,
})
const [FROM, TO] = [at('00:00:00'), at('23:59:59')]

t.test('a stretch of more than two minutes without a pass is named, by its cause', async t => {
  const cases: readonly (readonly [string, readonly Span[], readonly string[]])[] = [
    ['nobody the whole day', [], ['00:00:00–23:59:59 outage']],
    ['one worker all day', [span('00:00:00', '23:59:59')], []],
    ['two minutes are no gap', [span('00:00:00', '10:00:00'), span('10:02:00', '23:59:59')], []],
    ['a second more is one', [span('00:00:00', '10:00:00'), span('10:02:01', '23:59:59')], ['10:00:00–10:02:01 outage']],
    ['twenty minutes', [span('00:00:00', '10:00:00'), span('10:20:00', '23:59:59', 'pause')], ['10:00:00–10:20:00 outage']],
    ['another worker was awake meanwhile', [span('00:00:00', '10:00:00'), span('09:00:00', '11:00:00'), span('10:20:00', '23:59:59')], []],
    [
      'a short span within a long one ends nothing',
      [span('00:00:00', '12:00:00'), span('01:00:00', '02:00:00'), span('12:01:00', '23:59:59')],
      [],
    ],
    [
      'the clock was set with somebody awake',
      [span('00:00:00', '10:00:00', 'start', true), span('10:20:00', '23:59:59', 'clock')],
      ['10:00:00–10:20:00 clock'],
    ],
    ['the clock was set to another day', [span('00:00:00', '10:00:00', 'start', true)], ['10:00:00–23:59:59 clock']],
    [
      'the clock was set while nobody was awake',
      [span('00:00:00', '10:00:00'), span('10:20:00', '23:59:59')],
      ['10:00:00–10:20:00 outage'],
    ],
    ['before the first pass ever', [span('08:00:00', '23:59:59', 'first')], ['00:00:00–08:00:00 before']],
    ['a worker that went and did not come back', [span('00:00:00', '22:00:00')], ['22:00:00–23:59:59 outage']],
  ]
  for (const [title, spans, expected] of cases)
    t.same(
      gapsOf(spans, FROM, TO).map(({ from, to, cause }) => `${shown(from)}–${shown(to)} ${cause}`),
      expected,
      title,
    )
})

t.test('a rule without a heartbeat in an hour is named', async t => {
  const beat = (hour: string, ...codes: string[]) => codes.map(code => ({ hour: at(`${hour}:00:00`), code }))
  const [from, to] = [at('00:00:00'), at('03:30:00')]
  const outage = [{ from: at('01:50:00'), to: at('02:59:59'), cause: 'outage' as const }]
  const beats = [...beat('00', 'A', 'B'), ...beat('01', 'A'), ...beat('03', 'A', 'B')]
  t.same(
    silentHours(beats, ['A', 'B'], outage, from, to).map(({ hour, all, codes }) => [shown(hour), all, codes]),
    [
      ['01:00:00', false, ['B']],
      ['02:00:00', true, []],
    ],
  )
  t.same(silentHours(beats, ['A'], [], from, to), [], 'an hour that a fast clock passed through needs nobody')
  t.same(silentHours([], ['A'], [{ ...outage[0], from, to, cause: 'outage' }], from, at('00:01:59')), [], 'an hour just begun')
})
