import { Migration } from '@mikro-orm/migrations'

/** Checks of the rows against each other: their runs, what they found, and one set-based query for each. */
export class Migration20261127094000_integrity extends Migration {
  override async up(): Promise<void> {
    this.addSql(TABLES)
    this.addSql(CASES)
    this.addSql(STAYS)
    this.addSql(NUMBERS)
    this.addSql(RUNS)
  }
}

const TABLES = `
  create table integrity_run (
    id uuid primary key, kind text not null check (kind in ('nightly', 'asked')), day date, asked_by uuid references app_user, agency text, only_case uuid references criminal_case,
    repair boolean not null, state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')), asked_at timestamptz not null default now(),
    started_at timestamptz, finished_at timestamptz, checked jsonb not null default '[]', found int not null default 0, repaired int not null default 0, problem text,
    check ((kind = 'nightly') = (day is not null)), check ((kind = 'asked') = (asked_by is not null)), check ((finished_at is not null) = (state in ('done', 'failed')))
  );
  create unique index integrity_run_nightly on integrity_run (day) where kind = 'nightly';
  create index integrity_run_open on integrity_run (asked_at) where state in ('waiting', 'running');
  create index integrity_run_latest on integrity_run (asked_at desc);
  comment on table integrity_run is 'one round of all checks; checked lists each with the rows it looked at. Instants are real time';

  create table integrity_finding (
    id uuid primary key default gen_random_uuid(), check_code text not null, subject text not null, case_id uuid, case_no text, agency text, facts jsonb not null,
    since timestamptz, first_seen timestamptz not null, last_seen timestamptz not null, seen_by uuid not null references integrity_run, repaired_at timestamptz, ended_at timestamptz
  );
  create unique index integrity_finding_open on integrity_finding (check_code, subject) where ended_at is null;
  create index integrity_finding_run on integrity_finding (seen_by);
  create index integrity_finding_case on integrity_finding (case_id) where ended_at is null;
  comment on table integrity_finding is 'agency must act, null: the platform; facts hold codes and counts, never a name; since is legal time, the rest real time';

  alter table integrity_run enable row level security;
  alter table integrity_run force row level security;
  create policy administrators on integrity_run for select to app using ('SA' = any (app_roles()) or asked_by = app_user() or kind = 'nightly' and 'SV' = any (app_roles()));
  create policy asked on integrity_run for insert to app with check (asked_by = app_user() and state = 'waiting' and kind = 'asked' and ('SA' = any (app_roles()) or 'SV' = any (app_roles()) and not repair));
  create policy worker_keeps on integrity_run to worker using (true) with check (true);
  create policy owner_keeps on integrity_run to owner using (true) with check (true);
  grant select, insert on integrity_run to app;
  grant select, insert, update on integrity_run to worker;

  alter table integrity_finding enable row level security;
  alter table integrity_finding force row level security;
  create policy administrators on integrity_finding for select to app using ('SA' = any (app_roles()) or agency like (select supervised_agencies()));
  create policy not_recused on integrity_finding as restrictive for select to app using (case_id is null or not recused_from(case_id));
  create policy worker_keeps on integrity_finding to worker using (true) with check (true);
  create policy owner_keeps on integrity_finding to owner using (true) with check (true);
  grant select on integrity_finding to app;
  grant select, insert, update on integrity_finding to worker;

  create policy integrity_reads on deadline_request for select to owner using (true);
  create index if not exists period_of_case_open on period_instance (case_id) where ended_at is null;
  create index outbox_parked on outbox (created_at) where parked_at is not null;

  -- Cases in the order of their ids, so that no query holds all of them.
  create function integrity_batch(after uuid, most int) returns table (first uuid, last uuid, cases int) language sql stable security definer set search_path = pg_catalog, public as $$
    select (array_agg(b.id order by b.id))[1], (array_agg(b.id order by b.id desc))[1], count(*)::int
    from (select id from criminal_case where after is null or id > after order by id limit most) b
  $$;
`

/** What a check returns for the cases from \`lo\` to \`hi\`; \`given\` is its data. */
const FOUND = `(lo uuid, hi uuid, given jsonb) returns table (case_id uuid, case_no text, subject text, agency text, since timestamptz, facts jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$`

const CASES = `
  create function integrity_open_under_closed${FOUND}
    select c.id, c.platform_no, o.subject, o.agency, o.since, jsonb_build_object('what', o.what, 'state', o.state)
    from criminal_case c cross join lateral (
      select h.id::text as subject, case when h.state in ('delivered', 'received') then h.to_agency else h.from_agency end as agency, h.prepared_at as since, 'handOver' as what, h.state
        from hand_over h where h.case_id = c.id and jsonb_exists(given -> 'handOver', h.state)
      union all select r.id::text, r.agency, r.requested_at, 'request', r.state from deadline_request r where r.case_id = c.id and r.state = 'open'
      union all select l.id::text, l.issuer, l.raised_at, 'letter', l.state from letter l where l.case_id = c.id and l.closed_at is null
      union all select i.id::text, i.agency_code, i.started_at, 'import', i.state from dossier_import i where i.case_id = c.id and i.state = 'running'
    ) o where c.id between lo and hi and jsonb_exists(given -> 'closed', c.stage)
  $$;

  create function integrity_without_holder${FOUND}
    select c.id, c.platform_no, coalesce(p.id, c.id)::text, c.origin_agency, c.updated_at, jsonb_build_object('person', p.seq)
    from criminal_case c left join case_person p on p.case_id = c.id
    where c.id between lo and hi and not jsonb_exists(given -> 'closed', c.stage) and not coalesce(jsonb_exists(given -> 'closed', p.stage), false)
      and (not jsonb_exists(given -> 'agencies', c.holder_agency) or not exists (select 1 from case_access a where a.case_id = c.id and a.mode = 'holder'))
  $$;

  create function integrity_custody_without_period${FOUND}
    select c.id, c.platform_no, p.id::text, c.holder_agency, p.measure_from, jsonb_build_object('person', p.seq, 'measure', p.measure_code)
    from case_person p join criminal_case c on c.id = p.case_id
    where p.case_id between lo and hi and jsonb_exists(given -> 'measures', p.measure_code) and jsonb_exists(given -> 'stages', p.stage)
      and not exists (select 1 from period_instance i where i.case_id = p.case_id and i.ended_at is null and i.custody and jsonb_exists(given -> 'titles', i.code)
        and coalesce(i.case_person_id, p.id) = p.id)
      -- Once the second instance has decided it is the sentence that holds him, as after a judgment that nobody appeals.
      and not (p.stage = 'SECOND_INSTANCE' and exists (select 1 from period_instance i where i.case_id = p.case_id and i.code = 'SECOND_INSTANCE' and i.end_event <> 'corrected'))
  $$;

  -- A state that is not in the table, or without the columns that the table names for it.
  create function integrity_hand_over_broken${FOUND}
    select h.case_id, c.platform_no, h.id::text, h.from_agency, h.prepared_at, jsonb_build_object('state', h.state, 'leg', h.leg, 'missing', coalesce(m.missing, 'state'))
    from hand_over h join criminal_case c on c.id = h.case_id
    cross join lateral (select string_agg(k.name, ', ' order by k.name) as missing from jsonb_array_elements_text(given -> h.state) k (name) where (to_jsonb(h) ->> k.name) is null) m
    where h.case_id between lo and hi and (not jsonb_exists(given, h.state) or m.missing is not null)
  $$;

  create function integrity_period_astray${FOUND}
    select i.case_id, c.platform_no, i.id::text, c.holder_agency, i.started_at,
      jsonb_build_object('period', i.code, 'fault', case when not jsonb_exists(given -> 'agencies', i.agency) then 'agency' when p.case_id <> i.case_id then 'person' else 'event' end)
    from period_instance i join criminal_case c on c.id = i.case_id left join case_person p on p.id = i.case_person_id left join case_event e on e.id = i.started_by
    where i.case_id between lo and hi and i.ended_at is null and (not jsonb_exists(given -> 'agencies', i.agency) or p.case_id <> i.case_id or e.case_id <> i.case_id)
  $$;

  -- Cases in which somebody stands elsewhere than his case; whether that is right, the rule of the stages says.
  create function integrity_stage_differs${FOUND}
    select c.id, c.platform_no, c.id::text, c.holder_agency, c.updated_at, jsonb_build_object('stage', c.stage, 'stages', p.stages)
    from criminal_case c join lateral (select jsonb_agg(q.stage order by q.seq) as stages, bool_or(q.stage <> c.stage) as differs from case_person q where q.case_id = c.id) p on p.differs
    where c.id between lo and hi
  $$;

  create function integrity_access_astray${FOUND}
    select c.id, c.platform_no, c.id || ' ' || a.agency_code, c.holder_agency, a.since, jsonb_build_object('of', a.agency_code, 'fault', 'holder')
      from criminal_case c join case_access a on a.case_id = c.id and a.mode = 'holder' where c.id between lo and hi and a.agency_code <> c.holder_agency
    union all
    select c.id, c.platform_no, c.id || ' ' || a.agency_code, c.holder_agency, a.since, jsonb_build_object('of', a.agency_code, 'fault', 'receiver')
      from case_access a join criminal_case c on c.id = a.case_id where a.case_id between lo and hi and a.mode = 'receiver' and not exists (
        select 1 from hand_over h where h.case_id = a.case_id and h.to_agency = a.agency_code and jsonb_exists(given -> 'handOver', h.state) and h.delivered_at is not null)
    union all
    select c.id, c.platform_no, c.id || ' ' || s.user_id, s.agency_code, s.since, jsonb_build_object('of', s.agency_code, 'fault', 'assigned')
      from case_assignment s join criminal_case c on c.id = s.case_id where s.case_id between lo and hi
        and not exists (select 1 from case_access a where a.case_id = s.case_id and a.agency_code = s.agency_code)
  $$;

  -- By the clock of the servers: the way of a fact is machines' work, whatever the legal time.
  create function integrity_outbox_waiting${FOUND}
    select o.case_id, c.platform_no, o.id::text, null::text, o.created_at, jsonb_build_object('type', o.type, 'attempts', o.attempts, 'fault', case when o.parked_at is null then 'waiting' else 'parked' end)
    from outbox o left join criminal_case c on c.id = o.case_id
    where o.case_id between lo and hi and o.dispatched_at is null and (o.parked_at is not null or o.created_at < now() - make_interval(secs => (given ->> 'seconds')::int))
  $$;

  -- The flows that must be running, of cases whose facts have all been told: what waits in the outbox starts them by itself.
  create function integrity_expected_flows${FOUND}
    select c.id, c.platform_no, f.subject, f.agency, f.since, jsonb_build_object('flow', f.flow)
    from criminal_case c cross join lateral (
      select c.id::text as subject, c.holder_agency as agency, c.updated_at as since, 'caseFlow' as flow where not jsonb_exists(given -> 'closed', c.stage)
      union all select h.id::text, h.from_agency, h.sent_at, 'handOver' from hand_over h where h.case_id = c.id and jsonb_exists(given -> 'handOver', h.state)
      union all select l.id::text, l.issuer, l.issued_at, 'letter' from letter l where l.case_id = c.id and l.closed_at is null and l.issued_at is not null
    ) f where c.id between lo and hi and not exists (select 1 from outbox o where o.case_id = c.id and o.dispatched_at is null)
  $$;

  -- A case that waits to be counted by another calendar is looked at after that.
  create function integrity_case_heads(cases uuid[]) returns table (case_id uuid, case_no text, agency text) language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.platform_no, c.holder_agency from criminal_case c where c.id = any (cases)
      and not exists (select 1 from calendar_recompute_case w where w.case_id = c.id and w.done_at is null)
  $$;

  -- Cases whose periods are folded anew: some at chance, and those of open findings, so that what was mended is seen to be.
  create function integrity_fold_sample(wanted int) returns table (case_id uuid, case_no text, agency text) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    if (select count(*) from (select 1 from criminal_case limit wanted + 1) few) <= wanted then
      return query select h.* from integrity_case_heads(array(select id from criminal_case)) h;
    else
      return query with points as materialized (select gen_random_uuid() as at from generate_series(1, wanted)), chosen as materialized (
        select x.id from points p cross join lateral (select k.id from criminal_case k where k.id >= p.at order by k.id limit 1) x
        union select f.case_id from integrity_finding f where f.check_code = 'period-not-by-events' and f.ended_at is null)
      select h.* from integrity_case_heads(array(select id from chosen)) h;
    end if;
  end $$;
  create function integrity_events(cases uuid[]) returns table (id uuid, case_id uuid, act text, events text[], occurred_at timestamptz, clock jsonb, seq bigint)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select e.id, e.case_id, e.act, e.events, e.occurred_at, e.clock, e.seq from case_event e where e.case_id = any (cases) and e.voided_by is null order by e.case_id, e.occurred_at, e.seq
  $$;
  create function integrity_periods(cases uuid[]) returns setof period_instance language sql stable security definer set search_path = pg_catalog, public as $$
    select p.* from period_instance p where p.case_id = any (cases) and p.end_event is distinct from 'corrected'
  $$;
  create function integrity_documents(only_case uuid, wanted int) returns table (case_id uuid, case_no text, agency text, document_id uuid, object_key text, size_bytes bigint)
  language sql volatile security definer set search_path = pg_catalog, public as $$
    with points as materialized (select gen_random_uuid() as at from generate_series(1, case when only_case is null then wanted else 0 end)), chosen as materialized (
      select x.id from points p cross join lateral (select k.id from document k where k.id >= p.at order by k.id limit 1) x
      union select f.subject::uuid from integrity_finding f where only_case is null and f.check_code = 'object-missing' and f.ended_at is null
      union select o.id from document o where o.case_id = only_case
      union select o.id from document o where only_case is null and (select count(*) from (select 1 from document limit wanted + 1) few) <= wanted)
    select d.case_id, c.platform_no, d.author_agency, d.id, d.object_key, d.size_bytes from chosen join document d on d.id = chosen.id join criminal_case c on c.id = d.case_id
  $$;
`

const STAYS = `
  -- Each kind of waiting with its own state and since when: \`given\` holds the longest stay of each in hours of legal time.
  create function integrity_overstayed${FOUND}
    select w.case_id, c.platform_no, w.subject, w.agency, w.since, jsonb_build_object('what', w.what, 'state', w.state, 'person', w.person)
    from (
      select p.case_id, p.id::text as subject, k.holder_agency as agency, 'stage' as what, p.stage as state, p.seq as person, coalesce(m.at, k.opened_at) as since
        from case_person p join criminal_case k on k.id = p.case_id
        left join lateral (select max(e.occurred_at) as at from case_event e where e.case_id = p.case_id and e.voided_by is null and jsonb_exists(given -> 'moves', e.act)
          and (e.case_person_id is null or e.case_person_id = p.id)) m on true
        where p.case_id between lo and hi and jsonb_exists(given -> 'stage', p.stage)
      union all
      select k.id, k.id::text, k.holder_agency, 'stage', k.stage, null, coalesce(m.at, k.opened_at) from criminal_case k
        left join lateral (select max(e.occurred_at) as at from case_event e where e.case_id = k.id and e.voided_by is null and jsonb_exists(given -> 'moves', e.act)) m on true
        where k.id between lo and hi and jsonb_exists(given -> 'stage', k.stage) and not exists (select 1 from case_person p where p.case_id = k.id)
      union all
      select h.case_id, h.id::text, case given -> 'owner' ->> h.state when 'sender' then h.from_agency when 'receiver' then h.to_agency end, 'handOver', h.state, null,
        greatest(h.prepared_at, h.sent_at, h.checked_at, h.delivered_at, h.received_at, (h.supplement ->> 'askedAt')::timestamptz)
        from hand_over h where h.case_id between lo and hi and jsonb_exists(given -> 'handOver', h.state)
      union all
      select r.case_id, r.id::text, r.agency, 'request', r.state, null, r.requested_at from deadline_request r where r.case_id between lo and hi and jsonb_exists(given -> 'request', r.state)
      union all
      select l.case_id, l.id::text, case given -> 'letterOwner' ->> l.state when 'issuer' then l.issuer else l.agency end, 'letter', l.state, null,
        greatest(l.raised_at, l.issued_at, l.acknowledged_at, l.fed_back_at) from letter l where l.case_id between lo and hi and l.closed_at is null and jsonb_exists(given -> 'letter', l.state)
    ) w join criminal_case c on c.id = w.case_id
    where w.since + make_interval(hours => (given -> w.what ->> w.state)::int) < app_now()
  $$;
`

const NUMBERS = `
  alter table number_counter add column before int not null default 0;
  comment on column number_counter.before is 'numbers up to here were given elsewhere, before this register';

  -- Every number that stands somewhere, as the counter that gave it. A room that gives numbers of its own adds them here.
  create function numbers_used(from_issuer text) returns table (issuer text, series text, year int, seq int, no text, case_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select 'platform:' || m[1], 'PLATFORM', m[2]::int, m[3]::int, c.platform_no, c.id
      from criminal_case c cross join lateral regexp_match(c.platform_no, '^ETZF-(\\d{6})-(\\d{4})-(\\d{1,9})$') m where m is not null and (from_issuer is null or from_issuer = 'platform:' || m[1])
    union all
    select n.agency_code, 'POLICE_CASE:' || m[1], left(m[1], 4)::int, m[2]::int, n.no, n.case_id
      from case_number n cross join lateral regexp_match(n.no, '^A\\d{6}000000(\\d{6})(\\d{1,9})$') m where m is not null and (from_issuer is null or n.agency_code = from_issuer)
    union all
    select n.agency_code, 'PROC_INTAKE', m[1]::int, m[2]::int, n.no, n.case_id
      from case_number n cross join lateral regexp_match(n.no, '^\\d{6}(\\d{4})(\\d{7,9})$') m where m is not null and (from_issuer is null or n.agency_code = from_issuer)
    union all
    select n.agency_code, m[2], m[1]::int, m[3]::int, n.no, n.case_id
      from case_number n cross join lateral regexp_match(n.no, '^\\((\\d{4})\\)[^\\d刑]+\\d*(刑[^\\d]+)(\\d{1,9})号$') m where m is not null and (from_issuer is null or n.agency_code = from_issuer)
    union all
    select n.agency_code, 'CORRECTION', m[1]::int, m[2]::int, n.no, n.case_id
      from case_number n cross join lateral regexp_match(n.no, '^(\\d{4})\\d{6}SJ(\\d{1,9})$') m where m is not null and (from_issuer is null or n.agency_code = from_issuer)
    union all
    select l.issuer, m[1], m[2]::int, m[3]::int, l.number, l.case_id
      from letter l cross join lateral regexp_match(l.number, '^(.+)〔(\\d{4})〕\\d{6}-(\\d{1,9})号$') m where m is not null and (from_issuer is null or l.issuer = from_issuer)
    union all
    select p.series_issuer, p.series, p.series_year, p.seq, p.number, p.case_id from paper p where p.seq is not null and (from_issuer is null or p.series_issuer = from_issuer)
  $$;

  -- Per counter: the last number given, how many stand somewhere, which are missing, doubled, or beyond the last.
  create function numbers_report(from_issuer text, of_year int) returns table (issuer text, series text, year int, before int, last int, used int, missing int, gaps int[], doubled int, doubles int[], beyond int)
  language sql stable security definer set search_path = pg_catalog, public as $$
    with used as materialized (select u.issuer, u.series, u.year, u.seq, count(*)::int as times from numbers_used(from_issuer) u group by 1, 2, 3, 4),
    counted as (select u.issuer, u.series, u.year, sum(u.times)::int as used, max(u.seq) as greatest from used u group by 1, 2, 3)
    select coalesce(k.issuer, c.issuer), coalesce(k.series, c.series), coalesce(k.year, c.year), coalesce(k.before, 0), coalesce(k.last, 0), coalesce(c.used, 0),
      coalesce(g.missing, 0), coalesce(g.gaps, '{}'), coalesce(d.doubled, 0), coalesce(d.doubles, '{}'), greatest(coalesce(c.greatest, 0) - coalesce(k.last, 0), 0)
    from (select * from number_counter k where (from_issuer is null or k.issuer = from_issuer)) k
    full join counted c on c.issuer = k.issuer and c.series = k.series and c.year = k.year
    left join lateral (select count(*)::int as missing, (array_agg(s.n order by s.n))[1:20] as gaps from generate_series(k.before + 1, k.last) s (n)
      where not exists (select 1 from used u where u.issuer = k.issuer and u.series = k.series and u.year = k.year and u.seq = s.n)) g on k.issuer is not null
    left join lateral (select count(*)::int as doubled, (array_agg(u.seq order by u.seq))[1:20] as doubles from used u
      where u.issuer = c.issuer and u.series = c.series and u.year = c.year and u.times > 1) d on true
    where (of_year is null or coalesce(k.year, c.year) = of_year)
      and (session_user <> 'app' or 'SA' = any (app_roles()) or replace(coalesce(k.issuer, c.issuer), 'platform:', '') like supervised_agencies())
    order by 1, 3, 2
  $$;

  -- What stood before the first number in use was not given by this register.
  update number_counter k set before = least(k.last, u.first - 1) from (select issuer, series, year, min(seq) as first from numbers_used(null) group by 1, 2, 3) u
    where u.issuer = k.issuer and u.series = k.series and u.year = k.year and u.first > 1;
`

const RUNS = `
  -- A case by its platform number, an agency's number or its id, for whoever may have it checked.
  create function integrity_case(wanted text) returns uuid language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id from criminal_case c where c.id in (
        select k.id from criminal_case k where k.platform_no = wanted or k.id::text = lower(wanted)
        union all select n.case_id from case_number n where n.no = wanted)
      and ('SA' = any (app_roles()) or supervises(c.holder_agency)) and not recused_from(c.id) limit 1
  $$;
  create function wake_integrity() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin perform pg_notify('integrity', ''); return null; end $$;
  create trigger wake_integrity after insert on integrity_run for each statement execute function wake_integrity();

  -- Facts that were given up, or that nobody told, are told again.
  create function integrity_retell(wanted uuid) returns int language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  declare told int;
  begin
    update outbox set parked_at = null, attempts = 0, next_at = now() where id = wanted and dispatched_at is null;
    get diagnostics told = row_count;
    if told > 0 then perform pg_notify('outbox', ''); end if;
    return told;
  end $$;

  revoke execute on function integrity_batch(uuid, int), integrity_open_under_closed(uuid, uuid, jsonb), integrity_without_holder(uuid, uuid, jsonb), integrity_custody_without_period(uuid, uuid, jsonb),
    integrity_hand_over_broken(uuid, uuid, jsonb), integrity_period_astray(uuid, uuid, jsonb), integrity_stage_differs(uuid, uuid, jsonb), integrity_access_astray(uuid, uuid, jsonb),
    integrity_outbox_waiting(uuid, uuid, jsonb), integrity_expected_flows(uuid, uuid, jsonb), integrity_overstayed(uuid, uuid, jsonb), integrity_fold_sample(int), integrity_events(uuid[]),
    integrity_periods(uuid[]), integrity_case_heads(uuid[]), integrity_documents(uuid, int), numbers_used(text), numbers_report(text, int), integrity_case(text), wake_integrity(), integrity_retell(uuid) from public;
  grant execute on function integrity_batch(uuid, int), integrity_open_under_closed(uuid, uuid, jsonb), integrity_without_holder(uuid, uuid, jsonb), integrity_custody_without_period(uuid, uuid, jsonb),
    integrity_hand_over_broken(uuid, uuid, jsonb), integrity_period_astray(uuid, uuid, jsonb), integrity_stage_differs(uuid, uuid, jsonb), integrity_access_astray(uuid, uuid, jsonb),
    integrity_outbox_waiting(uuid, uuid, jsonb), integrity_expected_flows(uuid, uuid, jsonb), integrity_overstayed(uuid, uuid, jsonb), integrity_fold_sample(int), integrity_events(uuid[]),
    integrity_periods(uuid[]), integrity_case_heads(uuid[]), integrity_documents(uuid, int), integrity_retell(uuid) to worker;
  grant execute on function numbers_report(text, int) to app, worker;
  grant execute on function integrity_case(text) to app;
  grant execute on function wake_integrity() to app, worker;
`
