import { Migration } from '@mikro-orm/migrations'

/** A case may come back to an agency that held it before: if that comes to nothing, the agency is a former holder as it was. */
export class Migration20261126094000_returns extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table case_access add column held_before boolean not null default false;

      create or replace function deliver_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      declare h hand_over;
      begin
        select * into h from hand_over where id = wanted and case_id = app_case() and delivered_at is not null;
        if h.id is null then raise exception 'no such delivery' using errcode = '42501'; end if;
        insert into case_access (case_id, agency_code, mode, since) values (h.case_id, h.to_agency, 'receiver', h.delivered_at)
          on conflict (case_id, agency_code) do update set mode = 'receiver', since = excluded.since, until = null, held_before = true where case_access.mode = 'former';
      end $$;

      create or replace function settle_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      declare h hand_over;
      begin
        select * into h from hand_over where id = wanted and state in ('accepted', 'returned', 'recalled')
          and app_agency() = case when state = 'recalled' then from_agency else to_agency end;
        if h.id is null then raise exception 'no such decision' using errcode = '42501'; end if;
        if h.state = 'accepted' then
          update case_access set mode = 'former', until = h.answered_at where case_id = h.case_id and mode = 'holder';
          update case_access set mode = 'holder', since = h.answered_at, until = null where case_id = h.case_id and agency_code = h.to_agency;
        else
          delete from case_access where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver' and not held_before;
          update case_access set mode = 'former', until = h.answered_at where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver';
        end if;
      end $$;
    `)
  }
}
