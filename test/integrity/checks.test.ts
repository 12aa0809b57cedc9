import { Readable } from 'node:stream'
import t from 'tap'
import { SYSTEM } from '../../src/audit/commands.ts'
import { CHECKS } from '../../src/integrity/checks.ts'
import { repairFindings } from '../../src/integrity/repairs.ts'
import { inBatches } from '../../src/storage/batches.ts'
import { aDeliveredTransfer, aReviewedCase, officers } from '../support/a-case.ts'
import { untilSettled } from '../support/case-end.ts'
import { intact, openChecker } from '../support/intact.ts'
import { startStack } from '../support/stack.ts'
import { twoDefendants } from '../support/two-defendants.ts'

t.setTimeout(290_000)
t.setTimeout(300_000)

t.test('what the rows say against each other is named', async t => {
  const stack = await startStack(t, { worker: true })
  const who = await officers(stack.url)
  const admin = await stack.as('admin')
  const reviewed = await aReviewedCase(who)
  const delivered = await aDeliveredTransfer(who)
  const theft = await twoDefendants(stack.url, who)
  for (const { caseId } of [reviewed, delivered, theft]) await untilSettled(admin, caseId)
  const { deps, sentences, round } = await openChecker(t, stack)
  const numberOf = async (caseId: string): Promise<string> =>
    String((await admin.query('select platform_no from criminal_case where id = $1', [caseId])).rows[0]?.platform_no)

  await t.test('a district in which nothing is wrong yields nothing, and it is said what was looked at', async t => {
    await intact(t, stack)
    const { checked } = await round()
    t.same(new Set(checked.map(({ code }) => code)), new Set(CHECKS.map(({ code }) => code)), 'every check was made')
    for (const { code, rows, skipped } of checked) {
      t.equal(skipped, false, code)
      t.ok(rows > 0, `${code} looked at ${rows} rows`)
    }
  })

  /** What is planted by whoever may change every row, and how the check names it. */
  const PLANTS: readonly {
    readonly check: string
    readonly caseId: string
    readonly plant: string
    readonly undo: string
    readonly says: RegExp
    readonly alone?: false
  }[] = [
    {
      check: 'open-under-closed',
      caseId: delivered.caseId,
      plant: "update criminal_case set stage = 'CLOSED_WITHDRAWN' where id = $1",
      undo: "update criminal_case set stage = 'TRANSFERRED_PROSECUTION' where id = $1",
      says: /is closed, yet its hand-over is still "delivered"/,
      alone: false,
    },
    {
      check: 'person-without-holder',
      caseId: reviewed.caseId,
      plant: "update case_access set mode = 'former' where case_id = $1 and agency_code = '350503-PRO'",
      undo: "update case_access set mode = 'holder' where case_id = $1 and agency_code = '350503-PRO'",
      says: /person 1 has no holding agency/,
    },
    {
      check: 'custody-without-period',
      caseId: theft.caseId,
      plant: "update period_instance set custody = false where case_id = $1 and code = 'INV_CUSTODY'",
      undo: "update period_instance set custody = true where case_id = $1 and code = 'INV_CUSTODY'",
      says: /person 1 is in custody .* and no custody period runs/,
    },
    {
      check: 'hand-over-broken',
      caseId: delivered.caseId,
      plant: 'update hand_over set sent_at = null where case_id = $1',
      undo: 'update hand_over set sent_at = delivered_at where case_id = $1',
      says: /the hand-over "Transfer for prosecution" is "delivered" without sent_at/,
    },
    {
      check: 'period-astray',
      caseId: reviewed.caseId,
      plant: "update period_instance set agency = '350503-XXX' where case_id = $1 and code = 'PROC_REVIEW_FAST'",
      undo: "update period_instance set agency = '350503-PRO' where case_id = $1 and code = 'PROC_REVIEW_FAST'",
      says: /has no responsible agency/,
    },
    {
      check: 'period-astray',
      caseId: reviewed.caseId,
      plant: `update period_instance set case_person_id = '${delivered.personId}' where case_id = $1 and code = 'PROC_REVIEW_FAST'`,
      undo: `update period_instance set case_person_id = '${reviewed.personId}' where case_id = $1 and code = 'PROC_REVIEW_FAST'`,
      says: /belongs to a person who is not in the case/,
      alone: false,
    },
    {
      check: 'period-not-by-events',
      caseId: theft.caseId,
      plant: "update period_instance set due_at = due_at + interval '1 day' where case_id = $1 and code = 'INV_CUSTODY'",
      undo: "update period_instance set due_at = due_at - interval '1 day' where case_id = $1 and code = 'INV_CUSTODY'",
      says: /is not what the events give: another due date/,
    },
    {
      check: 'period-not-by-events',
      caseId: theft.caseId,
      plant: "update period_instance set ended_at = started_at where case_id = $1 and code = 'BAIL_POLICE'",
      undo: "update period_instance set ended_at = null where case_id = $1 and code = 'BAIL_POLICE'",
      says: /it runs by one and not by the other/,
    },
    {
      check: 'period-not-by-events',
      caseId: theft.caseId,
      plant: "update period_instance set code = 'RES_SURV_POLICE' where case_id = $1 and code = 'BAIL_POLICE'",
      undo: "update period_instance set code = 'BAIL_POLICE' where case_id = $1 and code = 'RES_SURV_POLICE'",
      says: /no event gives it|no row has it/,
    },
    ...[
      ["holder_agency = '350502-PSB'", "holder_agency = '350503-PSB'", 'another holder'],
      ["held_from = held_from + interval '1 minute'", "held_from = held_from - interval '1 minute'", 'it begins at another time'],
      [
        "began_by = (select e.id from case_event e where e.case_id = $1 and e.act = 'intake')",
        "began_by = (select e.id from case_event e where e.case_id = $1 and e.act = 'detain')",
        'another event began or ended it',
      ],
    ].map(([plant, undo, says]) => ({
      check: 'title-not-by-events',
      caseId: theft.caseId,
      plant: `update custody_title set ${plant} where case_id = $1`,
      undo: `update custody_title set ${undo} where case_id = $1`,
      says: new RegExp(`a custody title of person 1 is not what the events give: ${says}`),
    })),
    {
      check: 'stage-not-least',
      caseId: theft.caseId,
      plant: "update case_person set stage = 'FILED' where case_id = $1 and seq = 2",
      undo: "update case_person set stage = 'INVESTIGATION' where case_id = $1 and seq = 2",
      says: /shows "Investigation", its least advanced person is at "Case filed"/,
    },
    {
      check: 'access-astray',
      caseId: reviewed.caseId,
      plant: "update criminal_case set holder_agency = '350502-PRO' where id = $1",
      undo: "update criminal_case set holder_agency = '350503-PRO' where id = $1",
      says: /has the access of a holder and does not hold the case/,
    },
    {
      check: 'access-astray',
      caseId: reviewed.caseId,
      plant: "insert into case_access (case_id, agency_code, mode, since) values ($1, '350502-PRO', 'receiver', now())",
      undo: "delete from case_access where case_id = $1 and agency_code = '350502-PRO'",
      says: /has the access of a receiver and no hand-over is open to it/,
    },
    {
      check: 'access-astray',
      caseId: reviewed.caseId,
      plant: "insert into case_access (case_id, agency_code, mode, since) values ($1, '350502-PRO', 'partner', now())",
      undo: "delete from case_access where case_id = $1 and agency_code = '350502-PRO'",
      says: /has the access of a partner and nothing was handed over to it/,
    },
    {
      check: 'access-astray',
      caseId: delivered.caseId,
      plant: "update case_access set persons = '{}' where case_id = $1 and mode = 'receiver'",
      undo: "update case_access set persons = null where case_id = $1 and mode = 'receiver'",
      says: /sees other persons than were handed over to it/,
    },
    {
      check: 'outbox-waiting',
      caseId: reviewed.caseId,
      plant:
        "insert into outbox (id, case_id, type, payload, parked_at, attempts) values (gen_random_uuid(), $1, 'case.stepped', '{}', now(), 20)",
      undo: 'delete from outbox where case_id = $1 and parked_at is not null',
      says: /the fact "case.stepped" was given up \(tried 20 times\)/,
    },
    {
      check: 'numbers-not-gapless',
      caseId: reviewed.caseId,
      plant: "update criminal_case set platform_no = platform_no || '-x' where id = $1",
      undo: "update criminal_case set platform_no = replace(platform_no, '-x', '') where id = $1",
      says: /"PLATFORM": 1 missing \(\d+\), 0 doubled/,
    },
    {
      check: 'audit-broken',
      caseId: reviewed.caseId,
      plant: "update audit_entry set at = at + interval '1 second' where chain = 'case:' || $1 and seq = 2",
      undo: "update audit_entry set at = at - interval '1 second' where chain = 'case:' || $1 and seq = 2",
      says: /entry 2, does not hold: another time/,
    },
    {
      check: 'object-missing',
      caseId: reviewed.caseId,
      plant: 'update document set size_bytes = size_bytes + 1 where id = (select id from document where case_id = $1 order by id limit 1)',
      undo: 'update document set size_bytes = size_bytes - 1 where id = (select id from document where case_id = $1 order by id limit 1)',
      says: /the bytes of a paper have another size than registered/,
    },
    {
      check: 'stayed-too-long',
      caseId: delivered.caseId,
      plant:
        "update hand_over set prepared_at = prepared_at - interval '8 days', sent_at = sent_at - interval '8 days', checked_at = checked_at - interval '8 days', delivered_at = delivered_at - interval '8 days' where case_id = $1",
      undo: "update hand_over set prepared_at = prepared_at + interval '8 days', sent_at = sent_at + interval '8 days', checked_at = checked_at + interval '8 days', delivered_at = delivered_at + interval '8 days' where case_id = $1",
      says: /the hand-over has been "delivered" for more than 7 days; .*Procuratorate.* must act/,
    },
  ]

  for (const { check, caseId, plant, undo, says, alone } of PLANTS)
    await t.test(`${check}: ${says.source}`, async t => {
      const params = plant.includes('$1') ? [caseId] : []
      await admin.query(plant, params)
      const found = await sentences()
      await admin.query(undo, params)
      const mine = found.filter(one => one.startsWith(`${check}: `))
      t.ok(
        mine.some(one => says.test(one)),
        JSON.stringify(found),
      )
      if (alone !== false) t.equal(mine.length, found.length, `nothing else is wrong: ${JSON.stringify(found)}`)
      for (const one of found) t.notMatch(one, /林志远|陈大勇|吴小梅|3505\d{14}/, 'nobody is named')
      t.same(await sentences(), [], 'and once it is put right there is nothing')
    })

  await t.test('bytes in the store that no paper names are found', async t => {
    const key = `original/${crypto.randomUUID()}`
    const bytes = Buffer.from('无登记')
    await deps.store.put(key, inBatches(Readable.from([bytes])), bytes.length, 'application/pdf')
    t.match(await sentences(), [`object-unknown: The stored object "${key}" belongs to no paper`])
    await deps.store.remove(key)
    t.same(await sentences(), [])
  })

  await t.test('one case is checked by itself', async t => {
    await admin.query("update period_instance set custody = false where case_id = $1 and code = 'INV_CUSTODY'", [theft.caseId])
    t.same(await sentences(reviewed.caseId), [])
    t.match((await sentences(theft.caseId))[0], `Case ${await numberOf(theft.caseId)}: person 1 is in custody`)
    await admin.query("update period_instance set custody = true where case_id = $1 and code = 'INV_CUSTODY'", [theft.caseId])
  })

  await t.test('a case whose flow has ended is named, and the flow is started again, once', async t => {
    const { openFlowClient } = await import('../../src/temporal/client.ts')
    const flow = openFlowClient(stack.env.TEMPORAL_ADDRESS ?? '', stack.env.TEMPORAL_NAMESPACE ?? '')
    t.teardown(async () => await flow.close())
    await flow.client.workflow.getHandle(`case:${theft.caseId}`).terminate('a fault that a test plants')
    const { findings } = await round(theft.caseId)
    t.match(findings, [{ check: 'flow-missing', caseId: theft.caseId, agency: null, facts: { flow: 'caseFlow' } }])
    t.equal(await repairFindings(deps, SYSTEM, findings), 1)
    t.same(await sentences(theft.caseId), [])
    await repairFindings(deps, SYSTEM, findings)
    t.same(await sentences(theft.caseId), [], 'repaired twice, it is as if once')
  })

  await t.test('the clocks of a case are counted anew from its events, with an entry in the trail', async t => {
    const read = async () =>
      (
        await admin.query('select code, due_at, ended_at, alert_level from period_instance where case_id = $1 order by code, started_at', [
          theft.caseId,
        ])
      ).rows
    const before = await read()
    await admin.query("update period_instance set due_at = due_at + interval '3 days' where case_id = $1 and ended_at is null", [
      theft.caseId,
    ])
    const { findings } = await round(theft.caseId)
    t.equal(new Set(findings.map(({ check }) => check)).size, 1)
    t.ok((await repairFindings(deps, SYSTEM, findings)) > 0)
    t.same(
      (await read()).map(({ alert_level: _, ...row }) => row),
      before.map(({ alert_level: _, ...row }) => row),
    )
    t.same(await sentences(theft.caseId), [])
    const { rows } = await admin.query(
      "select body::json -> 'details' ->> 'repair' as repair from audit_entry where chain = 'case:' || $1 and body::json ->> 'action' = 'integrity.repaired' order by seq",
      [theft.caseId],
    )
    t.same(rows.at(-1), { repair: 'recountClocks' })
  })

  await t.test('the titles of a case are counted anew from its events, with an entry in the trail', async t => {
    const read = async () =>
      (await admin.query('select * from custody_title where case_id = $1 order by case_person_id, seq', [theft.caseId])).rows
    const before = await read()
    await admin.query(
      "update custody_title set holder_agency = '350502-PSB', held_from = held_from - interval '1 day' where case_id = $1",
      [theft.caseId],
    )
    const { findings } = await round(theft.caseId)
    t.match(findings, [{ check: 'title-not-by-events', agency: '350503-PSB', facts: { person: 1, fault: 'heldFor' } }])
    t.equal(await repairFindings(deps, SYSTEM, findings), 1)
    t.same(await read(), before, 'the same rows')
    t.same(await sentences(theft.caseId), [])
  })

  await t.test('what would hold somebody twice is left to people', async t => {
    const [other] = (await admin.query('select id from case_person where case_id = $1', [reviewed.caseId])).rows
    await admin.query('begin')
    await admin.query("set local session_replication_role = 'replica'")
    await admin.query('delete from custody_title where case_id = $1', [theft.caseId])
    await admin.query(
      `insert into custody_title (case_id, case_person_id, seq, detainee, holder_agency, held_from, began_by)
       select $1, $2, 1, detainee_key(p), '350502-PSB', p.measure_from - interval '60 days', (select id from case_event where case_id = $1 limit 1) from case_person p where p.id = $3`,
      [reviewed.caseId, other.id, theft.held],
    )
    await admin.query('commit')
    const { findings } = await round(theft.caseId)
    t.match(findings, [{ check: 'title-not-by-events', facts: { fault: 'absent' } }])
    t.equal(await repairFindings(deps, SYSTEM, findings), 0)
    const unfounded = (await round(reviewed.caseId)).findings
    t.match(unfounded, [{ check: 'title-not-by-events', facts: { fault: 'unfounded' } }])
    t.equal(await repairFindings(deps, SYSTEM, unfounded), 1)
    t.equal(await repairFindings(deps, SYSTEM, findings), 1, 'once the other has gone')
    t.same(await sentences(), [])
  })

  await t.test('a fact that was given up is told again', async t => {
    await admin.query(
      "insert into outbox (id, case_id, type, payload, parked_at, attempts) values (gen_random_uuid(), $1, 'case.stepped', '{}', now(), 20)",
      [reviewed.caseId],
    )
    const { findings } = await round(reviewed.caseId)
    t.equal(await repairFindings(deps, SYSTEM, findings), 1)
    await untilSettled(admin, reviewed.caseId)
    t.same(await sentences(reviewed.caseId), [])
  })

  await intact(t, stack)
})
