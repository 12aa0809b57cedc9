import { Migration } from '@mikro-orm/migrations'

/** The fast track: answers to the eligibility table, requests for a duty lawyer, hearings in a row, marks that were missed. */
export class Migration20261127093000_fast_track extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table fast_track_answer (
        id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid references case_person, row_code text not null,
        value jsonb not null check (jsonb_typeof(value) in ('boolean', 'number')), note text, by_user uuid not null references app_user, agency text not null,
        at timestamptz not null, replaced_at timestamptz
      );
      comment on table fast_track_answer is 'answers to the eligibility table: the newest stands, the earlier ones are kept';
      create unique index fast_track_answer_one on fast_track_answer (case_id, row_code, coalesce(case_person_id, case_id)) where replaced_at is null;
      alter table fast_track_answer enable row level security;
      alter table fast_track_answer force row level security;
      create policy open_to_me on fast_track_answer for select to app using (case_open_to_me(case_id));
      create policy own_answers on fast_track_answer for insert to app with check (case_open_to_me(case_id) and by_user = app_user() and agency = app_agency());
      create policy replaced on fast_track_answer for update to app using (case_open_to_me(case_id)) with check (case_open_to_me(case_id) and replaced_at is not null);
      create policy one_case on fast_track_answer for select to worker using (case_id = app_case());
      create policy owner_keeps on fast_track_answer to owner using (true) with check (true);
      grant select, insert, update (replaced_at) on fast_track_answer to app;
      grant select on fast_track_answer to worker;

      create table duty_lawyer_request (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, bureau text not null,
        person_name text not null, charge_code text not null, place text, note text, requested_by uuid not null references app_user, requested_agency text not null,
        requested_at timestamptz not null, due_at timestamptz not null, state text not null check (state in ('waiting', 'taken', 'met', 'done', 'cancelled')),
        taken_by uuid references app_user, taken_at timestamptz, met_at timestamptz, opinion text, opinion_at timestamptz, cancelled_at timestamptz,
        undertaking_at timestamptz, version int not null default 1, check ((taken_by is null) = (taken_at is null))
      );
      comment on table duty_lawyer_request is 'what a justice bureau sees of a case: the name, the charge and the request, copied here; never the dossier';
      create index duty_lawyer_bureau on duty_lawyer_request (bureau, due_at);
      create index duty_lawyer_case on duty_lawyer_request (case_id);
      create unique index duty_lawyer_one_open on duty_lawyer_request (case_person_id) where state in ('waiting', 'taken', 'met');
      alter table duty_lawyer_request enable row level security;
      alter table duty_lawyer_request force row level security;
      create policy for_whom on duty_lawyer_request for select to app using (case_open_to_me(case_id) or bureau = app_agency() and 'JB' = any (app_roles()));
      create policy asked on duty_lawyer_request for insert to app with check (case_open_to_me(case_id) and requested_by = app_user() and requested_agency = app_agency());
      create policy moved on duty_lawyer_request for update to app using (case_open_to_me(case_id) or bureau = app_agency() and 'JB' = any (app_roles()))
        with check (case_open_to_me(case_id) or bureau = app_agency() and 'JB' = any (app_roles()));
      create policy not_recused on duty_lawyer_request as restrictive to app using (case_id <> all ((select recused_cases())::uuid[])) with check (case_id <> all ((select recused_cases())::uuid[]));
      create policy one_case on duty_lawyer_request for select to worker using (case_id = app_case());
      create policy owner_keeps on duty_lawyer_request to owner using (true) with check (true);
      grant select, insert on duty_lawyer_request to app;
      grant update (state, taken_by, taken_at, met_at, opinion, opinion_at, cancelled_at, version) on duty_lawyer_request to app;
      grant select on duty_lawyer_request to worker;

      create table hearing (
        id uuid primary key, case_id uuid not null references criminal_case, court text not null, room text not null, judge uuid not null references app_user,
        title text not null, case_no text, starts_at timestamptz not null, ends_at timestamptz not null, state text not null check (state in ('planned', 'cancelled')),
        planned_by uuid not null references app_user, planned_at timestamptz not null, cancelled_by uuid references app_user, cancelled_at timestamptz, reason text,
        check (ends_at > starts_at), check ((state = 'cancelled') = (cancelled_at is not null))
      );
      comment on table hearing is 'title and case_no are copied: the list of the day is open to the whole court, its cases are not';
      create index hearing_day on hearing (court, starts_at);
      create index hearing_case on hearing (case_id);
      alter table hearing enable row level security;
      alter table hearing force row level security;
      create policy for_whom on hearing for select to app using (case_open_to_me(case_id) or court = app_agency() and app_roles() && array['CJ', 'CC']);
      create policy planned_here on hearing for insert to app with check (case_open_to_me(case_id) and court = app_agency() and planned_by = app_user());
      create policy cancelled_here on hearing for update to app using (case_open_to_me(case_id) and court = app_agency()) with check (court = app_agency());
      create policy one_case on hearing for select to worker using (case_id = app_case());
      create policy owner_keeps on hearing to owner using (true) with check (true);
      grant select, insert on hearing to app;
      grant update (state, cancelled_by, cancelled_at, reason) on hearing to app;
      grant select on hearing to worker;

      create table fast_track_missed (
        case_id uuid not null references criminal_case, mark text not null, owner text not null, agency text not null, due_at timestamptz not null, raised_at timestamptz not null,
        primary key (case_id, mark)
      );
      comment on table fast_track_missed is 'a mark of the 48-hour track that was missed, told to its owner once; a service level, never a letter of the law';
      create index fast_track_missed_agency on fast_track_missed (agency, due_at);
      alter table fast_track_missed enable row level security;
      alter table fast_track_missed force row level security;
      create policy for_whom on fast_track_missed for select to app using (case_open_to_me(case_id));
      create policy one_case on fast_track_missed to worker using (case_id = app_case()) with check (case_id = app_case());
      create policy owner_keeps on fast_track_missed to owner using (true) with check (true);
      grant select on fast_track_missed to app;
      grant select, insert on fast_track_missed to worker;
    `)
    this.addSql(FUNCTIONS)
  }
}

const FUNCTIONS = `

  -- What happens to a case on the track its flow hears of; when there is none the fact is dropped.
  create function track_stepped() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if new.act = 'enterTrack48' or exists (select 1 from criminal_case c where c.id = new.case_id and c.track_state = 'open') then
      insert into outbox (id, case_id, type, payload) values (gen_random_uuid(), new.case_id, 'track.stepped', '{}');
    end if;
    return null;
  end $$;
  create trigger track_stepped after insert on case_event for each row execute function track_stepped();

  -- An undertaking signed in the presence of the duty lawyer names the request by which that lawyer came (CPL 174).
  create function undertaking_names_lawyer() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    request uuid;
  begin
    select id into request from duty_lawyer_request r where r.case_id = new.case_id and r.case_person_id = new.case_person_id and r.state in ('taken', 'met', 'done')
      order by r.requested_at desc limit 1;
    if request is not null then
      update duty_lawyer_request set undertaking_at = new.occurred_at, version = version + 1 where id = request;
      new.data := new.data || jsonb_build_object('dutyLawyerRequest', request);
    end if;
    return new;
  end $$;
  create trigger undertaking_names_lawyer before insert on case_event for each row
    when (new.act = 'signUndertaking' and new.data ->> 'counsel' = 'dutyLawyer') execute function undertaking_names_lawyer();

  -- What stands in the way of a hearing: the room, the judge, or one of the persons, also where the other case is not mine to see.
  create function hearing_conflict(wanted uuid, in_court text, in_room text, by_judge uuid, from_at timestamptz, until_at timestamptz) returns text
  language sql stable security definer set search_path = pg_catalog, public as $$
    select case when h.room = in_room and h.court = in_court then 'room' when h.judge = by_judge then 'judge' else 'person' end
    from hearing h where h.state = 'planned' and h.starts_at < until_at and h.ends_at > from_at and app_agency() = in_court
      and (h.court = in_court and h.room = in_room or h.judge = by_judge or h.case_id = wanted
        or exists (select 1 from case_person a join case_person b on b.id_no = a.id_no where a.case_id = wanted and b.case_id = h.case_id))
    order by 1 desc limit 1
  $$;
  -- One planner of a court at a time; two rows of hearings planned at once are checked one after the other.
  create function lock_hearings(of_court text) returns void language sql volatile security definer set search_path = pg_catalog, public as $$
    select pg_advisory_xact_lock(hashtextextended('hearings:' || of_court, 0))
  $$;

  -- When the duty lawyer was there and a hearing was fixed, the first of each; for whoever may see the case.
  create function track_happenings(wanted uuid) returns table (happening text, at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
    select h.happening, min(h.at) from (
      select 'lawyerMet' as happening, r.met_at as at from duty_lawyer_request r where r.case_id = wanted and r.met_at is not null
      union all select 'hearingFixed', g.planned_at from hearing g where g.case_id = wanted and g.state = 'planned'
    ) h where case_open_to_me(wanted) or app_case() = wanted group by h.happening
  $$;
  -- The papers as the worker's flow sees them; people ask papers_by_code.
  create function track_papers(wanted uuid) returns table (code text, at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
    select d.code, min(d.added_at) from document d where d.case_id = wanted and d.code is not null and d.withdrawn_at is null and app_case() = wanted group by d.code
  $$;

  create function track_live() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform pg_notify('live', json_build_object('kind', 'track', 'caseId', new.case_id,
      'agencies', (select json_agg(distinct a) from (select agency_code as a from case_access where case_id = new.case_id
        union select to_jsonb(new) ->> 'bureau' union select to_jsonb(new) ->> 'agency') x where a is not null))::text);
    return null;
  end $$;
  create trigger track_live after insert or update on duty_lawyer_request for each row execute function track_live();
  create trigger track_live after insert or update on hearing for each row execute function track_live();
  create trigger track_live after insert on fast_track_missed for each row execute function track_live();
  create trigger track_live after insert on fast_track_answer for each row execute function track_live();

  revoke execute on function track_stepped(), undertaking_names_lawyer(), hearing_conflict(uuid, text, text, uuid, timestamptz, timestamptz), lock_hearings(text),
    track_happenings(uuid), track_papers(uuid), track_live() from public;
  grant execute on function track_stepped(), undertaking_names_lawyer(), track_live() to app, worker;
  grant execute on function track_happenings(uuid) to app, worker;
  grant execute on function hearing_conflict(uuid, text, text, uuid, timestamptz, timestamptz), lock_hearings(text) to app;
  grant execute on function track_papers(uuid) to worker;
`
