import { Migration } from '@mikro-orm/migrations'

/** Until when somebody may be held is said in one place, by what the last event left; after a judgment that is no limit at all. */
export class Migration20261129097000_noted_end extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create or replace function custody_end(wanted uuid, person uuid, titles text[]) returns table (code text, due_at timestamptz, suspended boolean, provisional boolean)
      language sql stable security definer set search_path = pg_catalog, public as $$
        select l.code, l.due_at, l.suspended, false from (
          select n.code, n.due_at, n.suspended from custody_end n join case_event e on e.id = n.event_id
          where n.case_person_id = person and n.case_id = wanted and e.voided_by is null order by e.occurred_at desc, e.seq desc limit 1) l
        where l.code is not null
      $$;
    `)
  }
}
