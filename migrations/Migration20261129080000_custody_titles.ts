import { Migration } from '@mikro-orm/migrations'

/**
 * Custody titles: for which agency a person is held, from when until when. They follow from the events like the clocks; the database
 * itself refuses two holders at one instant, in whatever cases, and an instant without one. 看守所条例 15; 公监管〔2014〕96号.
 */
export class Migration20261129080000_custody_titles extends Migration {
  override async up(): Promise<void> {
    this.addSql(HELD_FOR)
    this.addSql(TITLES)
    this.addSql(ONE_HOLDER)
    this.addSql(SYNC)
    this.addSql(EARLIER)
  }
}

/** Earlier events do not say for whom their persons were held: who took the step took the persons. */
const HELD_FOR = `
  update case_event e set clock = clock || jsonb_build_object('heldFor', e.by_agency)
  where e.clock ->> 'custody' = 'true' or e.act in ('acceptForProsecution', 'acceptProsecutionJurisdiction', 'acceptSupplementaryReturn', 'acceptIndictment',
    'acceptTrialSupplement', 'acceptTrialResume', 'acceptProsecutionWithdrawal', 'acceptAppeal', 'acceptRemand', 'acceptFileDown', 'acceptFilingJurisdiction');
`

const TITLES = `
  create extension if not exists btree_gist;

  create table custody_title (
    id uuid primary key default gen_random_uuid(), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person,
    seq int not null, detainee bytea not null, holder_agency text not null, centre text,
    held_from timestamptz not null, held_until timestamptz, began_by uuid not null references case_event deferrable initially deferred, ended_by uuid references case_event deferrable initially deferred,
    end_reason text check (end_reason in ('TRANSFERRED', 'RELEASED', 'BAIL', 'SURVEILLANCE', 'SENTENCE_STARTED', 'DEATH', 'ESCAPED')),
    check ((held_until is null) = (end_reason is null)), check ((held_until is null) = (ended_by is null)), check (held_until >= held_from),
    constraint custody_title_one_holder exclude using gist (detainee with =, tstzrange(held_from, held_until) with &&) deferrable initially immediate
  );
  comment on table custody_title is 'for whom a person is held; until when he may be held his custody periods say';
  create unique index custody_title_chain on custody_title (case_person_id, seq);
  create unique index custody_title_open on custody_title (case_person_id) where held_until is null;
  create index custody_title_case on custody_title (case_id);
  create index custody_title_centre on custody_title (centre, case_id) where held_until is null;
  create index custody_title_holder on custody_title (holder_agency) where held_until is null;
  alter table custody_title enable row level security;
  alter table custody_title force row level security;
  create policy of_case on custody_title for select to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
  create policy of_centre on custody_title for select to app using (centre = app_agency() and 'DO' = any (app_roles()));
  create policy one_case on custody_title for select to worker using (case_id = app_case());
  create policy owner_all on custody_title to owner using (true) with check (true);
  grant select on custody_title to app, worker;

  -- One key for one human being in all cases: the verified identity document, and else the person of this case alone.
  create function detainee_key(p case_person) returns bytea language sql immutable set search_path = pg_catalog, public as $$
    select sha256(convert_to(case when p.id_no is not null and p.name_basis = 'verified' then p.id_type || ':' || upper(p.id_no) else 'case-person:' || coalesce(p.moved_from, p.id) end, 'UTF8'))
  $$;
`

/** What no command can get wrong: looked at when the transaction ends. */
const ONE_HOLDER = `
  create function one_holder_of(person uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    held boolean;
    fault text;
  begin
    select p.moved_to is null and coalesce(p.measure_code in ('06', '07'), false) and p.stage not in ('EXECUTION_DELIVERY', 'SERVING_CENTRE', 'SERVING_PRISON')
      into held from case_person p where p.id = person;
    if held is null then return; end if;
    if held <> exists (select 1 from custody_title t where t.case_person_id = person and t.held_until is null) then
      raise exception 'custody without one holder' using errcode = '23514', constraint = 'custody_title_no_gap';
    end if;
    select 'gap' into fault from (select t.held_until, t.end_reason, t.holder_agency, lead(t.held_from) over w as next_from, lead(t.holder_agency) over w as next_holder,
        t.seq, row_number() over w as place from custody_title t where t.case_person_id = person window w as (order by t.seq)) c
      where c.seq <> c.place or (c.end_reason = 'TRANSFERRED' and (c.next_from is distinct from c.held_until or c.next_holder is not distinct from c.holder_agency))
        or (c.next_from is not null and c.held_until is null) or c.next_from < c.held_until limit 1;
    if fault is not null then raise exception 'the title chain has a gap' using errcode = '23514', constraint = 'custody_title_no_gap'; end if;
  end $$;
  revoke execute on function one_holder_of(uuid) from public;

  create function title_chain_checked() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if tg_op <> 'INSERT' then perform one_holder_of(old.case_person_id); end if;
    if tg_op <> 'DELETE' then perform one_holder_of(new.case_person_id); end if;
    return null;
  end $$;
  create function held_person_checked() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform one_holder_of(new.id);
    return null;
  end $$;
`

const SYNC = `
  create constraint trigger title_chain_checked after insert or update or delete on custody_title deferrable initially deferred for each row execute function title_chain_checked();
  create constraint trigger held_person_checked after update of measure_code, stage, moved_to on case_person deferrable initially deferred for each row execute function held_person_checked();

  -- Makes the titles of a case what its events say. A chain keeps its rows, so that what names a title still names it after a correction.
  create function sync_titles(wanted uuid, home_centre text, chains jsonb) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not case_open_to_me(wanted) and app_case() is distinct from wanted then raise exception 'no such case' using errcode = '42501'; end if;
    delete from custody_title t where t.case_id = wanted
      and not exists (select 1 from jsonb_to_recordset(chains) as c (person uuid, seq int) where c.person = t.case_person_id and c.seq = t.seq);
    insert into custody_title as t (case_id, case_person_id, seq, detainee, holder_agency, centre, held_from, held_until, began_by, ended_by, end_reason)
      select wanted, c.person, c.seq, detainee_key(p), c.holder,
        coalesce((select o.centre from custody_title o where o.case_person_id = c.person and o.seq < c.seq order by o.seq desc limit 1), home_centre),
        c.held_from, c.held_until, c.began_by, c.ended_by, c.reason
      from jsonb_to_recordset(chains) as c (person uuid, seq int, holder text, held_from timestamptz, held_until timestamptz, began_by uuid, ended_by uuid, reason text)
      join case_person p on p.id = c.person and p.case_id = wanted
      on conflict (case_person_id, seq) do update set case_id = excluded.case_id, holder_agency = excluded.holder_agency, held_from = excluded.held_from,
        held_until = excluded.held_until, began_by = excluded.began_by, ended_by = excluded.ended_by, end_reason = excluded.end_reason
      where (t.case_id, t.holder_agency, t.held_from, t.held_until, t.began_by, t.ended_by, t.end_reason)
        is distinct from (excluded.case_id, excluded.holder_agency, excluded.held_from, excluded.held_until, excluded.began_by, excluded.ended_by, excluded.end_reason);
  end $$;

  -- Titles go with the persons who go on in another case of the same holder.
  create function move_titles(wanted uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not case_open_to_me(wanted) then raise exception 'no such case' using errcode = '42501'; end if;
    update custody_title t set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where t.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
  end $$;

  -- Who of a case is held for another one: nobody learns for which. Double custody (一人双押) is refused before it is tried.
  create function held_elsewhere(wanted uuid) returns uuid[] language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(array_agg(p.id), '{}') from case_person p where p.case_id = wanted and p.moved_to is null
      and exists (select 1 from custody_title t where t.detainee = detainee_key(p) and t.held_until is null and t.case_id <> wanted)
  $$;
  revoke execute on function sync_titles(uuid, text, jsonb), move_titles(uuid, uuid[], uuid[]), held_elsewhere(uuid) from public;
  grant execute on function sync_titles(uuid, text, jsonb), held_elsewhere(uuid) to app, worker;
  grant execute on function move_titles(uuid, uuid[], uuid[]) to app;
`

/** Who is held today has one title, for the agency that holds the case; the next step of the case gives the chain before it. */
const EARLIER = `
  insert into custody_title (case_id, case_person_id, seq, detainee, holder_agency, held_from, began_by)
    select c.id, p.id, 1, detainee_key(p), c.holder_agency, coalesce(p.measure_from, c.opened_at),
      (select e.id from case_event e where e.case_id = c.id and (e.case_person_id = p.id or e.case_person_id is null) and e.voided_by is null order by e.occurred_at, e.seq limit 1)
    from case_person p join criminal_case c on c.id = p.case_id
    where p.moved_to is null and p.measure_code in ('06', '07') and p.stage not in ('EXECUTION_DELIVERY', 'SERVING_CENTRE', 'SERVING_PRISON')
      and not exists (select 1 from case_person o join criminal_case d on d.id = o.case_id where detainee_key(o) = detainee_key(p) and o.id < p.id and o.moved_to is null
        and o.measure_code in ('06', '07') and o.stage not in ('EXECUTION_DELIVERY', 'SERVING_CENTRE', 'SERVING_PRISON'));
`
