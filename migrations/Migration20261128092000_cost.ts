import { Migration } from '@mikro-orm/migrations'

/** What a thick dossier and a large register must not cost: rights asked once for a manifest, and indexes for what was found by reading all. */
export class Migration20261128092000_cost extends Migration {
  override async up(): Promise<void> {
    this.addSql(`
      -- Facts not told yet, parked ones included; the index of what is to be dispatched leaves those out.
      create index outbox_untold on outbox (case_id) where dispatched_at is null;
      -- Whether a paper was frozen for a reader beside the holder is asked of each paper.
      create index hand_over_entry_document on hand_over_entry (document_id);

      -- Freezes lines of a manifest and marks their papers as sent. Row-level security would ask the rights of the case anew for every
      -- paper, twice; here they are asked once. What goes for single persons is a part of the dossier: its papers keep no place by it.
      create policy owner_freezes on hand_over_entry for insert to owner with check (true);
      create policy owner_freezes on document for update to owner using (true) with check (true);
      create function freeze_lines(wanted uuid, lines jsonb) returns void language plpgsql security definer set search_path = pg_catalog, public as $$
      declare h hand_over; frozen int;
      begin
        select * into h from hand_over where id = wanted and state = 'sent' and from_agency = app_agency();
        if h.id is null or not case_open_to_me(h.case_id) then raise exception 'no such sending' using errcode = '42501'; end if;
        insert into hand_over_entry (hand_over_id, case_id, edition, seq, supplement, document_id, volume, volume_seq, code, title, page_from, page_to, page_count, size_bytes, sha256, sm3)
          select h.id, h.case_id, h.edition, e.seq, e.supplement, d.id, e.volume, e."volumeSeq", e.code, e.title, e."pageFrom", e."pageTo", e."pageCount", e."sizeBytes", decode(e.sha256, 'hex'), decode(e.sm3, 'hex')
          from jsonb_to_recordset(lines) as e (seq int, supplement int, "documentId" uuid, volume text, "volumeSeq" int, code text, title text, "pageFrom" int, "pageTo" int, "pageCount" int, "sizeBytes" bigint, sha256 text, sm3 text)
          join document d on d.id = e."documentId" and d.case_id = h.case_id;
        get diagnostics frozen = row_count;
        if frozen <> jsonb_array_length(lines) then raise exception 'a paper of another case' using errcode = '42501'; end if;
        update document d set sent_in = coalesce(d.sent_in, h.id), seq = coalesce(d.seq, case when h.persons is null then e.place end), version = d.version + 1
          from (select document_id, row_number() over (partition by volume, volume_seq order by seq)::int as place from hand_over_entry where hand_over_id = h.id and edition = h.edition) e
          where d.id = e.document_id and (d.sent_in is null or h.persons is null and d.seq is null);
      end $$;
      revoke execute on function freeze_lines(uuid, jsonb) from public;
      grant execute on function freeze_lines(uuid, jsonb) to app;
      revoke insert on hand_over_entry from app;
    `)
    this.addSql(NUMBERS)
  }
}

/** As before, with every number looked at once: what was asked for each counter anew read all numbers for every one of them. */
const NUMBERS = `
  create or replace function numbers_report(from_issuer text, of_year int) returns table (issuer text, series text, year int, before int, last int, used int, missing int, gaps int[], doubled int, doubles int[], beyond int)
  language sql stable security definer set search_path = pg_catalog, public as $$
    with used as materialized (select u.issuer, u.series, u.year, u.seq, count(*)::int as times from numbers_used(from_issuer) u group by 1, 2, 3, 4),
    counter as (select k.* from number_counter k where from_issuer is null or k.issuer = from_issuer),
    counted as (select u.issuer, u.series, u.year, sum(u.times)::int as used, max(u.seq) as greatest, (count(*) filter (where u.times > 1))::int as doubled,
      (array_agg(u.seq order by u.seq) filter (where u.times > 1))[1:20] as doubles from used u group by 1, 2, 3),
    -- Each number in use, and both ends of what was given: what lies between two neighbours is missing.
    stood as (
      select u.issuer, u.series, u.year, u.seq from used u join counter k on k.issuer = u.issuer and k.series = u.series and k.year = u.year and u.seq > k.before and u.seq <= k.last
      union all select k.issuer, k.series, k.year, k.before from counter k
      union all select k.issuer, k.series, k.year, k.last + 1 from counter k),
    gap as (select * from (select s.issuer, s.series, s.year, s.seq as upto, lag(s.seq) over (partition by s.issuer, s.series, s.year order by s.seq) as after from stood s) s where s.upto - s.after > 1),
    missed as (select g.issuer, g.series, g.year, sum(g.upto - g.after - 1)::int as missing from gap g group by 1, 2, 3),
    named as (select g.issuer, g.series, g.year, (array_agg(n.n order by n.n))[1:20] as gaps from gap g cross join lateral generate_series(g.after + 1, least(g.upto - 1, g.after + 20)) n (n) group by 1, 2, 3)
    select coalesce(k.issuer, c.issuer), coalesce(k.series, c.series), coalesce(k.year, c.year), coalesce(k.before, 0), coalesce(k.last, 0), coalesce(c.used, 0),
      coalesce(m.missing, 0), coalesce(n.gaps, '{}'), coalesce(c.doubled, 0), coalesce(c.doubles, '{}'), greatest(coalesce(c.greatest, 0) - coalesce(k.last, 0), 0)
    from counter k
    full join counted c on c.issuer = k.issuer and c.series = k.series and c.year = k.year
    left join missed m on m.issuer = k.issuer and m.series = k.series and m.year = k.year
    left join named n on n.issuer = k.issuer and n.series = k.series and n.year = k.year
    where (of_year is null or coalesce(k.year, c.year) = of_year)
      and (session_user <> 'app' or 'SA' = any (app_roles()) or replace(coalesce(k.issuer, c.issuer), 'platform:', '') like supervised_agencies())
    order by 1, 3, 2
  $$;
`
