import { Migration } from '@mikro-orm/migrations'

/** What stands in the papers: how far each is read, its words page by page with their places, and what they say for the case card. */
export class Migration20261130081000_reading extends Migration {
  override async up(): Promise<void> {
    this.addSql(TABLES)
    this.addSql(RIGHTS)
    this.addSql(FOLLOWING)
    this.addSql(WORK)
    this.addSql(PRESENT_PAPERS)
  }
}

const TABLES = `
  create table document_reading (
    document_id uuid primary key references document, case_id uuid not null references criminal_case,
    state text not null default 'waiting' check (state in ('waiting', 'read', 'empty', 'failed')),
    step text not null default 'words' check (step in ('words', 'pictures', 'findings', 'done')),
    pages int not null check (pages >= 0), next_page int not null default 1, pages_read int not null default 0, engine text check (engine in ('textLayer', 'ocr', 'both')),
    findings jsonb not null default '[]', rules text, error text, faults int not null default 0, read_at timestamptz,
    queued_at timestamptz not null default clock_timestamp(), claimed_by uuid, claimed_until timestamptz, not_before timestamptz,
    check ((state = 'failed') = (error is not null)), check (state = 'waiting' or step = 'done')
  );
  comment on table document_reading is 'how far the words of a paper are read (state for people, step for the worker) and what they say, as proposals for the case card';
  comment on column document_reading.queued_at is 'clock of the machine, as are claimed_until and not_before: order and leases of work, nothing of law';
  create index document_reading_case on document_reading (case_id);
  create index document_reading_open on document_reading (queued_at) where step <> 'done';

  create table document_page_text (
    document_id uuid not null references document_reading on delete cascade, case_id uuid not null, page int not null check (page > 0),
    engine text not null check (engine in ('textLayer', 'ocr')), turned int not null default 0 check (turned in (0, 90, 180, 270)), lines jsonb,
    primary key (document_id, page)
  );
  comment on table document_page_text is 'lines of a page with their places in parts of it; lines null: a picture whose characters are still to be recognised';
`

const RIGHTS = `
  alter table document_reading enable row level security;
  alter table document_reading force row level security;
  create policy with_document on document_reading for select to app using (exists (select 1 from document d where d.id = document_id));
  create policy one_case on document_reading to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on document_reading to owner using (true) with check (true);
  alter table document_page_text enable row level security;
  alter table document_page_text force row level security;
  create policy with_document on document_page_text for select to app using (exists (select 1 from document d where d.id = document_id));
  create policy one_case on document_page_text to worker using (case_id = app_case()) with check (case_id = app_case());
  create policy owner_keeps on document_page_text to owner using (true) with check (true);
  grant select on document_reading, document_page_text to app;
  grant select, update on document_reading to worker;
  grant select, insert, update on document_page_text to worker;
`

const FOLLOWING = `
  -- A paper that comes in waits to be read; sorted as another one it says other things; what is withdrawn is read no more.
  create function reading_follows() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
  begin
    if tg_op = 'INSERT' then
      insert into document_reading (document_id, case_id, pages) values (new.id, new.case_id, new.page_count);
    elsif new.withdrawn_at is not null then
      delete from document_reading r where r.document_id = new.id;
    elsif new.code is distinct from old.code then
      update document_reading r set state = 'waiting', step = 'findings', findings = '[]', read_at = null, queued_at = clock_timestamp()
      where r.document_id = new.id and r.step = 'done' and r.state = 'read';
    end if;
    return null;
  end $$;
  create trigger reading_follows_new after insert on document for each row execute function reading_follows();
  create trigger reading_follows_change after update of code, withdrawn_at on document for each row
    when (new.code is distinct from old.code or new.withdrawn_at is distinct from old.withdrawn_at) execute function reading_follows();
`

const WORK = `
  -- Takes the next paper for a worker: text layers before pictures, short ones of these before long ones that came in a little earlier.
  create function claim_reading(who uuid, seconds int, with_pictures boolean) returns table (document_id uuid, case_id uuid, step text)
  language sql volatile security definer set search_path = pg_catalog, public as $$
    update document_reading r set claimed_by = who, claimed_until = clock_timestamp() + make_interval(secs => seconds)
    where r.document_id = (
      select w.document_id from document_reading w
      where w.step <> 'done' and (with_pictures or w.step <> 'pictures')
        and coalesce(w.claimed_until, '-infinity') < clock_timestamp() and coalesce(w.not_before, '-infinity') < clock_timestamp()
      order by w.step = 'pictures', w.queued_at + case w.step when 'pictures' then make_interval(secs => w.pages * 2) else make_interval() end
      limit 1 for update skip locked)
    returning r.document_id, r.case_id, r.step
  $$;
  -- Whether a paper waits whose words need no recognising.
  create function words_wait() returns boolean language sql stable security definer set search_path = pg_catalog, public as $$
    select exists (select 1 from document_reading w where w.step in ('words', 'findings')
      and coalesce(w.claimed_until, '-infinity') < clock_timestamp() and coalesce(w.not_before, '-infinity') < clock_timestamp())
  $$;
  -- A paper that came along from another case says what it said there. False where it is to be read here.
  create function inherit_reading(wanted uuid) returns boolean language plpgsql volatile security definer set search_path = pg_catalog, public as $$
  declare
    origin document_reading;
  begin
    select r.* into origin from document d join document_reading r on r.document_id = d.inherited_from
    where d.id = wanted and d.case_id = app_case() and r.step in ('findings', 'done') and r.state <> 'failed' and r.pages = d.page_count;
    if origin.document_id is null then return false; end if;
    insert into document_page_text (document_id, case_id, page, engine, turned, lines)
      select wanted, app_case(), t.page, t.engine, t.turned, t.lines from document_page_text t where t.document_id = origin.document_id on conflict do nothing;
    update document_reading r set step = 'findings', next_page = r.pages + 1, pages_read = r.pages where r.document_id = wanted;
    return true;
  end $$;
  revoke execute on function claim_reading(uuid, int, boolean), words_wait(), inherit_reading(uuid) from public;
  grant execute on function claim_reading(uuid, int, boolean), words_wait(), inherit_reading(uuid) to worker;
`

const PRESENT_PAPERS = `
  insert into document_reading (document_id, case_id, pages, queued_at) select d.id, d.case_id, d.page_count, d.added_at from document d where d.withdrawn_at is null;
`
