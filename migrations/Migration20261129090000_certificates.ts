import { Migration } from '@mikro-orm/migrations'

/** Certificates and notices of custody (换押证, 变更羁押期限通知书, 羁押期限即将届满通知书, 释放通知书) and the seals of the agencies. */
export class Migration20261129090000_certificates extends Migration {
  override async up(): Promise<void> {
    this.addSql(PAPERS)
    this.addSql(SEALS)
    this.addSql(PUBLIC)
  }
}

const PAPERS = `
  create table custody_paper (
    id uuid primary key, paper text not null check (paper in ('transfer', 'changeNotice', 'expiryNotice', 'releaseNotice')), cert_no text not null,
    edition int not null default 1 check (edition > 0), case_id uuid not null references criminal_case, case_person_id uuid not null references case_person, transfer_id uuid,
    issuer text not null, centre text not null, person_ref text not null, body text not null, sha256 bytea not null,
    object_key text, pdf_sha256 bytea, pdf_bytes int, signature bytea, key_id text, drawn_at timestamptz,
    issued_at timestamptz not null, state text not null default 'issued' check (state in ('issued', 'revoked', 'superseded')), state_at timestamptz,
    unique (cert_no, edition), check ((state = 'issued') = (state_at is null)),
    check ((drawn_at is null) = (object_key is null) and (drawn_at is null) = (pdf_sha256 is null) and (drawn_at is null) = (pdf_bytes is null)
      and (drawn_at is null) = (signature is null) and (drawn_at is null) = (key_id is null))
  );
  comment on table custody_paper is 'what was issued does not change: its drawing is added once, and it may be revoked or superseded once';
  comment on column custody_paper.body is 'canonical JSON, the same that the PDF carries; sha256 is its digest';
  create index custody_paper_case on custody_paper (case_id, issued_at);
  create index custody_paper_person on custody_paper (case_person_id, issued_at);
  create index custody_paper_centre on custody_paper (centre, issued_at);
  create index custody_paper_transfer on custody_paper (transfer_id) where transfer_id is not null;
  create index custody_paper_object on custody_paper (object_key) where object_key is not null;
  create index custody_paper_undrawn on custody_paper (issued_at) where drawn_at is null;

  create function custody_paper_stays() returns trigger language plpgsql set search_path = pg_catalog, public as $$
  declare
    added text[] := array['object_key', 'pdf_sha256', 'pdf_bytes', 'signature', 'key_id', 'drawn_at', 'state', 'state_at'];
  begin
    if to_jsonb(new) - added <> to_jsonb(old) - added
      or old.drawn_at is not null and (new.object_key, new.pdf_sha256, new.pdf_bytes, new.signature, new.key_id, new.drawn_at)
        is distinct from (old.object_key, old.pdf_sha256, old.pdf_bytes, old.signature, old.key_id, old.drawn_at)
      or old.state <> 'issued' and (new.state, new.state_at) is distinct from (old.state, old.state_at) then
      raise exception 'a paper of custody does not change' using errcode = '42501';
    end if;
    return new;
  end $$;
  create trigger custody_paper_stays before update on custody_paper for each row execute function custody_paper_stays();
  revoke execute on function custody_paper_stays() from public;
  grant execute on function custody_paper_stays() to app, worker;

  alter table custody_paper enable row level security;
  alter table custody_paper force row level security;
  -- Who may see the person in the case, and the centre that holds him.
  create policy open_to_me on custody_paper to app using (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id))
    with check (case_open_to_me(case_id) and person_open_to_me(case_id, case_person_id));
  create policy held_here on custody_paper to app using (centre = app_agency() and app_user() is not null) with check (centre = app_agency() and app_user() is not null);
  create policy not_recused on custody_paper as restrictive to app using (case_id <> all ((select recused_cases())::uuid[])) with check (case_id <> all ((select recused_cases())::uuid[]));
  create policy one_case on custody_paper to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on custody_paper to owner using (true) with check (true);
  grant select, insert on custody_paper to app, worker;
  grant update (state, state_at) on custody_paper to app;
  grant update (object_key, pdf_sha256, pdf_bytes, signature, key_id, drawn_at, state, state_at) on custody_paper to worker;

  create or replace function known_object_keys(keys text[]) returns setof text language sql stable security definer set search_path = pg_catalog, public as $$
    select object_key from document where object_key = any (keys) union all select rendition_key from document where rendition_key = any (keys)
    union all select object_key from dossier_import where object_key = any (keys) union all select object_key from custody_paper where object_key = any (keys)
  $$;
`

const SEALS = `
  create table agency_seal (
    key_id text primary key, agency text not null, authority text not null references agency_seal, certificate bytea not null, wrapped_key bytea,
    created_at timestamptz not null, retired_at timestamptz, check ((authority = key_id) = (wrapped_key is null))
  );
  comment on table agency_seal is 'certificates of the electronic seals; the authority that issues them is its own issuer, and its key is in the settings alone';
  create unique index agency_seal_in_use on agency_seal (authority, agency) where retired_at is null;
  alter table agency_seal enable row level security;
  alter table agency_seal force row level security;
  create policy everybody_checks on agency_seal for select to app using (true);
  create policy worker_seals on agency_seal to worker using (true) with check (true);
  create policy owner_keeps on agency_seal to owner using (true) with check (true);
  grant select (key_id, agency, authority, certificate, created_at, retired_at) on agency_seal to app;
  grant select, insert, update (retired_at) on agency_seal to worker;
`

const PUBLIC = `
  -- For whoever holds a paper: he knows the first half of its digest. A number alone opens nothing, so that nobody can go through them.
  create function public_certificate(wanted text, seen bytea)
  returns table (seen_state text, seen_edition int, seen_signature bytea, edition int, paper text, kind text, state text, issuer text, holder text, valid_from text, valid_to text, digest bytea, issued_at timestamptz)
  language sql stable security definer set search_path = pg_catalog, public as $$
    select case when s.state = 'revoked' or n.state = 'revoked' then 'revoked' when s.edition < n.edition or s.state = 'superseded' then 'superseded' else 'valid' end,
      s.edition, s.signature, n.edition, n.paper, n.said ->> 'kind', n.state, n.issuer,
      case when n.paper = 'transfer' and n.said #>> '{receiver,at}' is not null or n.paper = 'expiryNotice' then coalesce(n.said #>> '{receiver,agency}', n.issuer) else n.issuer end,
      n.said ->> 'newFrom', coalesce(n.said ->> 'newTo', case when n.said ->> 'newFrom' is null then n.said ->> 'senderDueAt' end),
      substring(n.sha256 for 16), n.issued_at
    from (select p.edition, p.paper, p.state, p.issuer, p.sha256, p.issued_at, p.body::jsonb as said from custody_paper p where p.cert_no = wanted order by p.edition desc limit 1) n,
      custody_paper s
    where s.cert_no = wanted and substring(s.sha256 for 16) = seen
  $$;
  comment on function public_certificate is 'what anybody who scans a paper is told: whether it stands, who holds the person until when; no name and no number of a person';
  revoke execute on function public_certificate(text, bytea) from public;
  grant execute on function public_certificate(text, bytea) to app;
`
