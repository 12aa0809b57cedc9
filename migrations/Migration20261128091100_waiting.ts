import { Migration } from '@mikro-orm/migrations'

/** What waits, for those who keep the lines and those who watch over time: counts and instants, and nothing of what it is about. */
export class Migration20261128091100_waiting extends Migration {
  override async up(): Promise<void> {
    this.addSql(LINES)
    this.addSql(WAITING)
  }
}

const LINES = `
  create index line_pause_latest on line_pause (agency_code, paused_at desc);

  -- For the system administrator alone: the last time that each agency's line was down, and what is sent from or to it and not delivered.
  create function lines_of_all() returns table (agency text, reason text, expected_end timestamptz, paused_at timestamptz, paused_by uuid, resumed_at timestamptz, resumed_by uuid, waiting int)
  language sql stable security definer set search_path = pg_catalog, public as $$
    with undelivered as (
      select x.agency, count(*)::int as waiting from hand_over h cross join lateral (values (h.from_agency), (h.to_agency)) x (agency)
      where h.state in ('sent', 'checked') group by x.agency
    ), last as (select distinct on (p.agency_code) p.* from line_pause p order by p.agency_code, p.paused_at desc)
    select coalesce(l.agency_code, u.agency), l.reason, l.expected_end, l.paused_at, l.paused_by, l.resumed_at, l.resumed_by, coalesce(u.waiting, 0)
    from last l full join undelivered u on u.agency = l.agency_code where 'SA' = any (app_roles())
  $$;
  revoke execute on function lines_of_all() from public;
  grant execute on function lines_of_all() to app;
`

const WAITING = `
  -- What lies with the agencies that I supervise, by who must act and on which way: how many, how long, by when, and how many of them it was said of that nobody acts.
  create function waiting_hand_overs() returns table (agency text, leg text, state text, hand_overs int, longest_since timestamptz, mean_hours numeric, due_at timestamptz, silent int, told_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select w.agency, w.leg, w.state, count(*)::int, min(w.since), round((avg(extract(epoch from app_now() - w.since)) / 3600)::numeric, 1), min(w.due_at), count(w.silent_since)::int, min(w.silent_since)
    from (
      select case when h.state in ('delivered', 'received') then h.to_agency else h.from_agency end as agency, h.leg, h.state, h.due_at, h.silent_since,
        greatest(h.delivered_at, h.received_at, (h.supplement ->> 'askedAt')::timestamptz, (h.rebind ->> 'askedAt')::timestamptz) as since
      from hand_over h where h.state in ('delivered', 'received', 'supplement', 'rebind')
    ) w where supervises(w.agency) group by w.agency, w.leg, w.state order by min(w.silent_since), min(w.since)
  $$;
  revoke execute on function waiting_hand_overs() from public;
  grant execute on function waiting_hand_overs() to app;
`
