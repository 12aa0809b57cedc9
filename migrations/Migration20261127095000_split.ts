import { Migration } from '@mikro-orm/migrations'

/** Persons who go on in another case: where they came from and went to, and what the other case inherits. */
export class Migration20261127095000_split extends Migration {
  override async up(): Promise<void> {
    this.addSql(COLUMNS)
    this.addSql(TRIGGERS)
    this.addSql(INHERITANCE)
    this.addSql(REVIEWS)
    this.addSql(VERSIONS)
  }
}

const COLUMNS = `
  alter table criminal_case add column parent_id uuid references criminal_case, add column splits int not null default 0, add column merged_into uuid references criminal_case;
  comment on column criminal_case.splits is 'how many cases were split off: the last number of their series';
  create index criminal_case_parent on criminal_case (parent_id) where parent_id is not null;
  create index criminal_case_merged on criminal_case (merged_into) where merged_into is not null;

  alter table case_person add column moved_from uuid references case_person, add column moved_to uuid references criminal_case;
  comment on column case_person.moved_to is 'the case in which this person goes on; the row here stays as it was left';

  alter table case_event add column inherited_from uuid references case_event;
  comment on column case_event.inherited_from is 'the event of the other case that this one repeats, with its times';

  -- A paper that a split case refers to lies in the store once: only copies of a row may name the same object.
  alter table document add column inherited_from uuid references document;
  alter table document drop constraint document_object_key_key;
  create unique index document_object_once on document (object_key) where inherited_from is null;
  create index document_object on document (object_key);
  create policy own_object on document as restrictive for insert to app with check (inherited_from is null);
  create policy own_object_worker on document as restrictive for insert to worker with check (inherited_from is null);
  create policy owner_inherits on document for insert to owner with check (inherited_from is not null);
  create policy owner_inherits on document_index for insert to owner with check (true);
  create policy owner_reads on document_index for select to owner using (true);
`

/** What happened in the other case is no news to the track of this one, and its undertakings have their lawyers there. */
const TRIGGERS = `
  drop trigger track_stepped on case_event;
  create trigger track_stepped after insert on case_event for each row when (new.inherited_from is null) execute function track_stepped();
  drop trigger undertaking_names_lawyer on case_event;
  create trigger undertaking_names_lawyer before insert on case_event for each row
    when (new.inherited_from is null and new.act = 'signUndertaking' and new.data ->> 'counsel' = 'dutyLawyer') execute function undertaking_names_lawyer();
`

const INHERITANCE = `
  -- What of a case stands open and would be torn from those who leave it; all of it where the case itself ends.
  create function parting_obstacles(wanted uuid, leaving uuid[], whole boolean) returns table (what text) language sql stable security definer set search_path = pg_catalog, public as $$
    select o.what from (
      select 'handOver' as what from hand_over h where h.case_id = wanted and h.state in ('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty')
      union all select 'request' from deadline_request r where r.case_id = wanted and r.state = 'open' and (whole or r.case_person_id is null or r.case_person_id = any (leaving))
      union all select 'lawyer' from duty_lawyer_request r where r.case_id = wanted and r.state in ('waiting', 'taken', 'met') and r.case_person_id = any (leaving)
      union all select 'hearing' from hearing h where whole and h.case_id = wanted and h.state = 'planned' and h.starts_at > app_now()
      union all select 'import' from dossier_import i where whole and i.case_id = wanted and i.state = 'running'
    ) o where case_open_to_me(wanted) limit 1
  $$;

  -- Gives one case what another has: who may see it and who must not, the papers of all and of those who moved, the answers that
  -- stand. Both are held by the actor's agency, and their rows say already that one comes from the other.
  create function inherit_case(child uuid, origin uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    whole boolean;
  begin
    select m.merged_into = child into whole from criminal_case m join criminal_case c on c.id = child where m.id = origin and (m.merged_into = child or c.parent_id = origin);
    if whole is null and not exists (select 1 from criminal_case c where c.id = child and c.parent_id = origin)
      or (select count(*) from case_access a where a.case_id in (child, origin) and a.agency_code = app_agency() and a.mode = 'holder') <> 2
      or not case_open_to_me(child) or not case_open_to_me(origin) then raise exception 'no such parting' using errcode = '42501'; end if;

    insert into case_access (case_id, agency_code, mode, since, until, next_due_at, held_before, beside_before)
      select child, a.agency_code, a.mode, a.since, a.until, c.next_due_at, a.held_before, a.beside_before from case_access a join criminal_case c on c.id = child
      where a.case_id = origin and a.mode in ('former', 'partner') on conflict do nothing;
    insert into case_assignment (case_id, user_id, agency_code, role, since)
      select child, s.user_id, s.agency_code, s.role, s.since from case_assignment s where s.case_id = origin on conflict do nothing;
    insert into case_recusal (case_id, user_id, ground, since) select child, r.user_id, r.ground, r.since from case_recusal r where r.case_id = origin on conflict do nothing;

    with persons as (select p.old, p.new from unnest(leaving, arriving) as p (old, new)), entered as (
      insert into document (id, case_id, case_person_id, volume, volume_seq, seq, code, title, doc_no, file_name, author_agency, made_on, media_type, size_bytes, page_count,
        sha256, sm3, object_key, rendition_key, suggested_code, suggested_confidence, sent_in, corrupt_at, added_at, added_by, inherited_from)
      select gen_random_uuid(), child, p.new, d.volume, d.volume_seq, case when whole is true then null else d.seq end, d.code, d.title, d.doc_no, d.file_name, d.author_agency, d.made_on, d.media_type,
        d.size_bytes, d.page_count, d.sha256, d.sm3, d.object_key, d.rendition_key, d.suggested_code, d.suggested_confidence, d.sent_in, d.corrupt_at, d.added_at, d.added_by, d.id
      from document d left join persons p on p.old = d.case_person_id
      where d.case_id = origin and d.withdrawn_at is null and (d.case_person_id is null or p.new is not null)
        and not exists (select 1 from document v where v.replaces = d.id and v.withdrawn_at is null)
      on conflict (case_id, sha256) where withdrawn_at is null do nothing
      returning id, inherited_from)
    insert into document_index (document_id, case_id, index_gz) select e.id, child, i.index_gz from entered e join document_index i on i.document_id = e.inherited_from;

    insert into fast_track_answer (case_id, case_person_id, row_code, value, note, by_user, agency, at)
      select child, p.new, f.row_code, f.value, f.note, f.by_user, f.agency, f.at
      from fast_track_answer f left join unnest(leaving, arriving) as p (old, new) on p.old = f.case_person_id
      where f.case_id = origin and f.replaced_at is null and (p.new is not null or f.case_person_id is null and whole is not true) on conflict do nothing;
  end $$;

  revoke execute on function parting_obstacles(uuid, uuid[], boolean), inherit_case(uuid, uuid, uuid[], uuid[]) from public;
  grant execute on function parting_obstacles(uuid, uuid[], boolean), inherit_case(uuid, uuid, uuid[], uuid[]) to app;
`

/** A review ends for who is approved, rejected for good, recalled, or goes on in another case; a split case looks at its parent's request too. */
const REVIEWS = `
  create or replace function end_review() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update case_access a set until = app_now() where a.case_id = new.case_id and a.mode = 'partner' and a.until is null
      and exists (select 1 from hand_over h join criminal_case c on c.id = a.case_id
        where h.case_id in (c.id, c.parent_id) and h.to_agency = a.agency_code and h.leg = 'arrestRequest' and h.state = 'accepted')
      and not exists (
        select 1 from criminal_case c join hand_over h on h.case_id in (c.id, c.parent_id) cross join unnest(h.persons) who
          join case_person p on p.case_id = c.id and who in (p.id, p.moved_from) and p.moved_to is null
        where c.id = a.case_id and h.to_agency = a.agency_code and h.leg = 'arrestRequest' and h.state = 'accepted'
        and not exists (select 1 from case_event e where e.case_id = c.id and e.case_person_id = p.id and e.act in ('approveArrest', 'consentArrestRecall')
          and e.voided_by is null and e.occurred_at >= h.answered_at)
        and (not exists (select 1 from case_event e where e.case_id = c.id and e.case_person_id = p.id and e.act = 'receiveNonArrest' and e.voided_by is null and e.occurred_at >= h.answered_at)
          or exists (select 1 from period_instance i where i.case_id = c.id and i.case_person_id = p.id and i.ended_at is null and i.due_at > app_now()
            and i.code like 'NONARREST\\_RE%' and i.code <> 'NONARREST_RELEASE')));
    return null;
  end $$;
  drop trigger end_review on case_event;
  create constraint trigger end_review after insert on case_event deferrable initially deferred for each row
    when (new.act in ('approveArrest', 'receiveNonArrest', 'decideNonArrestReconsideration', 'decideNonArrestReview', 'consentArrestRecall', 'splitOff', 'splitIn'))
    execute function end_review();
`

/** A paper that its maker replaced after it was sent: the old one stays, and whoever has it says that he knows of the new one. */
const VERSIONS = `
  alter table document add column replaces uuid references document;
  create unique index document_replaced_once on document (replaces) where replaces is not null and withdrawn_at is null;

  create table document_replacement (
    document_id uuid not null references document, case_id uuid not null references criminal_case, to_agency text not null, by_agency text not null, by_user uuid not null references app_user,
    reason text not null, replaced_at timestamptz not null, acknowledged_at timestamptz, acknowledged_by uuid references app_user,
    primary key (document_id, to_agency), check ((acknowledged_at is null) = (acknowledged_by is null))
  );
  comment on table document_replacement is 'who must know of the new version of a paper that was sent to him, and who said so when';
  create index document_replacement_case on document_replacement (case_id) where acknowledged_at is null;
  alter table document_replacement enable row level security;
  alter table document_replacement force row level security;
  create policy open_to_me on document_replacement for select to app using (case_open_to_me(case_id));
  create policy own_version on document_replacement for insert to app with check (case_open_to_me(case_id) and by_agency = app_agency() and by_user = app_user());
  create policy own_word on document_replacement for update to app using (case_open_to_me(case_id) and to_agency = app_agency())
    with check (to_agency = app_agency() and acknowledged_by = app_user());
  create policy one_case on document_replacement for select to worker using (case_id = app_case());
  create policy owner_keeps on document_replacement to owner using (true) with check (true);
  grant select, insert, update (acknowledged_at, acknowledged_by) on document_replacement to app;
  grant select on document_replacement to worker;

  -- Who has a paper beside its maker: the desk it was sent to, the desk on which the file lies now, the holder.
  create function replacement_receivers(wanted uuid) returns table (agency text) language sql stable security definer set search_path = pg_catalog, public as $$
    select distinct x.agency from document d join criminal_case c on c.id = d.case_id cross join lateral (
      select h.to_agency as agency from hand_over h where (h.id = d.sent_in and h.state = 'accepted' or h.case_id = d.case_id and h.state in ('delivered', 'received', 'supplement', 'rebind'))
      union all select c.holder_agency) x
    where d.id = wanted and x.agency <> d.author_agency and d.author_agency = app_agency() and case_open_to_me(d.case_id)
  $$;
  revoke execute on function replacement_receivers(uuid) from public;
  grant execute on function replacement_receivers(uuid) to app;
`
