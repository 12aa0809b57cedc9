import type { EntityManager } from '@mikro-orm/postgresql'
import { DOCUMENT_TYPES, VOLUMES } from '../domain/codes.ts'
import { agencyRef, instant } from '../domain/present.ts'
import { catalogue } from './rules.ts'
import { planTag } from './views.ts'

type Row = {
  id: string
  seq: number | null
  code: string | null
  title: string
  docNo: string | null
  fileName: string
  volume: string | null
  volumeSeq: number
  mediaType: string
  sizeBytes: number
  pageCount: number
  casePersonId: string | null
  madeOn: string | null
  version: number
  sha256: string
  sm3: string | null
  sentIn: string | null
  addedAt: Date
  addedBy: string
  suggestedCode: string | null
  suggestedConfidence: number | null
  replaces: string | null
  replacedBy: string | null
  mayReplace: boolean
  replacement: { reason: string; awaitsMe: boolean; receivers: { agency: string; at: string | null; by: string | null }[] } | null
}

const ROWS = `select d.id, d.seq, d.code, d.title, d.doc_no as "docNo", d.file_name as "fileName", d.volume, d.volume_seq as "volumeSeq", d.media_type as "mediaType", d.size_bytes::float8 as "sizeBytes",
    d.page_count as "pageCount", d.case_person_id as "casePersonId", d.made_on::text as "madeOn", d.version, encode(d.sha256, 'hex') as sha256, encode(d.sm3, 'hex') as sm3, d.sent_in as "sentIn",
    d.added_at as "addedAt", staff_name(d.added_by) as "addedBy", d.suggested_code as "suggestedCode", d.suggested_confidence as "suggestedConfidence", d.replaces,
    (select v.id from document v where v.replaces = d.id and v.withdrawn_at is null) as "replacedBy",
    d.sent_in is not null and d.author_agency = app_agency() and not exists (select 1 from document v where v.replaces = d.id and v.withdrawn_at is null) as "mayReplace",
    (select json_build_object('reason', min(r.reason), 'awaitsMe', bool_or(r.to_agency = app_agency() and r.acknowledged_at is null),
       'receivers', json_agg(json_build_object('agency', r.to_agency, 'at', r.acknowledged_at, 'by', staff_name(r.acknowledged_by)) order by r.to_agency))
     from document_replacement r where r.document_id = d.id having count(*) > 0) as replacement
  from document d where d.case_id = ? and d.withdrawn_at is null`

/** The sorted papers of a case in their volumes, and the files that a person has to sort. */
export async function loadCatalogue(em: EntityManager, caseId: string) {
  const rows = await em.execute<Row[]>(`${ROWS} order by d.added_at, d.id`, [caseId])
  const sorted = rows.flatMap(row => (row.code !== null && row.volume !== null ? [{ ...row, code: row.code, volume: row.volume }] : []))
  return { volumes: catalogue(sorted), unsorted: rows.filter(({ code }) => code === null) }
}

const presentReplacement = ({ reason, awaitsMe, receivers }: NonNullable<Row['replacement']>) => ({
  reason,
  awaitsMe,
  receivers: receivers.map(({ agency, at, by }) => ({ agency: agencyRef(agency), at: at === null ? null : instant(at), by })),
})

const presentDocument = (row: Row, place: { seq: number; pageFrom: number; pageTo: number } | null) => {
  const { suggestedCode, suggestedConfidence, volume: _, volumeSeq: __, addedAt, replacement, ...rest } = row
  const type = suggestedCode ? DOCUMENT_TYPES.get(suggestedCode) : undefined
  return {
    ...rest,
    seq: place?.seq ?? 0,
    pageFrom: place && place.pageFrom > 0 ? place.pageFrom : null,
    pageTo: place && place.pageTo > 0 ? place.pageTo : null,
    addedAt: instant(addedAt),
    replacement: replacement && presentReplacement(replacement),
    suggestion: row.code === null && type ? { code: type.code, zh: type.nameZh, confidence: suggestedConfidence ?? 0 } : null,
  }
}

/** The tag of the merged dossier: it changes when a paper or its place does. */
export const catalogueTag = (volumes: Awaited<ReturnType<typeof loadCatalogue>>['volumes']): string =>
  planTag(
    volumes.flatMap(({ volume, volumeSeq, documents }) => [
      `${volume}:${volumeSeq}`,
      ...documents.map(({ id, title, place }) => `${id}:${place.seq}:${place.pageFrom}:${title}`),
    ]),
  )

export async function getDossierView(em: EntityManager, caseId: string, rights: { canUpload: boolean; canSort: boolean }) {
  const { volumes, unsorted } = await loadCatalogue(em, caseId)
  const pageCount = volumes.flatMap(({ documents }) => documents).reduce((sum, document) => sum + document.pageCount, 0)
  const sizeBytes = volumes.flatMap(({ documents }) => documents).reduce((sum, document) => sum + document.sizeBytes, 0)
  return {
    volumes: volumes.map(({ volume, volumeSeq, pageCount: pages, documents }) => {
      const { zh, en } = VOLUMES.find(({ code }) => code === volume) ?? { zh: volume, en: volume }
      return {
        code: volume,
        seq: volumeSeq,
        zh,
        en,
        pageCount: pages,
        documents: documents.map(({ place, ...row }) => presentDocument(row, place)),
      }
    }),
    unsorted: unsorted.map(row => presentDocument(row, null)),
    bundle: pageCount > 0 ? { pageCount, sizeBytes, etag: catalogueTag(volumes) } : null,
    ...rights,
  }
}

/** One paper as the lists show it. */
export async function getDocumentView(em: EntityManager, caseId: string, documentId: string) {
  const { volumes, unsorted } = await loadCatalogue(em, caseId)
  const placed = volumes.flatMap(({ documents }) => documents).find(({ id }) => id === documentId)
  if (placed) {
    const { place, ...row } = placed
    return presentDocument(row, place)
  }
  const row = unsorted.find(({ id }) => id === documentId)
  return row ? presentDocument(row, null) : null
}
