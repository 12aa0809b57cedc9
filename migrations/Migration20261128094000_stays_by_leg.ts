import { Migration } from '@mikro-orm/migrations'

/** How long a hand-over may lie with its receiver is a matter of its leg: `given` holds the hours by leg and state. */
export class Migration20261128094000_stays_by_leg extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create or replace function integrity_overstayed(lo uuid, hi uuid, given jsonb) returns table (case_id uuid, case_no text, subject text, agency text, since timestamptz, facts jsonb)
      language sql stable security definer set search_path = pg_catalog, public as $$
        select w.case_id, c.platform_no, w.subject, w.agency, w.since, jsonb_build_object('what', w.what, 'state', w.state, 'person', w.person, 'leg', w.leg)
        from (
          select p.case_id, p.id::text as subject, k.holder_agency as agency, 'stage' as what, p.stage as state, p.seq as person, null as leg, coalesce(m.at, k.opened_at) as since
            from case_person p join criminal_case k on k.id = p.case_id
            left join lateral (select max(e.occurred_at) as at from case_event e where e.case_id = p.case_id and e.voided_by is null and jsonb_exists(given -> 'moves', e.act)
              and (e.case_person_id is null or e.case_person_id = p.id)) m on true
            where p.case_id between lo and hi and jsonb_exists(given -> 'stage', p.stage)
          union all
          select k.id, k.id::text, k.holder_agency, 'stage', k.stage, null, null, coalesce(m.at, k.opened_at) from criminal_case k
            left join lateral (select max(e.occurred_at) as at from case_event e where e.case_id = k.id and e.voided_by is null and jsonb_exists(given -> 'moves', e.act)) m on true
            where k.id between lo and hi and jsonb_exists(given -> 'stage', k.stage) and not exists (select 1 from case_person p where p.case_id = k.id)
          union all
          select h.case_id, h.id::text, case given -> 'owner' ->> h.state when 'sender' then h.from_agency when 'receiver' then h.to_agency end, 'handOver', h.state, null, h.leg,
            greatest(h.prepared_at, h.sent_at, h.checked_at, h.delivered_at, h.received_at, (h.supplement ->> 'askedAt')::timestamptz)
            from hand_over h where h.case_id between lo and hi and jsonb_exists(given -> 'leg' -> h.leg, h.state)
          union all
          select r.case_id, r.id::text, r.agency, 'request', r.state, null, null, r.requested_at from deadline_request r where r.case_id between lo and hi and jsonb_exists(given -> 'request', r.state)
          union all
          select l.case_id, l.id::text, case given -> 'letterOwner' ->> l.state when 'issuer' then l.issuer else l.agency end, 'letter', l.state, null, null,
            greatest(l.raised_at, l.issued_at, l.acknowledged_at, l.fed_back_at) from letter l where l.case_id between lo and hi and l.closed_at is null and jsonb_exists(given -> 'letter', l.state)
        ) w join criminal_case c on c.id = w.case_id
        where w.since + make_interval(hours => (case when w.leg is null then given -> w.what else given -> 'leg' -> w.leg end ->> w.state)::int) < app_now()
      $$;
    `)
  }
}
