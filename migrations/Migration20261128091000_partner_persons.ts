import { Migration } from '@mikro-orm/migrations'

/** Whoever works beside the holder sees the head of the case and the persons that were handed to him, and nobody else. */
export class Migration20261128091000_partner_persons extends Migration {
  override async up(): Promise<void> {
    this.addSql(LIMITS)
    this.addSql(POLICIES)
    this.addSql(WAYS)
    this.addSql(INHERITANCE)
    this.addSql(CHECK)
  }
}

const LIMITS = `
  alter table case_access add column persons uuid[];
  comment on column case_access.persons is 'the persons who were handed to it; null: everybody';

  -- The persons of a case whom a hand-over that lies with an agency, or that it accepted, names; null where one was about the whole case.
  -- Who came from another case was handed over there.
  create function persons_handed(wanted uuid, receiver text) returns uuid[] language sql stable security definer set search_path = pg_catalog, public as $$
    with recursive line (person, former, at_case) as (
      select p.id, p.id, p.case_id from case_person p where p.case_id = wanted
      union all
      select l.person, q.id, q.case_id from line l join case_person p on p.id = l.former join case_person q on q.id = p.moved_from
    ), handed as (
      select h.case_id, h.persons from hand_over h
      where h.case_id in (select wanted union select l.at_case from line l) and h.to_agency = receiver
        and (h.state = 'accepted' or h.delivered_at is not null and h.state not in ('returned', 'recalled'))
    )
    select case when exists (select 1 from handed h where h.case_id = wanted and h.persons is null) then null else array(
      select distinct l.person from line l join handed h on h.case_id = l.at_case and (h.persons is null or l.former = any (h.persons)) order by l.person) end
  $$;

  -- Who holds or held the case sees everybody; an agency that is left without anybody of a case was never concerned with it.
  create function limit_case_access(wanted uuid) returns void language sql volatile security definer set search_path = pg_catalog, public as $$
    update case_access a set persons = case when a.mode in ('receiver', 'partner') and not a.held_before then persons_handed(wanted, a.agency_code) end where a.case_id = wanted;
    delete from case_assignment s using case_access a where a.case_id = wanted and a.mode = 'partner' and a.persons = '{}' and s.case_id = wanted and s.agency_code = a.agency_code;
    delete from case_access a where a.case_id = wanted and a.mode = 'partner' and a.persons = '{}';
  $$;
  select limit_case_access(c.case_id) from (select distinct case_id from case_access where mode in ('receiver', 'partner')) c;

  -- A step counts the clocks of the whole case, whoever takes it: for that transaction the case named by app.whole_case is whole.
  create function person_open_to_me(wanted uuid, person uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return person is null or nullif(current_setting('app.whole_case', true), '')::uuid is not distinct from wanted or not exists (
      select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency() and a.persons is not null and not person = any (a.persons));
  end $$;
  create function whole_case_to_me(wanted uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return not exists (select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency() and a.persons is not null);
  end $$;
  revoke execute on function persons_handed(uuid, text), limit_case_access(uuid), person_open_to_me(uuid, uuid), whole_case_to_me(uuid) from public;
  grant execute on function person_open_to_me(uuid, uuid), whole_case_to_me(uuid) to app;
  grant execute on function whole_case_to_me(uuid) to worker;
`

const OF_A_PERSON = [
  'case_event',
  'period_instance',
  'document',
  'deadline_request',
  'paper',
  'fast_track_answer',
  'duty_lawyer_request',
  'alert',
  'letter',
]

const POLICIES = `
  create policy handed_to_me on case_person as restrictive to app using (person_open_to_me(case_id, id)) with check (true);
  ${OF_A_PERSON.map(table => `create policy handed_to_me on ${table} as restrictive to app using (person_open_to_me(case_id, case_person_id)) with check (true);`).join('\n  ')}
  -- Names of files name people, and so may the reason why a paper was replaced.
  create policy handed_to_me on dossier_import as restrictive to app using (agency_code = app_agency() or whole_case_to_me(case_id)) with check (true);
  create policy handed_to_me on import_item as restrictive to app using (exists (select 1 from dossier_import i where i.id = import_id)) with check (true);
  create policy with_document on document_replacement as restrictive for select to app using (by_agency = app_agency() or exists (select 1 from document d where d.id = document_id));
`

const WAYS = `
  alter function deliver_case_access(uuid) rename to open_delivered_case;
  alter function settle_case_access(uuid) rename to settle_decided_case;
  create function deliver_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform open_delivered_case(wanted);
    perform limit_case_access((select h.case_id from hand_over h where h.id = wanted));
  end $$;
  create function settle_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform settle_decided_case(wanted);
    perform limit_case_access((select h.case_id from hand_over h where h.id = wanted));
  end $$;
  revoke execute on function deliver_case_access(uuid), settle_case_access(uuid), open_delivered_case(uuid), settle_decided_case(uuid) from public, app, worker;
  grant execute on function deliver_case_access(uuid) to worker;
  grant execute on function settle_case_access(uuid) to app;
`

const INHERITANCE = `
  alter function inherit_case(uuid, uuid, uuid[], uuid[]) rename to inherit_all_of_case;
  create function inherit_case(child uuid, origin uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform inherit_all_of_case(child, origin, leaving, arriving);
    perform limit_case_access(child);
  end $$;
  revoke execute on function inherit_case(uuid, uuid, uuid[], uuid[]), inherit_all_of_case(uuid, uuid, uuid[], uuid[]) from public, app;
  grant execute on function inherit_case(uuid, uuid, uuid[], uuid[]) to app;
`

const CHECK = `
  create or replace function integrity_access_astray(lo uuid, hi uuid, given jsonb) returns table (case_id uuid, case_no text, subject text, agency text, since timestamptz, facts jsonb)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.platform_no, c.id || ' ' || a.agency_code, c.holder_agency, a.since, jsonb_build_object('of', a.agency_code, 'fault', 'holder')
      from criminal_case c join case_access a on a.case_id = c.id and a.mode = 'holder' where c.id between lo and hi and a.agency_code <> c.holder_agency
    union all
    select c.id, c.platform_no, c.id || ' ' || a.agency_code, c.holder_agency, a.since, jsonb_build_object('of', a.agency_code, 'fault', 'receiver')
      from case_access a join criminal_case c on c.id = a.case_id where a.case_id between lo and hi and a.mode = 'receiver' and not exists (
        select 1 from hand_over h where h.case_id = a.case_id and h.to_agency = a.agency_code and jsonb_exists(given -> 'handOver', h.state) and h.delivered_at is not null)
    union all
    select c.id, c.platform_no, c.id || ' ' || a.agency_code, c.holder_agency, a.since,
        jsonb_build_object('of', a.agency_code, 'fault', case when a.mode = 'partner' and h.persons = '{}' then 'partner' else 'persons' end)
      from case_access a join criminal_case c on c.id = a.case_id
      cross join lateral (select case when a.mode in ('receiver', 'partner') and not a.held_before then persons_handed(a.case_id, a.agency_code) end as persons) h
      where a.case_id between lo and hi and (a.persons is distinct from h.persons and (a.mode <> 'receiver' or h.persons is distinct from '{}'::uuid[]) or a.mode = 'partner' and h.persons = '{}')
    union all
    select c.id, c.platform_no, c.id || ' ' || s.user_id, s.agency_code, s.since, jsonb_build_object('of', s.agency_code, 'fault', 'assigned')
      from case_assignment s join criminal_case c on c.id = s.case_id where s.case_id between lo and hi
        and not exists (select 1 from case_access a where a.case_id = s.case_id and a.agency_code = s.agency_code)
  $$;
`
