import t from 'tap'
import { summariseFailures } from '../../infra/tap-failures.ts'

const RUN = `TAP version 14
# Subtest: test/a.test.ts
    # Subtest: a case
        ok 1 - opens
        not ok 2 - closes
          ---
          diff: "-1 +2"
          ...
        1..2
    not ok 1 - a case # time=3ms
    1..1
not ok 1 - test/a.test.ts # time=4ms
# Subtest: test/b.test.ts
    not ok 1 - on another system # SKIP
    1..1
ok 2 - test/b.test.ts # time=1ms
`

t.test('a failure is told once, by its file, its tests and what was found', t => {
  t.equal(summariseFailures(RUN), 'not ok: test/a.test.ts > a case > closes\n          diff: "-1 +2"')
  t.equal(summariseFailures(RUN.replace('not ok 2 - closes', 'ok 2 - closes').replace(/not ok 1 - (a case|test)/g, 'ok 1 - $1')), '')
  t.end()
})
