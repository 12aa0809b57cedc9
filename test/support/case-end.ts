import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'

/**
 * All that can be counted of a case. Two runs of the same acts must agree on every figure, whatever died on the way. How many
 * letters there are depends on how long a period ran before the next step ended it; that none is doubled does not.
 */
const COUNTS = `
  select c.stage, c.holder_agency as holder,
    (select count(*)::int from document d where d.case_id = c.id) as documents,
    (select count(distinct d.object_key)::int from document d where d.case_id = c.id and d.sm3 is not null) as digested,
    (select json_agg(json_build_array(i.state, i.files) order by i.state) from
      (select t.state, count(*)::int as files from import_item t where t.case_id = c.id group by t.state) i) as items,
    (select json_agg(json_build_array(h.leg, h.round, h.state) order by h.leg, h.round) from hand_over h where h.case_id = c.id) as hand_overs,
    (select count(*)::int from hand_over_entry e where e.case_id = c.id) as entries,
    (select json_agg(r.kind order by r.kind) from receipt r where r.case_id = c.id) as receipts,
    (select json_agg(e.act order by e.act) from case_event e where e.case_id = c.id) as acts,
    (select json_agg(json_build_array(a.access, a.agency_code) order by a.agency_code) from
      (select mode as access, agency_code from case_access where case_id = c.id) a) as access,
    (select count(*)::int from case_number n where n.case_id = c.id) as numbers,
    (select json_object_agg(o.type, o.facts) from
      (select type, count(*)::int as facts from outbox where case_id = c.id and type not like 'letter.%' group by type order by type) o) as facts,
    (select json_object_agg(a.action, a.entries) from
      (select body::json ->> 'action' as action, count(*)::int as entries from audit_entry where chain = 'case:' || c.id and body::json ->> 'action' not like 'letter.%'
       group by 1 order by 1) a) as audit,
    (select count(*)::int - count(distinct (l.period_id, l.due_at, l.level))::int from letter l where l.case_id = c.id) as doubled_letters
  from criminal_case c where c.id = $1`

export type CaseEnd = Record<string, unknown>

/** The figures of a case as they are now; needs a client that sees every row. */
export async function figuresOf(admin: Client, caseId: string): Promise<CaseEnd> {
  const { rows } = await admin.query<CaseEnd>(COUNTS, [caseId])
  return rows[0] ?? {}
}

/** Waits until an SQL condition holds; `admin` may be connected anew by the caller where the server died. */
export async function untilSql(admin: Client, condition: string, values: readonly unknown[] = []): Promise<void> {
  for (; ; await sleep(50)) {
    const { rows } = await admin.query<{ holds: boolean | null }>(`select (${condition}) as holds`, [...values])
    if (rows[0]?.holds) return
  }
}

/** Waits until nothing of the case is left to do: every fact told, every digest made, every answer followed by its receipt. */
export async function untilSettled(admin: Client, caseId: string): Promise<void> {
  await untilSql(
    admin,
    `not exists (select 1 from outbox where case_id = $1 and dispatched_at is null and parked_at is null)
     and not exists (select 1 from document where case_id = $1 and sm3 is null)
     and not exists (select 1 from hand_over h where h.case_id = $1 and (h.state in ('sent', 'checked') or h.state in ('accepted', 'returned')
       and not exists (select 1 from receipt r where r.hand_over_id = h.id and r.kind <> 'delivery')))`,
    [caseId],
  )
}
