import { Migration } from '@mikro-orm/migrations'

/**
 * The detention centre's own facts: who is in it, who may interrogate, what it tells the agencies and the procuratorate, and custody past
 * its end. The centre has no access to cases: it sees the rows of its own house, and of a person what a warrant says. 看守所条例 9-20.
 */
export class Migration20261129091000_centre extends Migration {
  override async up(): Promise<void> {
    this.addSql(TABLES)
    for (const [table, centre] of OF_HOUSE) this.addSql(protect(table, centre))
    this.addSql(RIGHTS)
    this.addSql(PERSON)
    this.addSql(CARD)
    this.addSql(REGISTER)
    this.addSql(ACTS)
    this.addSql(WATCH)
    this.addSql(TRIGGERS)
    this.addSql(NUMBERS)
    this.addSql(GRANTS)
  }
}

const TABLES = `
  create table custody_stay (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, detainee bytea not null,
    centre text not null, admission_no text not null, number_year int not null, number_seq int not null, admitted_at timestamptz not null, admitted_by uuid not null references app_user,
    warrant_no text not null, health text not null check (health in ('FIT', 'CARE')), health_note text, came_from uuid unique references custody_stay,
    left_at timestamptz, left_by uuid references app_user, left_doc_no text,
    left_reason text check (left_reason in ('RELEASED', 'BAIL', 'SURVEILLANCE', 'TO_PRISON', 'MOVED', 'DEATH', 'ESCAPED', 'RELEASED_IN_ERROR')),
    check ((left_at is null) = (left_reason is null)), check (left_at >= admitted_at), constraint custody_stay_no unique (centre, admission_no)
  );
  comment on table custody_stay is 'who is in the centre (在押人员), from admission to leaving; for whom he is held says custody_title';
  create unique index custody_stay_open on custody_stay (detainee) where left_at is null;
  create index custody_stay_centre on custody_stay (centre) where left_at is null;
  create index custody_stay_person on custody_stay (case_person_id);
  create index custody_stay_case on custody_stay (case_id);

  create table custody_centre_fact (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, centre text not null,
    stay_id uuid references custody_stay, kind text not null check (kind in ('NOT_ADMITTED', 'ILLNESS', 'DEATH', 'ESCAPED', 'RELEASED_IN_ERROR')),
    occurred_at timestamptz not null, ground text, note text, by_user uuid not null references app_user, recorded_at timestamptz not null,
    check ((kind = 'NOT_ADMITTED') = (stay_id is null))
  );
  comment on table custody_centre_fact is 'what befell a person at the centre and must be told: never altered, a later fact stands beside it';
  create index custody_centre_fact_case on custody_centre_fact (case_id);
  create index custody_centre_fact_person on custody_centre_fact (case_person_id);

  create table custody_centre_report (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, centre text not null,
    act text not null, occurred_at timestamptz not null, by_user uuid not null references app_user, request_id text not null, made_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'entered', 'refused')), event_id uuid references case_event, refused_code text,
    tries int not null default 0, next_at timestamptz not null default now(), check ((state = 'entered') = (event_id is not null))
  );
  comment on table custody_centre_report is 'what the centre did that is a step of the case; the worker enters it as an event, once';
  create index custody_centre_report_waiting on custody_centre_report (next_at) where state = 'waiting';
  create index custody_centre_report_person on custody_centre_report (case_person_id);

  create table custody_second_case (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, detainee bytea not null,
    agency text not null, since timestamptz not null, note text, by_user uuid not null references app_user,
    asked_at timestamptz, asked_by uuid references app_user, answer text check (answer in ('TAKES_OVER', 'NO_CLAIM')), answer_note text, told_at timestamptz,
    ended_at timestamptz, check ((asked_at is null) = (answer is null))
  );
  comment on table custody_second_case is 'another case of a detained person (另案) that is not the custody case: its agency is asked before a release';
  create unique index custody_second_case_open on custody_second_case (case_person_id) where ended_at is null;
  create index custody_second_case_detainee on custody_second_case (detainee) where ended_at is null;
  create index custody_second_case_case on custody_second_case (case_id);

  create table interrogation_permit (
    id uuid primary key default gen_random_uuid(), permit_no text not null unique, number_year int not null, number_seq int not null, number_series text not null,
    case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, detainee bytea not null, holder_agency text not null,
    period_code text not null, valid_from timestamptz not null, valid_until timestamptz not null, issued_at timestamptz not null, issued_by uuid not null references app_user,
    ended_at timestamptz, end_reason text check (end_reason in ('HOLDER_CHANGED', 'TITLE_ENDED', 'RENEWED')),
    check (valid_until > valid_from), check ((ended_at is null) = (end_reason is null))
  );
  comment on table interrogation_permit is 'permit to interrogate or escort (提讯提解证): of the agency that holds the person, for as long as its period runs';
  create unique index interrogation_permit_open on interrogation_permit (case_person_id) where ended_at is null;
  create index interrogation_permit_case on interrogation_permit (case_id);
  create index interrogation_permit_detainee on interrogation_permit (detainee) where ended_at is null;

  create table interrogation_entry (
    id uuid primary key default gen_random_uuid(), centre text not null, permit_no text not null, permit_id uuid references interrogation_permit,
    case_id uuid references criminal_case, case_person_id uuid references case_person, purpose text not null check (purpose in ('INTERROGATE', 'ESCORT')), officers int not null,
    agency text not null, at timestamptz not null, code text not null, by_user uuid not null references app_user, ended_at timestamptz, ended_by uuid references app_user,
    check (ended_at >= at), check (ended_at is null or code = 'ALLOWED')
  );
  comment on table interrogation_entry is 'each time a permit was shown at the centre, with the answer; the end of what was allowed';
  create index interrogation_entry_person on interrogation_entry (case_person_id, at);
  create index interrogation_entry_centre on interrogation_entry (centre, at);

  create table custody_expiry_notice (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, centre text not null,
    holder_agency text not null, period_code text not null, due_at timestamptz not null, made_at timestamptz not null,
    notice_no text, number_year int, number_seq int, sent_at timestamptz, sent_by uuid references app_user, dropped_at timestamptz,
    constraint custody_expiry_notice_once unique (case_person_id, holder_agency, due_at), check ((sent_at is null) = (notice_no is null)), check (sent_at is null or dropped_at is null)
  );
  comment on table custody_expiry_notice is 'notice that custody is about to end (羁押期限即将届满通知书), one per holder and end; dropped where the end moved before it was sent';
  create index custody_expiry_notice_open on custody_expiry_notice (centre, due_at) where sent_at is null and dropped_at is null;
  create index custody_expiry_notice_case on custody_expiry_notice (case_id);

  create table custody_incident (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, detainee bytea not null,
    centre text, holder_agency text not null, period_code text not null, expired_at timestamptz not null, opened_at timestamptz not null,
    report_no text, number_year int, number_seq int, reported_at timestamptz, reported_by uuid references app_user, reported_to text,
    closed_at timestamptz, closed_by uuid references app_user, close_reason text check (close_reason in ('RELEASED', 'MEASURE_CHANGED', 'PERIOD_CHANGED', 'TRANSFERRED')),
    close_doc_no text, close_note text, ended_at timestamptz,
    constraint custody_incident_once unique (case_person_id, expired_at), check ((closed_at is null) = (close_reason is null)), check ((closed_at is null) = (close_doc_no is null)),
    check ((closed_at is null) = (ended_at is null)), check ((reported_at is null) = (report_no is null)), check (ended_at >= expired_at)
  );
  comment on table custody_incident is 'custody past its end (超期羁押): opened by the platform at that instant, red until a person closes it by a document';
  create unique index custody_incident_open on custody_incident (case_person_id) where closed_at is null;
  create index custody_incident_centre on custody_incident (centre, opened_at);
  create index custody_incident_case on custody_incident (case_id);

  create table custody_notice (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person,
    to_agency text not null, resident boolean not null default false, from_agency text not null,
    kind text not null check (kind in ('NOT_ADMITTED', 'ILLNESS', 'DEATH', 'ESCAPED', 'RELEASED_IN_ERROR', 'RELEASED_ON_NOTICE', 'MOVED', 'EXPIRY', 'OVERDUE', 'OVERDUE_REPORT', 'CUSTODY_CASE_ENDED')),
    about uuid not null, due_at timestamptz, at timestamptz not null, seen_at timestamptz, seen_by uuid references app_user,
    constraint custody_notice_once unique (kind, about, to_agency, resident)
  );
  comment on table custody_notice is 'what an agency, or the resident procurator (驻所检察), is told of a detained person; seen is not done';
  create index custody_notice_box on custody_notice (to_agency, at) where seen_at is null;
  create index custody_notice_case on custody_notice (case_id);
`

/** Tables of which a centre sees the rows of its own house, by the column that names it. */
const OF_HOUSE = [
  ['custody_stay', 'centre'],
  ['custody_centre_fact', 'centre'],
  ['custody_centre_report', 'centre'],
  ['interrogation_entry', 'centre'],
  ['custody_expiry_notice', 'centre'],
  ['custody_incident', 'centre'],
] as const

const protect = (table: string, centre: string): string => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy of_case on ${table} for select to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
  create policy of_centre on ${table} for select to app using (${centre} = app_agency() and 'DO' = any (app_roles()) and not recused_from(case_id));
  create policy one_case on ${table} for select to worker using (case_id = app_case());
  create policy owner_all on ${table} to owner using (true) with check (true);
  grant select on ${table} to app, worker;
`

/** The tables of which the centre sees a row because the person is held in it, or the addressee because it is for him. */
const RIGHTS = `
  create function held_in_my_centre(wanted bytea) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return 'DO' = any (app_roles()) and (exists (select 1 from custody_title t where t.detainee = wanted and t.centre = app_agency() and t.held_until is null)
      or exists (select 1 from custody_stay s where s.detainee = wanted and s.centre = app_agency() and s.left_at is null));
  end $$;
  create index custody_title_detainee on custody_title (detainee) where held_until is null;

  alter table custody_second_case enable row level security;
  alter table custody_second_case force row level security;
  create policy of_case on custody_second_case for select to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
  create policy of_centre on custody_second_case for select to app using (held_in_my_centre(detainee) and not recused_from(case_id));
  create policy one_case on custody_second_case for select to worker using (case_id = app_case());
  create policy owner_all on custody_second_case to owner using (true) with check (true);
  alter table interrogation_permit enable row level security;
  alter table interrogation_permit force row level security;
  create policy of_case on interrogation_permit for select to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
  create policy of_centre on interrogation_permit for select to app using (held_in_my_centre(detainee) and not recused_from(case_id));
  create policy one_case on interrogation_permit for select to worker using (case_id = app_case());
  create policy owner_all on interrogation_permit to owner using (true) with check (true);
  alter table custody_notice enable row level security;
  alter table custody_notice force row level security;
  create policy for_whom on custody_notice for select to app using (to_agency = app_agency() and not recused_from(case_id)
    and (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id) or app_roles() && array['PL', 'PC', 'CC', 'DO'] or resident and 'PP' = any (app_roles())));
  create policy seen_by_me on custody_notice for update to app using (to_agency = app_agency()) with check (to_agency = app_agency() and seen_by = app_user());
  create policy one_case on custody_notice for select to worker using (case_id = app_case());
  create policy owner_all on custody_notice to owner using (true) with check (true);
  grant select on custody_second_case, interrogation_permit, custody_notice to app, worker;
  grant update (seen_at, seen_by) on custody_notice to app;
`

const PERSON = `
  -- Until when a person may be held: what the last event left; after a judgment no limit runs. Asked of everybody who is held, each
  -- second: a plain function becomes part of the statement that asks. Those that ask are definers.
  create function custody_end(wanted uuid, person uuid, titles text[]) returns table (code text, due_at timestamptz, suspended boolean, provisional boolean)
  language sql stable as $$
    select l.code, l.due_at, l.suspended, false from (
      select n.code, n.due_at, n.suspended from public.custody_end n join public.case_event e on e.id = n.event_id
      where n.case_person_id = person and n.case_id = wanted and e.voided_by is null order by e.occurred_at desc, e.seq desc limit 1) l
    where l.code = any (titles)
  $$;

  -- What a warrant says of a person whom this centre holds or is to admit: never the narrative.
  create function person_at_centre(wanted uuid) returns table (case_id uuid, detainee bytea, title_id uuid, holder_agency text, centre text, name text, id_no text, birth_date date, sex text,
    warrant_no text, stay_id uuid, stay_centre text)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select p.case_id, coalesce(t.detainee, detainee_key(p)), t.id, t.holder_agency, t.centre, p.name, p.id_no, p.birth_date, p.sex, p.measure_doc_no, s.id, s.centre
    from case_person p left join custody_title t on t.case_person_id = p.id and t.held_until is null
    left join custody_stay s on s.detainee = coalesce(t.detainee, detainee_key(p)) and s.left_at is null
    where p.id = wanted and p.moved_to is null and 'DO' = any (app_roles()) and (t.centre = app_agency() or s.centre = app_agency()
      or exists (select 1 from custody_title o where o.case_person_id = p.id and o.centre = app_agency())
      or exists (select 1 from custody_stay o where o.case_person_id = p.id and o.centre = app_agency())) and not recused_from(p.case_id)
  $$;

  -- A stay of this centre with what decides whether the person may leave. Its row stays locked.
  create function stay_at_centre(wanted uuid) returns table (case_id uuid, case_person_id uuid, detainee bytea, admitted_at timestamptz, left_at timestamptz, holder_agency text,
    title_id uuid, last_holder text, last_end text, ended_at timestamptz, unasked int)
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    perform 1 from custody_stay s where s.id = wanted for update;
    return query select s.case_id, s.case_person_id, s.detainee, s.admitted_at, s.left_at, o.holder_agency, o.id, l.holder_agency, l.end_reason, l.held_until,
      (select count(*)::int from custody_second_case c where c.detainee = s.detainee and c.ended_at is null and c.asked_at is null)
    from custody_stay s left join custody_title o on o.detainee = s.detainee and o.held_until is null
    left join lateral (select t.holder_agency, t.end_reason, t.held_until from custody_title t where t.case_person_id = s.case_person_id order by t.seq desc limit 1) l on true
    where s.id = wanted and s.centre = app_agency() and 'DO' = any (app_roles()) and not recused_from(s.case_id);
  end $$;

  -- What a permit is worth at this centre's gate.
  create function permit_at_gate(wanted text, titles text[]) returns table (permit_id uuid, case_id uuid, case_person_id uuid, holder_agency text, valid_from timestamptz, valid_until timestamptz,
    ended_reason text, title_holder text, custody_due timestamptz, custody_stopped boolean, is_here boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select m.id, m.case_id, m.case_person_id, m.holder_agency, m.valid_from, m.valid_until, m.end_reason, t.holder_agency, e.due_at, e.suspended, s.id is not null
    from interrogation_permit m left join custody_title t on t.case_person_id = m.case_person_id and t.held_until is null
    left join lateral custody_end(m.case_id, m.case_person_id, titles) e on true
    left join custody_stay s on s.detainee = m.detainee and s.left_at is null and s.centre = app_agency()
    where m.permit_no = wanted and 'DO' = any (app_roles())
  $$;

  -- For whom a person of my case is held now, and until when.
  create function title_of(wanted uuid, person uuid, titles text[]) returns table (holder_agency text, centre text, held_from timestamptz, detainee bytea, code text, due_at timestamptz, suspended boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select t.holder_agency, t.centre, t.held_from, t.detainee, e.code, e.due_at, e.suspended
    from custody_title t left join lateral custody_end(t.case_id, t.case_person_id, titles) e on true
    where t.case_id = wanted and t.case_person_id = person and t.held_until is null and case_open_to_me(wanted) and person_open_to_me(wanted, person)
  $$;
`

/** What lists say of a person to whom they may: the centre, who works on the case, whoever was told of him. */
const CARD = `
  create function custody_person(person uuid) returns jsonb language sql stable security definer set search_path = pg_catalog, public as $$
    select jsonb_build_object('casePersonId', p.id, 'sex', p.sex, 'charge', c.charge_code, 'stage', p.stage, 'measure', p.measure_code,
      -- A minor's name is in no notice: only those who hold him or work on the case read it.
      'name', case when k.near or k.adult then p.name else left(p.name, 1) || '某某' end, 'minor', not k.adult, 'birthDate', case when k.near then p.birth_date end)
    from case_person p join criminal_case c on c.id = p.case_id
    cross join lateral (select
      'DO' = any (app_roles()) and (exists (select 1 from custody_title t where t.case_person_id = p.id and t.centre = app_agency())
        or exists (select 1 from custody_stay s where s.case_person_id = p.id and s.centre = app_agency()))
        or case_open_to_me(p.case_id) and person_open_to_me(p.case_id, p.id) as near,
      p.birth_date is null or p.birth_date + interval '18 years' <= coalesce(c.occurred_from, c.opened_at) at time zone 'Asia/Shanghai' as adult) k
    where p.id = person and not recused_from(p.case_id)
      and (k.near or exists (select 1 from custody_notice n where n.case_person_id = p.id and n.to_agency = app_agency() and app_roles() && array['PL', 'PP', 'PC', 'CC', 'DO']))
  $$;
  revoke execute on function custody_person(uuid) from public;
  grant execute on function custody_person(uuid) to app;
  create policy of_resident on custody_incident for select to app
    using (app_roles() && array['PP', 'PC'] and split_part(centre, '-', 1) || '-PRO' = app_agency() and not recused_from(case_id));
`

/** The register as one answer: a page of persons and the figures over all of them. */
const REGISTER = `
  create function custody_register_page(titles text[], list text, of_holder text, within interval, after_due timestamptz, after_person uuid, most int) returns jsonb
  language sql stable security definer set search_path = pg_catalog, public as $$
    with me as materialized (select app_agency() as agency, 'DO' = any (app_roles()) as centre, app_now() as now),
    title as (
      select t.* from custody_title t, me where me.centre and t.held_until is null and t.centre = me.agency and not recused_from(t.case_id)
      union all select t.* from custody_title t, me where not me.centre and t.held_until is null and t.holder_agency = me.agency
        and case_open_to_me(t.case_id) and person_open_to_me(t.case_id, t.case_person_id)),
    stay as (
      select s.* from custody_stay s, me where me.centre and s.left_at is null and s.centre = me.agency and not recused_from(s.case_id)
      union all select s.* from custody_stay s, me where not me.centre and s.left_at is null and case_open_to_me(s.case_id) and person_open_to_me(s.case_id, s.case_person_id)),
    held as materialized (
      select coalesce(t.case_person_id, s.case_person_id) as person, coalesce(t.case_id, s.case_id) as case_id, coalesce(t.detainee, s.detainee) as detainee, t.id as title_id, t.holder_agency,
        t.held_from, coalesce(s.centre, t.centre) as centre, s.id as stay_id, s.admission_no, s.admitted_at, s.health,
        l.end_reason, l.held_until, l.holder_agency as last_holder, e.code, e.due_at, e.suspended, e.provisional,
        case when t.id is null and l.end_reason is distinct from 'SENTENCE_STARTED' then 'leaving' when s.id is null then 'expected' else 'here' end as place
      from title t full join stay s on s.detainee = t.detainee
      left join lateral (select o.end_reason, o.held_until, o.holder_agency from custody_title o where t.id is null and o.case_person_id = s.case_person_id order by o.seq desc limit 1) l on true
      left join lateral custody_end(t.case_id, t.case_person_id, titles) e on true),
    chosen as materialized (select h.*, coalesce(h.due_at, '-infinity') as sort_due, h.due_at <= me.now and not h.suspended as overdue from held h, me
      where (of_holder is null or coalesce(h.holder_agency, h.last_holder) = of_holder)),
    page as (select c.* from chosen c, me where (list = 'all' or c.place = list) and (within is null or c.due_at <= me.now + within and not c.suspended)
      and (after_due is null or (c.sort_due, c.person) > (after_due, after_person)) order by c.sort_due, c.person limit most + 1)
    select jsonb_build_object(
      'counts', (select jsonb_build_object('here', count(*) filter (where place = 'here'), 'expected', count(*) filter (where place = 'expected'), 'leaving', count(*) filter (where place = 'leaving'),
        'overdue', count(*) filter (where overdue), 'soon', count(*) filter (where not overdue and not suspended and due_at <= (select now from me) + interval '7 days')) from chosen),
      'now', (select now from me),
      'items', coalesce((select jsonb_agg(jsonb_build_object(
        'casePersonId', g.person, 'caseId', case when not (select centre from me) then g.case_id end, 'titleId', g.title_id, 'stayId', g.stay_id, 'place', g.place,
        'admissionNo', g.admission_no, 'admittedAt', g.admitted_at, 'health', g.health, 'centre', g.centre, 'holder', coalesce(g.holder_agency, g.last_holder), 'heldFrom', g.held_from,
        'name', p.name, 'sex', p.sex, 'birthDate', p.birth_date, 'idType', p.id_type, 'idNo', p.id_no, 'minor', p.birth_date + interval '18 years' > coalesce(c.occurred_from, c.opened_at) at time zone 'Asia/Shanghai',
        'charge', c.charge_code, 'measure', p.measure_code, 'measureFrom', p.measure_from, 'warrantNo', p.measure_doc_no, 'stage', p.stage,
        'period', g.code, 'dueAt', g.due_at, 'stopped', g.suspended, 'provisional', g.provisional, 'endReason', g.end_reason, 'endedAt', g.held_until, 'sortDue', g.sort_due::text,
        'incident', (select jsonb_build_object('id', i.id, 'expiredAt', i.expired_at, 'reportedAt', i.reported_at) from custody_incident i where i.case_person_id = g.person and i.closed_at is null),
        'notice', (select jsonb_build_object('id', n.id, 'dueAt', n.due_at, 'noticeNo', n.notice_no, 'sentAt', n.sent_at) from custody_expiry_notice n
          where n.case_person_id = g.person and n.due_at = g.due_at and n.holder_agency = g.holder_agency),
        'permit', (select jsonb_build_object('permitNo', m.permit_no, 'holder', m.holder_agency, 'validUntil', m.valid_until) from interrogation_permit m where m.case_person_id = g.person and m.ended_at is null),
        'secondCases', case when (select centre from me) then coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'agency', k.agency, 'since', k.since, 'askedAt', k.asked_at, 'answer', k.answer) order by k.since)
          from custody_second_case k where k.detainee = g.detainee and k.ended_at is null), '[]') else '[]' end
        ) order by g.sort_due, g.person) from page g join case_person p on p.id = g.person join criminal_case c on c.id = g.case_id), '[]'))
  $$;
`

/** What a centre, or a holder, may write: each function says who, of which house, and answers "not there" to everybody else. */
const ACTS = `
  create function admit_person(person uuid, no text, year int, seq int, at timestamptz, warrant text, fitness text, remark text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    insert into custody_stay (case_id, case_person_id, detainee, centre, admission_no, number_year, number_seq, admitted_at, admitted_by, warrant_no, health, health_note)
      select p.case_id, person, p.detainee, app_agency(), no, year, seq, at, app_user(), warrant, fitness, remark from person_at_centre(person) p where p.title_id is not null and p.centre = app_agency()
      returning id into made;
    if made is null then raise exception 'no such person' using errcode = '42501'; end if;
    return made;
  end $$;

  create function add_centre_fact(person uuid, stay uuid, what text, at timestamptz, why text, remark text) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    insert into custody_centre_fact (case_id, case_person_id, centre, stay_id, kind, occurred_at, ground, note, by_user, recorded_at)
      select p.case_id, person, app_agency(), stay, what, at, why, remark, app_user(), app_now() from person_at_centre(person) p
      where stay is null or exists (select 1 from custody_stay s where s.id = stay and s.centre = app_agency() and s.case_person_id = person) returning id into made;
    if made is null then raise exception 'no such person' using errcode = '42501'; end if;
    return made;
  end $$;

  -- A step of the case that the centre took; the worker enters it.
  create function report_step(person uuid, step text, at timestamptz) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    insert into custody_centre_report (case_id, case_person_id, centre, act, occurred_at, by_user, request_id, made_at)
      select p.case_id, person, app_agency(), step, at, app_user(), coalesce(current_setting('app.req', true), ''), app_now() from person_at_centre(person) p returning id into made;
    if made is null then raise exception 'no such person' using errcode = '42501'; end if;
    return made;
  end $$;

  create function tell_of_person(person uuid, what text, subject uuid, agencies text[], residents text[], due timestamptz) returns void
  language sql security definer set search_path = pg_catalog, public as $$
    insert into custody_notice (case_id, case_person_id, to_agency, resident, from_agency, kind, about, due_at, at)
      select p.case_id, person, a.agency, a.resident, app_agency(), what, subject, due, app_now() from person_at_centre(person) p,
        (select unnest(agencies) as agency, false as resident union all select unnest(residents), true) a
      on conflict do nothing
  $$;

  create function leave_centre(wanted uuid, at timestamptz, why text, doc text) returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
  declare key bytea;
  begin
    update custody_stay s set left_at = at, left_by = app_user(), left_reason = why, left_doc_no = doc
      where s.id = wanted and s.centre = app_agency() and 'DO' = any (app_roles()) and s.left_at is null returning s.detainee into key;
    if key is null then return false; end if;
    update custody_second_case c set ended_at = at where c.detainee = key and c.ended_at is null;
    return true;
  end $$;

  -- The person is taken to another centre: the stay here ends in the instant in which the one there begins, and the title names the new house.
  create function move_stay(wanted uuid, to_centre text, at timestamptz, approval text, no text, year int, seq int) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    update custody_stay s set left_at = at, left_by = app_user(), left_reason = 'MOVED', left_doc_no = approval
      where s.id = wanted and s.centre = app_agency() and 'DO' = any (app_roles()) and s.left_at is null;
    if not found then raise exception 'no such stay' using errcode = '42501'; end if;
    insert into custody_stay (case_id, case_person_id, detainee, centre, admission_no, number_year, number_seq, admitted_at, admitted_by, warrant_no, health, health_note, came_from)
      select s.case_id, s.case_person_id, s.detainee, to_centre, no, year, seq, at, app_user(), s.warrant_no, s.health, s.health_note, s.id from custody_stay s where s.id = wanted returning id into made;
    update custody_title t set centre = to_centre from custody_stay s where s.id = wanted and t.detainee = s.detainee and t.held_until is null;
    return made;
  end $$;

  create function register_second_case(wanted uuid, person uuid, remark text) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    if not case_open_to_me(wanted) or not person_open_to_me(wanted, person) then raise exception 'no such case' using errcode = '42501'; end if;
    insert into custody_second_case (case_id, case_person_id, detainee, agency, since, note, by_user)
      select wanted, person, detainee_key(p), app_agency(), app_now(), remark, app_user() from case_person p
      where p.id = person and p.case_id = wanted and p.moved_to is null and person = any (held_elsewhere(wanted)) returning id into made;
    return made;
  end $$;

  create function answer_second_case(wanted uuid, what text, remark text) returns table (case_id uuid, agency text) language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    return query update custody_second_case c set asked_at = app_now(), asked_by = app_user(), answer = what, answer_note = remark
      where c.id = wanted and c.ended_at is null and held_in_my_centre(c.detainee) and not recused_from(c.case_id) returning c.case_id, c.agency;
  end $$;

  -- A new permit takes the place of the one that the agency has for the person.
  create function issue_permit(wanted uuid, person uuid, no text, in_series text, year int, seq int, code text, from_at timestamptz, until_at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    if not case_open_to_me(wanted) or not person_open_to_me(wanted, person) then raise exception 'no such case' using errcode = '42501'; end if;
    update interrogation_permit m set ended_at = from_at, end_reason = 'RENEWED' where m.case_person_id = person and m.ended_at is null;
    insert into interrogation_permit (permit_no, number_series, number_year, number_seq, case_id, case_person_id, detainee, holder_agency, period_code, valid_from, valid_until, issued_at, issued_by)
      select no, in_series, year, seq, wanted, person, t.detainee, t.holder_agency, code, from_at, until_at, app_now(), app_user() from custody_title t
      where t.case_id = wanted and t.case_person_id = person and t.held_until is null and t.holder_agency = app_agency() returning id into made;
    if made is null then raise exception 'not the holder' using errcode = '42501'; end if;
    return made;
  end $$;

  create function note_permit_shown(no text, what text, people int, from_agency text, answer text) returns uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    if 'DO' <> all (app_roles()) then raise exception 'not a centre' using errcode = '42501'; end if;
    insert into interrogation_entry (centre, permit_no, permit_id, case_id, case_person_id, purpose, officers, agency, at, code, by_user)
      select app_agency(), no, m.id, m.case_id, m.case_person_id, what, people, from_agency, app_now(), answer, app_user()
      from (select 1) one left join interrogation_permit m on m.permit_no = no and exists (select 1 from custody_stay s where s.detainee = m.detainee and s.centre = app_agency()) returning id into made;
    return made;
  end $$;
  create function end_interrogation(wanted uuid) returns timestamptz language sql security definer set search_path = pg_catalog, public as $$
    update interrogation_entry e set ended_at = app_now(), ended_by = app_user()
      where e.id = wanted and e.centre = app_agency() and 'DO' = any (app_roles()) and e.ended_at is null and e.code = 'ALLOWED' returning e.ended_at
  $$;

  -- Many at once; rows holds the ids with their numbers. What is no longer open is left as it is.
  create function send_expiry_notices(rows jsonb) returns table (id uuid, case_id uuid, case_person_id uuid, holder_agency text, due_at timestamptz, notice_no text)
  language sql security definer set search_path = pg_catalog, public as $$
    with sent as (
      update custody_expiry_notice n set notice_no = r.no, number_year = r.year, number_seq = r.seq, sent_at = app_now(), sent_by = app_user()
      from jsonb_to_recordset(rows) as r (id uuid, no text, year int, seq int)
      where n.id = r.id and n.centre = app_agency() and 'DO' = any (app_roles()) and n.sent_at is null and n.dropped_at is null returning n.*
    ), told as (
      insert into custody_notice (case_id, case_person_id, to_agency, from_agency, kind, about, due_at, at)
      select s.case_id, s.case_person_id, s.holder_agency, s.centre, 'EXPIRY', s.id, s.due_at, s.sent_at from sent s on conflict do nothing returning 1
    )
    select s.id, s.case_id, s.case_person_id, s.holder_agency, s.due_at, s.notice_no from sent s where (select count(*) from told) >= 0
  $$;

  -- An incident of this centre with what decides whether it may be closed. Its row stays locked.
  create function incident_at_centre(wanted uuid, titles text[]) returns table (case_id uuid, case_person_id uuid, expired_at timestamptz, reported_at timestamptz, closed_at timestamptz,
    holder_agency text, is_held boolean, title_ended_at timestamptz, due_at timestamptz, suspended boolean)
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    perform 1 from custody_incident i where i.id = wanted for update;
    return query select i.case_id, i.case_person_id, i.expired_at, i.reported_at, i.closed_at, i.holder_agency, t.id is not null,
      (select max(o.held_until) from custody_title o where o.case_person_id = i.case_person_id), e.due_at, e.suspended
    from custody_incident i left join custody_title t on t.case_person_id = i.case_person_id and t.held_until is null
    left join lateral custody_end(i.case_id, i.case_person_id, titles) e on true
    where i.id = wanted and i.centre = app_agency() and 'DO' = any (app_roles()) and not recused_from(i.case_id);
  end $$;
  create function report_incident(wanted uuid, no text, year int, seq int, whom text) returns void language sql security definer set search_path = pg_catalog, public as $$
    update custody_incident i set report_no = no, number_year = year, number_seq = seq, reported_at = app_now(), reported_by = app_user(), reported_to = whom
      where i.id = wanted and i.centre = app_agency() and 'DO' = any (app_roles()) and i.reported_at is null
  $$;
  create function close_incident(wanted uuid, why text, doc text, remark text, until_at timestamptz) returns void language sql security definer set search_path = pg_catalog, public as $$
    update custody_incident i set closed_at = app_now(), closed_by = app_user(), close_reason = why, close_doc_no = doc, close_note = remark, ended_at = until_at
      where i.id = wanted and i.centre = app_agency() and 'DO' = any (app_roles()) and i.closed_at is null
  $$;
`

/** What the worker does from the rows alone, for all cases at once. */
const WATCH = `
  -- Opens an incident for everybody who is held past his end, in the instant of it, and tells the holder, the centre and the resident procurator.
  create function open_custody_incidents(titles text[], most int) returns table (id uuid, case_id uuid, holder_agency text, period_code text, expired_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog, public as $$
    with expired as materialized (
      select distinct on (t.case_person_id) t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, i.code, i.due_at
      from period_instance i join custody_title t on t.case_id = i.case_id and (i.case_person_id is null or i.case_person_id = t.case_person_id) and t.held_until is null
      where i.ended_at is null and i.custody and not i.suspended and i.code = any (titles) and i.due_at <= app_now()
        and not exists (select 1 from custody_incident o where o.case_person_id = t.case_person_id and (o.closed_at is null or o.expired_at = i.due_at))
      order by t.case_person_id, i.due_at limit most
    ), opened as (
      insert into custody_incident (case_id, case_person_id, detainee, centre, holder_agency, period_code, expired_at, opened_at)
      select x.case_id, x.case_person_id, x.detainee, x.centre, x.holder_agency, x.code, x.due_at, app_now() from expired x on conflict do nothing returning *
    ), told as (
      insert into custody_notice (case_id, case_person_id, to_agency, resident, from_agency, kind, about, due_at, at)
      select o.case_id, o.case_person_id, w.agency, w.resident, coalesce(o.centre, o.holder_agency), 'OVERDUE', o.id, o.expired_at, o.opened_at
      from opened o cross join lateral (values (o.holder_agency, false), (o.centre, false), (split_part(coalesce(o.centre, o.holder_agency), '-', 1) || '-PRO', true)) w (agency, resident)
      where w.agency is not null on conflict do nothing returning 1
    )
    select o.id, o.case_id, o.holder_agency, o.period_code, o.expired_at from opened o where (select count(*) from told) >= 0
  $$;

  -- Inside the last seven days a notice to the holder for each end; one whose end moved before it was sent falls away.
  create function make_expiry_notices(titles text[], most int) returns table (made int, dropped int) language sql volatile security definer set search_path = pg_catalog, public as $$
    with near as materialized (
      select distinct on (t.case_person_id) t.case_id, t.case_person_id, t.centre, t.holder_agency, i.code, i.due_at
      from period_instance i join custody_title t on t.case_id = i.case_id and (i.case_person_id is null or i.case_person_id = t.case_person_id) and t.held_until is null and t.centre is not null
      where i.ended_at is null and i.custody and not i.suspended and i.code = any (titles) and i.due_at > app_now() and i.due_at <= app_now() + interval '7 days'
      order by t.case_person_id, i.due_at
    ), stale as (
      update custody_expiry_notice n set dropped_at = app_now() where n.sent_at is null and n.dropped_at is null
        and not exists (select 1 from near x where x.case_person_id = n.case_person_id and x.holder_agency = n.holder_agency and x.due_at = n.due_at) returning 1
    ), made as (
      insert into custody_expiry_notice (case_id, case_person_id, centre, holder_agency, period_code, due_at, made_at)
      select x.case_id, x.case_person_id, x.centre, x.holder_agency, x.code, x.due_at, app_now() from near x
      where not exists (select 1 from custody_expiry_notice n where n.case_person_id = x.case_person_id and n.holder_agency = x.holder_agency and n.due_at = x.due_at and n.dropped_at is null) limit most
      on conflict on constraint custody_expiry_notice_once do update set dropped_at = null, centre = excluded.centre where custody_expiry_notice.sent_at is null returning 1
    )
    select (select count(*)::int from made), (select count(*)::int from stale)
  $$;

  create function waiting_centre_reports(most int) returns table (id uuid, case_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select r.id, r.case_id from custody_centre_report r where r.state = 'waiting' and r.next_at <= now() order by r.made_at limit most
  $$;
  create function postpone_centre_report(wanted uuid) returns void language sql security definer set search_path = pg_catalog, public as $$
    update custody_centre_report set tries = tries + 1, next_at = now() + least(60, power(2, least(tries, 6))) * interval '1 second' where id = wanted
  $$;
  create policy entered on custody_centre_report for update to worker using (case_id = app_case()) with check (case_id = app_case());
  grant update (state, event_id, refused_code) on custody_centre_report to worker;
`

const TRIGGERS = `
  -- What the centre has of a person goes along when he goes on in another case.
  create function centre_follows_person() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update custody_stay set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update custody_centre_fact set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update custody_centre_report set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from and state = 'waiting';
    update custody_second_case set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update interrogation_permit set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update interrogation_entry set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update custody_expiry_notice set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update custody_incident set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    update custody_notice set case_id = new.case_id, case_person_id = new.id where case_person_id = new.moved_from;
    return null;
  end $$;
  create trigger centre_follows_person after insert on case_person for each row when (new.moved_from is not null) execute function centre_follows_person();

  -- Who is in a centre already stays there, whoever detains him anew.
  create function title_stays_in_house() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    new.centre := coalesce((select s.centre from custody_stay s where s.detainee = new.detainee and s.left_at is null), new.centre);
    return new;
  end $$;
  create trigger title_stays_in_house before insert on custody_title for each row when (new.held_until is null) execute function title_stays_in_house();

  -- A title that begins takes the stay to its case; a second case that holds the person itself now is the custody case.
  create function centre_follows_title() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update custody_stay set case_id = new.case_id, case_person_id = new.case_person_id where detainee = new.detainee and left_at is null and case_person_id <> new.case_person_id;
    update custody_second_case set ended_at = new.held_from where case_person_id = new.case_person_id and ended_at is null;
    return null;
  end $$;
  create trigger centre_follows_title after insert on custody_title for each row when (new.held_until is null) execute function centre_follows_title();

  -- With the title end the permits that rest on it; the agency of a second case learns that the custody case is over.
  create function title_ended() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update interrogation_permit set ended_at = new.held_until, end_reason = case when new.end_reason = 'TRANSFERRED' then 'HOLDER_CHANGED' else 'TITLE_ENDED' end
      where case_person_id = new.case_person_id and holder_agency = new.holder_agency and ended_at is null;
    if new.end_reason <> 'TRANSFERRED' then
      insert into custody_notice (case_id, case_person_id, to_agency, from_agency, kind, about, at)
        select c.case_id, c.case_person_id, c.agency, coalesce(new.centre, new.holder_agency), 'CUSTODY_CASE_ENDED', c.id, app_now()
        from custody_second_case c where c.detainee = new.detainee and c.ended_at is null on conflict do nothing;
      update custody_second_case set told_at = app_now() where detainee = new.detainee and ended_at is null and told_at is null;
    end if;
    return null;
  end $$;
  create trigger title_ended after update of held_until on custody_title for each row when (old.held_until is null and new.held_until is not null) execute function title_ended();

  -- Open screens of the addressees read anew.
  create function custody_notice_live() returns trigger language plpgsql set search_path = pg_catalog, public as $$
  begin
    perform pg_notify('live', json_build_object('kind', 'custody', 'agencies', json_agg(distinct n.to_agency))::text) from fresh n having count(*) > 0;
    return null;
  end $$;
  create trigger custody_notice_live after insert on custody_notice referencing new table as fresh for each statement execute function custody_notice_live();
  create function wake_centre() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin perform pg_notify('centre', ''); return null; end $$;
  create trigger wake_centre after insert on custody_centre_report for each statement execute function wake_centre();
`

/** The centre's registers beside those that there are. */
const NUMBERS = `
  alter function numbers_used(text) rename to numbers_used_by_cases;
  create function numbers_used(from_issuer text) returns table (issuer text, series text, year int, seq int, no text, case_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select u.* from numbers_used_by_cases(from_issuer) u
    union all select s.centre, '文书:入', s.number_year, s.number_seq, s.admission_no, s.case_id from custody_stay s where from_issuer is null or s.centre = from_issuer
    union all select m.holder_agency, m.number_series, m.number_year, m.number_seq, m.permit_no, m.case_id from interrogation_permit m where from_issuer is null or m.holder_agency = from_issuer
    union all select n.centre, '文书:届', n.number_year, n.number_seq, n.notice_no, n.case_id from custody_expiry_notice n where n.sent_at is not null and (from_issuer is null or n.centre = from_issuer)
    union all select i.centre, '文书:超', i.number_year, i.number_seq, i.report_no, i.case_id from custody_incident i where i.reported_at is not null and (from_issuer is null or i.centre = from_issuer)
  $$;
`

const GRANTS = `
  revoke execute on function held_in_my_centre(bytea), custody_end(uuid, uuid, text[]), person_at_centre(uuid), stay_at_centre(uuid), permit_at_gate(text, text[]), title_of(uuid, uuid, text[]),
    custody_register_page(text[], text, text, interval, timestamptz, uuid, int), admit_person(uuid, text, int, int, timestamptz, text, text, text), add_centre_fact(uuid, uuid, text, timestamptz, text, text),
    report_step(uuid, text, timestamptz), tell_of_person(uuid, text, uuid, text[], text[], timestamptz), leave_centre(uuid, timestamptz, text, text),
    move_stay(uuid, text, timestamptz, text, text, int, int), register_second_case(uuid, uuid, text), answer_second_case(uuid, text, text),
    issue_permit(uuid, uuid, text, text, int, int, text, timestamptz, timestamptz), note_permit_shown(text, text, int, text, text), end_interrogation(uuid), send_expiry_notices(jsonb),
    incident_at_centre(uuid, text[]), report_incident(uuid, text, int, int, text), close_incident(uuid, text, text, text, timestamptz), open_custody_incidents(text[], int), make_expiry_notices(text[], int),
    waiting_centre_reports(int), postpone_centre_report(uuid), centre_follows_person(), title_stays_in_house(), centre_follows_title(), title_ended(), custody_notice_live(), wake_centre(), numbers_used(text) from public;
  grant execute on function held_in_my_centre(bytea), person_at_centre(uuid), stay_at_centre(uuid), permit_at_gate(text, text[]), title_of(uuid, uuid, text[]),
    custody_register_page(text[], text, text, interval, timestamptz, uuid, int), admit_person(uuid, text, int, int, timestamptz, text, text, text), add_centre_fact(uuid, uuid, text, timestamptz, text, text),
    report_step(uuid, text, timestamptz), tell_of_person(uuid, text, uuid, text[], text[], timestamptz), leave_centre(uuid, timestamptz, text, text),
    move_stay(uuid, text, timestamptz, text, text, int, int), register_second_case(uuid, uuid, text), answer_second_case(uuid, text, text),
    issue_permit(uuid, uuid, text, text, int, int, text, timestamptz, timestamptz), note_permit_shown(text, text, int, text, text), end_interrogation(uuid), send_expiry_notices(jsonb),
    incident_at_centre(uuid, text[]), report_incident(uuid, text, int, int, text), close_incident(uuid, text, text, text, timestamptz) to app;
  grant execute on function open_custody_incidents(text[], int), make_expiry_notices(text[], int), waiting_centre_reports(int), postpone_centre_report(uuid) to worker;
`
