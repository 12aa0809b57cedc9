import t from 'tap'
import { officers } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import { untilSql } from '../support/case-end.ts'
import { aHeldCase, type Leg, list, send, take, wall } from '../support/held-case.ts'
import { startStack } from '../support/stack.ts'
import { setClock } from '../support/watched.ts'

t.setTimeout(280_000)

/** Where a custody paper stands when the process that carries it dies. */
const MOMENTS = [
  [
    'it is written and not drawn',
    'exists (select 1 from custody_dispatch d join custody_paper p on p.id = d.paper_id where d.id = $1 and d.edition = $2)',
  ],
  [
    'it is drawn, and perhaps not delivered',
    'exists (select 1 from custody_dispatch d join custody_paper p on p.id = d.paper_id where d.id = $1 and d.edition = $2 and p.drawn_at is not null)',
  ],
  ['it lies on the desk', "exists (select 1 from custody_dispatch d where d.id = $1 and d.edition = $2 and d.state = 'delivered')"],
] as const

t.test('the worker dies at any moment of a custody transfer: one holder, one number, one paper of each version', async t => {
  const stack = await startStack(t, { worker: true })
  const admin = await stack.as('admin')
  const who = await officers(stack.url)
  const { pl, pc, pp } = who
  const { caseId, held, officer, centre } = await aHeldCase(stack.url, admin, who)
  const toPro: Leg = { leg: 'transferForProsecution', toAgency: '350503-PRO', prepares: officer, sends: pl, desk: pc, gets: pp }
  const die = async (): Promise<void> => {
    await stack.kill('worker')
    await stack.start('worker')
  }
  await setClock(admin, new Date(wall('04-03 10:00')))
  await take(await send(caseId, toPro), toPro)
  await stack.kill('worker')
  const seen = ok(await pp.get(`/cases/${caseId}`)).headers.get('etag') ?? ''
  await setClock(admin, new Date(wall('04-03 10:05')))
  await stack.start('worker')
  const transfers = async () =>
    list(ok(await pp.get(`/cases/${caseId}/custody`)).at('dispatches')).filter(({ from }) => list([from])[0]?.code === '350503-PSB')
  const id = (await transfers()).at(-1)?.id

  for (const [at, [moment, holds]] of MOMENTS.entries())
    await t.test(`it dies when ${moment}`, async t => {
      const edition = at + 1
      if (edition > 1) ok(await pp.post(`/custody/dispatches/${id}/reissue`, {}))
      await untilSql(admin, holds, [id, edition])
      await die()
      await untilSql(admin, "exists (select 1 from custody_dispatch where id = $1 and edition = $2 and state = 'delivered')", [id, edition])
      const { rows } = await admin.query(
        'select edition, state, drawn_at is not null as drawn from custody_paper where transfer_id = $1 order by edition',
        [id],
      )
      t.same(
        rows,
        Array.from({ length: edition }, (_, i) => ({ edition: i + 1, state: i + 1 === edition ? 'issued' : 'superseded', drawn: true })),
        'each version is there once, the last one stands',
      )
    })

  await t.test('who saw the case before the system entered the arrival may still act on it', async t => {
    await setClock(admin, new Date(wall('04-03 10:06')))
    const body = { casePersonId: held, occurredAt: wall('04-03 10:01') }
    const answer = await pp.post(`/cases/${caseId}/acts/notifyRights`, body, { 'if-match': seen })
    t.ok(answer.status < 300, JSON.stringify(answer.body))
    const late = await pp.post(`/cases/${caseId}/acts/notifyRights`, body, { 'if-match': seen })
    t.equal(late.text('code'), 'precondition-failed', 'and not on one that a person has changed since')
  })

  await t.test('it dies when the centre has answered: the receipt comes, once', async t => {
    await stack.kill('worker')
    t.equal(ok(await centre.post('/custody/dispatches/acknowledge', { ids: [id] })).at('done'), 1)
    await stack.start('worker')
    await untilSql(admin, 'exists (select 1 from custody_dispatch where id = $1 and receipt is not null)', [id])
    const { rows } = await admin.query(
      "select count(*)::int as n from audit_entry where body like '%custody.receipted%' and body like $1",
      [`%${id}%`],
    )
    t.equal(rows[0]?.n, 1)
  })

  const { rows } = await admin.query(
    'select holder_agency as holder, held_until is null as open from custody_title where case_person_id = $1 order by seq',
    [held],
  )
  t.same(rows, [
    { holder: '350503-PSB', open: false },
    { holder: '350503-PRO', open: true },
  ])
  const { rows: told } = await admin.query(
    "select count(*)::int as n from case_event where case_id = $1 and act = 'certificateDelivered'",
    [caseId],
  )
  t.equal(told[0]?.n, 1, 'the receiver’s duty was done once')
})
