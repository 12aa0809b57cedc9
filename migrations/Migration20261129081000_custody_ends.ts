import { Migration } from '@mikro-orm/migrations'

/** How each event left the end of custody of those who are held: what a 变更羁押期限通知书 tells the centre. 公监管〔2014〕96号 I(2) */
export class Migration20261129081000_custody_ends extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table custody_end (
        event_id uuid not null references case_event deferrable initially deferred, case_person_id uuid not null references case_person, case_id uuid not null references criminal_case,
        code text, due_at timestamptz, suspended boolean not null, previous_code text, previous_due_at timestamptz, was_suspended boolean not null default false,
        owes_notice boolean not null, check ((code is null) = (due_at is null)), primary key (event_id, case_person_id)
      );
      create index custody_end_person on custody_end (case_person_id);
      create index custody_end_case on custody_end (case_id);
      alter table custody_end enable row level security;
      alter table custody_end force row level security;
      create policy of_case on custody_end for select to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
      create policy one_case on custody_end for select to worker using (case_id = app_case());
      create policy owner_all on custody_end to owner using (true) with check (true);
      grant select on custody_end to app, worker;

      create function note_custody_ends(wanted uuid, event uuid, ends jsonb) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        if not case_open_to_me(wanted) and app_case() is distinct from wanted then raise exception 'no such case' using errcode = '42501'; end if;
        insert into custody_end (event_id, case_person_id, case_id, code, due_at, suspended, previous_code, previous_due_at, was_suspended, owes_notice)
          select event, e.person, wanted, e.code, e.due_at, e.suspended, e.previous_code, e.previous_due_at, e.was_suspended, e.owes_notice
          from jsonb_to_recordset(ends) as e (person uuid, code text, due_at timestamptz, suspended boolean, previous_code text, previous_due_at timestamptz, was_suspended boolean, owes_notice boolean)
          join case_person p on p.id = e.person and p.case_id = wanted;
      end $$;

      create or replace function move_titles(wanted uuid, leaving uuid[], arriving uuid[]) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        if not case_open_to_me(wanted) then raise exception 'no such case' using errcode = '42501'; end if;
        update custody_title t set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
          where t.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
        update custody_end e set case_id = wanted, case_person_id = m.arrived from unnest(leaving, arriving) as m (gone, arrived), case_person p
          where e.case_person_id = m.gone and p.id = m.arrived and p.case_id = wanted and p.moved_from = m.gone;
      end $$;
      -- Who is held today is held until the earliest end of what runs.
      insert into custody_end (event_id, case_person_id, case_id, code, due_at, suspended, owes_notice)
        select distinct on (t.case_person_id) i.started_by, t.case_person_id, t.case_id, i.code, i.due_at, i.suspended, false
        from custody_title t join period_instance i on i.case_id = t.case_id and i.ended_at is null and (i.case_person_id = t.case_person_id or i.case_person_id is null)
        where t.held_until is null and i.code in ('DET_ARREST_REQUEST', 'ARREST_REVIEW_DETAINED', 'INV_CUSTODY', 'PROC_REVIEW', 'PROC_REVIEW_FAST', 'SUPP_INVEST', 'SUPERVISION_DETENTION',
          'TRIAL_ORDINARY', 'TRIAL_SUMMARY', 'TRIAL_FAST', 'TRIAL_PROC_SUPP_1M', 'SECOND_INSTANCE', 'CC_ARREST_MAX_30D') order by t.case_person_id, i.due_at;

      revoke execute on function note_custody_ends(uuid, uuid, jsonb) from public;
      grant execute on function note_custody_ends(uuid, uuid, jsonb) to app, worker;
    `)
  }
}
