import { Migration } from '@mikro-orm/migrations'

/** Reminder, warning and supervision letters (提醒函、预警函、督办函): one per alert, with addressees, course and deliveries. */
export class Migration20261126092000_letters extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table staff_contact (
        user_id uuid primary key references app_user, email text, mobile text, wecom text, updated_at timestamptz not null default now()
      );
      comment on table staff_contact is 'where a person is told that a letter waits; the message itself names nobody';
      alter table staff_contact enable row level security;
      alter table staff_contact force row level security;
      create policy own_contact on staff_contact to app using (user_id = app_user()) with check (user_id = app_user());
      create policy worker_reads on staff_contact for select to worker using (true);
      create policy owner_keeps on staff_contact to owner using (true) with check (true);
      grant select, insert, update on staff_contact to app;
      grant select on staff_contact to worker;

      create table letter (
        id uuid primary key, alert_id uuid references alert, raised_from uuid references letter, case_id uuid not null references criminal_case, case_person_id uuid,
        period_id uuid not null, code text not null, due_at timestamptz not null, level smallint not null check (level between 1 and 3),
        agency text not null, custody boolean not null, issuer text not null, issuer_parent text, number text,
        state text not null check (state in ('RAISED', 'DELIVERED', 'ACKNOWLEDGED', 'IN_PROGRESS', 'FED_BACK', 'DISPUTED', 'CLOSED', 'CANCELLED', 'SUPERSEDED')),
        content jsonb not null, raised_at timestamptz not null, sign_by timestamptz, issued_at timestamptz, signed_by uuid references app_user,
        ack_by timestamptz, feedback_by timestamptz, acknowledged_at timestamptz, fed_back_at timestamptz, cause text, accepted_at timestamptz, lawful boolean not null,
        returns int not null check (returns between 0 and 2), disputed_by uuid references app_user, dispute_check_by timestamptz, goes_up boolean not null, escalated_at timestamptz,
        case_review boolean not null, passed text[] not null, period_end text check (period_end in ('ended', 'extended', 'suspended', 'corrected')), period_ended_at timestamptz,
        closed_at timestamptz, result text, late_seconds bigint, next_step_at timestamptz, version int not null default 1,
        check ((number is null) = (issued_at is null)), check ((closed_at is null) = (state not in ('CLOSED', 'CANCELLED', 'SUPERSEDED')))
      );
      create unique index letter_once on letter (period_id, due_at, level) where closed_at is null;
      create unique index letter_number on letter (issuer, number);
      create index letter_next_step on letter (next_step_at) where next_step_at is not null;
      create index letter_period on letter (period_id, due_at);
      create index letter_case on letter (case_id, raised_at);
      create index letter_open on letter (due_at, id) where closed_at is null;
      create index letter_closed on letter (closed_at, id) where closed_at is not null;
      create index letter_to_sign on letter (issuer, due_at, id) where issued_at is null and closed_at is null;

      create table letter_recipient (
        id uuid primary key, letter_id uuid not null references letter, case_id uuid not null, kind text not null check (kind in ('to', 'cc', 'notice')), post text not null,
        agency text not null, user_id uuid references app_user, desk_roles text[] not null, delivered_at timestamptz, acknowledged_at timestamptz, acknowledged_by uuid references app_user,
        due_at timestamptz not null, closed_at timestamptz
      );
      create index letter_recipient_letter on letter_recipient (letter_id);
      create index letter_recipient_open on letter_recipient (agency, due_at, letter_id) where delivered_at is not null and closed_at is null;
      create index letter_recipient_closed on letter_recipient (agency, closed_at, letter_id) where delivered_at is not null and closed_at is not null;
      comment on table letter_recipient is 'due_at and closed_at are the letter''s: an inbox is read in its order from here, however many letters there are';
      comment on column letter_recipient.user_id is 'null: nobody holds the post, the desk of the agency receives it';

      create table letter_event (
        id uuid primary key, seq bigint generated always as identity, letter_id uuid not null references letter, case_id uuid not null, act text not null,
        at timestamptz not null, by_user uuid references app_user, by_agency text, data jsonb not null default '{}'
      );
      create index letter_event_letter on letter_event (letter_id, seq);

      create table letter_delivery (
        id uuid primary key, letter_id uuid not null references letter, case_id uuid not null, recipient_id uuid references letter_recipient, occasion uuid not null,
        user_id uuid references app_user, channel text not null check (channel in ('in-app', 'email', 'sms', 'wecom')), state text not null check (state in ('waiting', 'sent', 'refused')),
        attempts int not null default 0, created_at timestamptz not null, sent_at timestamptz, problem text
      );
      create unique index letter_delivery_once on letter_delivery (letter_id, occasion, channel, coalesce(user_id, recipient_id));
      comment on table letter_delivery is 'one attempt id per occasion, person and channel: a message sent again after a crash bears the same id';

      alter table alert add column letter_due boolean not null default true;
      create index alert_without_letter on alert (raised_at, id) where letter_due;
    `)
    this.addSql(RIGHTS)
    this.addSql(ENDS)
    this.addSql(WORK)
  }
}

const RIGHTS = `
  -- Uncorrelated, so that a list asks once and not for each row.
  create function supervised_agencies() returns text language sql stable security definer set search_path = pg_catalog, public as $$
    select case when 'SV' = any (app_roles()) and app_agency() like '%-PLC' then regexp_replace(split_part(app_agency(), '-', 1), '(00)+$', '') || '%' end
  $$;
  comment on function supervised_agencies is 'the pattern of the agencies that my committee supervises: those of its division and of the divisions below; null for everybody else';
  create function recused_cases() returns uuid[] language sql stable security definer set search_path = pg_catalog, public as $$
    select coalesce(array_agg(r.case_id), '{}') from case_recusal r where r.user_id = app_user()
  $$;

  create function letter_open_to_me(wanted uuid, of_case uuid, is_issued boolean) returns boolean
  language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return app_user() is not null and is_issued and not 'LW' = any (app_roles()) and exists (
      select 1 from letter_recipient r where r.letter_id = wanted and r.agency = app_agency()
      and (r.user_id = app_user() or app_roles() && r.desk_roles or case_open_to_me(of_case)));
  end $$;
  comment on function letter_open_to_me is 'of an addressed agency whoever is named, keeps its desk, or may see the case; a draft is for nobody but its issuer';

  alter table letter enable row level security;
  alter table letter force row level security;
  create policy for_whom on letter for select to app using (agency like (select supervised_agencies()) or letter_open_to_me(id, case_id, issued_at is not null));
  create policy answered on letter for update to app using (agency like (select supervised_agencies()) or letter_open_to_me(id, case_id, issued_at is not null))
    with check (agency like (select supervised_agencies()) or letter_open_to_me(id, case_id, issued_at is not null));
  create policy not_recused on letter as restrictive to app using (case_id <> all ((select recused_cases())::uuid[])) with check (case_id <> all ((select recused_cases())::uuid[]));
  create policy one_case on letter to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on letter to owner using (true) with check (true);
  grant select, update on letter to app;
  grant select, insert, update on letter to worker;

  -- An inbox in its order. By the words of the policy below; as a function of the owner it asks them once per row and not per letter too.
  create function my_letters(is_open boolean, after_key timestamptz, after_id uuid, most int) returns table (key timestamptz, id uuid)
  language sql stable security definer set search_path = pg_catalog, public as $$
    (select distinct r.due_at, r.letter_id from letter_recipient r
      where is_open and r.agency = app_agency() and r.delivered_at is not null and r.closed_at is null and (r.user_id = app_user() or app_roles() && r.desk_roles)
        and not 'LW' = any (app_roles()) and r.case_id <> all ((select recused_cases())::uuid[]) and (r.due_at, r.letter_id) > (coalesce(after_key, '-infinity'), coalesce(after_id, '00000000-0000-0000-0000-000000000000'))
      order by r.due_at, r.letter_id limit most)
    union all
    (select distinct r.closed_at, r.letter_id from letter_recipient r
      where not is_open and r.agency = app_agency() and r.delivered_at is not null and r.closed_at is not null and (r.user_id = app_user() or app_roles() && r.desk_roles)
        and not 'LW' = any (app_roles()) and r.case_id <> all ((select recused_cases())::uuid[]) and (r.closed_at, r.letter_id) < (coalesce(after_key, 'infinity'), coalesce(after_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))
      order by r.closed_at desc, r.letter_id desc limit most)
  $$;

  alter table letter_recipient enable row level security;
  alter table letter_recipient force row level security;
  create policy for_whom on letter_recipient for select to app using (
    agency = app_agency() and delivered_at is not null and (user_id = app_user() or app_roles() && desk_roles) and not 'LW' = any (app_roles())
    or exists (select 1 from letter l where l.id = letter_id));
  create policy not_recused on letter_recipient as restrictive to app using (case_id <> all ((select recused_cases())::uuid[])) with check (case_id <> all ((select recused_cases())::uuid[]));
  create policy own_agency on letter_recipient for update to app using (agency = app_agency()) with check (agency = app_agency());
  create policy issued on letter_recipient for update to app using (exists (select 1 from letter l where l.id = letter_id and l.agency like (select supervised_agencies())))
    with check (exists (select 1 from letter l where l.id = letter_id and l.agency like (select supervised_agencies())));
  create policy one_case on letter_recipient to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on letter_recipient to owner using (true) with check (true);
  grant select, update on letter_recipient to app;
  grant select, insert, update on letter_recipient to worker;

  alter table letter_event enable row level security;
  alter table letter_event force row level security;
  create policy with_letter on letter_event for select to app using (exists (select 1 from letter l where l.id = letter_id));
  create policy own_acts on letter_event for insert to app with check (by_user = app_user() and exists (select 1 from letter l where l.id = letter_id));
  create policy one_case on letter_event to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on letter_event to owner using (true) with check (true);
  grant select, insert on letter_event to app, worker;

  alter table letter_delivery enable row level security;
  alter table letter_delivery force row level security;
  create policy with_letter on letter_delivery for select to app using (exists (select 1 from letter l where l.id = letter_id));
  create policy issued on letter_delivery for insert to app with check (exists (select 1 from letter l where l.id = letter_id and l.agency like (select supervised_agencies())));
  create policy one_case on letter_delivery to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on letter_delivery to owner using (true) with check (true);
  grant select, insert on letter_delivery to app;
  grant select, insert, update on letter_delivery to worker;

  create policy letters_read on criminal_case for select to owner using (true);
  create policy letters_read on case_person for select to owner using (true);

  revoke execute on function letter_open_to_me(uuid, uuid, boolean), supervised_agencies(), recused_cases(), my_letters(boolean, timestamptz, uuid, int) from public;
  grant execute on function letter_open_to_me(uuid, uuid, boolean), supervised_agencies(), recused_cases(), my_letters(boolean, timestamptz, uuid, int) to app;
`

const ENDS = `
  -- The end of a period reaches its letters in the same transaction; the sweep then closes them by the table of steps.
  create function letters_follow_alert() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update letter l set period_end = f.end_reason, next_step_at = app_now(), version = l.version + 1,
      period_ended_at = case when f.end_reason = 'ended' then (select p.ended_at from period_instance p where p.id = f.period_id) end
      from (select distinct on (period_id, due_at) period_id, due_at, end_reason from fresh where ended_at is not null) f
      where l.period_id = any (array(select period_id from fresh where ended_at is not null))
        and l.period_id = f.period_id and l.due_at is not distinct from f.due_at and l.closed_at is null and l.period_end is null;
    update letter l set period_end = null, period_ended_at = null, next_step_at = app_now(), version = l.version + 1
      where l.period_id = any (array(select period_id from fresh where ended_at is null)) and l.closed_at is null and l.period_end is not null
        and exists (select 1 from fresh f where f.ended_at is null and f.period_id = l.period_id and f.due_at = l.due_at);
    return null;
  end $$;
  create trigger letters_follow_alert after update on alert referencing new table as fresh for each statement execute function letters_follow_alert();

  -- An alert that stands again after its end was voided has its letter again, under a number of its own.
  create function alert_stands_again() returns trigger language plpgsql set search_path = pg_catalog, public as $$
  begin
    new.letter_due := true;
    return new;
  end $$;
  create trigger alert_stands_again before update of ended_at on alert for each row when (old.ended_at is not null and new.ended_at is null) execute function alert_stands_again();

  -- For what a letter that was just being raised did not hear of.
  create function mend_letter_ends() returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    mended int;
  begin
    update letter l set period_end = a.end_reason, next_step_at = app_now(), version = l.version + 1,
      period_ended_at = case when a.end_reason = 'ended' then (select p.ended_at from period_instance p where p.id = a.period_id) end
      from (select distinct on (period_id, due_at) * from alert where ended_at is not null order by period_id, due_at, ended_at) a
      where l.closed_at is null and l.period_end is null and l.period_id = a.period_id and l.due_at = a.due_at
        and not exists (select 1 from alert o where o.period_id = l.period_id and o.due_at = l.due_at and o.ended_at is null);
    get diagnostics mended = row_count;
    return mended;
  end $$;

  create function letters_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform pg_notify('live', json_build_object('kind', 'letter', 'agencies', json_build_array(c.agency, c.issuer, c.issuer_parent))::text)
      from (select distinct agency, issuer, coalesce(issuer_parent, issuer) as issuer_parent from fresh) c;
    return null;
  end $$;
  create trigger letters_made after insert on letter referencing new table as fresh for each statement execute function letters_changed();
  create trigger letters_changed after update on letter referencing new table as fresh for each statement execute function letters_changed();

  create function recipients_follow_letter() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    -- By arrays: what a statement changed has no statistics, and a join with it may become a product.
    update letter_recipient r set closed_at = (select f.closed_at from fresh f where f.id = r.letter_id)
      where r.letter_id = any (array(select f.id from fresh f where f.closed_at is not null)) and r.closed_at is null;
    return null;
  end $$;
  create trigger recipients_follow_letter after update on letter referencing new table as fresh for each statement execute function recipients_follow_letter();

  create function wake_letters() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin perform pg_notify('letters', ''); return null; end $$;
  create trigger wake_letters after insert or update of ended_at on alert for each statement execute function wake_letters();

  revoke execute on function letters_follow_alert(), alert_stands_again(), mend_letter_ends(), letters_changed(), recipients_follow_letter(), wake_letters() from public;
  grant execute on function letters_follow_alert(), alert_stands_again(), letters_changed(), recipients_follow_letter(), wake_letters() to app, worker;
  grant execute on function mend_letter_ends() to worker;
`

const WORK = `
  -- Claims alerts that have no letter yet, with what a letter says of them. What another worker holds is passed by.
  create function claim_letter_grounds(most int, review_days int) returns table (
    alert_id uuid, case_id uuid, case_person_id uuid, period_id uuid, code text, due_at timestamptz, level smallint, agency text, custody boolean, wanted boolean,
    platform_no text, charge_code text, acted_at timestamptz, started_at timestamptz, persons jsonb, officers uuid[], earlier text[], second_supervision boolean
  ) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  #variable_conflict use_column
  begin
    return query with claimed as (
      update alert a set letter_due = false where a.id in (select w.id from alert w where w.letter_due order by w.raised_at, w.id limit most for update skip locked) returning a.*
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

  create function claim_due_letters(most int) returns setof letter language sql volatile security definer set search_path = pg_catalog, public as $$
    select * from letter where next_step_at <= app_now() order by next_step_at, id limit most for update skip locked
  $$;

  -- The open letters below those that are being issued.
  create function claim_lower_letters(keys jsonb) returns setof letter language sql volatile security definer set search_path = pg_catalog, public as $$
    select l.* from letter l join jsonb_to_recordset(keys) as k (period_id uuid, due_at timestamptz, level int) on l.period_id = k.period_id and l.due_at = k.due_at and l.level < k.level
    where l.closed_at is null order by l.id for update of l
  $$;

  create function letter_officers(letters uuid[], review_days int) returns table (letter_id uuid, officers uuid[], second_supervision boolean, has_higher boolean)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select l.id, array(select s.user_id from case_assignment s where s.case_id = l.case_id and s.agency_code = l.agency and s.role = 'caseOfficer' order by s.since, s.user_id),
      exists (select 1 from letter o where o.case_id = l.case_id and o.level = 3 and o.state <> 'CANCELLED' and (o.period_id, o.due_at) <> (l.period_id, l.due_at)
        and o.raised_at > app_now() - make_interval(days => review_days)),
      exists (select 1 from letter o where o.period_id = l.period_id and o.due_at = l.due_at and o.level > l.level and o.closed_at is null)
    from letter l where l.id = any (letters)
  $$;

  -- The tails of many chains at once, locked in one order, so that two batches wait for each other and never across. The index is
  -- insisted on: a plan made while the trail was short would read all of it for each chain.
  create function lock_audit_tails(wanted text[]) returns table (chain text, seq bigint, hash bytea)
  language plpgsql volatile security definer set search_path = pg_catalog, public set enable_seqscan = off as $$
  #variable_conflict use_column
  begin
    perform pg_advisory_xact_lock(hashtextextended(c.chain, 0)) from (select distinct unnest(wanted) as chain order by 1) c;
    return query select c.chain, t.seq, t.hash from unnest(wanted) as c (chain)
      left join lateral (select a.seq, a.hash from audit_entry a where a.chain = c.chain order by a.seq desc limit 1) t on true;
  end $$;

  -- Writes what a batch decided: all of it or nothing.
  create function write_letters(made jsonb, changed jsonb, recipients jsonb, issued uuid[], events jsonb, deliveries jsonb) returns void
  language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    update letter l set (number, state, content, sign_by, issued_at, signed_by, ack_by, feedback_by, acknowledged_at, fed_back_at, cause, accepted_at, lawful, returns, disputed_by,
        dispute_check_by, goes_up, escalated_at, case_review, passed, period_end, period_ended_at, closed_at, result, late_seconds, next_step_at, version)
      = (c.number, c.state, c.content, c.sign_by, c.issued_at, c.signed_by, c.ack_by, c.feedback_by, c.acknowledged_at, c.fed_back_at, c.cause, c.accepted_at, c.lawful, c.returns, c.disputed_by,
        c.dispute_check_by, c.goes_up, c.escalated_at, c.case_review, c.passed, c.period_end, c.period_ended_at, c.closed_at, c.result, c.late_seconds, c.next_step_at, l.version + 1)
      from jsonb_populate_recordset(null::letter, changed) c where l.id = c.id;
    insert into letter select * from jsonb_populate_recordset(null::letter, made);
    insert into letter_recipient select * from jsonb_populate_recordset(null::letter_recipient, recipients);
    update letter_recipient set delivered_at = app_now() where letter_id = any (issued) and delivered_at is null;
    insert into letter_event (id, letter_id, case_id, act, at, by_user, by_agency, data)
      select id, letter_id, case_id, act, at, by_user, by_agency, data from jsonb_populate_recordset(null::letter_event, events);
    insert into letter_delivery (id, letter_id, case_id, recipient_id, occasion, user_id, channel, state, attempts, created_at, sent_at)
      select gen_random_uuid(), r.letter_id, r.case_id, r.id, d.occasion, r.user_id, 'in-app', 'sent', 1, app_now(), app_now()
      from jsonb_to_recordset(deliveries) as d (letter_id uuid, occasion uuid) join letter_recipient r on r.letter_id = d.letter_id
      on conflict do nothing;
  end $$;

  revoke execute on function lock_audit_tails(text[]), claim_letter_grounds(int, int), claim_due_letters(int), claim_lower_letters(jsonb), letter_officers(uuid[], int),
    write_letters(jsonb, jsonb, jsonb, uuid[], jsonb, jsonb) from public;
  grant execute on function lock_audit_tails(text[]) to app;
  grant execute on function lock_audit_tails(text[]), claim_letter_grounds(int, int), claim_due_letters(int), claim_lower_letters(jsonb), letter_officers(uuid[], int),
    write_letters(jsonb, jsonb, jsonb, uuid[], jsonb, jsonb) to worker;
`
