import { Migration } from '@mikro-orm/migrations'

/**
 * Which card is to be written to its agency's own system: one that has changed, has no open conflict and was left alone for a moment; and
 * at the latest when its agency hands the case over.
 */
export class Migration20261130083000_write_backs_due extends Migration {
  override async up(): Promise<void> {
    this.addSql(DUE)
    this.addSql(TRIGGERS)
    this.addSql(MAKE)
  }
}

const DUE = `
  create table write_back_due (
    card_id uuid primary key references case_card, case_id uuid not null references criminal_case, agency_code text not null references connector, first_at timestamptz not null, due_at timestamptz not null, handed boolean not null default false
  );
  comment on table write_back_due is 'cards that changed since they were last written, with the instant from which they are left alone enough';
  create index write_back_due_next on write_back_due (due_at);
  create index write_back_due_case on write_back_due (case_id);
  create index write_back_due_agency on write_back_due (agency_code);
  alter table write_back_due enable row level security;
  alter table write_back_due force row level security;
  create policy owner_all on write_back_due to owner using (true) with check (true);
  create policy write_backs_read on case_card for select to owner using (true);
  create policy write_backs_read on card_field for select to owner using (true);
  alter policy open_to_me on write_back using (exists (select 1 from case_card k where k.id = card_id));
  alter table write_back add constraint write_back_card foreign key (card_id) references case_card;
  alter table card_difference add constraint card_difference_card foreign key (card_id) references case_card;
  alter table connector_trial add constraint connector_trial_card foreign key (card_id) references case_card;
  create index connector_trial_card on connector_trial (card_id);
`

const TRIGGERS = `
  create function card_moved() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into write_back_due as d (card_id, case_id, agency_code, first_at, due_at)
      select new.id, new.case_id, new.agency_code, now(), now() + coalesce((c.settings->>'settleSeconds')::int, 20) * interval '1 second'
      from connector c where c.agency_code = new.agency_code and c.direction <> 'in'
    on conflict (card_id) do update set due_at = least(excluded.due_at, greatest(d.due_at, d.first_at + interval '10 minutes'));
    return null;
  end $$;
  create trigger card_moved after update of version on case_card for each row when (new.version is distinct from old.version) execute function card_moved();

  create function card_handed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into write_back_due as d (card_id, case_id, agency_code, first_at, due_at, handed)
      select k.id, k.case_id, k.agency_code, now(), now(), true
      from case_card k join connector c on c.agency_code = k.agency_code and c.direction <> 'in'
      where k.case_id = new.case_id and k.agency_code = new.from_agency and k.version > 0
        and not exists (select 1 from write_back w where w.card_id = k.id and w.card_version = k.version)
    on conflict (card_id) do update set due_at = now(), handed = true;
    return null;
  end $$;
  create trigger card_handed after update of state on hand_over for each row when (new.state = 'sent' and old.state is distinct from 'sent') execute function card_handed();

  -- A connector that is new, or begins to write, finds the cards that were there before it.
  create function connector_enlists() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    insert into write_back_due as d (card_id, case_id, agency_code, first_at, due_at)
      select k.id, k.case_id, k.agency_code, now(), now() from case_card k join criminal_case c on c.id = k.case_id and c.stage not like 'CLOSED%'
      where k.agency_code = new.agency_code and k.version > 0 and not exists (select 1 from write_back w where w.card_id = k.id and w.card_version = k.version)
    on conflict (card_id) do nothing;
    return null;
  end $$;
  create trigger connector_enlists after insert on connector for each row when (new.direction <> 'in') execute function connector_enlists();
  create trigger connector_enlists_later after update of direction on connector for each row when (new.direction <> 'in' and old.direction = 'in') execute function connector_enlists();
  revoke execute on function card_moved(), card_handed(), connector_enlists() from public;
  grant execute on function card_moved(), card_handed(), connector_enlists() to app, worker;
`

const MAKE = `
  create function make_write_backs(most int) returns int language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  declare made int;
  begin
    with ready as materialized (
      select d.card_id, d.case_id, d.agency_code, k.version, k.stage from write_back_due d join case_card k on k.id = d.card_id
      where d.due_at <= now() and (d.handed or not exists (select 1 from card_field f where f.card_id = d.card_id and f.state = 'conflict'))
      order by d.first_at limit most for update of d skip locked
    ), taken as (
      delete from write_back_due d using ready r where d.card_id = r.card_id
    ), older as (
      update write_back w set state = 'superseded' from ready r where w.card_id = r.card_id and w.state = 'waiting' and w.card_version < r.version
    ), fresh as (
      insert into write_back (card_id, card_version, case_id, agency_code, stage, created_at)
      select r.card_id, r.version, r.case_id, r.agency_code, r.stage, app_now() from ready r on conflict (card_id, card_version) do nothing returning *
    ), told as (
      insert into outbox (id, case_id, type, payload) select gen_random_uuid(), null, 'writeBack.due',
        jsonb_build_object('writeBackId', f.id, 'caseId', f.case_id, 'cardId', f.card_id, 'cardVersion', f.card_version::text, 'agency', f.agency_code) from fresh f
    )
    select count(*) into made from ready;
    return made;
  end $$;
  revoke execute on function make_write_backs(int) from public;
  grant execute on function make_write_backs(int) to worker;
`
