import { Migration } from '@mikro-orm/migrations'

/** What goes to a detention centre about a person: certificates of transfer and notices of a changed period, from announcement to receipt. */
export class Migration20261129092000_custody_dispatch extends Migration {
  override async up(): Promise<void> {
    this.addSql(TABLE)
    this.addSql(SETTINGS)
    this.addSql(DESK)
    this.addSql(MOVE)
    this.addSql(RELEASES)
  }
}

const TABLE = `
  alter table criminal_case add column quiet_from int, add column quiet_to int;
  comment on column criminal_case.quiet_to is 'up to this version, from quiet_from on, only the system entered steps: who saw one of them may act on it';

  create table custody_dispatch (
    id uuid primary key, batch_id uuid not null, case_id uuid not null references criminal_case, case_person_id uuid not null references case_person,
    paper text not null check (paper in ('transfer', 'changeNotice', 'releaseNotice')), kind text not null,
    state text not null check (state in ('announced', 'completed', 'delivered', 'refused', 'acknowledged', 'calledOff', 'revoked')),
    edition int not null default 1, cert_no text not null unique, from_agency text not null, to_agency text, centre text not null, legal_basis text not null,
    hand_over_id uuid references hand_over, event_id uuid references case_event deferrable initially deferred,
    sender_due_at timestamptz, announced_at timestamptz not null, announced_by uuid references app_user, prepared_by uuid references app_user,
    accepted_at timestamptz, completed_at timestamptz, completed_by uuid references app_user, new_from timestamptz, new_to timestamptz, new_code text,
    paper_id uuid references custody_paper, delivered_at timestamptz, opened_at timestamptz, answered_at timestamptz, answered_by uuid references app_user, automatic boolean not null default false,
    refusal text, note text, checks jsonb, channel text not null default 'platform' check (channel in ('platform', 'paper')),
    receipt text, receipt_sha256 bytea, receipt_signature bytea, receipt_key_id text, version int not null default 1,
    check ((paper = 'transfer') = (to_agency is not null)), check (state not in ('completed', 'delivered', 'refused', 'acknowledged') or completed_at is not null),
    check ((state = 'refused') <= (refusal is not null)), check (state <> 'acknowledged' or answered_at is not null)
  );
  create unique index custody_dispatch_one_announced on custody_dispatch (case_person_id) where state = 'announced';
  create unique index custody_dispatch_once_per_event on custody_dispatch (event_id, case_person_id) where paper <> 'transfer';
  create unique index custody_dispatch_once_per_hand_over on custody_dispatch (hand_over_id, case_person_id) where hand_over_id is not null and state not in ('calledOff', 'revoked');
  create index custody_dispatch_case on custody_dispatch (case_id, announced_at);
  create index custody_dispatch_batch on custody_dispatch (batch_id);
  create index custody_dispatch_desk on custody_dispatch (centre, state, announced_at, id) where state in ('announced', 'completed', 'delivered', 'refused');
  create index custody_dispatch_person on custody_dispatch (case_person_id);
  create index custody_dispatch_paper on custody_dispatch (paper_id);
  alter table custody_dispatch enable row level security;
  alter table custody_dispatch force row level security;
  create policy of_case on custody_dispatch to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id)) with check (case_open_to_me(case_id));
  create policy of_centre on custody_dispatch to app using (centre = app_agency() and 'DO' = any (app_roles())) with check (centre = app_agency());
  create policy one_case on custody_dispatch to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on custody_dispatch to owner using (true) with check (true);
  grant select, insert, update on custody_dispatch to app, worker;
`

const SETTINGS = `
  create table custody_centre_setting (centre text primary key, automatic boolean not null, changed_by uuid not null references app_user, changed_at timestamptz not null);
  comment on table custody_centre_setting is 'whether a centre lets papers that pass every check be acknowledged without a click';
  alter table custody_centre_setting enable row level security;
  alter table custody_centre_setting force row level security;
  create policy of_centre on custody_centre_setting to app using (centre = app_agency() and 'DO' = any (app_roles())) with check (centre = app_agency());
  create policy worker_reads on custody_centre_setting for select to worker using (true);
  grant select, insert, update on custody_centre_setting to app;
  grant select on custody_centre_setting to worker;
`

/** What the centre sees of a paper's person, and what its checks look at: never a narrative. */
const DESK = `
  create function custody_desk_cards(wanted uuid[]) returns table (id uuid, name text, sex text, born text, id_no text, charge text, measure text, measure_from timestamptz, stage text,
    is_here boolean, number_used boolean, holder_before text, holder_after text, lawful_from timestamptz, lawful_to timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select d.id, p.name, p.sex, to_char(p.birth_date, 'YYYY-MM-DD'), p.id_no, c.charge_code, p.measure_code, p.measure_from, p.stage,
      exists (select 1 from custody_stay s where s.case_person_id = p.id and s.centre = d.centre and s.left_at is null),
      exists (select 1 from custody_paper o where o.cert_no = d.cert_no and o.transfer_id is distinct from d.id),
      (select t.holder_agency from custody_title t where t.case_person_id = p.id and t.held_until = d.accepted_at order by t.seq desc limit 1),
      (select t.holder_agency from custody_title t where t.case_person_id = p.id and t.held_from <= coalesce(d.accepted_at, d.announced_at) order by t.seq desc limit 1),
      e.occurred_at, n.due_at
    from custody_dispatch d join case_person p on p.id = d.case_person_id join criminal_case c on c.id = d.case_id
      left join lateral (with recursive line as (select v.id, v.voided_by, v.occurred_at from case_event v where v.id = d.event_id
          union all select v.id, v.voided_by, v.occurred_at from case_event v join line l on v.id = l.voided_by)
        select l.id, l.occurred_at from line l where l.voided_by is null limit 1) e on true
      left join lateral (select n.due_at from custody_end n join case_event v on v.id = n.event_id
        where n.case_person_id = p.id and v.voided_by is null and v.occurred_at <= e.occurred_at order by v.seq desc limit 1) n on true
    where d.id = any (wanted) and (d.centre = app_agency() and 'DO' = any (app_roles()) or d.case_id = app_case())
  $$;
  -- What became of the papers that an agency had a hand in, since a day: from the rows, no roll-up to go wrong.
  create table custody_refusal (id bigint generated always as identity primary key, dispatch_id uuid not null references custody_dispatch, edition int not null, code text not null, at timestamptz not null);
  create index custody_refusal_dispatch on custody_refusal (dispatch_id);
  alter table custody_refusal enable row level security;
  alter table custody_refusal force row level security;
  create policy owner_all on custody_refusal to owner using (true) with check (true);
  create function keep_refusal() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into custody_refusal (dispatch_id, edition, code, at) values (new.id, new.edition, new.refusal, new.answered_at);
    return null;
  end $$;
  create trigger keep_refusal after update of state on custody_dispatch for each row when (new.state = 'refused' and old.state <> 'refused') execute function keep_refusal();

  create function custody_figures(agency text, since date) returns table (transfers int, acknowledged int, same_day int, median_minutes float8, slowest_minutes float8, notices int, refusals json)
  language sql stable security definer set search_path = pg_catalog, public as $$
    with mine as (select d.*, extract(epoch from d.answered_at - d.completed_at) / 60 as minutes from custody_dispatch d
      where agency = app_agency() and agency in (d.from_agency, d.to_agency, d.centre) and d.completed_at >= since::timestamp at time zone 'Asia/Shanghai')
    select count(*) filter (where m.paper = 'transfer')::int, count(*) filter (where m.paper = 'transfer' and m.state = 'acknowledged' and m.channel = 'platform')::int,
      count(*) filter (where m.paper = 'transfer' and m.state = 'acknowledged' and (m.answered_at at time zone 'Asia/Shanghai')::date = (m.completed_at at time zone 'Asia/Shanghai')::date)::int,
      percentile_cont(0.5) within group (order by m.minutes) filter (where m.paper = 'transfer' and m.state = 'acknowledged'),
      max(m.minutes) filter (where m.paper = 'transfer' and m.state = 'acknowledged'),
      count(*) filter (where m.paper = 'changeNotice' and m.state = 'acknowledged' and m.channel = 'platform')::int,
      coalesce((select json_object_agg(r.code, r.times) from (select r.code, count(*)::int as times from custody_refusal r join mine x on x.id = r.dispatch_id group by r.code) r), '{}')
    from mine m
  $$;
  revoke execute on function custody_figures(text, date) from public;
  grant execute on function custody_figures(text, date) to app;
  revoke execute on function custody_desk_cards(uuid[]) from public;
  grant execute on function custody_desk_cards(uuid[]) to app, worker;
`

const MOVE = `
  create or replace function move_titles(wanted uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not case_open_to_me(wanted) then raise exception 'no such case' using errcode = '42501'; end if;
    update custody_title t set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where t.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
    update custody_end e set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where e.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
    update custody_dispatch d set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where d.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone and d.state <> 'announced';
  end $$;
`

/** Whoever is no longer held and still in the centre is let go on a notice of the agency that held him: the flow hears of it. CPL 99; MPS 161 */
const RELEASES = `
  create function release_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if exists (select 1 from custody_stay s where s.case_person_id = new.case_person_id and s.left_at is null) then
      insert into outbox (id, case_id, type, payload) values (gen_random_uuid(), new.case_id, 'custody.released', jsonb_build_object('custodyBatchId', new.ended_by));
    end if;
    return null;
  end $$;
  create trigger release_told after update of held_until on custody_title for each row
    when (old.held_until is null and new.end_reason in ('RELEASED', 'BAIL', 'SURVEILLANCE')) execute function release_told();
`
