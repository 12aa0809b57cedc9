import { Migration } from '@mikro-orm/migrations'

/** The register of legal documents (文书): drafts, issued papers with number and signer, proofs of service. */
export class Migration20261127091000_papers extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table paper (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person, code text not null, agency text not null,
        state text not null check (state in ('draft', 'issued', 'replaced', 'void')), version int not null check (version > 0), parts jsonb not null default '{}', form jsonb, facts_digest bytea,
        number text, series_issuer text, series text, series_year int, seq int,
        maker uuid not null references app_user, made_at timestamptz not null, changed_at timestamptz not null, signer uuid references app_user, signed_at timestamptz,
        document_id uuid references document, replaces uuid references paper, reason text,
        check ((state in ('issued', 'replaced')) = (signed_at is not null)),
        check ((signed_at is null) = (signer is null) and (signed_at is null) = (form is null) and (signed_at is null) = (document_id is null)),
        check ((seq is null) = (series is null) and (seq is null or number is not null)), check ((replaces is null) = (reason is null))
      );
      comment on table paper is 'a signed paper does not change, save that a newer version may take its place';
      comment on column paper.parts is 'what the maker wrote in the free parts; what he left alone is not in it';
      comment on column paper.form is 'every word of the signed paper, from which each of its copies is printed';
      create index paper_case on paper (case_id, made_at);
      create unique index paper_one_draft on paper (case_id, agency, code, coalesce(case_person_id, case_id)) where state = 'draft';
      create unique index paper_number on paper (series_issuer, series, series_year, seq) where seq is not null;
      create unique index paper_one_successor on paper (replaces) where replaces is not null and state <> 'void';

      create table paper_service (
        id uuid primary key, paper_id uuid not null references paper, case_id uuid not null references criminal_case, agency text not null, recipient text not null, capacity text,
        method text not null check (method in ('direct', 'left', 'post', 'electronic', 'notice')), served_at timestamptz not null, served_by text not null, witness text, receipt text,
        recorded_at timestamptz not null, recorded_by uuid not null references app_user, check (method <> 'left' or witness is not null)
      );
      comment on table paper_service is 'on whom a paper was served, how, when and by whom (CPL 107)';
      create index paper_service_paper on paper_service (paper_id);
      create index paper_service_case on paper_service (case_id, served_at);

      create function paper_stays() returns trigger language plpgsql set search_path = pg_catalog, public as $$
      begin
        if old.state = 'void' or old.state = 'replaced' then raise exception 'a paper that is over does not change' using errcode = '42501'; end if;
        if old.state = 'issued' and (new.state not in ('issued', 'replaced') or to_jsonb(new) - 'state' <> to_jsonb(old) - 'state') then
          raise exception 'an issued paper does not change' using errcode = '42501';
        end if;
        return new;
      end $$;
      create trigger paper_stays before update on paper for each row execute function paper_stays();
      revoke execute on function paper_stays() from public;
      grant execute on function paper_stays() to app, worker;

      alter table paper enable row level security;
      alter table paper force row level security;
      -- A draft is its agency's own; what is issued is for whoever may read it in the dossier.
      create policy own_agency on paper to app using (agency = app_agency() and case_open_to_me(case_id)) with check (agency = app_agency() and case_open_to_me(case_id));
      create policy with_document on paper for select to app using (document_id is not null and exists (select 1 from document d where d.id = document_id));
      create policy one_case on paper to worker using (case_id = app_case()) with check (case_id = app_case());
      create policy owner_keeps on paper to owner using (true) with check (true);
      grant select, insert, update on paper to app;
      grant select on paper to worker;

      alter table paper_service enable row level security;
      alter table paper_service force row level security;
      create policy with_paper on paper_service for select to app using (exists (select 1 from paper p where p.id = paper_id));
      create policy own_paper on paper_service for insert to app
        with check (agency = app_agency() and exists (select 1 from paper p where p.id = paper_id and p.case_id = paper_service.case_id and p.agency = app_agency() and p.signed_at is not null));
      create policy one_case on paper_service to worker using (case_id = app_case()) with check (case_id = app_case());
      create policy owner_keeps on paper_service to owner using (true) with check (true);
      grant select, insert on paper_service to app;
      grant select on paper_service to worker;
    `)
  }
}
