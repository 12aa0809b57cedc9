import { Migration } from '@mikro-orm/migrations'

/** A process asks which of the steps that its code knows the database has not taken. */
export class Migration20261128090700_releases extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create function steps_missing(known text[]) returns text[] language sql stable security definer set search_path = pg_catalog, public as $$
        select coalesce(array_agg(k order by k), '{}') from unnest(known) k where not exists (select 1 from mikro_orm_migrations m where m.name = k)
      $$;
      revoke execute on function steps_missing(text[]) from public;
      grant execute on function steps_missing(text[]) to app, worker, auditor;
    `)
  }
}
