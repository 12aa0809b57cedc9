import { Migration } from '@mikro-orm/migrations'

/**
 * Agencies' own systems and what goes to and fro: how each is reached, what waits to be written there, what came from there, and where the
 * two differ. A card travels by its agency's connector alone.
 */
export class Migration20261130082000_connectors extends Migration {
  override async up(): Promise<void> {
    this.addSql(CONNECTOR)
    this.addSql(WRITE_BACK)
    this.addSql(INBOUND)
    this.addSql(DIFFERENCE)
    this.addSql(TRIAL)
    this.addSql(FUNCTIONS)
    this.addSql(LIVE)
  }
}

const CONNECTOR = `
  create table connector (
    agency_code text primary key, kind text not null check (kind in ('webhook', 'folder', 'robot')), address text not null, map text,
    settings jsonb not null default '{}', direction text not null check (direction in ('out', 'in', 'both')),
    state text not null default 'on' check (state in ('on', 'paused', 'stopped')), why text, picture text, since timestamptz not null, by_user uuid references app_user,
    per_minute int not null check (per_minute between 1 and 600), hours_from smallint check (hours_from between 0 and 23), hours_to smallint check (hours_to between 1 and 24),
    failures int not null default 0, retry_at timestamptz, last_at timestamptz, next_poll_at timestamptz not null default now(), reconcile_asked_at timestamptz, reconciled_at timestamptz, version int not null default 1,
    check ((hours_from is null) = (hours_to is null)), check ((state = 'on') = (why is null)), check (kind <> 'robot' or map is not null)
  );
  comment on table connector is 'how an agency''s own system is reached, one per agency; without a row nothing goes there';
  create table connector_secret (
    agency_code text not null references connector, name text not null check (name in ('signing', 'signing.previous', 'login')), wrapped bytea not null,
    set_at timestamptz not null, set_by uuid not null references app_user, primary key (agency_code, name)
  );
  comment on table connector_secret is 'encrypted under the key of the installation; two signing keys stand side by side while one is changed';
  create table connector_message (
    id bigint generated always as identity primary key, agency_code text not null references connector, at timestamptz not null, way text not null check (way in ('in', 'out')),
    message_id text not null, result text not null, detail text
  );
  comment on table connector_message is 'what was said to a system and heard from it: ids and results, no values';
  create unique index connector_message_heard_once on connector_message (agency_code, message_id) where way = 'in';
  create index connector_message_latest on connector_message (agency_code, id desc);

  alter table connector enable row level security;
  alter table connector force row level security;
  alter table connector_secret enable row level security;
  alter table connector_secret force row level security;
  alter table connector_message enable row level security;
  alter table connector_message force row level security;
  create policy administrator on connector to app using ('SA' = any (app_roles())) with check ('SA' = any (app_roles()));
  create policy own_agency on connector for select to app using (agency_code = app_agency());
  create policy worker_all on connector to worker using (true) with check (true);
  create policy owner_all on connector to owner using (true) with check (true);
  create policy worker_reads on connector_secret for select to worker using (true);
  create policy owner_all on connector_secret to owner using (true) with check (true);
  create policy administrator on connector_message for select to app using ('SA' = any (app_roles()));
  create policy worker_all on connector_message to worker using (true) with check (true);
  create policy owner_all on connector_message to owner using (true) with check (true);
  grant select, insert, update on connector to app;
  grant select, update on connector to worker;
  grant select on connector_secret to worker;
  grant select on connector_message to app;
  grant select, insert on connector_message to worker;
`

const WRITE_BACK = `
  create table write_back (
    id uuid primary key default gen_random_uuid(), card_id uuid not null, card_version int not null, case_id uuid not null references criminal_case, agency_code text not null references connector, stage text not null,
    state text not null default 'waiting' check (state in ('waiting', 'writing', 'submitting', 'done', 'differs', 'refused', 'stopped', 'superseded')),
    attempts int not null default 0, reference text, read_back jsonb, differences jsonb not null default '[]', left_out text[] not null default '{}', picture text, fault text, fault_detail text,
    claim uuid, claimed_by text, claimed_at timestamptz, next_at timestamptz not null default now(), created_at timestamptz not null, done_at timestamptz,
    constraint write_back_once unique (card_id, card_version), check ((state in ('done', 'differs')) <= (done_at is not null and reference is not null)), check ((state in ('refused', 'stopped')) <= (fault is not null))
  );
  comment on table write_back is 'a confirmed version of a card on its way into the agency''s own system (回填)';
  create index write_back_open on write_back (agency_code, created_at, id) where state in ('waiting', 'writing', 'submitting');
  create index write_back_case on write_back (case_id, created_at);
  create index write_back_of_agency on write_back (agency_code, state);
  alter table write_back enable row level security;
  alter table write_back force row level security;
  create policy open_to_me on write_back for select to app using (agency_code = app_agency() and case_open_to_me(case_id));
  create policy own_agency on write_back for update to app using (agency_code = app_agency() and case_open_to_me(case_id)) with check (agency_code = app_agency());
  create policy one_case on write_back to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on write_back to owner using (true) with check (true);
  grant select, update on write_back to app;
  grant select, insert, update on write_back to worker;
`

const INBOUND = `
  create table inbound_record (
    id uuid primary key default gen_random_uuid(), agency_code text not null references connector, reference text not null, changed text not null, case_id uuid references criminal_case,
    values jsonb not null default '{}', officer text, state text not null check (state in ('seen', 'opened', 'refused')), why text, seen_at timestamptz not null, settled_at timestamptz,
    constraint inbound_record_once unique (agency_code, reference), check ((state = 'opened') = (case_id is not null)), check ((state = 'refused') = (why is not null) or state = 'opened')
  );
  comment on table inbound_record is 'a record born in an agency''s own system, and the case that was opened for it';
  create index inbound_record_waiting on inbound_record (agency_code, seen_at) where state = 'seen';
  create index inbound_record_case on inbound_record (case_id);
  alter table inbound_record enable row level security;
  alter table inbound_record force row level security;
  create policy of_case on inbound_record for select to app using (case_id is not null and agency_code = app_agency() and case_open_to_me(case_id));
  create policy one_case on inbound_record to worker using (case_id is null or case_id = app_case()) with check (case_id is null or case_id = app_case());
  create policy owner_all on inbound_record to owner using (true) with check (true);
  grant select on inbound_record to app;
  grant select, insert, update on inbound_record to worker;
`

const DIFFERENCE = `
  create table card_difference (
    id uuid primary key default gen_random_uuid(), card_id uuid not null, case_id uuid not null references criminal_case, agency_code text not null references connector, stage text not null, path text not null, pointer text not null,
    ours jsonb not null, theirs jsonb not null, found_at timestamptz not null, owner uuid references app_user, state text not null default 'open' check (state in ('open', 'settled')),
    how text check (how in ('writeAgain', 'takeTheirs', 'leave', 'gone')), note text, settled_by uuid references app_user, settled_at timestamptz,
    check ((state = 'settled') = (how is not null and settled_at is not null))
  );
  comment on table card_difference is 'a field that the agency''s own system has otherwise than its card (差异), with whoever must look at it';
  create unique index card_difference_one_open on card_difference (card_id, path) where state = 'open';
  create index card_difference_case on card_difference (case_id);
  create index card_difference_agency on card_difference (agency_code, found_at desc) where state = 'open';
  alter table card_difference enable row level security;
  alter table card_difference force row level security;
  create policy own_agency on card_difference to app using (agency_code = app_agency() and case_open_to_me(case_id)) with check (agency_code = app_agency());
  create policy one_case on card_difference to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_all on card_difference to owner using (true) with check (true);
  grant select, update on card_difference to app;
  grant select, insert, update on card_difference to worker;
`

const TRIAL = `
  create table connector_trial (
    id uuid primary key default gen_random_uuid(), agency_code text not null references connector, card_id uuid, case_id uuid references criminal_case, asked_by uuid not null references app_user, asked_at timestamptz not null,
    state text not null default 'waiting' check (state in ('waiting', 'done', 'failed')), placed jsonb not null default '[]', picture text, fault text, fault_detail text, finished_at timestamptz
  );
  comment on table connector_trial is 'a dry run: what would be written where, nothing saved';
  create index connector_trial_waiting on connector_trial (asked_at) where state = 'waiting';
  create index connector_trial_case on connector_trial (case_id);
  alter table connector_trial enable row level security;
  alter table connector_trial force row level security;
  create policy own_trials on connector_trial to app using (asked_by = app_user()) with check (asked_by = app_user() and (case_id is null or case_open_to_me(case_id)));
  create policy one_case on connector_trial to worker using (case_id is null or case_id = app_case()) with check (case_id is null or case_id = app_case());
  create policy owner_all on connector_trial to owner using (true) with check (true);
  grant select, insert on connector_trial to app;
  grant select, update on connector_trial to worker;
`

const FUNCTIONS = `
  create function put_connector_secret(agency text, secret text, sealed bytea) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not 'SA' = any (app_roles()) then raise exception 'not for you' using errcode = '42501'; end if;
    if secret = 'signing' then
      insert into connector_secret (agency_code, name, wrapped, set_at, set_by) select agency_code, 'signing.previous', wrapped, set_at, set_by from connector_secret where agency_code = agency and name = 'signing'
      on conflict (agency_code, name) do update set wrapped = excluded.wrapped, set_at = excluded.set_at, set_by = excluded.set_by;
    end if;
    insert into connector_secret (agency_code, name, wrapped, set_at, set_by) values (agency, secret, sealed, app_now(), app_user())
      on conflict (agency_code, name) do update set wrapped = excluded.wrapped, set_at = excluded.set_at, set_by = excluded.set_by;
  end $$;
  -- After a change of keys: the earlier one is good no longer.
  create function end_connector_rotation(agency text) returns boolean language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if not 'SA' = any (app_roles()) then raise exception 'not for you' using errcode = '42501'; end if;
    delete from connector_secret where agency_code = agency and name = 'signing.previous';
    return found;
  end $$;
  create function connector_secrets() returns table (agency_code text, name text, set_at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
    select s.agency_code, s.name, s.set_at from connector_secret s where 'SA' = any (app_roles())
  $$;

  -- The oldest that waits goes first, so that what waited out an outage arrives in its order.
  create function next_write_back(agency text) returns table (id uuid, case_id uuid, card_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select w.id, w.case_id, w.card_id from write_back w where w.agency_code = agency and w.state in ('waiting', 'writing', 'submitting') and w.next_at <= now() order by w.created_at, w.id limit 1
  $$;
  create function tell_write_backs(agency text) returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare told int;
  begin
    insert into outbox (id, case_id, type, payload) select gen_random_uuid(), null, 'writeBack.due',
        jsonb_build_object('writeBackId', w.id, 'caseId', w.case_id, 'cardId', w.card_id, 'cardVersion', w.card_version::text, 'agency', w.agency_code)
      from write_back w where w.agency_code = agency and w.state in ('waiting', 'writing', 'submitting') order by w.created_at, w.id;
    get diagnostics told = row_count;
    return told;
  end $$;
  create function connector_counts() returns table (agency_code text, waiting int, done int, failed int) language sql stable security definer set search_path = pg_catalog, public as $$
    select w.agency_code, count(*) filter (where w.state in ('waiting', 'writing', 'submitting'))::int, count(*) filter (where w.state in ('done', 'differs'))::int, count(*) filter (where w.state in ('stopped', 'refused'))::int
    from write_back w where 'SA' = any (app_roles()) or w.agency_code = app_agency() group by w.agency_code
  $$;
  create function connector_refusals(agency text) returns table (reference text, why text, at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
    select r.reference, r.why, coalesce(r.settled_at, r.seen_at) from inbound_record r where r.agency_code = agency and r.why is not null and ('SA' = any (app_roles()) or agency = app_agency()) order by r.seen_at desc limit 100
  $$;
  -- Open cases that the agency's system has a record of, with its last known name there.
  create function known_references(agency text) returns table (case_id uuid, reference text) language sql stable security definer set search_path = pg_catalog, public as $$
    select distinct on (k.case_id) k.case_id, k.reference from (
      select w.case_id, w.reference, w.done_at as at from write_back w where w.agency_code = agency and w.reference is not null
      union all select r.case_id, r.reference, r.settled_at from inbound_record r where r.agency_code = agency and r.case_id is not null
    ) k join criminal_case c on c.id = k.case_id where c.stage not like 'CLOSED%' order by k.case_id, k.at desc nulls last
  $$;
  create function waiting_inbound(agency text) returns table (id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select r.id from inbound_record r where r.agency_code = agency and r.state = 'seen' order by r.seen_at, r.reference
  $$;
  create function waiting_trials() returns table (id uuid, agency_code text, card_id uuid, case_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select t.id, t.agency_code, t.card_id, t.case_id from connector_trial t where t.state = 'waiting' order by t.asked_at limit 10
  $$;
  create function inbound_marks(agency text) returns table (reference text, changed text, state text, case_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
    select r.reference, r.changed, r.state, r.case_id from inbound_record r where r.agency_code = agency
  $$;
  -- Who opens a case for a record, in the transaction in which it is opened: once per record, and only for one's own agency.
  create function take_inbound(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    perform 1 from inbound_record where id = wanted and state = 'seen' and agency_code = app_agency() for update;
    return found;
  end $$;
  create function settle_inbound(wanted uuid, opened uuid, remark text) returns void language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  begin
    if not case_open_to_me(opened) then raise exception 'no such case' using errcode = '42501'; end if;
    update inbound_record set state = 'opened', case_id = opened, why = remark, settled_at = app_now() where id = wanted and state = 'seen' and agency_code = app_agency();
    if not found then raise exception 'no such record' using errcode = '42501'; end if;
  end $$;
  create function case_of_agency(agency text, number text) returns uuid language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id from criminal_case c join case_access a on a.case_id = c.id and a.agency_code = agency where c.platform_no = number
  $$;
  revoke execute on function case_of_agency(text, text), put_connector_secret(text, text, bytea), end_connector_rotation(text), connector_secrets(), next_write_back(text), tell_write_backs(text), connector_counts(), connector_refusals(text),
    known_references(text), waiting_inbound(text), waiting_trials(), inbound_marks(text), take_inbound(uuid), settle_inbound(uuid, uuid, text) from public;
  grant execute on function put_connector_secret(text, text, bytea), end_connector_rotation(text), connector_secrets(), tell_write_backs(text), connector_counts(), connector_refusals(text), take_inbound(uuid), settle_inbound(uuid, uuid, text) to app;
  grant execute on function case_of_agency(text, text), next_write_back(text), tell_write_backs(text), known_references(text), waiting_inbound(text), waiting_trials(), inbound_marks(text) to worker;
`

/** The worker of the connectors and open screens hear of a change: codes and ids only. */
const LIVE = `
  create function connector_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform pg_notify('connectors', new.agency_code);
    return null;
  end $$;
  create trigger connector_told after insert or update of kind, address, map, settings, direction, state, reconcile_asked_at, next_poll_at on connector for each row execute function connector_told();
  create trigger trial_told after insert on connector_trial for each row execute function connector_told();
  create trigger inbound_told after insert or update of changed on inbound_record for each row when (new.state = 'seen') execute function connector_told();
  create function write_back_told() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    perform pg_notify('live', json_build_object('kind', 'case', 'caseId', new.case_id, 'agencies', json_build_array(new.agency_code))::text);
    return null;
  end $$;
  create trigger write_back_told after update of state on write_back for each row when (new.state is distinct from old.state) execute function write_back_told();
  revoke execute on function connector_told(), write_back_told() from public;
  grant execute on function connector_told(), write_back_told() to app, worker;
`
