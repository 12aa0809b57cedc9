import type { Client } from 'pg'

/**
 * Writes many open cases of one agency straight into the tables, two persons and two running periods each, with what the
 * triggers would have kept beside them.
 */
export async function seedCases(admin: Client, count: number, agency: string): Promise<void> {
  await admin.query('begin')
  // The triggers would announce each case to open screens; the foreign keys hold by construction.
  await admin.query("set local session_replication_role = 'replica'")
  await admin.query(
    `create temp table bench_case on commit drop as
     select n, gen_random_uuid() as id, gen_random_uuid() as event_id, now() - interval '1 day' * (n % 90) as opened_at,
       date_trunc('minute', now()) + interval '1 minute' * ((n * 7919) % 43200) as due_at from generate_series(1, $1::int) n`,
    [count],
  )
  await admin.query(
    `insert into criminal_case (id, platform_no, name, stage, holder_agency, origin_agency, charge_code, source, opened_at, turn_agency, turn_since, turn_zh, turn_en, next_due_at, updated_at)
     select id, 'BENCH' || n, '张某' || n || '危险驾驶案', 'INVESTIGATION', $1, $1, 'X001', 'discovery', opened_at, $1, opened_at, '侦查终结', 'Close the investigation', due_at, now() from bench_case`,
    [agency],
  )
  await admin.query(
    "insert into case_access (case_id, agency_code, mode, since, next_due_at) select id, $1, 'holder', opened_at, due_at from bench_case",
    [agency],
  )
  await admin.query(
    `insert into case_assignment (case_id, user_id, agency_code, role, since)
     select c.id, u.id, $1, 'caseOfficer', c.opened_at from bench_case c join app_user u on u.login = case when c.n % 20 = 0 then 'fz-pl' else 'fz-po' end`,
    [agency],
  )
  await admin.query(
    `insert into case_person (id, case_id, seq, stage, name, sex, id_type)
     select gen_random_uuid(), id, s, 'FILED', '张某' || n || '-' || s, '1', '111' from bench_case, generate_series(1, 2) s`,
  )
  await admin.query(
    `insert into case_event (id, case_id, transition, act, events, occurred_at, recorded_at, by_agency, basis, clock)
     select event_id, id, 1, 'intake', '{}', opened_at, opened_at, $1, '', '{"persons":[],"wholeCase":true,"starts":[],"custody":null,"deadline":null}' from bench_case`,
    [agency],
  )
  await admin.query(
    `insert into period_instance (id, case_id, code, started_at, due_at, in_custody, started_by, agency)
     select gen_random_uuid(), id, p.code, opened_at, due_at + p.later, false, event_id, $1 from bench_case,
       (values ('BAIL_POLICE', interval '0'), ('FILING_REVIEW', interval '3 days')) p (code, later)`,
    [agency],
  )
  await admin.query('commit')
  await admin.query('analyze')
}
