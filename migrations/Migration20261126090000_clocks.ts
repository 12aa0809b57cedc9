import { Migration } from '@mikro-orm/migrations'

/**
 * Clocks derived from events: what each event means for them, who answers for a period, when it warns. A wrong event is
 * voided by a later one, never deleted; a change of a deadline waits for a second person.
 */
export class Migration20261126090000_clocks extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table case_event add column clock jsonb, add column corrects uuid references case_event, add column voided_by uuid references case_event deferrable initially deferred;

      -- Earlier events: what they started stands in the periods; whom they concerned follows from the person.
      update case_event e set clock = jsonb_build_object(
        'persons', case when e.case_person_id is null or 'judgmentServedOnAll' = any (e.events)
          then (select coalesce(jsonb_agg(p.id), '[]') from case_person p where p.case_id = e.case_id) else jsonb_build_array(e.case_person_id) end,
        'wholeCase', e.case_person_id is null or exists (select 1 from period_instance p where p.ended_by = e.id and p.case_person_id is null),
        'starts', (select coalesce(jsonb_agg(jsonb_build_object('code', p.code, 'casePersonId', p.case_person_id, 'agency', e.by_agency)), '[]') from period_instance p where p.started_by = e.id),
        'custody', null, 'deadline', null);
      alter table case_event alter column clock set not null;

      alter table period_instance
        add column agency text, add column custody boolean not null default false, add column suspended boolean not null default false,
        add column flags text[] not null default '{}', add column end_event text,
        add column remind_at timestamptz, add column warn_at timestamptz, add column supervise_at timestamptz,
        add column next_alert_at timestamptz, add column alert_level smallint not null default 0 check (alert_level between 0 and 3);
      update period_instance p set agency = e.by_agency from case_event e where e.id = p.started_by;
      alter table period_instance alter column agency set not null;
      create index period_next_alert on period_instance (next_alert_at) where next_alert_at is not null;
      create index period_custody_end on period_instance (agency, due_at) where custody and ended_at is null;
      create unique index period_once on period_instance (started_by, code, coalesce(case_person_id, case_id));

      create table deadline_request (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person,
        type text not null check (type in ('extend', 'suspend', 'resume', 'restart', 'correct')), period_code text, extension text, length int, reason text,
        corrects uuid references case_event, occurred_at timestamptz, document_no text, note text,
        requested_by uuid not null references app_user, agency text not null, requested_at timestamptz not null,
        state text not null default 'open' check (state in ('open', 'approved', 'refused')), decided_by uuid references app_user, decided_at timestamptz, decision_note text,
        event_id uuid references case_event, version int not null default 1,
        check (decided_by is null or decided_by <> requested_by)
      );
      create index deadline_request_case on deadline_request (case_id, requested_at);
      create unique index deadline_request_one_open on deadline_request (case_id, coalesce(case_person_id, case_id), type, coalesce(period_code, ''), coalesce(corrects, case_id)) where state = 'open';
      alter table deadline_request enable row level security;
      alter table deadline_request force row level security;
      create policy open_to_me on deadline_request to app using (case_open_to_me(case_id)) with check (case_open_to_me(case_id));
      create policy one_case on deadline_request to worker using (case_id = app_case()) with check (case_id = app_case());
      grant select, insert, update on deadline_request to app;
      grant select on deadline_request to worker;
    `)
  }
}
