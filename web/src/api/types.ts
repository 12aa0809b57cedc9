// The answers and questions of the HTTP interface /api/v1. Times are RFC 3339 with +08:00.
// State-changing POST/PATCH/PUT/DELETE need headers: Idempotency-Key (UUID; POST only), x-csrf-token (from session answer). Cookie __Host-sid.
export type Bi = { zh: string; en: string }
export type AgencyRef = {
  code: string
  zh: string
  en: string
  type: 'publicSecurity' | 'procuratorate' | 'court' | 'detentionCentre' | 'justice' | 'communityCorrection' | 'politicalLegal'
}
export type Role = 'PO' | 'PL' | 'PP' | 'PC' | 'CJ' | 'CC' | 'DO' | 'JB' | 'SV' | 'LW' | 'SA' | 'SE' | 'AU'
export type User = { id: string; login: string; name: string; roles: Role[]; agency: AgencyRef; post: string }
// GET /demo/users -> { users: User[] }  (404 outside the demo profile)      POST /demo/session {login} -> 201 Session
// POST /session {login,password} -> 201 Session     GET /session -> Session | 401     DELETE /session -> 204
export type Session = { user: User; csrf: string; expiresAt: string; profile: 'demo' | 'test' | 'production'; now: string; speed: number }
// GET /clock -> {now, speed, settable:boolean}     PUT /clock {now?, speed?} (demo/test only) -> same
// GET /reference -> Reference (cacheable by ETag)
export type Reference = {
  agencies: AgencyRef[]
  roles: { code: Role; zh: string; en: string }[]
  stages: { code: string; zh: string; en: string }[]
  volumes: { code: string; zh: string; en: string }[]
  documentTypes: { code: string; zh: string; en: string; volume: string; producer: string; scope: 'case' | 'person' }[]
  crimes: { code: string; zh: string; en: string; article: string }[]
  measures: { code: string; zh: string; en: string }[]
  circumstances: { code: string; zh: string; en: string }[] // declared investigative facts that decide conditional papers
  acts: { act: string; no: number; zh: string; en: string; basis: string; fields: Field[] }[] // one per row of the transition table that people trigger
}
export type Field = {
  name: string
  zh: string
  en: string
  kind: 'text' | 'longText' | 'dateTime' | 'date' | 'choice' | 'integer' | 'boolean' | 'person' | 'agency' | 'staff' | 'documentCodes'
  required: boolean
  options?: { value: string; zh: string; en: string }[]
  hint?: string
}
// GET /cases?view=mine|agency|all&stage=&q=&track48=true&cursor=&limit=50 -> CasePage     GET /cases/counts -> { mine, agency, deskIn, deskOut, track48 }
export type CasePage = { items: CaseRow[]; nextCursor: string | null }
export type CaseRow = {
  id: string
  platformNo: string
  name: string
  stage: string
  holder: AgencyRef
  chargeZh: string
  chargeEn: string
  personCount: number
  nearest: {
    code: string
    zh: string
    en: string
    dueAt: string
    kind: 'statutory' | 'guideline' | 'serviceLevel'
    overdue: boolean
  } | null
  track48: { arrivedAt: string; state: 'open' | 'done' | 'converted' | 'left' | 'late' } | null
  turn: { agency: AgencyRef; since: string; what: Bi }
  assigned: boolean
  updatedAt: string
}
// POST /cases {source, occurredAt, chargeCode, occurredFrom, occurredPlace, factSummary, reporter?, track48:boolean, arrivedAt?} -> 201 {caseId, platformNo}
// POST /cases/:caseId/persons {name, sex:'1'|'2', birthDate, idType, idNo, ethnic, education, residence, phone?, occupation?, circumstances?:string[], occurredAt, summoned:boolean} -> 201 {casePersonId}
// GET /cases/:caseId -> CaseView (ETag "v<version>")
export type CaseView = {
  id: string
  version: number
  platformNo: string
  name: string
  stage: string
  holder: AgencyRef
  origin: AgencyRef
  chargeCode: string
  chargeZh: string
  chargeEn: string
  source: string
  occurredFrom: string | null
  occurredPlace: string | null
  factSummary: string | null
  circumstances: string[]
  procedure: 'fastTrack' | 'summary' | 'ordinary' | null
  numbers: { agency: AgencyRef; no: string }[]
  turn: { agency: AgencyRef; since: string; what: Bi; clock: string | null } // whose turn, since when, which period code
  persons: PersonView[]
  timeline: TimelineItem[]
  periods: PeriodView[]
  actions: ActionView[]
  handOvers: HandOverRow[]
  track48: Track48 | null
  staff: { user: { id: string; name: string }; role: Role; agency: AgencyRef }[]
}
export type PersonView = {
  id: string
  seq: number
  role: 'suspect' | 'defendant' | 'convict'
  name: string
  sex: string
  birthDate: string | null
  idNo: string | null
  stage: string
  inCustody: boolean
  measure: { code: string; zh: string; en: string; from: string; decidedBy: AgencyRef; docNo: string | null } | null
  pleads: boolean | null
  fastTrackConsent: boolean | null
  outcome: { zh: string; en: string } | null
}
export type TimelineItem = {
  id: string
  no: number
  act: string
  zh: string
  en: string
  occurredAt: string
  recordedAt: string
  by: { name: string; agency: AgencyRef } | null
  casePersonId: string | null
  basis: string
  note: string | null
  hourMark: number | null /* hours since H0 */
  started: string[]
  ended: string[] /* period codes */
}
export type PeriodView = {
  id: string
  code: string
  zh: string
  en: string
  casePersonId: string | null
  agency: string
  kind: 'statutory' | 'guideline' | 'serviceLevel' | 'suspension'
  startedAt: string
  dueAt: string
  legalLatest: string | null
  state: 'running' | 'overdue' | 'met' | 'metLate' | 'ended'
  endedAt: string | null
  verify: boolean
  provisional: boolean
  basis: string
  steps: { zh: string; en: string; at: string }[]
  startedBy: string /*event zh*/
}
// Button: from the transition table and can(). Not allowed for this user -> absent. Blocked -> says why and by which article.
export type ActionView = {
  act: string
  zh: string
  en: string
  kind:
    | 'act'
    | 'upload'
    | 'prepareHandOver'
    | 'send'
    | 'recall'
    | 'receive'
    | 'accept'
    | 'requestSupplement'
    | 'return'
    | 'answerSupplement'
  handOverId: string | null
  casePersonId: string | null
  blocked: { code: string; zh: string; en: string; basis: string | null } | null
  fields: Field[]
  defaults?: Record<string, string | boolean>
}
// POST /cases/:caseId/acts/:act  {occurredAt?, casePersonId?, ...fields} -> 200 {caseId, version, eventId}; header If-Match optional (412 precondition-failed)
export type Track48 = {
  arrivedAt: string
  state: 'open' | 'done' | 'converted' | 'left' | 'late'
  closedAt: string | null
  dueAt: string
  marks: {
    hour: number
    owner: string
    zh: string
    en: string
    dueAt: string
    doneAt: string | null
    state: 'done' | 'doneLate' | 'next' | 'open' | 'missed'
  }[]
}
// GET /fast-track?cursor= -> { items: { caseId, platformNo, person: string /* initials or name by right */, stage, track48: Track48, turn: {agency, what, remainingSeconds} }[] }
// GET /cases/:caseId/dossier -> DossierView
export type DossierView = {
  volumes: { code: string; seq: number; zh: string; en: string; pageCount: number; documents: DocumentView[] }[]
  unsorted: DocumentView[]
  bundle: { pageCount: number; sizeBytes: number; etag: string } | null
  canUpload: boolean
  canSort: boolean
}
export type DocumentView = {
  id: string
  seq: number
  code: string | null
  title: string
  docNo: string | null
  fileName: string
  mediaType: string
  sizeBytes: number
  pageCount: number
  pageFrom: number | null
  pageTo: number | null
  casePersonId: string | null
  madeOn: string | null
  version: number
  sha256: string
  sm3: string | null
  sentIn: string | null /* hand-over id: then immutable */
  addedAt: string
  addedBy: string
  suggestion: { code: string; zh: string; confidence: number } | null
}
// POST /cases/:caseId/documents  multipart: fields first (path, sizeBytes, sha256?, documentCode?, volume?, casePersonId?, madeOn?, importId?), then ONE file part "file" -> 201 DocumentView & {state:'catalogued'|'unsorted'}
//    409 document-duplicate { facts: { documentId, title } }
// PATCH /cases/:caseId/documents/:documentId {documentCode?, volume?, title?, docNo?, casePersonId?, madeOn?} -> DocumentView     DELETE same {reason} -> 204 (before any hand-over)
// GET /cases/:caseId/documents/:documentId/view -> application/pdf, ranges, ETag (what the reader opens)      GET .../content -> original bytes, attachment
// GET /cases/:caseId/dossier.pdf -> merged PDF (cover, contents, bookmarks, page stamps), ranges, ETag
// POST /cases/:caseId/page-views { documentId, pages: number[] } -> 204    (the reader tells which pages it showed; audited)
// Imports: POST /cases/:caseId/imports {source:'folder', name, totalFiles, totalBytes} -> 201 {importId}; then documents with importId+path; POST /imports/:importId/finish -> ImportView
//          POST /cases/:caseId/imports/zip multipart(one .zip) -> 202 {importId}  (unpacked by the worker)      GET /imports/:importId -> ImportView
export type ImportView = {
  id: string
  caseId: string
  source: 'folder' | 'zip'
  name: string
  state: 'running' | 'done' | 'failed'
  totalFiles: number | null
  doneFiles: number
  totalBytes: number | null
  doneBytes: number
  stored: number
  duplicates: number
  refused: number
  unsorted: number
  problem: { code: string; zh: string } | null
  items: {
    path: string
    state: 'waiting' | 'stored' | 'unsorted' | 'duplicate' | 'refused'
    code: string | null
    detail: string | null
    documentId: string | null
    sizeBytes: number | null
  }[]
}
// GET /cases/:caseId/gates?leg=transferForProsecution|indictment -> GateView
export type GateView = {
  leg: string
  gates: string[]
  passed: boolean
  items: {
    code: string
    zh: string
    en: string
    gate: string
    casePersonId: string | null
    level: 'required' | 'conditional'
    status: 'present' | 'missing' | 'notApplicable' | 'waived'
    reason: Bi | null
    documentIds: string[]
  }[]
  checks: { code: string; zh: string; en: string; ok: boolean; basis: string; detail: Bi | null }[]
}
// POST /cases/:caseId/hand-overs {leg, toAgency, note?} -> 201 {handOverId}     (prepare; second person sends)
// POST /hand-overs/:id/send {occurredAt?} | /recall {reason} | /receive {occurredAt?} | /accept {occurredAt?, assignTo, note?} | /request-supplement {reason, basis, documentCodes, dueOn} | /answer-supplement {note?} | /return {outcome, reason, basis}  -> 200 HandOverView
export type HandOverState =
  | 'draft'
  | 'sent'
  | 'checked'
  | 'delivered'
  | 'received'
  | 'supplement'
  | 'accepted'
  | 'returned'
  | 'recalled'
  | 'faulty'
export type HandOverRow = {
  id: string
  caseId: string
  platformNo: string
  caseName: string
  leg: 'transferForProsecution' | 'indictment'
  legZh: string
  legEn: string
  round: number
  from: AgencyRef
  to: AgencyRef
  state: HandOverState
  sentAt: string | null
  deliveredAt: string | null
  receivedAt: string | null
  answeredAt: string | null
  outcome: string | null
  documentCount: number
  pageCount: number
  personCount: number
  stuckSince: string | null
}
export type HandOverView = HandOverRow & {
  note: string | null
  reason: string | null
  basis: string | null
  preparedBy: string
  sentBy: string | null
  answeredBy: string | null
  gate: GateView
  manifest: {
    digest: string
    signature: string
    keyId: string
    entries: {
      seq: number
      volume: string
      volumeSeq: number
      code: string
      title: string
      pageFrom: number
      pageTo: number
      pageCount: number
      sizeBytes: number
      sha256: string
      sm3: string
      documentId: string
      supplement: number
    }[]
  } | null
  supplement: { reason: string; basis: string; documentCodes: string[]; dueOn: string; askedAt: string } | null
  receipts: { id: string; kind: 'delivery' | 'acceptance' | 'return'; zh: string; en: string; issuedAt: string; sha256: string }[]
  actions: ActionView[]
  history: { at: string; zh: string; en: string; by: string | null }[]
}
// GET /desk?box=in|out&cursor= -> { items: HandOverRow[], nextCursor }     GET /hand-overs/:id -> HandOverView     GET /hand-overs/:id/receipts/:receiptId(.pdf) -> JSON / PDF
// GET /staff?role=PP -> { users: {id,name,roles,post}[] } (own agency)
// GET /events (SSE): event: case {caseId, version} | handOver {handOverId, caseId, state} | import ImportView without items | clock {now, speed}
// GET /audit/chains, POST /audit/verify (AU role) -> { chains: number, entries: number, ok: boolean, broken: { chain, seq, why }[] }
