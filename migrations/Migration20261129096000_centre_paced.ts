import { Migration } from '@mikro-orm/migrations'

/** The look for overdue custody each second is short; the long one comes each minute. A centre reports its own steps and no others. */
export class Migration20261129096000_centre_paced extends Migration {
  override async up(): Promise<void> {
    this.addSql(INCIDENTS)
    this.addSql(STEPS)
  }
}

const INCIDENTS = `
  -- thorough looks at everybody in detention too, whose end may be that of a period which is over, and at all ends that were moved; that takes longer and is rarely new.
  -- Opens an incident for everybody who is held past his end, in the instant of it: while the period runs on; where it was ended late, also
  -- if that was entered afterwards; and where a person is in the centre after the day on which his title ended. Tells the holder, the centre
  -- and the resident procurator.
  create function open_custody_incidents(titles text[], most int, thorough boolean) returns table (id uuid, case_id uuid, holder_agency text, period_code text, expired_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog, public as $$
    with clock as materialized (select app_now() as now), found as (
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, e.code, e.due_at
      from period_instance i join custody_title t on t.case_id = i.case_id and (i.case_person_id is null or i.case_person_id = t.case_person_id) and t.held_until is null
      cross join lateral custody_end(t.case_id, t.case_person_id, titles) e
      where i.ended_at is null and i.due_at <= (select now from clock) and i.code = any (titles) and not e.suspended and e.due_at <= (select now from clock)
      union all
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, e.code, e.due_at
      from custody_title t join case_person p on p.id = t.case_person_id and p.measure_code = '06' cross join lateral custody_end(t.case_id, t.case_person_id, titles) e
      where thorough and t.held_until is null and not e.suspended and e.due_at <= (select now from clock)
      union all
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, i.code, i.due_at
      from period_instance i join custody_title t on t.case_id = i.case_id and (i.case_person_id is null or i.case_person_id = t.case_person_id)
        and t.held_from <= i.due_at and (t.held_until is null or t.held_until > i.due_at)
      where i.ended_at > i.due_at and not i.suspended and i.code = any (titles)
        and exists (select 1 from custody_end n where n.case_person_id = t.case_person_id and n.code = i.code and n.due_at = i.due_at)
      union all
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, n.previous_code, n.previous_due_at
      from custody_end n join case_event v on v.id = n.event_id and v.voided_by is null and v.occurred_at > n.previous_due_at
      join custody_title t on t.case_person_id = n.case_person_id and t.held_from <= n.previous_due_at and (t.held_until is null or t.held_until > n.previous_due_at)
      where thorough and n.previous_due_at is not null and not n.was_suspended
      union all
      select s.case_id, s.case_person_id, s.detainee, s.centre, t.holder_agency, 'TITLE_ENDED', t.held_until
      from custody_title t join custody_stay s on s.case_person_id = t.case_person_id and s.left_at is null and s.admitted_at <= t.held_until
      where t.held_until is not null and t.end_reason not in ('TRANSFERRED', 'SENTENCE_STARTED')
        and (select now from clock) >= (date_trunc('day', t.held_until at time zone 'Asia/Shanghai') + interval '1 day') at time zone 'Asia/Shanghai'
        and not exists (select 1 from custody_title o where o.detainee = s.detainee and (o.held_until is null or o.held_until > t.held_until))
    ), expired as materialized (
      select distinct on (f.case_person_id) f.* from found f
      where not exists (select 1 from custody_incident o where o.case_person_id = f.case_person_id and (o.closed_at is null or o.expired_at = f.due_at))
      order by f.case_person_id, f.due_at limit most
    ), opened as (
      insert into custody_incident (case_id, case_person_id, detainee, centre, holder_agency, period_code, expired_at, opened_at)
      select x.case_id, x.case_person_id, x.detainee, x.centre, x.holder_agency, x.code, x.due_at, (select now from clock) from expired x on conflict do nothing returning *
    ), told as (
      insert into custody_notice (case_id, case_person_id, to_agency, resident, from_agency, kind, about, due_at, at)
      select o.case_id, o.case_person_id, w.agency, w.resident, coalesce(o.centre, o.holder_agency), 'OVERDUE', o.id, o.expired_at, o.opened_at
      from opened o cross join lateral (values (o.holder_agency, false), (o.centre, false), (split_part(coalesce(o.centre, o.holder_agency), '-', 1) || '-PRO', true)) w (agency, resident)
      where w.agency is not null on conflict do nothing returning 1
    )
    select o.id, o.case_id, o.holder_agency, o.period_code, o.expired_at from opened o where (select count(*) from told) >= 0
  $$;

  revoke execute on function open_custody_incidents(text[], int, boolean) from public;
  grant execute on function open_custody_incidents(text[], int, boolean) to worker;
`

const STEPS = `
  alter table custody_centre_report add constraint custody_centre_report_act check (act in ('admitToCentre', 'dieInCustody', 'escapeFromCustody'));
`
