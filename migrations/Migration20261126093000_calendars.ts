import { Migration } from '@mikro-orm/migrations'

/** Holiday lists as stored data with their versions; open periods counted anew when a list changes; a calendar address per person. */
export class Migration20261126093000_calendars extends Migration {
  override async up(): Promise<void> {
    this.addSql(LISTS)
    this.addSql(RECOMPUTE)
    this.addSql(RECOMPUTE_STEPS)
    this.addSql(DUES)
    // Open periods of an earlier release have no alert instants yet.
    this.addSql("select start_recompute(null, 'schema') where exists (select 1 from period_instance where ended_at is null)")
  }
}

const LISTS = `
  create table holiday_calendar (
    year int not null check (year between 1990 and 2100), version int not null check (version > 0), notice text not null check (notice <> ''),
    verify boolean not null default false, holidays jsonb not null, makeup_workdays date[] not null,
    state text not null check (state in ('proposed', 'current', 'superseded', 'refused')),
    loaded_at timestamptz not null default app_now(), loaded_by uuid references app_user, decided_at timestamptz, decided_by uuid references app_user,
    primary key (year, version), constraint calendar_second_person check (decided_by <> loaded_by)
  );
  comment on table holiday_calendar is 'the yearly notices of the State Council, every version that was loaded; without loaded_by it came with the release';
  create unique index holiday_calendar_current on holiday_calendar (year) where state = 'current';
  create unique index holiday_calendar_proposed on holiday_calendar (year) where state = 'proposed';

  create table calendar_state (only_one boolean primary key default true check (only_one), version uuid not null default gen_random_uuid());
  comment on table calendar_state is 'another random version with every change of what is in force, so that a process knows whether what it remembers holds';
  insert into calendar_state default values;
  create function calendar_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update calendar_state set version = gen_random_uuid();
    return null;
  end $$;
  create trigger calendar_changed after insert or update of state on holiday_calendar for each statement execute function calendar_changed();

  create table calendar_alarm (year int primary key, raised_at timestamptz not null default app_now(), ended_at timestamptz);
  comment on table calendar_alarm is 'a year that was not loaded 60 days before it began';
  create function missing_calendar_years() returns setof int language sql stable set search_path = pg_catalog, public as $$
    select distinct extract(year from (app_now() + ahead) at time zone 'Asia/Shanghai')::int as y from unnest(array[interval '0', interval '60 days']) ahead
    where not exists (select 1 from holiday_calendar h where h.state = 'current' and h.year = extract(year from (app_now() + ahead) at time zone 'Asia/Shanghai')::int) order by 1
  $$;

  grant select on holiday_calendar, calendar_state, calendar_alarm to app, worker;
  grant insert, update on holiday_calendar to app;
  grant insert, update on calendar_alarm to worker;
  revoke execute on function calendar_changed(), missing_calendar_years() from public;
  grant execute on function missing_calendar_years() to app, worker;
  grant execute on function calendar_changed() to app;
`

const RECOMPUTE = `
  alter table period_instance add column held_off timestamptz;
  comment on column period_instance.held_off is 'the end that a later calendar would give to a period that had run out before: while its events give just that, due_at stays';

  create table calendar_recompute (
    id uuid primary key default gen_random_uuid(), year int, reason text not null check (reason in ('calendar', 'schema')),
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done')), total int not null default 0, done int not null default 0,
    moved int not null default 0, skipped int not null default 0, failed int not null default 0, created_at timestamptz not null default app_now(), finished_at timestamptz,
    seq bigint generated always as identity
  );
  comment on column calendar_recompute.moved is 'periods with another date; done and failed count cases, skipped counts periods that had run out and stay';

  create table calendar_recompute_case (
    job uuid not null references calendar_recompute, case_id uuid not null, done_at timestamptz, moved int not null default 0, skipped int not null default 0,
    failed boolean not null default false, primary key (job, case_id)
  );
  create index recompute_waiting on calendar_recompute_case (case_id) where done_at is null;

  create table calendar_held (
    id uuid primary key default gen_random_uuid(), case_id uuid not null, period_id uuid not null, code text not null, agency text not null,
    due_at timestamptz not null, would_be timestamptz not null, noted_at timestamptz not null default app_now(),
    confirmed_at timestamptz, confirmed_by uuid references app_user, note text, unique (period_id, would_be)
  );
  comment on table calendar_held is 'periods that had run out when a calendar would have moved them: they stay, and a supervisor confirms it';
  create index calendar_held_open on calendar_held (agency) where confirmed_at is null;

  alter table calendar_recompute_case enable row level security;
  alter table calendar_recompute_case force row level security;
  create policy owner_keeps on calendar_recompute_case to owner using (true) with check (true);
  alter table calendar_held enable row level security;
  alter table calendar_held force row level security;
  create policy owner_keeps on calendar_held to owner using (true) with check (true);
  create policy for_whom on calendar_held for select to app using (case_open_to_me(case_id) or supervises(agency));
  create policy found_by_me on calendar_held for insert to app with check (case_open_to_me(case_id));
  create policy supervisor_confirms on calendar_held for update to app using (supervises(agency)) with check (supervises(agency) and confirmed_by = app_user());
  create policy not_recused on calendar_held as restrictive for select to app using (not recused_from(case_id));
  create policy one_case on calendar_held to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy recompute_reads on case_event for select to owner using (true);
  create policy recompute_reads on criminal_case for select to owner using (true);
  create policy recompute_moves on criminal_case for update to owner using (true) with check (true);
  grant select on calendar_recompute to app, worker;
  grant select, insert on calendar_held to app, worker;
  grant update (confirmed_at, confirmed_by, note) on calendar_held to app;
`

const RECOMPUTE_STEPS = `
  -- Whoever counts periods holds this till its commit, and whoever changes the calendar waits for them: no case is counted by a
  -- list that is no longer in force without standing on the list of those to be counted anew.
  create function hold_calendar(wanted uuid) returns table (version uuid, pending boolean) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    perform pg_advisory_xact_lock_shared(hashtext('holiday_calendar'));
    return query select s.version, exists (select 1 from calendar_recompute_case w where w.case_id = wanted and w.done_at is null) from calendar_state s;
  end $$;
  create function change_calendar() returns void language sql volatile set search_path = pg_catalog, public as $$
    select pg_advisory_xact_lock(hashtext('holiday_calendar'))
  $$;

  -- A roll-over may carry an end over a long holiday into the next year, so a month on both sides is looked at too.
  create function start_recompute(wanted int, why text) returns table (job uuid, cases int) language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    started uuid := gen_random_uuid();
    listed int;
  begin
    insert into calendar_recompute (id, year, reason) values (started, wanted, why);
    insert into calendar_recompute_case (job, case_id) select distinct started, p.case_id from period_instance p where p.ended_at is null
      and (wanted is null or p.due_at >= make_timestamptz(wanted, 1, 1, 0, 0, 0, 'Asia/Shanghai') - interval '31 days'
        and p.due_at < make_timestamptz(wanted + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai') + interval '31 days');
    get diagnostics listed = row_count;
    update calendar_recompute set total = listed where id = started;
    return query select started, listed;
  end $$;

  -- The next cases, locked; one that somebody is working on is passed by: whoever holds it counts it anew himself.
  create function claim_recompute(most int) returns setof uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update calendar_recompute set state = 'running' where state = 'waiting';
    return query select w.case_id from calendar_recompute_case w join criminal_case c on c.id = w.case_id where w.done_at is null
      order by w.case_id limit most for update of w, c skip locked;
  end $$;
  create function recompute_events(cases uuid[]) returns table (id uuid, case_id uuid, act text, events text[], occurred_at timestamptz, clock jsonb, seq bigint)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.case_id, e.act, e.events, e.occurred_at, e.clock, e.seq from case_event e where e.case_id = any(cases) and e.voided_by is null
      and exists (select 1 from calendar_recompute_case w where w.case_id = e.case_id and w.done_at is null) order by e.case_id, e.occurred_at, e.seq
  $$;
  create function recompute_periods(cases uuid[]) returns setof period_instance language sql stable security definer set search_path = pg_catalog, public as $$
    select p.* from period_instance p where p.case_id = any(cases) and p.ended_at is null
      and exists (select 1 from calendar_recompute_case w where w.case_id = p.case_id and w.done_at is null)
  $$;

  -- All changes of a batch at once; \`aside\` are the codes that count towards no case's next due date.
  create function write_recompute(changes jsonb, held jsonb, counts jsonb, aside text[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  declare touched uuid[];
  begin
    with changed as (
      update period_instance p set due_at = u.due_at, legal_latest = u.legal_latest, provisional = u.provisional, suspended = u.suspended, flags = u.flags,
        in_custody = u.in_custody, custody = u.custody, agency = u.agency, held_off = u.held_off, remind_at = u.remind_at, warn_at = u.warn_at,
        supervise_at = u.supervise_at, alert_level = u.alert_level, next_alert_at = u.next_alert_at
      from jsonb_to_recordset(changes) as u (id uuid, due_at timestamptz, legal_latest timestamptz, provisional boolean, suspended boolean, flags text[], in_custody boolean,
        custody boolean, agency text, held_off timestamptz, remind_at timestamptz, warn_at timestamptz, supervise_at timestamptz, alert_level int, next_alert_at timestamptz)
      where p.id = u.id and p.ended_at is null and exists (select 1 from calendar_recompute_case w where w.case_id = p.case_id and w.done_at is null)
        and (p.due_at, p.legal_latest, p.provisional, p.suspended, p.flags, p.in_custody, p.custody, p.agency, p.held_off, p.remind_at, p.warn_at, p.supervise_at)
          is distinct from (u.due_at, u.legal_latest, u.provisional, u.suspended, u.flags, u.in_custody, u.custody, u.agency, u.held_off, u.remind_at, u.warn_at, u.supervise_at)
      returning p.case_id
    ) select array_agg(distinct case_id) into touched from changed;
    update criminal_case c set updated_at = app_now(), version = version + 1,
      next_due_at = (select min(p.due_at) from period_instance p where p.case_id = c.id and p.ended_at is null and p.code <> all (aside))
    where c.id = any (touched);
    insert into calendar_held (case_id, period_id, code, agency, due_at, would_be)
      select h.case_id, h.period_id, h.code, h.agency, h.due_at, h.would_be
      from jsonb_to_recordset(held) as h (case_id uuid, period_id uuid, code text, agency text, due_at timestamptz, would_be timestamptz) on conflict do nothing;
    update calendar_recompute_case w set done_at = app_now(), moved = n.moved, skipped = n.skipped, failed = n.failed
      from jsonb_to_recordset(counts) as n (case_id uuid, moved int, skipped int, failed boolean) where w.case_id = n.case_id and w.done_at is null;
  end $$;
  -- One case, counted anew by whoever holds it for another reason.
  create function case_recounted(wanted uuid, periods_moved int, periods_skipped int) returns void language sql security definer set search_path = pg_catalog, public as $$
    update calendar_recompute_case set done_at = app_now(), moved = periods_moved, skipped = periods_skipped where case_id = wanted and done_at is null and (case_open_to_me(wanted) or wanted = app_case())
  $$;
  create function close_recompute() returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    with over as (
      update calendar_recompute j set state = 'done', finished_at = app_now(), done = n.done, moved = n.moved, skipped = n.skipped, failed = n.failed
      from calendar_recompute o cross join lateral (select count(*)::int as done, coalesce(sum(w.moved), 0)::int as moved, coalesce(sum(w.skipped), 0)::int as skipped,
        count(*) filter (where w.failed)::int as failed from calendar_recompute_case w where w.job = o.id) n
      where j.id = o.id and j.state <> 'done' and not exists (select 1 from calendar_recompute_case w where w.job = j.id and w.done_at is null) returning j.id
    ) delete from calendar_recompute_case w using over where w.job = over.id;
  end $$;
  create function recompute_progress() returns setof calendar_recompute language sql stable security definer set search_path = pg_catalog, public as $$
    select j.id, j.year, j.reason, j.state, j.total, coalesce(n.done, j.done), coalesce(n.moved, j.moved), coalesce(n.skipped, j.skipped), coalesce(n.failed, j.failed), j.created_at, j.finished_at, j.seq
    from calendar_recompute j left join lateral (select count(*) filter (where w.done_at is not null)::int as done, coalesce(sum(w.moved), 0)::int as moved,
      coalesce(sum(w.skipped), 0)::int as skipped, count(*) filter (where w.failed)::int as failed from calendar_recompute_case w where w.job = j.id) n on j.state <> 'done'
    order by j.seq desc limit 20
  $$;

  revoke execute on function hold_calendar(uuid), change_calendar(), start_recompute(int, text), claim_recompute(int), recompute_events(uuid[]), recompute_periods(uuid[]),
    write_recompute(jsonb, jsonb, jsonb, text[]), case_recounted(uuid, int, int), close_recompute(), recompute_progress() from public;
  grant execute on function hold_calendar(uuid), case_recounted(uuid, int, int), recompute_progress() to app, worker;
  grant execute on function change_calendar(), start_recompute(int, text) to app;
  grant execute on function claim_recompute(int), recompute_events(uuid[]), recompute_periods(uuid[]), write_recompute(jsonb, jsonb, jsonb, text[]), close_recompute() to worker;
`

const DUES = `
  create table calendar_feed (
    user_id uuid primary key references app_user, token_sha256 bytea not null unique, made_at timestamptz not null default now()
  );
  comment on table calendar_feed is 'the secret address of a person''s calendar, as its digest alone; renewing or revoking it leaves nothing of the old one';
  alter table calendar_feed enable row level security;
  alter table calendar_feed force row level security;
  create policy own_feed on calendar_feed to app using (user_id = app_user()) with check (user_id = app_user());
  create policy owner_keeps on calendar_feed to owner using (true) with check (true);
  grant select, insert, update, delete on calendar_feed to app;

  create policy dues_read on case_person for select to owner using (true);
  create policy dues_read on case_number for select to owner using (true);

  -- What a calendar program gets of the cases assigned to the holder of an address: no row for an account that is disabled or
  -- has no post with cases any more, one row without a period where nothing runs.
  create function feed_periods(hash bytea) returns table (period_id uuid, platform_no text, code text, agency text, due_at timestamptz, warn_at timestamptz, provisional boolean, changed_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select p.id, p.platform_no, p.code, p.agency, p.due_at, p.warn_at, p.provisional, p.watched_from
    from calendar_feed f join app_user u on u.id = f.user_id and u.disabled_at is null and u.roles && array['PO', 'PL', 'PP', 'PC', 'CJ', 'CC']
    left join lateral (
      select i.*, c.platform_no from case_assignment s join criminal_case c on c.id = s.case_id join period_instance i on i.case_id = s.case_id
      where s.user_id = f.user_id and s.agency_code = u.agency_code and c.holder_agency = u.agency_code and i.ended_at is null and not i.suspended
        and not exists (select 1 from case_recusal r where r.case_id = s.case_id and r.user_id = f.user_id)
    ) p on true where f.token_sha256 = hash order by p.due_at, p.id
  $$;

  -- Everybody in custody for whom my agency answers, with the end of the title he is held on: what is printed for a day without
  -- computers. Whoever works on single cases gets those; a detention centre gets the people of its divisions.
  create function custody_register(titles text[], measures text[], divisions text[]) returns table (
    case_id uuid, platform_no text, agency_no text, seq int, name text, born text, acted_at timestamptz, measure_code text, measure_from timestamptz,
    code text, due_at timestamptz, legal_latest timestamptz, provisional boolean, answers text, turn_agency text, turn_zh text, officers text[])
  language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.platform_no, (select n.no from case_number n where n.case_id = c.id and n.agency_code = app_agency()), p.seq, p.name, to_char(p.birth_date, 'YYYY-MM-DD'), coalesce(c.occurred_from, c.opened_at),
      p.measure_code, p.measure_from, t.code, t.due_at, t.legal_latest, t.provisional, coalesce(t.agency, c.holder_agency), c.turn_agency, c.turn_zh,
      array(select u.name from case_assignment s join app_user u on u.id = s.user_id where s.case_id = c.id and s.agency_code = c.holder_agency order by s.since, u.name)
    from case_person p join criminal_case c on c.id = p.case_id
    left join lateral (select i.code, i.due_at, i.legal_latest, i.provisional, i.agency from period_instance i where i.case_id = c.id and i.ended_at is null and i.custody
      and (i.case_person_id = p.id or i.case_person_id is null) and i.code = any (titles) order by i.due_at limit 1) t on true
    where p.measure_code = any (measures) and p.stage <> 'EFFECTIVE' and not recused_from(c.id)
      and case when 'DO' = any (app_roles()) then split_part(c.holder_agency, '-', 1) = any (divisions)
        else coalesce(t.agency, c.holder_agency) = app_agency()
          and (app_roles() && array['PL', 'PC', 'CC'] or exists (select 1 from case_assignment s where s.case_id = c.id and s.user_id = app_user())) end
    order by t.due_at nulls first, c.platform_no, p.seq
  $$;

  revoke execute on function feed_periods(bytea), custody_register(text[], text[], text[]) from public;
  grant execute on function feed_periods(bytea), custody_register(text[], text[], text[]) to app;
`
