import { Migration } from '@mikro-orm/migrations'

/** Alerts, raised from the rows alone, and the proof that somebody was awake to raise them. */
export class Migration20261126091000_watch extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table period_instance add column watched_from timestamptz not null default app_now();
      comment on column period_instance.watched_from is 'since when (legal time) the row has its present alert instants: what is entered late cannot be warned of earlier';

      create table alert (
        id uuid primary key default gen_random_uuid(), case_id uuid not null, case_person_id uuid, period_id uuid not null, code text not null,
        level smallint not null check (level between 1 and 3), due_at timestamptz not null, reached_at timestamptz not null, known_at timestamptz not null,
        raised_at timestamptz not null, raised_by text not null check (raised_by in ('sweep', 'flow')), agency text not null, custody boolean not null,
        late interval not null, late_real interval not null, ended_at timestamptz, end_reason text check (end_reason in ('ended', 'extended', 'suspended', 'corrected')),
        check ((ended_at is null) = (end_reason is null)),
        constraint alert_once unique (period_id, due_at, level)
      );
      comment on table alert is 'one per due date of a period and level; raised by raise_due_alerts, ended by alerts_follow_period, by nothing else';
      comment on column alert.late is 'legal time from when it could have been raised: the instant, or the entry, or the last setting of the clock';
      create index alert_open on alert (agency, due_at) where ended_at is null;
      create index alert_case on alert (case_id);
      create index alert_raised on alert (raised_at);

      create function supervises(agency text) returns boolean language sql stable set search_path = pg_catalog, public as $$
        select 'SV' = any (app_roles()) and app_agency() like '%-PLC' and agency like regexp_replace(split_part(app_agency(), '-', 1), '(00)+$', '') || '%'
      $$;
      comment on function supervises is 'whether I supervise for the political-legal committee of this agency''s division or one above it';
      create function recused_from(wanted uuid) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
      begin
        return exists (select 1 from case_recusal r where r.case_id = wanted and r.user_id = app_user());
      end $$;

      alter table alert enable row level security;
      alter table alert force row level security;
      create policy for_whom on alert for select to app
        using (case_open_to_me(case_id) or agency = app_agency() and app_roles() && array['PL', 'PC', 'CC', 'DO', 'JB'] or supervises(agency));
      create policy not_recused on alert as restrictive for select to app using (not recused_from(case_id));
      create policy one_case on alert for select to worker using (case_id = app_case());
      create policy owner_keeps on alert to owner using (true) with check (true);
      create policy watch_moves on period_instance for update to owner using (true) with check (true);
      create policy watch_reads on period_instance for select to owner using (true);
      grant select on alert to app, worker;
    `)
    this.addSql(raiser('raise_due_alerts(most int, by text)', 'true'))
    this.addSql(raiser('raise_case_alerts(wanted uuid, most int, by text)', 'p.case_id = wanted'))
    this.addSql(`
      -- What the law does to a period, its alerts follow in the same transaction. A due date that moved has alerts of its own.
      create function alerts_follow_period() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        if tg_op = 'DELETE' then
          update alert set ended_at = app_now(), end_reason = 'corrected' where period_id = old.id and ended_at is null;
        elsif new.ended_at is null and not new.suspended then
          update alert set ended_at = app_now(), end_reason = case when new.due_at > due_at then 'extended' else 'corrected' end
            where period_id = new.id and due_at <> new.due_at and ended_at is null;
          -- What had ended them was voided: they stand again.
          update alert set ended_at = null, end_reason = null where period_id = new.id and due_at = new.due_at and ended_at is not null;
        else
          update alert set ended_at = app_now(), end_reason = case when new.ended_at is null then 'suspended' when new.end_event = 'corrected' then 'corrected' else 'ended' end
            where period_id = new.id and ended_at is null;
        end if;
        return null;
      end $$;
      create trigger alerts_follow_period after update of due_at, ended_at, suspended on period_instance for each row
        when (old.due_at is distinct from new.due_at or (old.ended_at is null) <> (new.ended_at is null) or old.suspended <> new.suspended)
        execute function alerts_follow_period();
      create trigger alerts_follow_removal after delete on period_instance for each row execute function alerts_follow_period();

      create function watched_anew() returns trigger language plpgsql set search_path = pg_catalog, public as $$
      begin
        new.watched_from := app_now();
        -- Whoever moves it may have read the row before a reminder of the old date was raised.
        if old.due_at is distinct from new.due_at then new.alert_level := 0; end if;
        return new;
      end $$;
      create trigger watched_anew before update of due_at, remind_at, warn_at, supervise_at, ended_at, suspended on period_instance for each row
        when ((old.due_at, old.remind_at, old.warn_at, old.supervise_at, old.suspended) is distinct from (new.due_at, new.remind_at, new.warn_at, new.supervise_at, new.suspended)
          or old.ended_at is not null and new.ended_at is null)
        execute function watched_anew();

      create function wake_watch() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin perform pg_notify('watch', ''); return null; end $$;
      create trigger wake_watch after insert or update of due_at, remind_at, warn_at, supervise_at, ended_at, suspended on period_instance
        for each statement execute function wake_watch();

      create function next_alert(only_case uuid) returns table (now timestamptz, speed numeric, next timestamptz)
      language sql stable security definer set search_path = pg_catalog, public as $$
        select app_now(), p.clock_speed, case when only_case is null then (select min(next_alert_at) from period_instance)
          else (select min(next_alert_at) from period_instance where case_id = only_case) end from platform p
      $$;

      revoke execute on function supervises(text), recused_from(uuid), raise_due_alerts(int, text), raise_case_alerts(uuid, int, text), alerts_follow_period(),
        watched_anew(), wake_watch(), next_alert(uuid) from public;
      grant execute on function supervises(text), recused_from(uuid) to app;
      grant execute on function alerts_follow_period(), watched_anew(), wake_watch() to app, worker;
      grant execute on function raise_due_alerts(int, text), raise_case_alerts(uuid, int, text), next_alert(uuid) to worker;
    `)
    this.addSql(PROOF)
  }
}

/**
 * One statement claims the periods whose instant is reached, moves them to their next instant and writes the alert of the
 * highest level reached. What another worker holds it passes by; the unique key lets an alert come once whoever raises it, and
 * one that had ended with a due date that came back stands again.
 */
function raiser(signature: string, which: string): string {
  return `
    create function ${signature} returns table (code text, due int, raised int, late interval)
    language plpgsql security definer set search_path = pg_catalog, public as $$
    #variable_conflict use_column
    declare
      at timestamptz := app_now();
      clock platform;
    begin
      select * into clock from platform;
      return query with due as materialized (
        select p.id, p.case_id, p.case_person_id, p.code, p.due_at, p.agency, p.custody, p.watched_from, p.alert_level, p.warn_at, p.supervise_at,
          case when p.supervise_at <= at then 3 when p.warn_at <= at then 2 else 1 end as level,
          case when p.supervise_at <= at then p.supervise_at when p.warn_at <= at then p.warn_at else p.remind_at end as reached_at
        from period_instance p where p.next_alert_at <= at and ${which}
        order by p.next_alert_at limit most for update skip locked
      ), moved as (
        update period_instance p set alert_level = greatest(d.level, p.alert_level),
          next_alert_at = case d.level when 1 then least(d.warn_at, d.supervise_at) when 2 then d.supervise_at end
        from due d where p.id = d.id
      ), stored as (
        insert into alert (case_id, case_person_id, period_id, code, level, due_at, reached_at, known_at, raised_at, raised_by, agency, custody, late, late_real)
        select case_id, case_person_id, id, code, level, due_at, reached_at, watched_from, at, by, agency, custody, waited.legal, coalesce(waited.legal / nullif(clock.clock_speed, 0)::float8, '0')
        from due, lateral (select at - greatest(reached_at, watched_from, clock.clock_legal) as legal) waited
        on conflict on constraint alert_once do update set ended_at = null, end_reason = null where alert.ended_at is not null
        returning alert.code, alert.agency, alert.late
      ), told as (
        select pg_notify('live', json_build_object('kind', 'alert', 'raised', count(*), 'agencies',
          json_build_array(s.agency, split_part(s.agency, '-', 1) || '-PLC', left(s.agency, 4) || '00-PLC'))::text) from stored s group by s.agency
      ), counted as (
        select s.code, count(*)::int as raised, max(s.late) as late from stored s group by s.code
      )
      select d.code, count(*)::int, coalesce(max(c.raised), 0), max(c.late) from due d left join counted c on c.code = d.code
      where (select count(*) from told) >= 0 group by d.code;
    end $$;`
}

/** Who was awake when: spans of passes, heartbeats of rules, changes of a clock that can be set, the reports of past days. */
const PROOF = `
  create table watch_pass (
    id bigint generated always as identity primary key, watcher uuid not null, began text not null check (began in ('first', 'start', 'clock', 'pause')),
    from_at timestamptz not null, to_at timestamptz not null, from_real timestamptz not null, to_real timestamptz not null,
    clock_mark timestamptz, left_by_clock boolean not null default false, passes bigint not null
  );
  create index watch_pass_watcher on watch_pass (watcher, id desc);
  create index watch_pass_to on watch_pass (to_at);
  comment on table watch_pass is 'spans in which one worker passed without a pause; from_at and to_at in legal time';

  create table watch_beat (
    hour timestamptz not null, code text not null, passes bigint not null, first_at timestamptz not null, last_at timestamptz not null,
    due int not null, raised int not null, late interval not null, primary key (hour, code)
  );
  create table watch_clock_change (
    id bigint generated always as identity primary key, at_real timestamptz not null default now(), legal_before timestamptz not null, legal_after timestamptz not null,
    speed_before numeric not null, speed_after numeric not null
  );
  create table watch_report (day date primary key, written_at timestamptz not null, body text not null, sha256 bytea not null);
  grant select on watch_pass, watch_beat, watch_clock_change, watch_report to app, worker;
  grant insert on watch_report to worker;

  create function clock_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into watch_clock_change (legal_before, legal_after, speed_before, speed_after) values (
      coalesce(old.clock_legal + (statement_timestamp() - old.clock_real) * old.clock_speed::float8, now()), coalesce(new.clock_legal, now()), old.clock_speed, new.clock_speed);
    perform pg_notify('watch', 'clock');
    return null;
  end $$;
  create trigger clock_changed after update of clock_legal, clock_real, clock_speed on platform for each row execute function clock_changed();

  -- A worker says that it passed, how often since it last said so, and what it found by rule. A pause or another clock begins a new span.
  create function note_pass(who uuid, times int, codes text[], counts jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public as $$
  declare
    at timestamptz := app_now();
    mark timestamptz := (select clock_real from platform);
    span watch_pass;
  begin
    select * into span from watch_pass where watcher = who order by id desc limit 1;
    if span.id is not null and span.clock_mark is not distinct from mark and clock_timestamp() - span.to_real <= interval '30 seconds' then
      update watch_pass set to_at = greatest(to_at, at), to_real = clock_timestamp(), passes = passes + times where id = span.id;
    else
      update watch_pass set left_by_clock = true where id = span.id and clock_mark is distinct from mark and clock_timestamp() - to_real <= interval '30 seconds';
      insert into watch_pass (watcher, began, from_at, to_at, from_real, to_real, clock_mark, passes) values (who,
        case when not exists (select 1 from watch_pass) then 'first' when span.id is null then 'start'
          when clock_timestamp() - span.to_real > interval '30 seconds' then 'pause' else 'clock' end,
        at, at, clock_timestamp(), clock_timestamp(), mark, times);
    end if;
    insert into watch_beat as b (hour, code, passes, first_at, last_at, due, raised, late)
      select date_trunc('hour', at), c.code, times, at, at, coalesce((counts -> c.code ->> 'due')::int, 0), coalesce((counts -> c.code ->> 'raised')::int, 0),
        make_interval(secs => coalesce((counts -> c.code ->> 'lateSeconds')::float8, 0))
      from unnest(codes) as c (code) order by c.code
      on conflict (hour, code) do update set passes = b.passes + excluded.passes, first_at = least(b.first_at, excluded.first_at),
        last_at = greatest(b.last_at, excluded.last_at), due = b.due + excluded.due, raised = b.raised + excluded.raised, late = greatest(b.late, excluded.late);
  end $$;

  create function watch_late(from_at timestamptz, to_at timestamptz) returns table (code text, level smallint, alerts int, late interval)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select a.code, a.level, count(*)::int, max(a.late) from alert a
    where a.raised_at >= from_at and a.raised_at < to_at and a.late > interval '120 seconds' and a.late_real > interval '2 seconds' group by 1, 2 order by 1, 2
  $$;

  -- Open periods whose instant has passed, and nobody was told.
  create function watch_untold() returns table (code text, periods int, since timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    with cutoff as materialized (select app_now() - greatest(interval '120 seconds', interval '5 seconds' * clock_speed::float8) as at from platform)
    select p.code, count(*)::int, min(r.at) from cutoff c, period_instance p, lateral (select
      case when p.supervise_at <= c.at then 3 when p.warn_at <= c.at then 2 else 1 end as level,
      case when p.supervise_at <= c.at then p.supervise_at when p.warn_at <= c.at then p.warn_at else p.remind_at end as at) r
    where p.ended_at is null and not p.suspended and p.watched_from <= c.at and least(p.remind_at, p.warn_at, p.supervise_at) <= c.at
      and not exists (select 1 from alert a where a.period_id = p.id and a.due_at = p.due_at and a.level >= r.level)
    group by 1 order by 1
  $$;

  -- What reached an instant after each \`from\` and up to its \`to\`, and when it was told of after all.
  create function watch_reached(froms timestamptz[], tos timestamptz[]) returns table (periods int, first_raised timestamptz, last_raised timestamptz, untold int)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select a.periods, a.first_raised, a.last_raised, u.untold from unnest(froms, tos) with ordinality as g (from_at, to_at, n)
    cross join lateral (select count(distinct period_id)::int as periods, min(raised_at) as first_raised, max(raised_at) as last_raised
      from alert where raised_at > g.from_at and reached_at > g.from_at and reached_at <= g.to_at) a
    cross join lateral (select count(*)::int as untold from period_instance where next_alert_at > g.from_at and next_alert_at <= least(g.to_at, app_now())) u
    order by g.n
  $$;

  revoke execute on function watch_late(timestamptz, timestamptz), watch_untold(), watch_reached(timestamptz[], timestamptz[]) from public;
  grant execute on function watch_late(timestamptz, timestamptz), watch_untold(), watch_reached(timestamptz[], timestamptz[]) to app, worker;
  revoke execute on function clock_changed(), note_pass(uuid, int, text[], jsonb) from public;
  grant execute on function note_pass(uuid, int, text[], jsonb) to worker;
`
