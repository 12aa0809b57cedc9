import { Migration } from '@mikro-orm/migrations'

/**
 * A batch passes by what belongs to a case that somebody is just acting on. Who acts holds the row of the case and then
 * changes what hangs on it; a batch that had claimed some of that first needed the row of the case for its own entries, so that
 * both waited for each other.
 */
export class Migration20261128093000_batches_pass_by extends Migration {
  override async up(): Promise<void> {
    this.addSql(LETTERS)
    this.addSql(HAND_OVERS)
  }
}

const LETTERS = `
  create or replace function claim_letter_grounds(most int, review_days int) returns table (
    alert_id uuid, case_id uuid, case_person_id uuid, period_id uuid, code text, due_at timestamptz, level smallint, agency text, custody boolean, wanted boolean,
    platform_no text, charge_code text, acted_at timestamptz, started_at timestamptz, persons jsonb, officers uuid[], earlier text[], second_supervision boolean
  ) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  #variable_conflict use_column
  begin
    return query with claimed as (
      update alert a set letter_due = false where a.id in (
        select w.id from alert w join criminal_case c on c.id = w.case_id where w.letter_due order by w.raised_at, w.id limit most
          for update of w skip locked for key share of c skip locked) returning a.*
    )
    select a.id, a.case_id, a.case_person_id, a.period_id, a.code, a.due_at, a.level, a.agency, a.custody,
      a.ended_at is null and p.id is not null and not exists (
        select 1 from letter l where l.period_id = a.period_id and l.due_at is not distinct from a.due_at and l.level >= a.level and l.closed_at is null),
      c.platform_no, c.charge_code, coalesce(c.occurred_from, c.opened_at), p.started_at,
      (select coalesce(jsonb_agg(jsonb_build_object('name', q.name, 'birthDate', q.birth_date, 'measure', q.measure_code) order by q.seq), '[]')
        from case_person q where q.case_id = a.case_id and (a.case_person_id is null or q.id = a.case_person_id)),
      array(select s.user_id from case_assignment s where s.case_id = a.case_id and s.agency_code = a.agency and s.role = 'caseOfficer' order by s.since, s.user_id),
      array(select l.number from letter l where l.period_id = a.period_id and l.due_at is not distinct from a.due_at and l.number is not null order by l.issued_at),
      a.level = 3 and exists (select 1 from letter l where l.case_id = a.case_id and l.level = 3 and l.state <> 'CANCELLED'
        and (l.period_id, l.due_at) <> (a.period_id, a.due_at) and l.raised_at > app_now() - make_interval(days => review_days))
    from claimed a join criminal_case c on c.id = a.case_id left join period_instance p on p.id = a.period_id
    order by a.raised_at, a.id;
  end $$;

  create or replace function claim_due_letters(most int) returns setof letter language sql volatile security definer set search_path = pg_catalog, public as $$
    select l.* from letter l join criminal_case c on c.id = l.case_id where l.next_step_at <= app_now() order by l.next_step_at, l.id limit most
      for update of l skip locked for key share of c skip locked
  $$;

  create or replace function mend_letter_ends() returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    mended int;
  begin
    update letter l set period_end = w.end_reason, next_step_at = app_now(), version = l.version + 1,
      period_ended_at = case when w.end_reason = 'ended' then (select p.ended_at from period_instance p where p.id = l.period_id) end
      from (
        select o.id, a.end_reason from letter o
          join (select distinct on (period_id, due_at) period_id, due_at, end_reason from alert where ended_at is not null order by period_id, due_at, ended_at) a
            on a.period_id = o.period_id and a.due_at = o.due_at
          join criminal_case c on c.id = o.case_id
        where o.closed_at is null and o.period_end is null
          and not exists (select 1 from alert s where s.period_id = o.period_id and s.due_at = o.due_at and s.ended_at is null)
        for update of o skip locked for key share of c skip locked
      ) w where l.id = w.id;
    get diagnostics mended = row_count;
    return mended;
  end $$;
`

const HAND_OVERS = `
  create or replace function mark_silent_hand_overs(most int) returns table (id uuid, case_id uuid, leg text, state text) language sql security definer set search_path = pg_catalog, public as $$
    with due as (
      select h.id from hand_over h join criminal_case c on c.id = h.case_id where h.due_at <= app_now() and h.silent_since is null order by h.due_at limit most
        for update of h skip locked for key share of c skip locked
    )
    update hand_over h set silent_since = h.due_at from due where h.id = due.id returning h.id, h.case_id, h.leg, h.state
  $$;
`
