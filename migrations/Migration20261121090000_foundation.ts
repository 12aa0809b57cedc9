import { Migration } from '@mikro-orm/migrations'

/** Time, context of a request, people, sessions, audit trail, outbox, idempotency. */
export class Migration20261121090000_foundation extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table platform (
        only_one boolean primary key default true check (only_one),
        marker text not null,
        profile text not null check (profile in ('demo', 'test', 'production')),
        clock_legal timestamptz, clock_real timestamptz, clock_speed numeric not null default 1 check (clock_speed between 0 and 100000),
        check (profile <> 'production' or (clock_legal is null and clock_speed = 1))
      );
      comment on table platform is 'marker of this installation and its legal clock; production cannot set the clock (CHECK)';

      create function app_now() returns timestamptz language sql stable as $$
        select coalesce((select clock_legal + (statement_timestamp() - clock_real) * clock_speed::float8 from platform where clock_legal is not null), now())
      $$;
      create function app_user() returns uuid language sql stable as $$ select nullif(current_setting('app.user', true), '')::uuid $$;
      create function app_agency() returns text language sql stable as $$ select nullif(current_setting('app.agency', true), '') $$;
      create function app_roles() returns text[] language sql stable as $$ select string_to_array(coalesce(current_setting('app.roles', true), ''), ',') $$;
      create function app_case() returns uuid language sql stable as $$ select nullif(current_setting('app.case', true), '')::uuid $$;

      create table app_user (
        id uuid primary key, login text not null unique, name text not null, post text not null, agency_code text not null,
        roles text[] not null, password_hash text, demo boolean not null default false, disabled_at timestamptz,
        failures int not null default 0, locked_until timestamptz
      );
      create index app_user_agency on app_user (agency_code);
      alter table app_user enable row level security;
      alter table app_user force row level security;
      create policy same_agency on app_user for select to app using (agency_code = app_agency() or id = app_user());
      create policy worker_reads on app_user for select to worker using (true);
      create policy owner_keeps on app_user to owner using (true) with check (true);

      create table app_session (
        token_hash bytea primary key, user_id uuid not null references app_user, csrf text not null,
        created_at timestamptz not null default now(), seen_at timestamptz not null default now(), expires_at timestamptz not null, address text
      );
      create index app_session_user on app_session (user_id);
      alter table app_session enable row level security;
      alter table app_session force row level security;
      create policy owner_keeps on app_session to owner using (true) with check (true);

      create table audit_entry (
        chain text not null, seq bigint not null check (seq > 0), at timestamptz not null,
        body text not null, hash bytea not null, sm3 bytea not null,
        primary key (chain, seq)
      );
      comment on table audit_entry is 'append only; body is the canonical JSON (RFC 8785) that hash and sm3 cover, with the hash before it';

      create table outbox (
        id uuid primary key, seq bigint generated always as identity, case_id uuid, type text not null, payload jsonb not null,
        created_at timestamptz not null default now(), attempts int not null default 0, next_at timestamptz not null default now(),
        dispatched_at timestamptz, parked_at timestamptz, last_error text
      );
      create index outbox_waiting on outbox (case_id, seq) where dispatched_at is null and parked_at is null;
      create function outbox_notify() returns trigger language plpgsql as $$ begin perform pg_notify('outbox', ''); return null; end $$;
      create trigger outbox_notify after insert on outbox for each statement execute function outbox_notify();

      create table idempotency_key (
        actor uuid not null, key uuid not null, operation text not null, body_hash text not null,
        status int, answer jsonb, created_at timestamptz not null default now(), primary key (actor, key)
      );
      create index idempotency_age on idempotency_key (created_at);
      alter table idempotency_key enable row level security;
      alter table idempotency_key force row level security;
      create policy own_keys on idempotency_key to app using (actor = app_user()) with check (actor = app_user());
      create policy owner_keeps on idempotency_key to owner using (true) with check (true);

      create table number_counter (issuer text, series text, year int, last int not null, primary key (issuer, series, year));
      comment on table number_counter is 'gapless: the row is locked by the transaction that uses the number';
    `)
    this.addSql(`
      create function find_session(hash bytea, idle interval) returns table (id uuid, login text, name text, post text, agency_code text, roles text[], csrf text, expires_at timestamptz)
      language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        update app_session s set seen_at = now() where s.token_hash = hash and s.seen_at < now() - interval '30 seconds' and s.seen_at > now() - idle and s.expires_at > now();
        return query select u.id, u.login, u.name, u.post, u.agency_code, u.roles, s.csrf, s.expires_at
          from app_session s join app_user u on u.id = s.user_id
          where s.token_hash = hash and s.seen_at > now() - idle and s.expires_at > now() and u.disabled_at is null;
      end $$;

      create function session_lives(hash bytea, idle interval) returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
        select exists (select 1 from app_session s join app_user u on u.id = s.user_id
          where s.token_hash = hash and s.seen_at > now() - idle and s.expires_at > now() and u.disabled_at is null)
      $$;

      create function find_login(wanted text) returns table (id uuid, password_hash text, agency_code text, roles text[], failures int, locked boolean, retry_seconds int, demo boolean)
      language sql stable security definer set search_path = pg_catalog, public as $$
        select u.id, u.password_hash, u.agency_code, u.roles, u.failures, coalesce(u.locked_until > now(), false),
               greatest(1, ceil(extract(epoch from u.locked_until - now())))::int, u.demo
        from app_user u where u.login = wanted and u.disabled_at is null
      $$;

      create function note_login(who uuid, succeeded boolean) returns void language sql security definer set search_path = pg_catalog, public as $$
        update app_user set failures = case when succeeded then 0 else failures + 1 end,
          locked_until = case when not succeeded and (failures + 1) % 5 = 0 then now() + interval '15 minutes' * ((failures + 1) / 5) else null end
        where id = who
      $$;

      create function open_session(hash bytea, who uuid, token text, lifetime interval, most int, from_address text) returns timestamptz
      language plpgsql security definer set search_path = pg_catalog, public as $$
      declare ends timestamptz := now() + lifetime;
      begin
        perform 1 from app_user where id = who for update;
        delete from app_session where user_id = who and token_hash not in (select s.token_hash from app_session s where s.user_id = who order by s.created_at desc limit most - 1);
        insert into app_session (token_hash, user_id, csrf, expires_at, address) values (hash, who, token, ends, from_address);
        return ends;
      end $$;

      create function close_session(hash bytea) returns void language sql security definer set search_path = pg_catalog, public as $$
        delete from app_session where token_hash = hash
      $$;

      create function demo_users() returns table (id uuid, login text, name text, post text, agency_code text, roles text[])
      language sql stable security definer set search_path = pg_catalog, public as $$
        select u.id, u.login, u.name, u.post, u.agency_code, u.roles from app_user u, platform p
        where u.demo and p.profile in ('demo', 'test') order by u.agency_code, u.login
      $$;

      create function staff_name(who uuid) returns text language sql stable security definer set search_path = pg_catalog, public as $$
        select name from app_user where id = who
      $$;
      comment on function staff_name is 'officers sign what they do: their names stand in the papers that other agencies receive';

      create function staff_agency(who uuid) returns text language sql stable security definer set search_path = pg_catalog, public as $$
        select agency_code from app_user where id = who
      $$;

      -- One writer per chain at a time; the lock goes with the transaction. Volatile, so that the tail is read after the lock is had.
      create function lock_audit_tail(wanted text) returns table (seq bigint, hash bytea) language plpgsql volatile security definer set search_path = pg_catalog, public as $$
      begin
        perform pg_advisory_xact_lock(hashtextextended(wanted, 0));
        return query select a.seq, a.hash from audit_entry a where a.chain = wanted order by a.seq desc limit 1;
      end $$;

      create function set_clock(legal timestamptz, speed numeric) returns void language sql security definer set search_path = pg_catalog, public as $$
        update platform set clock_legal = coalesce(legal, app_now()), clock_real = now(), clock_speed = speed
      $$;

      grant select on platform to app, worker, auditor;
      grant select on app_user to app, worker;
      grant insert on audit_entry to app, worker;
      grant select on audit_entry to auditor;
      grant insert on outbox to app, worker;
      grant select, update on outbox to worker;
      grant select, insert, update, delete on idempotency_key to app;
      grant select, insert, update on number_counter to app, worker;
      revoke execute on all functions in schema public from public;
      grant execute on function app_now(), app_user(), app_agency(), app_roles(), app_case(), staff_name(uuid), staff_agency(uuid), lock_audit_tail(text) to app, worker;
      grant execute on function find_session(bytea, interval), session_lives(bytea, interval), find_login(text), note_login(uuid, boolean), open_session(bytea, uuid, text, interval, int, text),
        close_session(bytea), demo_users(), set_clock(timestamptz, numeric) to app;
      grant execute on function outbox_notify() to app, worker;
    `)
  }
}
