import { DatabaseError } from 'pg'
import t from 'tap'
import { hoursAgo, officers } from '../support/a-case.ts'
import { ok } from '../support/carrying.ts'
import { type Person, signIn } from '../support/http-client.ts'
import { CHEN_DAYONG, freshIdNo } from '../support/identity.ts'
import { intact } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'

t.setTimeout(300_000)

type Police = { readonly po: Person; readonly pl: Person }
type Suspect = { readonly caseId: string; readonly personId: string }

/** 陈大勇 as the suspect of a theft that this police force investigates, at large. */
async function aSuspect({ po, pl }: Police, idNo: string): Promise<Suspect> {
  const caseId = ok(await po.post('/cases', { source: 'report', occurredAt: hoursAgo(30), chargeCode: 'X042' })).text('caseId')
  ok(await pl.post(`/cases/${caseId}/acts/file`, { occurredAt: hoursAgo(29) }))
  const person = { name: '陈大勇', sex: '1', idType: '111', idNo, summoned: true, occurredAt: hoursAgo(28) }
  return { caseId, personId: ok(await po.post(`/cases/${caseId}/persons`, person)).text('casePersonId') }
}
const act = async ({ pl }: Police, { caseId, personId }: Suspect, name: string, hours: number, more: object = {}) =>
  await pl.post(`/cases/${caseId}/acts/${name}`, {
    casePersonId: personId,
    occurredAt: hoursAgo(hours),
    docNo: '公拘字〔2026〕12号',
    ...more,
  })

t.test('one holder at every instant', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const [jjPo, jjPl] = await Promise.all([signIn(stack.url, 'jj-po'), signIn(stack.url, 'jj-pl')])
  const [fengze, jinjiang] = [
    { po: who.po, pl: who.pl },
    { po: jjPo, pl: jjPl },
  ]
  const admin = await stack.as('admin')
  const titlesOf = async (...persons: string[]) =>
    (
      await admin.query(
        'select id, case_id, seq, holder_agency, centre, held_from, held_until, end_reason, began_by from custody_title where case_person_id = any ($1) order by held_from, seq',
        [persons],
      )
    ).rows
  /** All that a refused step might have left behind. */
  const standing = async ({ caseId }: Suspect) =>
    (
      await admin.query(
        `select c.version, c.stage, p.measure_code, (select count(*)::int from case_event e where e.case_id = c.id) as events, (select count(*)::int from period_instance n where n.case_id = c.id) as periods from criminal_case c join case_person p on p.case_id = c.id where c.id = $1`,
        [caseId],
      )
    ).rows

  await t.test('who is held for one case is not detained for another, and nothing changes', async t => {
    const idNo = freshIdNo(CHEN_DAYONG)
    const [first, second] = [await aSuspect(fengze, idNo), await aSuspect(jinjiang, idNo.toLowerCase())]
    ok(await act(fengze, first, 'detain', 5))
    const before = await standing(second)
    const refused = await act(jinjiang, second, 'detain', 4)
    t.match(refused, { status: 409, body: { code: 'custody-held-elsewhere', basis: /看守所条例 第15条/, remedy: /看守所/ } })
    t.notMatch(JSON.stringify(refused.body), new RegExp(`${first.caseId}|350503|丰泽`), 'he learns nothing of the other case')
    t.same(await standing(second), before)
    t.match(await titlesOf(first.personId, second.personId), [{ holder_agency: '350503-PSB', centre: '350500-DET', held_until: null }])

    await t.test('after the release he may be, and from no earlier minute', async t => {
      ok(await act(fengze, first, 'release', 3))
      t.match(await act(jinjiang, second, 'detain', 4), { status: 409, body: { code: 'custody-held-elsewhere' } })
      t.same(await standing(second), before)
      ok(await act(jinjiang, second, 'detain', 2))
      t.match(await titlesOf(first.personId, second.personId), [
        { holder_agency: '350503-PSB', end_reason: 'RELEASED' },
        { holder_agency: '350582-PSB', centre: '350582-DET', held_until: null },
      ])
    })
    await t.test('nor does the first case take him back meanwhile', async t => {
      t.match(await act(fengze, first, 'detain', 1), { status: 409, body: { code: 'custody-held-elsewhere' } })
    })
  })

  await t.test('a release dated before the detention is refused in words', async t => {
    const suspect = await aSuspect(fengze, freshIdNo(CHEN_DAYONG))
    ok(await act(fengze, suspect, 'detain', 5))
    const before = await standing(suspect)
    t.match(await act(fengze, suspect, 'release', 6), {
      status: 409,
      body: { code: 'state-conflict', facts: { reason: 'custody-out-of-order' } },
    })
    t.same(await standing(suspect), before)
  })

  await t.test('two forces detain him in the same moment: one of them does', async t => {
    const won = new Map<string, number>()
    for (let time = 0; time < 8; time++) {
      const idNo = freshIdNo(CHEN_DAYONG)
      const [one, other] = [await aSuspect(fengze, idNo), await aSuspect(jinjiang, idNo)]
      const answers = await Promise.all([act(fengze, one, 'detain', 3), act(jinjiang, other, 'detain', 3)])
      const statuses = answers.map(({ status }) => status).sort()
      t.same(statuses, [200, 409], JSON.stringify(answers.map(({ body }) => body)))
      t.equal(answers.find(({ status }) => status === 409)?.text('code'), 'custody-held-elsewhere')
      const [title, ...more] = await titlesOf(one.personId, other.personId)
      t.same(more, [])
      won.set(title.holder_agency, (won.get(title.holder_agency) ?? 0) + 1)
    }
    t.comment(JSON.stringify([...won]))
  })

  await t.test('a corrected time of detention moves the title, which stays the same', async t => {
    const suspect = await aSuspect(fengze, freshIdNo(CHEN_DAYONG))
    ok(await act(fengze, suspect, 'detain', 5))
    const [before] = await titlesOf(suspect.personId)
    const right = hoursAgo(6)
    const path = `/cases/${suspect.caseId}/events/${before.began_by}/correction-requests`
    const asked = ok(await who.po.post(path, { reason: '宣布拘留时间录入错误', occurredAt: right }))
    ok(await who.pl.post(`/deadline-requests/${asked.text('requestId')}/decide`, { approve: true }))
    const [after, ...more] = await titlesOf(suspect.personId)
    t.same(more, [])
    t.equal(after.id, before.id)
    t.equal(Math.floor(after.held_from.getTime() / 1000), Math.floor(Date.parse(right) / 1000))
    t.not(after.began_by, before.began_by, 'by the corrected event')

    await t.test('and a detention that never was leaves none', async t => {
      const never = `/cases/${suspect.caseId}/events/${after.began_by}/correction-requests`
      const void_ = ok(await who.po.post(never, { reason: '拘留证未执行，误录' }))
      ok(await who.pl.post(`/deadline-requests/${void_.text('requestId')}/decide`, { approve: true }))
      t.same(await titlesOf(suspect.personId), [])
    })
  })

  await t.test('a split and a merge keep the title, its id and its place in the chain', async t => {
    const { caseId, held } = await twoDefendants(stack.url, who)
    const idNow = async (): Promise<string> =>
      (
        await admin.query(
          'select id from case_person where moved_to is null and (id = $1 or moved_from is not null) and measure_code is not null and name = $2 order by seq desc',
          [held, '陈大勇'],
        )
      ).rows[0]?.id
    const stays = ({ case_id: _, began_by: __, ...title }: Record<string, unknown>) => title
    const [before] = await titlesOf(held)
    const ofItsCase = async (id: string) =>
      (
        await admin.query(
          'select t.case_id, e.case_id = t.case_id as own, e.act from custody_title t join case_event e on e.id = t.began_by where t.id = $1',
          [id],
        )
      ).rows
    const childId = ok(await who.pl.post(`/cases/${caseId}/split`, { persons: [held], reason: '分案处理' })).text('caseId')
    const [inChild, ...more] = await titlesOf(held, await idNow())
    t.same([stays(inChild), more], [stays(before), []])
    t.same(await ofItsCase(before.id), [{ case_id: childId, own: true, act: 'detain' }])
    const platformNo = ok(await who.pl.get(`/cases/${childId}`)).text('platformNo')
    ok(await who.pl.post(`/cases/${caseId}/merge`, { platformNo, reason: '并案侦查' }))
    const { rows } = await admin.query('select t.* from custody_title t where t.id = $1', [before.id])
    t.match(rows, [stays(before)])
    t.same(await ofItsCase(before.id), [{ case_id: caseId, own: true, act: 'detain' }])
  })

  await t.test('the services change no title, and nobody a chain into one with a gap or two holders', async t => {
    const suspect = await aSuspect(fengze, freshIdNo(CHEN_DAYONG))
    ok(await act(fengze, suspect, 'detain', 5))
    const [title] = await titlesOf(suspect.personId)
    const writes = [
      "update custody_title set holder_agency = '350502-PSB'",
      'delete from custody_title',
      "insert into custody_title (case_id, case_person_id, seq, detainee, holder_agency, held_from, began_by) values (gen_random_uuid(), gen_random_uuid(), 1, '', 'x', now(), gen_random_uuid())",
    ]
    for (const role of ['app', 'worker'] as const) {
      const sql = await stack.as(role)
      for (const write of writes) await t.rejects(sql.query(write), { code: '42501' }, `${role}: ${write.slice(0, 12)}`)
    }
    const owner = await stack.as('owner')
    const close = (reason: string): string =>
      `update custody_title set held_until = held_from + interval '1 hour', ended_by = began_by, end_reason = '${reason}' where id = $1`
    const next = (holder: string, later: string): string =>
      `insert into custody_title (case_id, case_person_id, seq, detainee, holder_agency, held_from, began_by) select case_id, case_person_id, 2, detainee, '${holder}', held_from + interval '${later}', began_by from custody_title where id = $1`
    const faults: readonly (readonly [string, string, readonly string[]])[] = [
      ['no title', 'custody_title_no_gap', ['delete from custody_title where id = $1']],
      ['released, and the case says held', 'custody_title_no_gap', [close('RELEASED')]],
      ['a minute for nobody between two holders', 'custody_title_no_gap', [close('TRANSFERRED'), next('350503-PRO', '61 minutes')]],
      ['a transfer to the same holder', 'custody_title_no_gap', [close('TRANSFERRED'), next('350503-PSB', '1 hour')]],
      ['a minute for two', 'custody_title_one_holder', [close('TRANSFERRED'), next('350503-PRO', '59 minutes')]],
    ]
    for (const [what, constraint, statements] of faults) {
      const all = async (): Promise<void> => {
        await owner.query('begin')
        for (const statement of statements) await owner.query(statement, [title.id])
        await owner.query('commit')
      }
      t.equal(await all().catch((error: unknown) => (error instanceof DatabaseError ? error.constraint : error)), constraint, what)
      await owner.query('rollback')
    }
    t.same(await titlesOf(suspect.personId), [title], 'it is as it was')
  })

  await intact(t, stack)
})
