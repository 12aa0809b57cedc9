import { Migration } from '@mikro-orm/migrations'

/** What the nightly checks read of the titles, and what the first days with titles showed. */
export class Migration20261129094000_custody_checks extends Migration {
  override async up(): Promise<void> {
    this.addSql(CHECKS)
    this.addSql(SYNC)
    this.addSql(MOVE)
    this.addSql(ARRIVED)
    this.addSql(NUMBERS)
    this.addSql(EARLIER_CENTRES)
    this.addSql(EARLIER_ENDS)
    // Steps of one upgrade share a transaction, in which a table with a check outstanding takes no index.
    this.addSql('set constraints all immediate')
  }
}

const CHECKS = `
  -- Every person of these cases with the titles there are: one row without a title where there is none.
  create function integrity_titles(cases uuid[]) returns table (case_id uuid, case_person_id uuid, person int, id uuid, seq int, holder text, held_from timestamptz, held_until timestamptz,
    began_by uuid, ended_by uuid, end_reason text)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select p.case_id, p.id, p.seq, t.id, t.seq, t.holder_agency, t.held_from, t.held_until, t.began_by, t.ended_by, t.end_reason
    from case_person p left join custody_title t on t.case_person_id = p.id where p.case_id = any (cases) order by p.case_id, p.seq, t.seq
  $$;
  create or replace function integrity_fold_sample(wanted int) returns table (case_id uuid, case_no text, agency text) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    if (select count(*) from (select 1 from criminal_case limit wanted + 1) few) <= wanted then
      return query select h.* from integrity_case_heads(array(select id from criminal_case)) h;
    else
      return query with points as materialized (select gen_random_uuid() as at from generate_series(1, wanted)), chosen as materialized (
        select x.id from points p cross join lateral (select k.id from criminal_case k where k.id >= p.at order by k.id limit 1) x
        union select f.case_id from integrity_finding f where f.check_code in ('period-not-by-events', 'title-not-by-events') and f.ended_at is null)
      select h.* from integrity_case_heads(array(select id from chosen)) h;
    end if;
  end $$;
  revoke execute on function integrity_titles(uuid[]) from public;
  grant execute on function integrity_titles(uuid[]) to worker;
`

/** As before, each chain in its order: a title is open once the one before it is closed, however the rows are joined. */
const SYNC = `
  create or replace function sync_titles(wanted uuid, home_centre text, chains jsonb) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
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
      order by c.person, c.seq
      on conflict (case_person_id, seq) do update set case_id = excluded.case_id, holder_agency = excluded.holder_agency, held_from = excluded.held_from,
        held_until = excluded.held_until, began_by = excluded.began_by, ended_by = excluded.ended_by, end_reason = excluded.end_reason, centre = coalesce(t.centre, excluded.centre)
      where (t.case_id, t.holder_agency, t.held_from, t.held_until, t.began_by, t.ended_by, t.end_reason, t.centre)
        is distinct from (excluded.case_id, excluded.holder_agency, excluded.held_from, excluded.held_until, excluded.began_by, excluded.ended_by, excluded.end_reason, coalesce(t.centre, excluded.centre));
  end $$;
`

/** As before; a title that goes along names the event as the other case inherited it. */
const MOVE = `
  create or replace function move_titles(wanted uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not case_open_to_me(wanted) then raise exception 'no such case' using errcode = '42501'; end if;
    update custody_title t set case_id = wanted, case_person_id = m.arrived,
        began_by = coalesce((select v.id from case_event v where v.case_id = wanted and v.inherited_from = t.began_by), t.began_by),
        ended_by = coalesce((select v.id from case_event v where v.case_id = wanted and v.inherited_from = t.ended_by), t.ended_by)
      from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where t.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
    update custody_end e set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where e.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
    update custody_dispatch d set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
      where d.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone and d.state <> 'announced';
  end $$;
`

/** Who arrives from another case in custody arrives with his title. */
const ARRIVED = `
  create constraint trigger arrived_person_checked after insert on case_person deferrable initially deferred for each row
    when (new.moved_from is not null) execute function held_person_checked();
`

/** Certificates and notices are numbered by their agency without a gap, also those that were called off. */
const NUMBERS = `
  alter function numbers_used(text) rename to numbers_used_by_cases_and_centres;
  create function numbers_used(from_issuer text) returns table (issuer text, series text, year int, seq int, no text, case_id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select u.* from numbers_used_by_cases_and_centres(from_issuer) u
    union all
    select d.from_agency, case d.paper when 'transfer' then '换押' else '变更羁押期限' end, m[1]::int, m[2]::int, d.cert_no, d.case_id
      from custody_dispatch d cross join lateral regexp_match(d.cert_no, '〔(\\d{4})〕(\\d{1,9})号$') m where m is not null and (from_issuer is null or d.from_agency = from_issuer)
  $$;
  revoke execute on function numbers_used(text) from public;
`

/** Who was in custody before there were titles is in the centre of the police that opened the case: the city's, save in the counties that have their own. */
const EARLIER_CENTRES = `
  update custody_title t set centre = case when left(c.origin_agency, 6) in ('350500', '350521', '350524', '350525', '350526', '350581', '350582', '350583') then left(c.origin_agency, 6) else left(c.origin_agency, 4) || '00' end || '-DET'
    from criminal_case c where c.id = t.case_id and t.centre is null;
`

/** Who was in custody before there were titles has his end too: the earliest of what runs; of a detention that has ended its own (刑拘直诉). */
const EARLIER_ENDS = `
  insert into custody_end (event_id, case_person_id, case_id, code, due_at, suspended, owes_notice)
    select t.began_by, p.id, p.case_id, e.code, e.due_at, e.suspended, false
    from custody_title t join case_person p on p.id = t.case_person_id cross join lateral (
      select n.code, n.due_at, n.suspended from period_instance n
      where n.case_id = p.case_id and n.ended_at is distinct from n.started_at and (
        case when p.measure_code = '06' then n.case_person_id = p.id and n.code in ('DET_ARREST_REQUEST', 'ARREST_REVIEW_DETAINED', 'SUPERVISION_DETENTION')
        else n.ended_at is null and coalesce(n.case_person_id, p.id) = p.id and n.code in ('DET_ARREST_REQUEST', 'ARREST_REVIEW_DETAINED', 'INV_CUSTODY', 'PROC_REVIEW', 'PROC_REVIEW_FAST',
          'SUPP_INVEST', 'SUPERVISION_DETENTION', 'TRIAL_ORDINARY', 'TRIAL_SUMMARY', 'TRIAL_FAST', 'TRIAL_PROC_SUPP_1M', 'SECOND_INSTANCE', 'CC_ARREST_MAX_30D') end)
      order by n.ended_at is not null, case when n.ended_at is null then n.due_at end, n.started_at desc limit 1) e
    where t.held_until is null and not exists (select 1 from custody_end n where n.case_person_id = p.id);
`
