import { Migration } from '@mikro-orm/migrations'

/** An issued paper made void (作废): asked for with a reason, decided by a second person of its agency. Row, number and PDF stay. */
export class Migration20261128090500_annulments extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      alter table paper drop constraint paper_state_check, drop constraint paper_check;
      alter table paper add constraint paper_state_check check (state in ('draft', 'issued', 'replaced', 'void', 'annulled')),
        add constraint paper_signed check ((state in ('issued', 'replaced', 'annulled')) = (signed_at is not null));

      create table paper_annulment (
        id uuid primary key, paper_id uuid not null references paper, case_id uuid not null references criminal_case, agency text not null, reason text not null,
        requested_by uuid not null references app_user, requested_at timestamptz not null, state text not null check (state in ('open', 'approved', 'refused')),
        decided_by uuid references app_user, decided_at timestamptz, note text,
        check ((state = 'open') = (decided_by is null) and (decided_by is null) = (decided_at is null)), check (state <> 'approved' or decided_by <> requested_by)
      );
      comment on table paper_annulment is 'that an issued paper is void: who asked why, and which second person decided';
      create unique index paper_annulment_once on paper_annulment (paper_id) where state in ('open', 'approved');
      create index paper_annulment_case on paper_annulment (case_id);

      create or replace function paper_stays() returns trigger language plpgsql set search_path = pg_catalog, public as $$
      begin
        if old.state in ('void', 'replaced', 'annulled') then raise exception 'a paper that is over does not change' using errcode = '42501'; end if;
        if old.state = 'issued' and (new.state not in ('issued', 'replaced', 'annulled') or to_jsonb(new) - 'state' <> to_jsonb(old) - 'state') then
          raise exception 'an issued paper does not change' using errcode = '42501';
        end if;
        if new.state = 'annulled' and not exists (select 1 from paper_annulment a where a.paper_id = new.id and a.state = 'approved') then
          raise exception 'nobody decided that the paper is void' using errcode = '42501';
        end if;
        return new;
      end $$;
      create function annulment_stays() returns trigger language plpgsql set search_path = pg_catalog, public as $$
      begin
        if old.state <> 'open' or to_jsonb(new) - array['state', 'decided_by', 'decided_at', 'note'] <> to_jsonb(old) - array['state', 'decided_by', 'decided_at', 'note'] then
          raise exception 'what was decided stays' using errcode = '42501';
        end if;
        return new;
      end $$;
      create trigger annulment_stays before update on paper_annulment for each row execute function annulment_stays();
      revoke execute on function annulment_stays() from public;
      grant execute on function annulment_stays() to app;

      alter table paper_annulment enable row level security;
      alter table paper_annulment force row level security;
      -- Seen with the paper; asked for and decided in the paper's own agency.
      create policy with_paper on paper_annulment for select to app using (exists (select 1 from paper p where p.id = paper_id));
      create policy own_paper on paper_annulment for insert to app
        with check (agency = app_agency() and requested_by = app_user() and exists (select 1 from paper p where p.id = paper_id and p.case_id = paper_annulment.case_id and p.agency = app_agency() and p.state = 'issued'));
      create policy own_decision on paper_annulment for update to app using (agency = app_agency() and case_open_to_me(case_id)) with check (agency = app_agency() and decided_by = app_user());
      create policy owner_keeps on paper_annulment to owner using (true) with check (true);
      grant select, insert, update on paper_annulment to app;
    `)
  }
}
