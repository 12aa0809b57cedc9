import t from 'tap'
import { MESSAGES } from '../../infra/messages.ts'
import { explain, SetupError } from '../../infra/setup-error.ts'

t.test('every message says the same facts in both languages', async t => {
  const facts = (text: string) => Object.fromEntries((text.match(/\{\w+\}/g) ?? []).map(word => [word, true]))
  for (const [code, { zh, en }] of Object.entries(MESSAGES)) {
    t.strictSame(facts(zh), facts(en), code)
    t.match(zh, /[\u4e00-\u9fff]/, `${code} speaks Chinese`)
  }
})

t.test('a setup error shows its filled message, a bug shows its stack', async t => {
  const shown = explain(new SetupError('port-taken', { port: 8080 }))
  t.match(shown, /端口 8080 已被占用/)
  t.match(shown, /Port 8080 is taken/)
  t.notMatch(shown, /\{port\}|at .*messages\.test/)
  t.match(explain(new Error('odd')), /odd\n +at /)
})
