import t from 'tap'
import { nextNumber } from '../../src/cases/store.ts'
import { connect } from '../../src/db/orm.ts'
import { readNumbers } from '../../src/integrity/store.ts'
import { officers } from '../support/a-case.ts'
import { signIn } from '../support/http-client.ts'
import { startStack } from '../support/stack.ts'

const NUMBERS = 200
const CONNECTIONS = 8

t.test('numbers without gap and without double', async t => {
  const stack = await startStack(t)
  const admin = await stack.as('admin')
  const orms = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => await connect(stack.env.WORKER_DATABASE_URL ?? '', { pool: 2 })),
  )
  t.teardown(async () => void (await Promise.all(orms.map(async orm => await orm.close()))))
  const take = async (at: number, fails: boolean): Promise<number> => {
    const orm = orms[at % CONNECTIONS]
    if (orm === undefined) throw new Error('no connection')
    let taken = Number.NaN
    await orm.em
      .fork()
      .transactional(async em => {
        taken = await nextNumber(em, '350503-CRT', '刑初', 2027)
        if (fails) throw new Error('the act is refused')
      })
      .catch(error => {
        if (!fails) throw error
      })
    return fails ? Number.NaN : taken
  }

  await t.test('two hundred taken at once by several connections, every fifth act refused: those that stand follow each other', async t => {
    const all = await Promise.all(Array.from({ length: NUMBERS }, async (_, at) => await take(at, at % 5 === 4)))
    const taken = all.filter(Number.isFinite).sort((a, b) => a - b)
    t.same(
      taken,
      Array.from({ length: NUMBERS - NUMBERS / 5 }, (_, at) => at + 1),
    )
  })

  await t.test('the register says per issuer, series and year what was given, what is missing and what is doubled', async t => {
    const who = await officers(stack.url)
    const opened = await Promise.all(
      Array.from(
        { length: 6 },
        async () => await who.po.post('/cases', { source: 'report', occurredAt: new Date().toISOString(), chargeCode: 'X042' }),
      ),
    )
    for (const { status } of opened) t.equal(status, 201)
    const [orm] = orms
    if (orm === undefined) throw new Error('no connection')
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear()
    const read = async () => await readNumbers(orm.em.fork(), null, year)
    const whole = await read()
    t.match(
      whole
        .filter(({ used }) => used > 0)
        .map(({ issuer, before, last, used, missing, doubled }) => ({ issuer, before, last, used, missing, doubled })),
      [
        { issuer: '350503-PSB', before: 0, last: 6, used: 6, missing: 0, doubled: 0 },
        { issuer: 'platform:350503', before: year === 2026 ? 100 : 0, used: 6, missing: 0, doubled: 0 },
      ],
    )
    const [first, second] = opened.map(answer => answer.text('caseId'))
    await admin.query("update case_number set no = 'A3505030000002' where case_id = $1", [first])
    t.match(
      (await read()).filter(({ issuer }) => issuer === '350503-PSB'),
      [{ last: 6, used: 5, missing: 1 }],
    )
    await admin.query(
      "insert into case_number (case_id, agency_code, no) select case_id, '350502-PSB', no from case_number where case_id = $1 and agency_code = '350503-PSB'",
      [second],
    )
    t.match(
      (await read()).filter(({ issuer }) => issuer === '350502-PSB'),
      [{ last: 0, used: 1, beyond: /^[1-6]$/ }],
      'a number in use that nobody gave',
    )
    const sv = await signIn(stack.url, 'fz-sv')
    const seen = await sv.get(`/integrity/numbers?year=${year}`)
    t.equal(seen.at('ok'), false)
    t.notMatch(JSON.stringify(seen.body), /350502/, 'a supervisor sees the registers of his own divisions')
    t.match(JSON.stringify((await (await signIn(stack.url, 'sa')).get('/integrity/numbers')).body), /350502-PSB/)
  })
})
