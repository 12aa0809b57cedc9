import { Migration } from '@mikro-orm/migrations'

/** Flows of custody papers are among those that must run. */
export class Migration20261129093000_custody_flows extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create or replace function integrity_expected_flows(lo uuid, hi uuid, given jsonb) returns table (case_id uuid, case_no text, subject text, agency text, since timestamptz, facts jsonb)
      language sql stable security definer set search_path = pg_catalog, public as $$
        select c.id, c.platform_no, f.subject, f.agency, f.since, jsonb_build_object('flow', f.flow)
        from criminal_case c cross join lateral (
          select c.id::text as subject, c.holder_agency as agency, c.updated_at as since, 'caseFlow' as flow where not jsonb_exists(given -> 'closed', c.stage)
          union all select h.id::text, h.from_agency, h.sent_at, 'handOver' from hand_over h where h.case_id = c.id and jsonb_exists(given -> 'handOver', h.state)
          union all select l.id::text, l.issuer, l.issued_at, 'letter' from letter l where l.case_id = c.id and l.closed_at is null and l.issued_at is not null
          union all select distinct on (d.batch_id) d.batch_id::text, d.from_agency, d.announced_at, 'custodyTransfer' from custody_dispatch d
            where d.case_id = c.id and d.state in ('announced', 'completed', 'delivered', 'refused')
        ) f where c.id between lo and hi and not exists (select 1 from outbox o where o.case_id = c.id and o.dispatched_at is null)
      $$;
    `)
  }
}
