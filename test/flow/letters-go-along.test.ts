import t from 'tap'
import { officers } from '../support/a-case.ts'
import { workerDeps } from '../support/acting.ts'
import { ok, twoDetained } from '../support/carrying.ts'
import { untilSettled, untilSql } from '../support/case-end.ts'
import { intact } from '../support/intact.ts'
import { alertAndIssue, lettersOf, sweepAll } from '../support/lettered.ts'
import { startStack } from '../support/stack.ts'

t.setTimeout(240_000)

t.test('letters go along with the persons whose periods they are about', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const { orm } = await workerDeps(t, stack)
  const { caseId, persons } = await twoDetained(who)
  const [stays = '', leaves = ''] = persons
  await admin.query("select set_clock(app_now() + interval '30 hours', 1)")
  await alertAndIssue(admin, orm)
  const periodOf = async (person: string): Promise<string> => {
    const { rows } = await admin.query("select id from period_instance where case_person_id = $1 and code = 'DET_ARREST_REQUEST'", [person])
    return String(rows[0]?.id)
  }
  const open = async (person: string): Promise<unknown[]> =>
    (await lettersOf(admin, await periodOf(person))).filter(({ state }) => !['CLOSED', 'CANCELLED', 'SUPERSEDED'].includes(state))
  // The worker of the installation issues letters too.
  for (const person of persons)
    await untilSql(admin, "exists (select 1 from letter where period_id = $1 and level = 2 and state = 'DELIVERED')", [
      await periodOf(person),
    ])
  const [before] = await open(leaves)
  t.match(before, { level: 2, state: 'DELIVERED', number: /^预警/ }, 'a warning is open')
  const other = await open(stays)

  const split = ok(await who.pl.post(`/cases/${caseId}/split`, { persons: [leaves], reason: '另案起诉' }))
  const childId = split.text('caseId')
  const moved = ok(await who.pl.get(`/cases/${childId}`)).text('persons.0.id')

  const sameLetter = async (person: string, of: string): Promise<void> => {
    await untilSettled(admin, of)
    await sweepAll(orm)
    const [after] = await open(person)
    t.match(after, { ...pick(before), case_id: of, case_person_id: person }, 'the same letter, open as before')
    const { rows } = await admin.query(
      `select (select count(*)::int from alert a where a.period_id = l.period_id and a.ended_at is null) as alerts,
         (select array_agg(distinct x.case_id) from (select case_id from letter_recipient r where r.letter_id = l.id union all select case_id from letter_event e where e.letter_id = l.id
           union all select case_id from letter_delivery d where d.letter_id = l.id) x) as cases from letter l where l.id = $1`,
      [pick(before).id],
    )
    t.match(rows, [{ alerts: Number, cases: [of] }])
    t.ok(rows[0]?.alerts > 0, 'its alert stands')
  }

  await t.test('split off: it is neither closed nor raised again', async t => {
    await sameLetter(moved, childId)
    await alertAndIssue(admin, orm)
    t.equal((await open(moved)).length, 1, 'one letter, not two')
    t.same(await open(stays), other, 'that of who stays is untouched')
    ok(await who.pl.post(`/letters/${pick(before).id}/acknowledge`, {}))
  })

  await t.test('merged again: the same', async t => {
    ok(await who.pl.post(`/cases/${caseId}/merge`, { platformNo: split.text('platformNo'), reason: '并案侦查' }))
    const back = ok(await who.pl.get(`/cases/${caseId}`)).text('persons.1.id')
    await untilSettled(admin, caseId)
    await sweepAll(orm)
    const [after] = await open(back)
    t.match(after, { id: pick(before).id, number: pick(before).number, state: 'ACKNOWLEDGED', case_id: caseId })
    const { rows } = await admin.query(
      "select count(*)::int as moves from audit_entry where chain = any ($1) and body::json ->> 'action' = 'letter.moved' and body::json ->> 'target' = $2",
      [[`case:${caseId}`, `case:${childId}`], pick(before).id],
    )
    t.equal(rows[0]?.moves, 2, 'both ways are in the trail')
  })
  await intact(t, stack)

  await t.test('a supervision letter on the whole case is answered before its case ends by a merge', async t => {
    const one = ok(await who.pl.post(`/cases/${caseId}/split`, { persons: [stays], reason: '另案起诉' }))
    const { rows } = await admin.query(
      `insert into letter select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(), 'case_id', $1::uuid, 'case_person_id', null, 'period_id', gen_random_uuid(), 'level', 3,
         'number', '督办〔2026〕350503-9999号', 'state', 'DELIVERED'))).* from letter l where l.id = $2 returning id`,
      [one.text('caseId'), pick(before).id],
    )
    const merge = { platformNo: one.text('platformNo'), reason: '并案侦查' }
    t.match(await who.pl.post(`/cases/${caseId}/merge`, merge), {
      status: 409,
      body: { code: 'case-has-open-matters', facts: { what: 'letter' } },
    })
    await admin.query('delete from letter where id = $1', [rows[0]?.id])
    ok(await who.pl.post(`/cases/${caseId}/merge`, merge))
  })
})

function pick(row: unknown): { id: string; number: string } {
  if (!(row instanceof Object && 'id' in row && 'number' in row)) throw new Error('no letter')
  return { id: String(row.id), number: String(row.number) }
}
