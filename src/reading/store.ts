import type { EntityManager } from '@mikro-orm/postgresql'
import type { Finding, PageText, TextLine } from './model.ts'

export type ReadingState = 'waiting' | 'read' | 'empty' | 'failed'
export type ReadingEngine = 'textLayer' | 'ocr' | 'both'
export type ReadingProgress = {
  readonly documentId: string
  readonly state: ReadingState
  readonly engine: ReadingEngine | null
  readonly pages: number
  readonly pagesRead: number
  readonly error: string | null
  readonly findings: number
}

export type Claim = { readonly documentId: string; readonly caseId: string; readonly step: 'words' | 'pictures' | 'findings' }

/** A page as it is kept: without lines it is a picture whose characters are still to be recognised. */
export type KeptPage = Omit<PageText, 'lines'> & { readonly lines: readonly TextLine[] | null }

/** The next paper for this worker, if one waits. */
export async function claimReading(em: EntityManager, worker: string, seconds: number, withPictures: boolean): Promise<Claim | null> {
  const [claim] = await em.execute<Claim[]>(
    'select document_id as "documentId", case_id as "caseId", step from claim_reading(?::uuid, ?::int, ?::boolean)',
    [worker, seconds, withPictures],
  )
  return claim ?? null
}

export async function wordsWait(em: EntityManager): Promise<boolean> {
  const [row] = await em.execute<{ waits: boolean }[]>('select words_wait() as waits')
  return row?.waits ?? false
}

export async function inheritReading(em: EntityManager, documentId: string): Promise<boolean> {
  const [row] = await em.execute<{ done: boolean }[]>('select inherit_reading(?::uuid) as done', [documentId])
  return row?.done ?? false
}

/** The claim holds for so much longer. @returns false where it is no longer this worker's: the paper was withdrawn, or another has it */
export async function keepClaim(em: EntityManager, documentId: string, worker: string, seconds: number): Promise<boolean> {
  const kept = await em.execute(
    `update document_reading set claimed_until = clock_timestamp() + make_interval(secs => ?::int)
     where document_id = ? and claimed_by = ?::uuid and step <> 'done' returning document_id`,
    [seconds, documentId, worker],
  )
  return kept.length > 0
}

/** Lets the paper go; `laterSeconds`: nobody takes it before. */
export async function letGo(em: EntityManager, documentId: string, worker: string, laterSeconds: number): Promise<void> {
  await em.execute(
    `update document_reading set claimed_by = null, claimed_until = null,
       not_before = case when ?::int > 0 then clock_timestamp() + make_interval(secs => ?::int) end
     where document_id = ? and claimed_by = ?::uuid`,
    [laterSeconds, laterSeconds, documentId, worker],
  )
}

export type Work = {
  readonly pages: number
  readonly nextPage: number
  readonly faults: number
  readonly code: string | null
  readonly inherited: boolean
}

export async function findWork(em: EntityManager, documentId: string): Promise<Work | null> {
  const [work] = await em.execute<Work[]>(
    `select r.pages, r.next_page as "nextPage", r.faults, d.code, d.inherited_from is not null as inherited
     from document_reading r join document d on d.id = r.document_id where r.document_id = ? and d.withdrawn_at is null`,
    [documentId],
  )
  return work ?? null
}

/** Keeps pages in one statement; a page that is kept already stays as it is. */
export async function keepPages(em: EntityManager, { documentId, caseId }: Claim, pages: readonly KeptPage[]): Promise<void> {
  const rows = pages.map(({ page, engine, turned, lines }) => ({ page, engine, turned, lines }))
  await em.execute(
    `insert into document_page_text (document_id, case_id, page, engine, turned, lines)
     select ?::uuid, ?::uuid, p.page, p.engine, p.turned, p.lines
     from jsonb_to_recordset(?::jsonb) p (page int, engine text, turned int, lines jsonb) on conflict (document_id, page) do nothing`,
    [documentId, caseId, JSON.stringify(rows)],
  )
}

/** Up to where the text layers are taken, with so many pages more read. After the last page come the pictures, if there are any, else what the paper says. */
export async function goTo(em: EntityManager, documentId: string, nextPage: number, more: number): Promise<void> {
  await em.execute(
    `update document_reading r set next_page = ?::int, pages_read = pages_read + ?::int, step = case when ?::int <= r.pages then 'words'
       when exists (select 1 from document_page_text t where t.document_id = r.document_id and t.lines is null) then 'pictures' else 'findings' end
     where document_id = ?`,
    [nextPage, more, nextPage, documentId],
  )
}

export async function nextPicture(em: EntityManager, documentId: string): Promise<number | null> {
  const [row] = await em.execute<{ page: number }[]>(
    'select page from document_page_text where document_id = ? and lines is null order by page limit 1',
    [documentId],
  )
  return row?.page ?? null
}

export async function keepPicture(em: EntityManager, documentId: string, { page, turned, lines }: PageText): Promise<void> {
  await em.execute(
    `with kept as (update document_page_text set turned = ?, lines = ?::jsonb where document_id = ?::uuid and page = ? and lines is null returning document_id)
     update document_reading r set pages_read = r.pages_read + 1 from kept where r.document_id = kept.document_id`,
    [turned, JSON.stringify(lines), documentId, page],
  )
}

/** One more page of the paper could not be read. @returns how many by now */
export async function noteFault(em: EntityManager, documentId: string): Promise<number> {
  const [row] = await em.execute<{ faults: number }[]>(
    'update document_reading set faults = faults + 1 where document_id = ? returning faults',
    [documentId],
  )
  return row?.faults ?? 0
}

/** The pages from which is found what the paper says: its first and its last ones. */
export async function pagesAtBothEnds(em: EntityManager, documentId: string, first: number, last: number): Promise<PageText[]> {
  return await em.execute<PageText[]>(
    `select t.page, t.engine, t.turned, t.lines from document_page_text t join document_reading r on r.document_id = t.document_id
     where t.document_id = ? and t.lines is not null and (t.page <= ?::int or t.page > r.pages - ?::int) order by t.page`,
    [documentId, first, last],
  )
}

/**
 * The paper is read: with words, or without any; one of which no page could be read has failed. Nothing is done where it was sorted
 * as another one meanwhile: then it says something else.
 */
export async function finish(
  em: EntityManager,
  documentId: string,
  { code, findings, rules }: { code: string | null; findings: readonly Finding[]; rules: string },
): Promise<void> {
  await em.execute(
    `update document_reading r set step = 'done', findings = ?::jsonb, rules = ?, read_at = app_now(), claimed_by = null, claimed_until = null, engine = w.engine,
       state = case when w.filled then 'read' when r.faults > 0 then 'failed' else 'empty' end, error = case when not w.filled and r.faults > 0 then 'unreadable' end
     from document d, (select coalesce(bool_or(jsonb_array_length(t.lines) > 0), false) as filled,
         case count(distinct t.engine) when 2 then 'both' else max(t.engine) end as engine from document_page_text t where t.document_id = ?) w
     where r.document_id = ? and d.id = r.document_id and d.code is not distinct from ?::text`,
    [JSON.stringify(findings), rules, documentId, documentId, code],
  )
}

/** Gives the paper up, with the code of why; what was read of it stays. */
export async function park(em: EntityManager, documentId: string, error: string): Promise<void> {
  await em.execute(
    `update document_reading set step = 'done', state = 'failed', error = ?, read_at = app_now(), claimed_by = null, claimed_until = null where document_id = ?`,
    [error, documentId],
  )
}

/** Whose case a paper that is read, or waits to be, belongs to; null for one that may not be seen. */
export async function findReading(
  em: EntityManager,
  documentId: string,
): Promise<{ caseId: string; state: ReadingState; engine: ReadingEngine | null } | null> {
  const [row] = await em.execute<{ caseId: string; state: ReadingState; engine: ReadingEngine | null }[]>(
    'select case_id as "caseId", state, engine from document_reading where document_id = ?',
    [documentId],
  )
  return row ?? null
}

/** Pages whose words are there, in order. */
export async function findPages(em: EntityManager, documentId: string, from: number, count: number): Promise<PageText[]> {
  return await em.execute<PageText[]>(
    'select page, engine, turned, lines from document_page_text where document_id = ? and page >= ? and page < ?::int + ?::int and lines is not null order by page',
    [documentId, from, from, count],
  )
}

/** How far each paper of a case is read that may be seen. */
export async function listReadings(em: EntityManager, caseId: string): Promise<ReadingProgress[]> {
  return await em.execute<ReadingProgress[]>(
    `select r.document_id as "documentId", r.state, r.engine, r.pages, r.pages_read as "pagesRead", r.error, jsonb_array_length(r.findings) as findings
     from document_reading r where r.case_id = ? order by r.queued_at, r.document_id`,
    [caseId],
  )
}
