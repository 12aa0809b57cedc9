import { Migration } from '@mikro-orm/migrations'

/** Of the centre: overdue custody that was entered late or that no title covers, the paper of an expiry notice, transfers in the register. */
export class Migration20261129095000_centre_deepened extends Migration {
  override async up(): Promise<void> {
    this.addSql(PERMIT)
    this.addSql(INCIDENTS)
    this.addSql(NOTICES)
    this.addSql(REGISTER)
    this.addSql(UNDRAWN)
  }
}

/** As before; the place of a title in its chain bears the name that the number's had. */
const PERMIT = `
  create or replace function issue_permit(wanted uuid, person uuid, no text, in_series text, year int, seq int, code text, from_at timestamptz, until_at timestamptz) returns uuid
  language plpgsql security definer set search_path = pg_catalog, public as $$
  declare made uuid;
  begin
    if not case_open_to_me(wanted) or not person_open_to_me(wanted, person) then raise exception 'no such case' using errcode = '42501'; end if;
    update interrogation_permit m set ended_at = from_at, end_reason = 'RENEWED' where m.case_person_id = person and m.ended_at is null;
    insert into interrogation_permit (permit_no, number_series, number_year, number_seq, case_id, case_person_id, detainee, holder_agency, period_code, valid_from, valid_until, issued_at, issued_by)
      select no, in_series, year, issue_permit.seq, wanted, person, t.detainee, t.holder_agency, code, from_at, until_at, app_now(), app_user() from custody_title t
      where t.case_id = wanted and t.case_person_id = person and t.held_until is null and t.holder_agency = app_agency() returning id into made;
    if made is null then raise exception 'not the holder' using errcode = '42501'; end if;
    return made;
  end $$;
`

const INCIDENTS = `
  create index period_ended_late on period_instance (case_id) where ended_at > due_at;
  create index custody_end_changed_late on custody_end (previous_due_at) where previous_due_at is not null and not was_suspended;
  create index custody_title_ended on custody_title (held_until) where held_until is not null and end_reason <> 'TRANSFERRED';

  -- Opens an incident for everybody who is held past his end, in the instant of it: while the period runs on; where it was ended late, also
  -- if that was entered afterwards; and where a person is in the centre after the day on which his title ended. Tells the holder, the centre
  -- and the resident procurator.
  create or replace function open_custody_incidents(titles text[], most int) returns table (id uuid, case_id uuid, holder_agency text, period_code text, expired_at timestamptz)
  language sql volatile security definer set search_path = pg_catalog, public as $$
    with found as (
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, e.code, e.due_at
      from period_instance i join custody_title t on t.case_id = i.case_id and (i.case_person_id is null or i.case_person_id = t.case_person_id) and t.held_until is null
      cross join lateral custody_end(t.case_id, t.case_person_id, titles) e
      where i.ended_at is null and i.due_at <= app_now() and i.code = any (titles) and not e.suspended and e.due_at <= app_now()
      union all
      select t.case_id, t.case_person_id, t.detainee, t.centre, t.holder_agency, e.code, e.due_at
      from custody_title t join case_person p on p.id = t.case_person_id and p.measure_code = '06' cross join lateral custody_end(t.case_id, t.case_person_id, titles) e
      where t.held_until is null and not e.suspended and e.due_at <= app_now()
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
      where n.previous_due_at is not null and not n.was_suspended
      union all
      select s.case_id, s.case_person_id, s.detainee, s.centre, t.holder_agency, 'TITLE_ENDED', t.held_until
      from custody_title t join custody_stay s on s.case_person_id = t.case_person_id and s.left_at is null and s.admitted_at <= t.held_until
      where t.held_until is not null and t.end_reason not in ('TRANSFERRED', 'SENTENCE_STARTED')
        and app_now() >= (date_trunc('day', t.held_until at time zone 'Asia/Shanghai') + interval '1 day') at time zone 'Asia/Shanghai'
        and not exists (select 1 from custody_title o where o.detainee = s.detainee and (o.held_until is null or o.held_until > t.held_until))
    ), expired as materialized (
      select distinct on (f.case_person_id) f.* from found f
      where not exists (select 1 from custody_incident o where o.case_person_id = f.case_person_id and (o.closed_at is null or o.expired_at = f.due_at))
      order by f.case_person_id, f.due_at limit most
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

  -- With whether the person is still inside, and when he left: custody is over when he is out.
  drop function incident_at_centre(uuid, text[]);
  create function incident_at_centre(wanted uuid, titles text[]) returns table (case_id uuid, case_person_id uuid, expired_at timestamptz, reported_at timestamptz, closed_at timestamptz,
    holder_agency text, is_held boolean, is_inside boolean, title_ended_at timestamptz, left_at timestamptz, due_at timestamptz, suspended boolean)
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    perform 1 from custody_incident i where i.id = wanted for update;
    return query select i.case_id, i.case_person_id, i.expired_at, i.reported_at, i.closed_at, i.holder_agency, t.id is not null,
      exists (select 1 from custody_stay s where s.case_person_id = i.case_person_id and s.left_at is null),
      (select max(o.held_until) from custody_title o where o.case_person_id = i.case_person_id),
      (select max(s.left_at) from custody_stay s where s.case_person_id = i.case_person_id), e.due_at, e.suspended
    from custody_incident i left join custody_title t on t.case_person_id = i.case_person_id and t.held_until is null
    left join lateral custody_end(i.case_id, i.case_person_id, titles) e on true
    where i.id = wanted and i.centre = app_agency() and 'DO' = any (app_roles()) and not recused_from(i.case_id);
  end $$;
  revoke execute on function incident_at_centre(uuid, text[]) from public;
  grant execute on function incident_at_centre(uuid, text[]) to app;
`

const NOTICES = `
  -- As before, by the end that a person is held to.
  create or replace function make_expiry_notices(titles text[], most int) returns table (made int, dropped int) language sql volatile security definer set search_path = pg_catalog, public as $$
    with near as materialized (
      select t.case_id, t.case_person_id, t.centre, t.holder_agency, e.code, e.due_at from custody_title t cross join lateral custody_end(t.case_id, t.case_person_id, titles) e
      where t.held_until is null and t.centre is not null and not e.suspended and e.due_at > app_now() and e.due_at <= app_now() + interval '7 days'
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

  alter table custody_expiry_notice add column paper_id uuid references custody_paper;
  comment on column custody_expiry_notice.paper_id is 'the notice itself, sealed by the centre; null for those sent before papers were made';

  -- What the papers of notices that this centre is just sending say of their persons.
  create function expiry_paper_facts(ids uuid[]) returns table (id uuid, case_id uuid, case_person_id uuid, holder_agency text, period_code text, due_at timestamptz, notice_no text, sent_at timestamptz,
    officer text, name text, sex text, born text, id_no text, admission_no text, charge text, measure text, measure_from timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select n.id, n.case_id, n.case_person_id, n.holder_agency, n.period_code, n.due_at, n.notice_no, n.sent_at, staff_name(n.sent_by), p.name, p.sex, to_char(p.birth_date, 'YYYY-MM-DD'), p.id_no,
      (select s.admission_no from custody_stay s where s.case_person_id = p.id and s.left_at is null), c.charge_code, p.measure_code, p.measure_from
    from custody_expiry_notice n join case_person p on p.id = n.case_person_id join criminal_case c on c.id = n.case_id
    where n.id = any (ids) and n.centre = app_agency() and n.sent_by = app_user() and 'DO' = any (app_roles()) and not recused_from(n.case_id)
  $$;
  create function keep_notice_papers(ids uuid[], papers uuid[]) returns void language sql security definer set search_path = pg_catalog, public as $$
    update custody_expiry_notice n set paper_id = k.paper from unnest(ids, papers) as k (id, paper)
      where n.id = k.id and n.centre = app_agency() and n.sent_by = app_user() and 'DO' = any (app_roles()) and n.paper_id is null
  $$;
  revoke execute on function expiry_paper_facts(uuid[]), keep_notice_papers(uuid[], uuid[]) from public;
  grant execute on function expiry_paper_facts(uuid[]), keep_notice_papers(uuid[], uuid[]) to app;
`

/** As before, with the papers that are on their way to the centre. */
const REGISTER = `
  create or replace function custody_register_page(titles text[], list text, of_holder text, within interval, after_due timestamptz, after_person uuid, most int) returns jsonb
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
        'transfers', coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'paper', d.paper, 'kind', d.kind, 'state', d.state, 'to', coalesce(d.to_agency, d.from_agency), 'announcedAt', d.announced_at)
          order by d.announced_at) from custody_dispatch d where d.case_person_id = g.person and d.state in ('announced', 'completed', 'delivered', 'refused')), '[]'),
        'secondCases', case when (select centre from me) then coalesce((select jsonb_agg(jsonb_build_object('id', k.id, 'agency', k.agency, 'since', k.since, 'askedAt', k.asked_at, 'answer', k.answer) order by k.since)
          from custody_second_case k where k.detainee = g.detainee and k.ended_at is null), '[]') else '[]' end
        ) order by g.sort_due, g.person) from page g join case_person p on p.id = g.person join criminal_case c on c.id = g.case_id), '[]'))
  $$;
`

/** For the worker: notices that are issued and not drawn yet. */
const UNDRAWN = `
  create function undrawn_notices(most int) returns table (paper_id uuid, case_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select k.id, k.case_id from custody_paper k where k.drawn_at is null and k.paper = 'expiryNotice' order by k.issued_at limit most
  $$;
  revoke execute on function undrawn_notices(int) from public;
  grant execute on function undrawn_notices(int) to worker;
`
