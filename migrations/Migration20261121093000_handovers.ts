import { Migration } from '@mikro-orm/migrations'

/** Hand-overs between agencies, their frozen manifests and signed receipts. */
export class Migration20261121093000_handovers extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      create table hand_over (
        id uuid primary key, case_id uuid not null references criminal_case, leg text not null, round int not null, from_agency text not null, to_agency text not null,
        state text not null check (state in ('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'accepted', 'returned', 'recalled', 'faulty')),
        note text, prepared_by uuid not null references app_user, prepared_at timestamptz not null, sent_by uuid references app_user, sent_at timestamptz,
        checked_at timestamptz, delivered_at timestamptz, received_at timestamptz, answered_at timestamptz, answered_by uuid references app_user,
        outcome text, reason text, basis text, supplement jsonb, manifest_digest bytea, signature bytea, key_id text, gate jsonb, fault text, version int not null default 1,
        unique (case_id, leg, round)
      );
      create unique index hand_over_one_open on hand_over (case_id) where state in ('draft', 'sent', 'checked', 'delivered', 'received', 'supplement', 'faulty');
      create index hand_over_in on hand_over (to_agency, state, delivered_at);
      create index hand_over_out on hand_over (from_agency, state, sent_at);

      create table hand_over_entry (
        hand_over_id uuid not null references hand_over, case_id uuid not null, seq int not null, supplement int not null default 0, document_id uuid not null references document,
        volume text not null, volume_seq int not null, code text not null, title text not null, page_from int not null, page_to int not null, page_count int not null,
        size_bytes bigint not null, sha256 bytea not null, sm3 bytea not null, primary key (hand_over_id, seq), unique (hand_over_id, document_id)
      );
      create table receipt (
        id uuid primary key, hand_over_id uuid not null references hand_over, case_id uuid not null, kind text not null check (kind in ('delivery', 'acceptance', 'return')),
        issued_at timestamptz not null, body text not null, sha256 bytea not null, signature bytea not null, key_id text not null, unique (hand_over_id, kind)
      );
      alter table document add foreign key (sent_in) references hand_over;

      create function hand_over_open_to_me(wanted uuid, sender text, receiver text, delivered boolean) returns boolean language plpgsql stable security definer set search_path = pg_catalog, public as $$
      begin
        return case_open_to_me(wanted) and (sender = app_agency() or receiver = app_agency() and delivered or exists (
            select 1 from case_access a where a.case_id = wanted and a.agency_code = app_agency() and a.mode = 'holder'))
          or receiver = app_agency() and delivered and app_roles() && array['PP', 'PC', 'CJ', 'CC']
            and not exists (select 1 from case_recusal r where r.case_id = wanted and r.user_id = app_user());
      end $$;
      alter table hand_over enable row level security;
      alter table hand_over force row level security;
      create policy open_to_me on hand_over to app using (hand_over_open_to_me(case_id, from_agency, to_agency, delivered_at is not null)) with check (case_open_to_me(case_id));
      create policy one_case on hand_over to worker using (case_id = app_case()) with check (case_id = app_case());
      grant select, insert, update on hand_over to app, worker;
      create policy owner_sees on hand_over for select to owner using (true);
    `)
    for (const table of ['hand_over_entry', 'receipt']) {
      this.addSql(`
        alter table ${table} enable row level security;
        alter table ${table} force row level security;
        create policy with_hand_over on ${table} to app using (exists (select 1 from hand_over h where h.id = hand_over_id)) with check (case_open_to_me(case_id));
        create policy one_case on ${table} to worker using (case_id = app_case()) with check (case_id = app_case());
        grant select, insert on ${table} to app, worker;
      `)
    }
    this.addSql(`
      create function deliver_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      declare h hand_over;
      begin
        select * into h from hand_over where id = wanted and case_id = app_case() and delivered_at is not null;
        if h.id is null then raise exception 'no such delivery' using errcode = '42501'; end if;
        insert into case_access (case_id, agency_code, mode, since) values (h.case_id, h.to_agency, 'receiver', h.delivered_at)
          on conflict (case_id, agency_code) do update set mode = 'receiver', since = excluded.since, until = null where case_access.mode = 'former';
      end $$;

      create function settle_case_access(wanted uuid) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      declare h hand_over;
      begin
        select * into h from hand_over where id = wanted and state in ('accepted', 'returned', 'recalled')
          and app_agency() = case when state = 'recalled' then from_agency else to_agency end;
        if h.id is null then raise exception 'no such decision' using errcode = '42501'; end if;
        if h.state = 'accepted' then
          update case_access set mode = 'former', until = h.answered_at where case_id = h.case_id and mode = 'holder';
          update case_access set mode = 'holder', since = h.answered_at, until = null where case_id = h.case_id and agency_code = h.to_agency;
        else
          delete from case_access where case_id = h.case_id and agency_code = h.to_agency and mode = 'receiver';
        end if;
      end $$;

      create function hand_over_changed() returns trigger language plpgsql security definer set search_path = pg_catalog, public as $$
      begin
        perform pg_notify('live', json_build_object('kind', 'handOver', 'caseId', new.case_id, 'handOverId', new.id, 'state', new.state,
          'agencies', json_build_array(new.from_agency, new.to_agency))::text);
        return null;
      end $$;
      create trigger hand_over_changed after insert or update on hand_over for each row execute function hand_over_changed();
      revoke execute on function deliver_case_access(uuid), settle_case_access(uuid), hand_over_changed(), hand_over_open_to_me(uuid, text, text, boolean) from public;
      grant execute on function hand_over_open_to_me(uuid, text, text, boolean) to app;
      grant execute on function deliver_case_access(uuid) to worker;
      grant execute on function settle_case_access(uuid) to app;
      grant execute on function hand_over_changed() to app, worker;
    `)
  }
}
