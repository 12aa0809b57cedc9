import { Migration } from '@mikro-orm/migrations'

const OPEN = "('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'rebind', 'faulty')"

/**
 * Hand-overs of single persons, every answer of a receiver, new editions of a manifest, whom a hand-over waits for and how
 * long, lines that are down, and reading for a review while the case stays with its holder.
 */
export class Migration20261127092000_handovers extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table hand_over add column persons uuid[], add column edition int not null default 1, add column rebind jsonb,
        add column due_at timestamptz, add column silent_since timestamptz;
      comment on column hand_over.persons is 'the persons it concerns; null: the whole case';
      comment on column hand_over.due_at is 'by when whoever has it should act: a longest stay, or the day by which papers were asked for';
      comment on column hand_over.silent_since is 'nobody acted by due_at; nothing is accepted on anybody''s behalf';
      alter table hand_over drop constraint hand_over_state_check;
      alter table hand_over add constraint hand_over_state_check check (state in ${OPEN.slice(0, -1)}, 'accepted', 'returned', 'recalled'));
      drop index hand_over_one_open;
      create unique index hand_over_one_open on hand_over (case_id) where state in ${OPEN};
      create index hand_over_due on hand_over (due_at) where silent_since is null and due_at is not null;
      create index hand_over_silent on hand_over (silent_since) where silent_since is not null;

      -- A re-bound dossier is frozen anew; the earlier edition stays as it was sent.
      alter table hand_over_entry add column edition int not null default 1;
      alter table hand_over_entry drop constraint hand_over_entry_pkey, drop constraint hand_over_entry_hand_over_id_document_id_key;
      alter table hand_over_entry add primary key (hand_over_id, edition, seq), add unique (hand_over_id, edition, document_id);
      alter table receipt add column edition int not null default 1;
      alter table receipt drop constraint receipt_hand_over_id_kind_key;
      alter table receipt add unique (hand_over_id, kind, edition);

      create table hand_over_answer (
        hand_over_id uuid not null references hand_over, case_id uuid not null, seq int not null, edition int not null, outcome text not null
          check (outcome in ('ACCEPTED', 'ACCEPTED_WITH_NOTE', 'SUPPLEMENT_REQUIRED', 'REBIND_REQUIRED', 'RETURNED_NO_JURISDICTION', 'RETURNED_PERSON_AT_LARGE', 'RETURNED_NOT_PROSECUTABLE')),
        reason text, basis text, due_on date, document_codes text[], persons uuid[], answered_by uuid not null references app_user, answered_at timestamptz not null,
        primary key (hand_over_id, seq)
      );
      comment on table hand_over_answer is 'every answer of the receiving desk, in order; never changed';
      alter table hand_over_answer enable row level security;
      alter table hand_over_answer force row level security;
      create policy with_hand_over on hand_over_answer for select to app using (exists (select 1 from hand_over h where h.id = hand_over_id));
      create policy receiver_answers on hand_over_answer for insert to app with check (answered_by = app_user() and case_open_to_me(case_id));
      create policy one_case on hand_over_answer for select to worker using (case_id = app_case());
      grant select, insert on hand_over_answer to app;
      grant select on hand_over_answer to worker;

      create table line_pause (
        id uuid primary key, agency_code text not null, reason text not null, expected_end timestamptz not null, paused_at timestamptz not null, paused_by uuid not null references app_user,
        resumed_at timestamptz, resumed_by uuid references app_user, check ((resumed_at is null) = (resumed_by is null))
      );
      comment on table line_pause is 'a line that is down: what is sent from or to the agency waits in order; no period stands still';
      create unique index line_pause_one on line_pause (agency_code) where resumed_at is null;
      alter table line_pause enable row level security;
      alter table line_pause force row level security;
      create policy staff_reads on line_pause for select to app using (app_user() is not null);
      create policy own_line on line_pause for insert to app with check (agency_code = app_agency() or 'SA' = any (app_roles()));
      create policy own_line_again on line_pause for update to app using (agency_code = app_agency() or 'SA' = any (app_roles()))
        with check (agency_code = app_agency() or 'SA' = any (app_roles()));
      create policy owner_keeps on line_pause to owner using (true) with check (true);
      grant select, insert, update on line_pause to app;
    `)
    this.addSql(SILENCE)
    this.addSql(REVIEW)
  }
}

const SILENCE = `
  create policy owner_marks on hand_over for update to owner using (true) with check (true);
  create function mark_silent_hand_overs(most int) returns table (id uuid, case_id uuid, leg text, state text) language sql security definer set search_path = pg_catalog, public as $$
    with due as (
      select h.id from hand_over h where h.due_at <= app_now() and h.silent_since is null order by h.due_at limit most for update skip locked
    )
    update hand_over h set silent_since = h.due_at from due where h.id = due.id returning h.id, h.case_id, h.leg, h.state
  $$;

  -- For those who watch over time alone: between which agencies something waits, since when, and nothing of what it is about.
  create function silent_hand_overs() returns table (leg text, state text, from_agency text, to_agency text, since timestamptz, hand_overs int) language sql stable security definer set search_path = pg_catalog, public as $$
    select h.leg, h.state, h.from_agency, h.to_agency, min(h.silent_since), count(*)::int from hand_over h
    where h.silent_since is not null and (supervises(h.from_agency) or supervises(h.to_agency))
    group by h.leg, h.state, h.from_agency, h.to_agency order by min(h.silent_since)
  $$;

  -- What waited for the line goes on, oldest first; what the other end's line holds up waits on.
  create function resume_hand_overs(agency text) returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare told int;
  begin
    if agency is distinct from app_agency() and not 'SA' = any (app_roles()) then raise exception 'not this line' using errcode = '42501'; end if;
    insert into outbox (id, case_id, type, payload)
      select gen_random_uuid(), h.case_id, 'handOver.resumed', jsonb_build_object('handOverId', h.id) from hand_over h
      where h.state in ('sent', 'checked') and agency in (h.from_agency, h.to_agency)
        and not exists (select 1 from line_pause p where p.resumed_at is null and p.agency_code in (h.from_agency, h.to_agency))
      order by h.sent_at, h.id;
    get diagnostics told = row_count;
    return told;
  end $$;
  -- Held till the reader's transaction ends: a line that comes up meanwhile waits for it, and then finds what was left waiting.
  create function hold_line(sender text, receiver text) returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform 1 from line_pause p where p.resumed_at is null and p.agency_code in (sender, receiver) for share;
    return found;
  end $$;
  create function waiting_for_line(agency text) returns int language sql stable security definer set search_path = pg_catalog, public as $$
    select count(*)::int from hand_over h where h.state in ('sent', 'checked') and agency in (h.from_agency, h.to_agency)
      and (agency = app_agency() or 'SA' = any (app_roles()))
  $$;

  revoke execute on function mark_silent_hand_overs(int), silent_hand_overs(), resume_hand_overs(text), hold_line(text, text), waiting_for_line(text) from public;
  grant execute on function mark_silent_hand_overs(int), hold_line(text, text) to worker;
  grant execute on function silent_hand_overs(), resume_hand_overs(text), waiting_for_line(text) to app;
`

/**
 * A hand-over that leaves the case with its holder opens to the receiver what was frozen for it and no more, until he has
 * decided on everybody; then he stands as before.
 */
const REVIEW = `
  alter table case_access drop constraint case_access_mode_check;
  alter table case_access add constraint case_access_mode_check check (mode in ('holder', 'former', 'receiver', 'partner'));
  create policy owner_sees on hand_over_entry for select to owner using (true);

  alter table case_access add column beside_before boolean not null default false;
  create or replace function deliver_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  declare h hand_over;
  begin
    select * into h from hand_over where id = wanted and case_id = app_case() and delivered_at is not null;
    if h.id is null then raise exception 'no such delivery' using errcode = '42501'; end if;
    insert into case_access (case_id, agency_code, mode, since) values (h.case_id, h.to_agency, 'receiver', h.delivered_at)
      on conflict (case_id, agency_code) do update set mode = 'receiver', since = excluded.since, until = null,
        held_before = case_access.held_before or case_access.mode = 'former', beside_before = case_access.beside_before or case_access.mode = 'partner'
        where case_access.mode in ('former', 'partner');
  end $$;

  create or replace function settle_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  declare h hand_over; holder text;
  begin
    select * into h from hand_over where id = wanted and state in ('accepted', 'returned', 'recalled')
      and app_agency() = case when state = 'recalled' then from_agency else to_agency end;
    if h.id is null then raise exception 'no such decision' using errcode = '42501'; end if;
    select c.holder_agency into holder from criminal_case c where c.id = h.case_id;
    if h.state = 'accepted' and holder is distinct from h.to_agency then
      update case_access set mode = 'partner', since = h.answered_at, until = null where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver';
    elsif h.state = 'accepted' then
      update case_access set mode = 'former', until = h.answered_at where case_id = h.case_id and mode = 'holder';
      update case_access set mode = 'holder', since = h.answered_at, until = null where case_id = h.case_id and agency_code = h.to_agency;
    else
      delete from case_access where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver' and not held_before and not beside_before;
      update case_access set mode = case when held_before then 'former' else 'partner' end, until = h.answered_at where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver';
    end if;
  end $$;

  -- Desks of the centre, the prison and the correction office receive too.
  create or replace function case_open_to_me(wanted uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return exists (
      select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency()
      and (a.mode = 'receiver' and app_roles() && array['PP', 'PC', 'CJ', 'CC', 'DO', 'JB'] or 'PL' = any (app_roles())
           or exists (select 1 from case_assignment s where s.case_id = wanted and s.user_id = app_user())))
    and not exists (select 1 from case_recusal r where r.case_id = wanted and r.user_id = app_user());
  end $$;
  create or replace function hand_over_open_to_me(wanted uuid, sender text, receiver text, delivered boolean) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return case_open_to_me(wanted) and (sender = app_agency() or receiver = app_agency() and delivered or exists (
        select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency() and a.mode = 'holder'))
      or receiver = app_agency() and delivered and app_roles() && array['PP', 'PC', 'CJ', 'CC', 'DO', 'JB']
        and not exists (select 1 from case_recusal r where r.case_id = wanted and r.user_id = app_user());
  end $$;

  -- The arrest review is over for a person who is approved, or rejected, told, and past his remedies; over for all, the papers close.
  create function end_review() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    update case_access a set until = app_now() where a.case_id = new.case_id and a.mode = 'partner' and a.until is null
      and exists (select 1 from hand_over h where h.case_id = a.case_id and h.to_agency = a.agency_code and h.leg = 'arrestRequest' and h.state = 'accepted')
      and not exists (
        select 1 from hand_over h, unnest(h.persons) who where h.case_id = a.case_id and h.to_agency = a.agency_code and h.leg = 'arrestRequest' and h.state = 'accepted'
        and not exists (select 1 from case_event e where e.case_id = h.case_id and e.case_person_id = who and e.act = 'approveArrest' and e.voided_by is null and e.occurred_at >= h.answered_at)
        and (not exists (select 1 from case_event e where e.case_id = h.case_id and e.case_person_id = who and e.act = 'receiveNonArrest' and e.voided_by is null and e.occurred_at >= h.answered_at)
          or exists (select 1 from period_instance p where p.case_id = h.case_id and p.case_person_id = who and p.ended_at is null and p.due_at > app_now()
            and p.code like 'NONARREST\\_RE%' and p.code <> 'NONARREST_RELEASE')));
    return null;
  end $$;
  create constraint trigger end_review after insert on case_event deferrable initially deferred for each row
    when (new.act in ('approveArrest', 'receiveNonArrest', 'decideNonArrestReconsideration', 'decideNonArrestReview')) execute function end_review();

  create function document_in_review(wanted uuid, document uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return case_open_to_me(wanted) and exists (select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency() and a.mode = 'partner' and a.until is null)
      and exists (select 1 from hand_over_entry e join hand_over h on h.id = e.hand_over_id
        where e.document_id = document and h.case_id = wanted and h.to_agency = app_agency() and h.state = 'accepted' and e.edition = h.edition);
  end $$;
  -- A court's secondary volume goes from court to court and to nobody else.
  create function document_among_courts(wanted uuid, kept_in text, author text, added timestamptz, sent boolean) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return kept_in = 'courtSub' and author like '%-CRT' and app_agency() like '%-CRT' and case_open_to_me(wanted) and exists (
      select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency()
      and (a.mode = 'holder' or a.mode = 'former' and added <= a.until or a.mode = 'receiver' and sent));
  end $$;
  drop policy open_to_me on document;
  create policy open_to_me on document to app
    using (document_open_to_me(case_id, author_agency, coalesce(volume, 'internal') in ('internal', 'courtSub', 'supervision'), added_at, sent_in is not null) or document_in_review(case_id, id)
      or document_among_courts(case_id, volume, author_agency, added_at, sent_in is not null))
    with check (case_open_to_me(case_id));
  revoke execute on function document_in_review(uuid, uuid), document_among_courts(uuid, text, text, timestamptz, boolean), end_review() from public;
  grant execute on function document_in_review(uuid, uuid), document_among_courts(uuid, text, text, timestamptz, boolean) to app;
  grant execute on function end_review() to app, worker;
`
