import { Migration } from '@mikro-orm/migrations'

/** Cases, persons in them, measures, events, periods; who may see a case. */
export class Migration20261121091000_cases extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table case_access (
        case_id uuid not null, agency_code text not null, mode text not null check (mode in ('holder', 'former', 'receiver')),
        since timestamptz not null, until timestamptz, next_due_at timestamptz, primary key (case_id, agency_code)
      );
      create index case_access_by_due on case_access (agency_code, coalesce(next_due_at, 'infinity'), case_id);
      create unique index case_access_one_holder on case_access (case_id) where mode = 'holder';
      comment on table case_access is 'which agency holds, held or is to receive a case; written by the functions below alone';
      alter table case_access enable row level security;
      create policy own_agency on case_access for select to app using (agency_code = app_agency());

      create table case_assignment (
        case_id uuid not null, user_id uuid not null references app_user, agency_code text not null, role text not null, since timestamptz not null,
        primary key (case_id, user_id)
      );
      create index case_assignment_user on case_assignment (user_id, case_id);
      alter table case_assignment enable row level security;
      alter table case_assignment force row level security;
      create policy own_agency on case_assignment for select to app using (agency_code = app_agency());
      create policy assign_own_staff on case_assignment for insert to app with check (agency_code = app_agency() and staff_agency(user_id) = app_agency()
        and exists (select 1 from case_access a where a.case_id = case_assignment.case_id and a.agency_code = app_agency()));
      create policy owner_keeps on case_assignment to owner using (true) with check (true);
      create policy worker_reads on case_assignment for select to worker using (true);

      create table case_recusal (case_id uuid not null, user_id uuid not null references app_user, ground text not null, since timestamptz not null default now(), primary key (case_id, user_id));
      alter table case_recusal enable row level security;
      alter table case_recusal force row level security;
      create policy own_recusal on case_recusal for select to app using (user_id = app_user());
      create policy owner_keeps on case_recusal to owner using (true) with check (true);

      -- Run for each row of every statement, so its plan is kept (plpgsql) and holds no policies of its own (definer): half the cost.
      create function case_open_to_me(wanted uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
      begin
        return exists (
          select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency()
          and (a.mode = 'receiver' and app_roles() && array['PP', 'PC', 'CJ', 'CC'] or 'PL' = any (app_roles())
               or exists (select 1 from case_assignment s where s.case_id = wanted and s.user_id = app_user())))
        and not exists (select 1 from case_recusal r where r.case_id = wanted and r.user_id = app_user());
      end $$;

      create table criminal_case (
        id uuid primary key, platform_no text not null unique, name text not null, stage text not null, holder_agency text not null, origin_agency text not null,
        charge_code text not null, source text not null, opened_at timestamptz not null, occurred_from timestamptz, occurred_place text, fact_summary text,
        circumstances text[] not null default '{}', procedure text check (procedure in ('fastTrack', 'summary', 'ordinary')),
        track_arrived_at timestamptz, track_state text check (track_state in ('open', 'done', 'converted', 'left', 'late')), track_closed_at timestamptz,
        served_on_procuratorate_at timestamptz, turn_agency text not null, turn_since timestamptz not null, turn_zh text not null, turn_en text not null,
        next_due_at timestamptz, flow_started_at timestamptz, updated_at timestamptz not null, version int not null default 1
      );
      create index criminal_case_by_due on criminal_case (coalesce(next_due_at, 'infinity'), id);
      create index criminal_case_track on criminal_case (track_arrived_at) where track_state = 'open';

      create table case_number (case_id uuid not null references criminal_case, agency_code text not null, no text not null, primary key (case_id, agency_code), unique (agency_code, no));

      create table case_person (
        id uuid primary key, case_id uuid not null references criminal_case, seq int not null, role text not null default 'suspect', stage text not null,
        name text not null, sex text not null, birth_date date, id_type text not null, id_no text, name_basis text not null default 'verified', ethnic text, education text,
        residence text, phone text, occupation text,
        measure_code text, measure_by text, measure_from timestamptz, measure_doc_no text,
        pleads boolean, fast_track_consent boolean, counsel text, sentence jsonb, served_at timestamptz, version int not null default 1,
        unique (case_id, seq)
      );

      create table case_event (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person, transition int not null, act text not null,
        events text[] not null, occurred_at timestamptz not null, recorded_at timestamptz not null, by_user uuid references app_user, by_agency text not null,
        basis text not null, data jsonb not null default '{}', seq bigint generated always as identity
      );
      create index case_event_case on case_event (case_id, occurred_at, seq);

      create table period_instance (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person, code text not null,
        started_at timestamptz not null, due_at timestamptz not null, legal_latest timestamptz, in_custody boolean not null, provisional boolean not null default false,
        ended_at timestamptz, started_by uuid not null references case_event deferrable initially deferred,
        ended_by uuid references case_event deferrable initially deferred
      );
      create index period_case on period_instance (case_id);
      create index period_open_due on period_instance (due_at) where ended_at is null;
      create unique index period_one_running on period_instance (case_id, coalesce(case_person_id, case_id), code) where ended_at is null;
    `)
    for (const [table, caseColumn] of [
      ['criminal_case', 'id'],
      ['case_number', 'case_id'],
      ['case_person', 'case_id'],
      ['case_event', 'case_id'],
      ['period_instance', 'case_id'],
    ]) {
      this.addSql(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy open_to_me on ${table} to app using (case_open_to_me(${caseColumn})) with check (case_open_to_me(${caseColumn}));
        create policy one_case on ${table} to worker using (${caseColumn} = app_case()) with check (${caseColumn} = app_case());
        grant select, insert, update on ${table} to app, worker;
      `)
    }
    this.addSql(`
      create function open_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        if app_agency() is null or exists (select 1 from case_access where case_id = wanted) then raise exception 'case access exists' using errcode = '42501'; end if;
        insert into case_access (case_id, agency_code, mode, since) values (wanted, app_agency(), 'holder', app_now());
        insert into case_assignment (case_id, user_id, agency_code, role, since) values (wanted, app_user(), app_agency(), 'caseOfficer', app_now());
      end $$;

      -- Keeps the lists' order beside the right to see, and tells open screens that something changed: ids only.
      create function case_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        update case_access set next_due_at = new.next_due_at where case_id = new.id and next_due_at is distinct from new.next_due_at;
        perform pg_notify('live', json_build_object('kind', 'case', 'caseId', new.id, 'version', new.version,
          'agencies', (select coalesce(json_agg(agency_code), '[]'::json) from case_access where case_id = new.id))::text);
        return null;
      end $$;
      create trigger case_changed after insert or update on criminal_case for each row execute function case_changed();

      grant select on case_access, case_recusal to app;
      grant select, insert on case_assignment to app;
      grant select on case_access, case_assignment, case_recusal to worker;
      revoke execute on function open_case_access(uuid), case_changed(), case_open_to_me(uuid) from public;
      grant execute on function open_case_access(uuid), case_open_to_me(uuid) to app;
      grant execute on function case_changed() to app, worker;
    `)
  }
}
