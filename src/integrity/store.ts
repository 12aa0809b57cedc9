import type { EntityManager } from '@mikro-orm/postgresql'
import type { ClockEventRow } from '../cases/clock-store.ts'
import type { PeriodRow } from './folds.ts'
import type { Checked, Finding, FoundFacts } from './model.ts'
import type { TitleRow } from './title-folds.ts'

/** The cases from the first to the last id, both with. */
export type Range = { readonly lo: string; readonly hi: string; readonly cases: number }

/** The next cases after `after`; null after the last. */
export async function nextRange(em: EntityManager, after: string | null, most: number): Promise<Range | null> {
  const [row] = await em.execute<{ first: string | null; last: string | null; cases: number }[]>(
    'select first, last, cases from integrity_batch(?::uuid, ?)',
    [after, most],
  )
  return row?.first && row.last ? { lo: row.first, hi: row.last, cases: row.cases } : null
}

export type FoundRow = {
  readonly case_id: string
  readonly case_no: string | null
  readonly subject: string
  readonly agency: string | null
  readonly since: Date | null
  readonly facts: FoundFacts & { readonly stages?: readonly string[] }
}

/** The queries of the checks by case; each is a function of the database of this name. */
export type CaseQuery =
  | 'open_under_closed'
  | 'without_holder'
  | 'custody_without_period'
  | 'hand_over_broken'
  | 'period_astray'
  | 'stage_differs'
  | 'access_astray'
  | 'outbox_waiting'
  | 'expected_flows'
  | 'overstayed'

export async function query(em: EntityManager, name: CaseQuery, { lo, hi }: Range, given: unknown): Promise<FoundRow[]> {
  return await em.execute<FoundRow[]>(`select * from integrity_${name}(?::uuid, ?::uuid, ?::jsonb)`, [lo, hi, JSON.stringify(given)])
}

export type CaseHead = { readonly case_id: string; readonly case_no: string; readonly agency: string }

/** The cases whose periods are folded: this one, or a sample. */
export async function sampleCases(em: EntityManager, caseId: string | null, wanted: number): Promise<CaseHead[]> {
  return caseId === null
    ? await em.execute<CaseHead[]>('select * from integrity_fold_sample(?)', [wanted])
    : await em.execute<CaseHead[]>('select * from integrity_case_heads(array[?::uuid])', [caseId])
}

/** Events, periods and custody titles of these cases, by case. */
export async function readCourses(em: EntityManager, cases: readonly string[]) {
  const ids = `{${cases.join(',')}}`
  const events = await em.execute<ClockEventRow[]>('select * from integrity_events(?::uuid[])', [ids])
  const periods = await em.execute<PeriodRow[]>('select * from integrity_periods(?::uuid[])', [ids])
  const titles = await em.execute<TitleRow[]>('select * from integrity_titles(?::uuid[])', [ids])
  return {
    events: Map.groupBy(events, row => row.case_id),
    periods: Map.groupBy(periods, row => row.case_id),
    titles: Map.groupBy(titles, row => row.case_id),
  }
}

export type StoredPaper = CaseHead & { readonly document_id: string; readonly object_key: string; readonly size_bytes: string }

export async function samplePapers(em: EntityManager, caseId: string | null, wanted: number): Promise<StoredPaper[]> {
  return await em.execute<StoredPaper[]>('select * from integrity_documents(?::uuid, ?)', [caseId, wanted])
}

/** Which of these objects some row names. */
export async function knownKeys(em: EntityManager, keys: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await em.execute<{ key: string }[]>('select k as key from known_object_keys(?::text[]) k', [
    `{${keys.map(key => `"${key}"`).join(',')}}`,
  ])
  return new Set(rows.map(({ key }) => key))
}

/** One counter of numbers: issuer, series and year. */
export type NumberSeries = {
  readonly issuer: string
  readonly series: string
  readonly year: number
  /** Numbers up to here were given elsewhere. */
  readonly before: number
  readonly last: number
  readonly used: number
  readonly missing: number
  /** The first twenty. */
  readonly gaps: readonly number[]
  readonly doubled: number
  readonly doubles: readonly number[]
  /** How far a number in use lies beyond the last one given. */
  readonly beyond: number
}

export async function readNumbers(em: EntityManager, issuer: string | null, year: number | null): Promise<NumberSeries[]> {
  return await em.execute<NumberSeries[]>('select * from numbers_report(?::text, ?::int)', [issuer, year])
}

export type Run = {
  readonly id: string
  readonly kind: 'nightly' | 'asked'
  readonly only_case: string | null
  readonly repair: boolean
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly asked_at: Date
  readonly asked_by: string | null
  readonly agency: string | null
  readonly finished_at: Date | null
  readonly checked: readonly Checked[]
  readonly found: number
  readonly repaired: number
}

const RUN = 'id, kind, only_case, repair, state, asked_at, asked_by, agency, finished_at, checked, found, repaired'

/** The oldest round that waits, or one whose worker died in it, taken by this transaction's commit. */
export async function claimRun(em: EntityManager, deadAfterMinutes: number): Promise<Run | null> {
  const [run] = await em.execute<Run[]>(
    `update integrity_run set state = 'running', started_at = now() where id = (
       select id from integrity_run where state = 'waiting' or state = 'running' and started_at < now() - make_interval(mins => ?)
       order by asked_at limit 1 for update skip locked) returning ${RUN}`,
    [deadAfterMinutes],
  )
  return run ?? null
}

/** Keeps what a round found: a finding seen before goes on, one of a check that saw everything and not it has ended. */
export async function keepFindings(em: EntityManager, run: Run, findings: readonly Finding[], complete: readonly string[]): Promise<void> {
  await em.execute(
    `insert into integrity_finding (check_code, subject, case_id, case_no, agency, facts, since, first_seen, last_seen, seen_by)
     select f."check", f.subject, f."caseId", f."caseNo", f.agency, f.facts, f.since, now(), now(), ?::uuid
     from jsonb_to_recordset(?::jsonb) as f ("check" text, subject text, "caseId" uuid, "caseNo" text, agency text, facts jsonb, since timestamptz)
     on conflict (check_code, subject) where ended_at is null do update set last_seen = excluded.last_seen, seen_by = excluded.seen_by,
       facts = excluded.facts, agency = excluded.agency, case_no = excluded.case_no, since = excluded.since`,
    [run.id, JSON.stringify(findings)],
  )
  await em.execute(
    `update integrity_finding set ended_at = now() where ended_at is null and seen_by <> ?::uuid and check_code = any (?::text[])
       and (?::uuid is null or case_id = ?::uuid)`,
    [run.id, `{${complete.join(',')}}`, run.only_case, run.only_case],
  )
}

export async function markRepaired(em: EntityManager, { check, subject }: Pick<Finding, 'check' | 'subject'>): Promise<void> {
  await em.execute('update integrity_finding set repaired_at = now() where check_code = ? and subject = ? and ended_at is null', [
    check,
    subject,
  ])
}

export async function closeRun(em: EntityManager, id: string, checked: readonly Checked[], repaired: number): Promise<void> {
  await em.execute(
    "update integrity_run set state = 'done', finished_at = now(), checked = ?::jsonb, found = ?, repaired = ?, problem = null where id = ?",
    [JSON.stringify(checked), checked.reduce((sum, { found }) => sum + found, 0), repaired, id],
  )
}

export async function failRun(em: EntityManager, id: string, problem: string): Promise<void> {
  await em.execute("update integrity_run set state = 'failed', finished_at = now(), problem = ? where id = ?", [problem, id])
}

/** One round as this person may see it, or the latest of all cases. */
export async function findRun(em: EntityManager, id: string | null): Promise<Run | null> {
  const [run] = await em.execute<Run[]>(
    `select ${RUN} from integrity_run where ${id === null ? "only_case is null and state = 'done'" : 'id = ?'} order by asked_at desc limit 1`,
    id === null ? [] : [id],
  )
  return run ?? null
}

export type StoredFinding = {
  readonly id: string
  readonly check_code: string
  readonly case_no: string | null
  readonly agency: string | null
  readonly facts: FoundFacts
  readonly since: Date | null
  readonly first_seen: Date
  readonly last_seen: Date
  readonly repaired_at: Date | null
}

/** Open findings as this person may see them, those of one round or all, the longest standing first. */
export async function listFindings(em: EntityManager, runId: string | null, most: number): Promise<StoredFinding[]> {
  return await em.execute<StoredFinding[]>(
    `select id, check_code, case_no, agency, facts, since, first_seen, last_seen, repaired_at from integrity_finding
     where ended_at is null and (?::uuid is null or seen_by = ?::uuid) order by check_code, first_seen, id limit ?`,
    [runId, runId, most],
  )
}
