import { Migration } from '@mikro-orm/migrations'

/** A case may bear several numbers of one agency: an arrest review has its own, a retrial and a second appeal are numbered anew. */
export class Migration20261128090000_numbers extends Migration {
  override async up(): Promise<void> {
    this.addSql(COLUMNS)
    this.addSql(REGISTER)
  }
}

const COLUMNS = `
  alter table case_number drop constraint case_number_pkey, add primary key (agency_code, no);
  alter table case_number drop constraint case_number_agency_code_no_key;
  alter table case_number add column kind text not null default 'case' check (kind in ('case', 'arrestReview')),
    add column given_by uuid references case_event, add column seq bigint generated always as identity;
  create index case_number_case on case_number (case_id, agency_code, seq);
  comment on column case_number.seq is 'order in which they were given: of one kind and agency the last is the one in use';
  comment on column case_number.given_by is 'the step that gave it; null where the case was opened with it';
`

/** The printed list names a person's case by the number that the agency uses now. */
const REGISTER = `
  create or replace function custody_register(titles text[], measures text[], divisions text[]) returns table (
    case_id uuid, platform_no text, agency_no text, seq int, name text, born text, acted_at timestamptz, measure_code text, measure_from timestamptz,
    code text, due_at timestamptz, legal_latest timestamptz, provisional boolean, answers text, turn_agency text, turn_zh text, officers text[])
  language sql stable security definer set search_path = pg_catalog, public as $$
    select c.id, c.platform_no, (select n.no from case_number n where n.case_id = c.id and n.agency_code = app_agency() order by n.kind = 'case' desc, n.seq desc limit 1),
      p.seq, p.name, to_char(p.birth_date, 'YYYY-MM-DD'), coalesce(c.occurred_from, c.opened_at),
      p.measure_code, p.measure_from, t.code, t.due_at, t.legal_latest, t.provisional, coalesce(t.agency, c.holder_agency), c.turn_agency, c.turn_zh,
      array(select u.name from case_assignment s join app_user u on u.id = s.user_id where s.case_id = c.id and s.agency_code = c.holder_agency order by s.since, u.name)
    from case_person p join criminal_case c on c.id = p.case_id
    left join lateral (select i.code, i.due_at, i.legal_latest, i.provisional, i.agency from period_instance i where i.case_id = c.id and i.ended_at is null and i.custody
      and (i.case_person_id = p.id or i.case_person_id is null) and i.code = any (titles) order by i.due_at limit 1) t on true
    where p.measure_code = any (measures) and p.stage <> 'EFFECTIVE' and not recused_from(c.id)
      and case when 'DO' = any (app_roles()) then split_part(c.holder_agency, '-', 1) = any (divisions)
        else coalesce(t.agency, c.holder_agency) = app_agency()
          and (app_roles() && array['PL', 'PC', 'CC'] or exists (select 1 from case_assignment s where s.case_id = c.id and s.user_id = app_user())) end
    order by t.due_at nulls first, c.platform_no, p.seq
  $$;
`
