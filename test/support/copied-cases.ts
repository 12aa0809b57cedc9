import type { Client } from 'pg'

/** Copies a case with its events and periods, as often as wanted: persons are left out, so it must have none. */
export async function copyCase(admin: Client, caseId: string, copies: number): Promise<void> {
  await admin.query('begin')
  // The triggers would announce each copy to open screens; the foreign keys hold by construction.
  await admin.query("set local session_replication_role = 'replica'")
  await admin.query('create temp table copy_of on commit drop as select n, gen_random_uuid() as id from generate_series(1, $1::int) n', [
    copies,
  ])
  await admin.query(
    `insert into criminal_case select (jsonb_populate_record(c, jsonb_build_object('id', n.id, 'platform_no', c.platform_no || '-' || n.id))).* from criminal_case c, copy_of n where c.id = $1`,
    [caseId],
  )
  await admin.query(
    `insert into case_access select (jsonb_populate_record(a, jsonb_build_object('case_id', n.id))).* from case_access a, copy_of n where a.case_id = $1`,
    [caseId],
  )
  await admin.query(
    `create temp table copied_event on commit drop as select e.id as old_id, n.id as case_id, gen_random_uuid() as id from case_event e, copy_of n where e.case_id = $1`,
    [caseId],
  )
  await admin.query(
    `insert into case_event (id, case_id, transition, act, events, occurred_at, recorded_at, by_user, by_agency, basis, data, clock)
     select c.id, c.case_id, e.transition, e.act, e.events, e.occurred_at, e.recorded_at, e.by_user, e.by_agency, e.basis, e.data, e.clock
     from copied_event c join case_event e on e.id = c.old_id order by e.seq`,
  )
  await admin.query(
    `insert into period_instance select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'case_id', c.case_id, 'started_by', c.id))).*
     from period_instance p join copied_event c on c.old_id = p.started_by where p.case_id = $1 and p.ended_at is null`,
    [caseId],
  )
  await admin.query('commit')
  await admin.query('analyze')
}
