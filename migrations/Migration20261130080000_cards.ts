import { Migration } from '@mikro-orm/migrations'

/** Case cards (案卡): one per agency and case, its fields with where each comes from, what was there before, and what earlier agencies are told. */
export class Migration20261130080000_cards extends Migration {
  override async up(): Promise<void> {
    this.addSql(TABLES)
    this.addSql(RIGHTS)
    this.addSql(DUE)
    this.addSql(METER)
  }
}

const TABLES = `
  create table case_card (
    id uuid primary key, case_id uuid not null references criminal_case, agency_code text not null, stage text not null check (stage in ('police', 'procuratorate', 'court')),
    version int not null default 0, opened_at timestamptz not null, updated_at timestamptz not null, unique (case_id, agency_code, stage)
  );
  comment on column case_card.version is 'grows with every change of a value that stands: what is written into the agency''s own system is a version of the card';
  create index case_card_agency on case_card (agency_code, opened_at);

  create table card_field (
    card_id uuid not null references case_card, path text not null, case_id uuid not null references criminal_case, case_person_id uuid references case_person,
    value jsonb not null, state text not null check (state in ('proposed', 'auto', 'confirmed', 'conflict', 'overridden')), source jsonb not null, alternatives jsonb not null default '[]',
    reason text, typed boolean not null default false, corrected boolean not null default false, filled_kind text, confirmed_by uuid references app_user, confirmed_at timestamptz,
    asked jsonb, asked_by uuid references app_user, version int not null default 1, updated_at timestamptz not null,
    primary key (card_id, path), check (state not in ('confirmed', 'overridden') or confirmed_at is not null), check (state <> 'overridden' or reason is not null)
  );
  comment on column card_field.filled_kind is 'the kind of source that first filled the field without anybody typing';
  create index card_field_case on card_field (case_id);

  create table card_field_entry (
    id bigint generated always as identity primary key, card_id uuid not null references case_card, path text not null, case_id uuid not null references criminal_case, case_person_id uuid references case_person,
    value jsonb, state text, source jsonb, reason text, by_user uuid references app_user, at timestamptz not null
  );
  create index card_field_entry_field on card_field_entry (card_id, path, id desc);
  create index card_field_entry_case on card_field_entry (case_id);

  create table card_offer (
    card_id uuid not null references case_card, path text not null, origin text not null, case_id uuid not null references criminal_case, case_person_id uuid references case_person,
    value jsonb not null, source jsonb not null, at timestamptz not null, primary key (card_id, path, origin)
  );
  comment on table card_offer is 'what outside systems say of a field, the latest word of each';
  create index card_offer_case on card_offer (case_id);

  create table correction_notice (
    id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person, from_card uuid not null references case_card, to_card uuid not null references case_card,
    to_agency text not null, from_agency text not null, path text not null, old_value jsonb, new_value jsonb not null, reason text not null,
    state text not null default 'open' check (state in ('open', 'adopted', 'declined')), raised_by uuid not null references app_user, raised_at timestamptz not null,
    answered_by uuid references app_user, answered_at timestamptz, note text, check ((state = 'open') = (answered_at is null))
  );
  create unique index correction_notice_one_open on correction_notice (to_card, path) where state = 'open';
  create index correction_notice_open on correction_notice (to_agency, raised_at) where state = 'open';
  create index correction_notice_case on correction_notice (case_id);
  create table card_setting (agency_code text primary key, required boolean not null, changed_by uuid not null references app_user, changed_at timestamptz not null);
  comment on table card_setting is 'whether an agency hands a case over only with its card complete';
  create table card_due (case_id uuid primary key references criminal_case, since timestamptz not null default now());
  comment on table card_due is 'cases whose cards are to be filled again, because a step, a paper or a person changed';
`

const RIGHTS = `
  create function card_rank(stage text) returns int language sql immutable as $$ select array_position(array['police', 'procuratorate', 'court'], stage) $$;
  create function card_rank_of_me() returns int language sql stable set search_path = pg_catalog, public as $$
    select case right(app_agency(), 3) when 'PSB' then 1 when 'PRO' then 2 when 'CRT' then 3 else 0 end
  $$;
  -- One's own card, and those of the agencies before: nothing that a later agency writes goes back by itself.
  create function card_open_to_me(wanted uuid, agency text, stage text, opened timestamptz) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
  begin
    return case_open_to_me(wanted) and (agency = app_agency() or card_rank(stage) < card_rank_of_me()
      or card_rank(stage) = card_rank_of_me() and exists (select 1 from case_card c where c.case_id = wanted and c.agency_code = app_agency() and c.opened_at > opened));
  end $$;
  revoke execute on function card_open_to_me(uuid, text, text, timestamptz) from public;
  grant execute on function card_open_to_me(uuid, text, text, timestamptz) to app;

  alter table case_card enable row level security;
  alter table case_card force row level security;
  create policy open_to_me on case_card to app using (card_open_to_me(case_id, agency_code, stage, opened_at)) with check (case_open_to_me(case_id) and agency_code = app_agency());
  create policy one_case on case_card to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on case_card to owner using (true) with check (true);
  grant select, insert, update on case_card to app, worker;
  ${['card_field', 'card_field_entry', 'card_offer']
    .map(
      table => `
  alter table ${table} enable row level security;
  alter table ${table} force row level security;
  create policy with_card on ${table} to app using (exists (select 1 from case_card c where c.id = card_id) and (case_person_id is null or person_open_to_me(case_id, case_person_id)))
    with check (exists (select 1 from case_card c where c.id = card_id and c.agency_code = app_agency()));
  create policy one_case on ${table} to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on ${table} to owner using (true) with check (true);
  grant select, insert${table === 'card_field_entry' ? '' : ', update, delete'} on ${table} to app, worker;`,
    )
    .join('\n')}
  alter table correction_notice enable row level security;
  alter table correction_notice force row level security;
  create policy of_either on correction_notice to app using (app_agency() in (to_agency, from_agency) and case_open_to_me(case_id)) with check (app_agency() in (to_agency, from_agency) and case_open_to_me(case_id));
  create policy one_case on correction_notice to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on correction_notice to owner using (true) with check (true);
  grant select, insert, update on correction_notice to app, worker;
  alter table card_setting enable row level security;
  alter table card_setting force row level security;
  create policy of_agency on card_setting to app using (true) with check (agency_code = app_agency());
  create policy owner_all on card_setting to owner using (true) with check (true);
  grant select, insert, update on card_setting to app;
  alter table card_due enable row level security;
  alter table card_due force row level security;
  create policy all_due on card_due to worker using (true) with check (true);
  create policy owner_all on card_due to owner using (true) with check (true);
  grant select, insert, update, delete on card_due to worker;
`

/** Whatever a card is worked out from says so itself; many changes at once make one filling. */
const DUE = `
  create function mark_card_due(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into card_due (case_id) values (wanted) on conflict do nothing;
    if found then perform pg_notify('cards', ''); end if;
  end $$;
  revoke execute on function mark_card_due(uuid) from public;
  grant execute on function mark_card_due(uuid) to app, worker;
  create function card_is_due() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform mark_card_due(new.case_id);
    return null;
  end $$;
  create trigger card_is_due after insert or update of voided_by on case_event for each row execute function card_is_due();
  create trigger card_is_due after insert or update on case_person for each row execute function card_is_due();
  create trigger card_is_due after insert on case_number for each row execute function card_is_due();

  -- Another agency's card of the same case: what is inherited, and whom a correction is told.
  create function earlier_card_of(wanted uuid, mine uuid) returns table (id uuid, agency_code text, stage text) language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.agency_code, c.stage from case_card c join case_card m on m.id = mine
    where c.case_id = wanted and m.case_id = wanted and c.id <> mine and (card_rank(c.stage) < card_rank(m.stage) or card_rank(c.stage) = card_rank(m.stage) and c.opened_at < m.opened_at)
      and (app_case() = wanted or case_open_to_me(wanted))
    order by card_rank(c.stage) desc, c.opened_at desc limit 1
  $$;
  revoke execute on function earlier_card_of(uuid, uuid) from public;
  grant execute on function earlier_card_of(uuid, uuid) to app, worker;

  create function card_stage_of(card uuid) returns text language sql stable security definer set search_path = pg_catalog, public as $$ select stage from case_card where id = card $$;
  revoke execute on function card_stage_of(uuid) from public;
  grant execute on function card_stage_of(uuid) to app;
  create function card_value(card uuid, wanted text) returns jsonb language sql stable security definer set search_path = pg_catalog, public as $$
    select f.value from card_field f join case_card c on c.id = f.card_id where f.card_id = card and f.path = wanted and (case_open_to_me(c.case_id) or app_case() = c.case_id)
  $$;
  revoke execute on function card_value(uuid, text) from public;
  grant execute on function card_value(uuid, text) to app, worker;

  -- Who works on a case at an agency, by what he is there; and who is held, where and until when: for the cards of the case alone.
  create function card_officers(wanted uuid) returns table (agency text, login text, name text, role text, post text) language sql stable security definer set search_path = pg_catalog, public as $$
    select s.agency_code, u.login, u.name, u.roles[1], u.post from case_assignment s join app_user u on u.id = s.user_id
    where s.case_id = wanted and app_case() = wanted order by s.since, u.name
  $$;
  create function card_custody(wanted uuid) returns table (person uuid, centre text, admitted_at timestamptz, admission_no text, holder text, due_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select s.case_person_id, s.centre, s.admitted_at, s.admission_no, t.holder_agency, e.due_at
    from custody_stay s join custody_title t on t.case_person_id = s.case_person_id and t.held_until is null
      join lateral (select min(p.due_at) as due_at from period_instance p where p.case_person_id = s.case_person_id and p.custody and p.ended_at is null) e on e.due_at is not null
    where s.case_id = wanted and s.left_at is null and app_case() = wanted
  $$;
  revoke execute on function card_officers(uuid), card_custody(uuid) from public;
  grant execute on function card_officers(uuid), card_custody(uuid) to worker;

  -- What stands against handing a case over: fields of one's own card that contradict each other, and whether an incomplete card holds the case.
  create function card_for_gate(wanted uuid, agency text) returns table (card_id uuid, stage text, required boolean, paths text[], conflicts text[]) language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.stage, coalesce((select s.required from card_setting s where s.agency_code = agency), false),
      coalesce(array_agg(f.path) filter (where f.state in ('auto', 'confirmed', 'overridden')), '{}'), coalesce(array_agg(f.path) filter (where f.state = 'conflict'), '{}')
    from case_card c left join card_field f on f.card_id = c.id
    where c.case_id = wanted and c.agency_code = agency and (case_open_to_me(wanted) or app_case() = wanted)
    group by c.id, c.stage
  $$;
  revoke execute on function card_for_gate(uuid, text) from public;
  grant execute on function card_for_gate(uuid, text) to app, worker;
`

/** Counts alone, from what people did to each field. */
const METER = `
  create function card_meter(agency text, since date, till date, of_case uuid) returns table (key text, kind text, filled int, untouched int, typed int, corrected int, auto_filled int)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select substring(f.path from '[^/]+$'), coalesce(f.filled_kind, f.source ->> 'kind'), count(*)::int, count(*) filter (where not f.typed)::int, count(*) filter (where f.typed)::int,
      count(*) filter (where f.corrected)::int, count(*) filter (where f.filled_kind is not null)::int
    from case_card c join card_field f on f.card_id = c.id
    where c.agency_code = agency and c.opened_at >= since::timestamp at time zone 'Asia/Shanghai' and c.opened_at < (till + 1)::timestamp at time zone 'Asia/Shanghai'
      and f.state in ('auto', 'confirmed', 'overridden') and (of_case is null or c.case_id = of_case and case_open_to_me(of_case)) and (agency = app_agency() or app_roles() && array['SV', 'SA'])
    group by 1, 2
  $$;
  revoke execute on function card_meter(text, date, date, uuid) from public;
  grant execute on function card_meter(text, date, date, uuid) to app;
`
