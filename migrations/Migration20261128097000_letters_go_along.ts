import { Migration } from '@mikro-orm/migrations'

/** Whose period goes on in another case takes the letters on it along: nobody is rid of a letter by a split or a merge. */
export class Migration20261128097000_letters_go_along extends Migration {
  override async up(): Promise<void> {
    this.addSql(OBSTACLE)
    this.addSql(LETTERS)
  }
}

const OBSTACLE = `
  -- A supervision letter on the whole case asks its holder for an answer about a case that would end with the merge.
  alter function parting_obstacles(uuid, uuid[], boolean) rename to parting_open_matters;
  create function parting_obstacles(wanted uuid, leaving uuid[], whole boolean) returns table (what text) language sql stable security definer set search_path = pg_catalog, public as $$
    select o.what from (
      select p.what from parting_open_matters(wanted, leaving, whole) p
      union all select 'letter' from letter l where whole and l.case_id = wanted and l.case_person_id is null and l.level = 3
        and l.issued_at is not null and l.accepted_at is null and l.closed_at is null and case_open_to_me(wanted)
    ) o limit 1
  $$;
  revoke execute on function parting_obstacles(uuid, uuid[], boolean), parting_open_matters(uuid, uuid[], boolean) from public, app;
  grant execute on function parting_obstacles(uuid, uuid[], boolean) to app;
`

const LETTERS = `
  -- The open letters and alerts on a person's periods follow these into the other case, before the old rows end. What was issued stays
  -- as it was written: number, content, course. A split and a merge are told from anything else as inherit_case tells them.
  create function bring_letters(child uuid, origin uuid) returns setof uuid language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not exists (select 1 from criminal_case m join criminal_case c on c.id = child where m.id = origin and (m.merged_into = child or c.parent_id = origin))
      or (select count(*) from case_access a where a.case_id in (child, origin) and a.agency_code = app_agency() and a.mode = 'holder') <> 2
      or not case_open_to_me(child) or not case_open_to_me(origin) then raise exception 'no such parting' using errcode = '42501'; end if;

    return query with went as (
      select o.id as period, n.id as arrived, n.case_person_id as person
      from period_instance n join case_event e on e.id = n.started_by join period_instance o on o.case_id = origin and o.started_by = e.inherited_from and o.code = n.code
      join case_person p on p.id = n.case_person_id and p.moved_from = o.case_person_id where n.case_id = child
    ), letters as (
      update letter l set case_id = child, case_person_id = w.person, period_id = w.arrived, version = l.version + 1
      from went w where l.period_id = w.period and l.case_id = origin and l.closed_at is null returning l.id
    ), alerts as (
      update alert a set case_id = child, case_person_id = w.person, period_id = w.arrived from went w where a.period_id = w.period and a.case_id = origin
        and (a.ended_at is null or exists (select 1 from letter l where l.period_id = a.period_id and l.due_at = a.due_at and l.closed_at is null))
    ), recipients as (update letter_recipient r set case_id = child from letters l where r.letter_id = l.id),
    events as (update letter_event v set case_id = child from letters l where v.letter_id = l.id),
    deliveries as (update letter_delivery d set case_id = child from letters l where d.letter_id = l.id)
    select l.id from letters l;
  end $$;

  -- In which case a letter is now, for whoever carries it.
  create function case_of_letter(wanted uuid) returns uuid language sql stable security definer set search_path = pg_catalog, public as $$
    select l.case_id from letter l where l.id = wanted
  $$;
  revoke execute on function bring_letters(uuid, uuid), case_of_letter(uuid) from public;
  grant execute on function bring_letters(uuid, uuid) to app;
  grant execute on function case_of_letter(uuid) to worker;
`
