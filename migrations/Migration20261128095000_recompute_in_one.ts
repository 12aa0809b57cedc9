import { Migration } from '@mikro-orm/migrations'

/** The cases of a recount are claimed and read in one call: three ways to the database less for each batch. */
export class Migration20261128095000_recompute_in_one extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      drop function claim_recompute(int), recompute_events(uuid[]), recompute_periods(uuid[]);

      -- The next cases, locked; one that somebody is working on is passed by: whoever holds it counts it anew himself. What they hold
      -- is read by a statement of its own, so that it is what the last holder left.
      create function take_recompute(most int) returns table (case_id uuid, now timestamptz, version uuid, periods jsonb, events jsonb)
      language plpgsql volatile security definer set search_path = pg_catalog, public as $$
      #variable_conflict use_column
      declare
        taken uuid[];
      begin
        update calendar_recompute set state = 'running' where state = 'waiting';
        select array_agg(distinct n.case_id) into taken from (
          select w.case_id from calendar_recompute_case w join criminal_case c on c.id = w.case_id where w.done_at is null
          order by w.case_id limit most for update of w, c skip locked) n;
        return query select t.id, app_now(), s.version,
          (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'case_person_id', p.case_person_id, 'code', p.code, 'started_by', p.started_by, 'due_at', p.due_at,
            'legal_latest', p.legal_latest, 'alert_level', p.alert_level, 'suspended', p.suspended, 'held_off', p.held_off, 'agency', p.agency)), '[]')
            from period_instance p where p.case_id = t.id and p.ended_at is null),
          (select coalesce(jsonb_agg(jsonb_build_object('id', e.id, 'case_id', e.case_id, 'act', e.act, 'events', e.events, 'occurred_at', e.occurred_at, 'clock', e.clock, 'seq', e.seq)
            order by e.occurred_at, e.seq), '[]') from case_event e where e.case_id = t.id and e.voided_by is null)
          from unnest(taken) as t (id) cross join calendar_state s;
      end $$;
      revoke execute on function take_recompute(int) from public;
      grant execute on function take_recompute(int) to worker;
    `)
  }
}
