import { Migration } from '@mikro-orm/migrations'

/** When the flow of a card was last told: one that waits and of which nobody was told for long is told again. */
export class Migration20261130084000_write_backs_told extends Migration {
  override async up(): Promise<void> {
    this.addSql(TOLD)
  }
}

const FACT = `
    insert into outbox (id, case_id, type, payload) select gen_random_uuid(), null, 'writeBack.due',
        jsonb_build_object('writeBackId', w.id, 'caseId', w.case_id, 'cardId', w.card_id, 'cardVersion', w.card_version::text, 'agency', w.agency_code)
      from told_now w order by w.created_at, w.id;
    get diagnostics told = row_count;
    return told;`

const TOLD = `
  alter table write_back add column told_at timestamptz not null default now();
  create index write_back_told on write_back (told_at) where state in ('waiting', 'writing', 'submitting');
  create or replace function tell_write_backs(agency text) returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare told int;
  begin
    with told_now as (
      update write_back w set told_at = now() where w.agency_code = agency and w.state in ('waiting', 'writing', 'submitting') returning w.*
    )${FACT}
  end $$;
  -- Whatever became of the flows. A flow that runs only looks once more.
  create function tell_forgotten(most int) returns int language plpgsql security definer set search_path = pg_catalog, public as $$
  declare told int;
  begin
    with forgotten as materialized (
      select w.id from write_back w join connector c on c.agency_code = w.agency_code and c.state = 'on'
      where w.state in ('waiting', 'writing', 'submitting') and w.told_at < now() - interval '15 minutes' order by w.created_at limit most for update of w skip locked
    ), told_now as (
      update write_back w set told_at = now() from forgotten f where f.id = w.id returning w.*
    )${FACT}
  end $$;
  revoke execute on function tell_forgotten(int) from public;
  grant execute on function tell_forgotten(int) to worker;
`
