import { Migration } from '@mikro-orm/migrations'

/** The e-dossier: documents with their bytes' digests, page indexes, imports. */
export class Migration20261121092000_dossier extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table document (
        id uuid primary key, case_id uuid not null references criminal_case, case_person_id uuid references case_person,
        volume text, volume_seq int not null default 1, seq int, code text, title text not null, doc_no text, file_name text not null, author_agency text not null,
        made_on date, media_type text not null, size_bytes bigint not null, page_count int not null, sha256 bytea not null, sm3 bytea,
        object_key text not null unique, rendition_key text, suggested_code text, suggested_confidence real,
        sent_in uuid, corrupt_at timestamptz, withdrawn_at timestamptz, withdrawn_why text, added_at timestamptz not null, added_by uuid not null references app_user, version int not null default 1
      );
      create unique index document_once_in_case on document (case_id, sha256) where withdrawn_at is null;
      create index document_case on document (case_id, volume, volume_seq, seq);
      create index document_without_sm3 on document (id) where sm3 is null and corrupt_at is null;

      create table document_index (document_id uuid primary key references document, case_id uuid not null, index_gz bytea not null);
      comment on table document_index is 'where each page lies in the stored bytes (gzip JSON): views and bundles are arithmetic on it';

      create table dossier_import (
        id uuid primary key, case_id uuid not null references criminal_case, source text not null check (source in ('folder', 'zip')), name text not null,
        state text not null check (state in ('running', 'done', 'failed')), total_files int, total_bytes bigint, object_key text, problem text,
        started_at timestamptz not null, ended_at timestamptz, started_by uuid not null references app_user, agency_code text not null
      );
      create index dossier_import_case on dossier_import (case_id);
      create table import_item (
        import_id uuid not null references dossier_import, case_id uuid not null, path text not null, state text not null check (state in ('stored', 'unsorted', 'duplicate', 'refused')),
        code text, detail text, document_id uuid references document, size_bytes bigint, at timestamptz not null, primary key (import_id, path)
      );
    `)
    for (const table of ['dossier_import', 'import_item']) {
      this.addSql(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy open_to_me on ${table} to app using (case_open_to_me(case_id)) with check (case_open_to_me(case_id));
        create policy one_case on ${table} to worker using (case_id = app_case()) with check (case_id = app_case());
        grant select, insert, update on ${table} to app, worker;
      `)
    }
    this.addSql(`
      -- Own papers; of others' what does not stay with its maker: all while holding the case, what was there at hand-over afterwards, what was sent as receiver.
      create function document_open_to_me(wanted uuid, author text, kept boolean, added timestamptz, sent boolean) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
      begin
        return case_open_to_me(wanted) and (author = app_agency() or not kept and exists (
          select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency()
          and (a.mode = 'holder' or a.mode = 'former' and added <= a.until or a.mode = 'receiver' and sent)));
      end $$;
      alter table document enable row level security;
      alter table document force row level security;
      create policy open_to_me on document to app
        using (document_open_to_me(case_id, author_agency, coalesce(volume, 'internal') in ('internal', 'courtSub', 'supervision'), added_at, sent_in is not null))
        with check (case_open_to_me(case_id));
      create policy one_case on document to worker using (case_id = app_case()) with check (case_id = app_case());
      alter table document_index enable row level security;
      alter table document_index force row level security;
      create policy with_document on document_index to app using (exists (select 1 from document d where d.id = document_id)) with check (case_open_to_me(case_id));
      create policy one_case on document_index to worker using (case_id = app_case()) with check (case_id = app_case());
      grant select, insert, update on document to app, worker;
      grant select, insert on document_index to app, worker;

      create function documents_without_sm3(most int) returns table (case_id uuid, document_id uuid) language sql stable security definer set search_path = pg_catalog, public as $$
        select d.case_id, d.id from document d where d.sm3 is null and d.corrupt_at is null and d.withdrawn_at is null order by d.added_at limit most
      $$;
      -- When a paper of each kind came in, for whoever may see the case: a mark of the 48-hour track is the same to all of them.
      create function papers_by_code(wanted uuid) returns table (code text, at timestamptz) language sql stable security definer set search_path = pg_catalog, public as $$
        select d.code, min(d.added_at) from document d where d.case_id = wanted and d.code is not null and d.withdrawn_at is null and case_open_to_me(wanted) group by d.code
      $$;
      create function known_object_keys(keys text[]) returns setof text language sql stable security definer set search_path = pg_catalog, public as $$
        select object_key from document where object_key = any (keys) union all select rendition_key from document where rendition_key = any (keys)
        union all select object_key from dossier_import where object_key = any (keys)
      $$;
      create policy owner_sees on document for select to owner using (true);
      create policy owner_sees on dossier_import for select to owner using (true);

      create function import_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        perform pg_notify('live', json_build_object('kind', 'import', 'caseId', new.case_id, 'importId', coalesce(to_jsonb(new) ->> 'import_id', to_jsonb(new) ->> 'id'),
          'agencies', (select coalesce(json_agg(agency_code), '[]'::json) from case_access where case_id = new.case_id))::text);
        return null;
      end $$;
      create trigger import_changed after insert or update on dossier_import for each row execute function import_changed();
      create trigger import_item_changed after insert on import_item for each row execute function import_changed();
      revoke execute on function papers_by_code(uuid), documents_without_sm3(int), known_object_keys(text[]), import_changed(), document_open_to_me(uuid, text, boolean, timestamptz, boolean) from public;
      grant execute on function papers_by_code(uuid) to app;
      grant execute on function documents_without_sm3(int), known_object_keys(text[]) to worker;
      grant execute on function document_open_to_me(uuid, text, boolean, timestamptz, boolean) to app;
      grant execute on function import_changed() to app, worker;
    `)
  }
}
