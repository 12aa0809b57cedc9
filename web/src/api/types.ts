import type { paths } from './schema.d.ts'

type Path = keyof paths
type Ok = 200 | 201 | 202
type AnswerOf<Operation> = Operation extends { responses: infer R }
  ? R[Extract<keyof R, Ok>] extends { content: { 'application/json': infer Body } }
    ? Body
    : never
  : never

/** What a request answers, as the server's own description says. */
export type Answer<P extends Path, M extends keyof paths[P] = 'get' & keyof paths[P]> = AnswerOf<paths[P][M]>
/** What a request carries. */
export type Body<P extends Path, M extends keyof paths[P]> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer Sent } }
}
  ? Sent
  : never

export type Bi = { zh: string; en: string }

export type Session = Answer<'/api/v1/session'>
export type User = Session['user']
export type AgencyRef = User['agency']
export type Clock = Answer<'/api/v1/clock'>
export type Reference = Answer<'/api/v1/reference'>
export type Staff = Answer<'/api/v1/staff'>
export type Field = Reference['acts'][number]['fields'][number]

export type CasePage = Answer<'/api/v1/cases'>
export type CaseRow = CasePage['items'][number]
export type Counts = Answer<'/api/v1/cases/counts'>
export type CaseView = Answer<'/api/v1/cases/{caseId}'>
export type PersonView = CaseView['persons'][number]
export type PeriodView = CaseView['periods'][number]
export type ActionView = CaseView['actions'][number]
export type Track48 = NonNullable<CaseView['track48']>
export type TrackRow = Answer<'/api/v1/fast-track'>['items'][number]

export type Eligibility = Answer<'/api/v1/cases/{caseId}/fast-track'>
export type EligibilityRow = Eligibility['rows'][number]
export type AnswersBody = Body<'/api/v1/cases/{caseId}/fast-track/answers', 'post'>
export type BureauRequests = Answer<'/api/v1/duty-lawyer-requests'>
export type LawyerRequest = BureauRequests['items'][number]
export type Hearings = Answer<'/api/v1/hearings'>

export type DossierView = Answer<'/api/v1/cases/{caseId}/dossier'>
export type DocumentView = DossierView['unsorted'][number]
export type DocumentChange = Body<'/api/v1/cases/{caseId}/documents/{documentId}', 'patch'>
export type ImportView = Answer<'/api/v1/imports/{importId}'>

export type GateView = Answer<'/api/v1/cases/{caseId}/gates'>
export type HandOverView = Answer<'/api/v1/hand-overs/{handOverId}'>
export type BulkResult = Answer<'/api/v1/hand-overs/bulk', 'post'>
export type Line = Answer<'/api/v1/lines/all'>['items'][number]
export type WaitingRow = Answer<'/api/v1/timeliness/hand-overs'>['waiting'][number]
export type LinePause = Answer<'/api/v1/lines'>['items'][number]
export type HandOverRow = Answer<'/api/v1/desk'>['items'][number]

export type Verified = Answer<'/api/v1/audit/verify', 'post'>

export type ClocksView = Answer<'/api/v1/cases/{caseId}/clocks'>
export type ClockItem = ClocksView['items'][number]
export type DeadlineOption = ClockItem['may'][number]
export type DeadlineRequest = ClocksView['requests'][number]
export type Supposable = ClocksView['options'][number]
export type Supposition = Body<'/api/v1/cases/{caseId}/clocks/what-if', 'post'>
export type Move = Answer<'/api/v1/cases/{caseId}/clocks/what-if', 'post'>['moves'][number]
export type DeadlineBody = Body<'/api/v1/cases/{caseId}/deadline-requests', 'post'>
export type PeriodRule = Answer<'/api/v1/periods'>['items'][number]
export type CalculateBody = Body<'/api/v1/periods/calculate', 'post'>
export type Calculated = Answer<'/api/v1/periods/calculate', 'post'>

export type LetterRow = Answer<'/api/v1/letters'>['items'][number]
export type LetterView = Answer<'/api/v1/letters/{letterId}'>
export type LetterCounts = Answer<'/api/v1/letters/counts'>

export type GapReport = Answer<'/api/v1/watch/gap-report'>
export type IntegrityRound = Answer<'/api/v1/integrity/runs/{runId}'>

export type CalendarsView = Answer<'/api/v1/calendars'>
export type CalendarVersion = CalendarsView['items'][number]
export type CalendarBody = Body<'/api/v1/calendars', 'post'>

export type PapersView = Answer<'/api/v1/cases/{caseId}/papers'>
export type MakeableView = PapersView['makeable'][number]
export type PaperRow = PapersView['papers'][number]
export type PaperView = Answer<'/api/v1/cases/{caseId}/papers/{paperId}'>
export type ServiceBody = Body<'/api/v1/cases/{caseId}/papers/{paperId}/services', 'post'>

export type CaseCustody = Answer<'/api/v1/cases/{caseId}/custody'>
export type CustodyTitle = CaseCustody['titles'][number]
export type CustodyEnd = CaseCustody['ends'][number]
export type Dispatch = CaseCustody['dispatches'][number]
export type DeskPapers = Answer<'/api/v1/custody/desk'>
export type DeskPaper = DeskPapers['items'][number]
export type DeskCounts = Answer<'/api/v1/custody/desk/counts'>
export type EachAnswer = Answer<'/api/v1/custody/dispatches/acknowledge', 'post'>
export type RegisterPage = Answer<'/api/v1/custody/register'>
export type HeldPerson = RegisterPage['items'][number]
export type PermitRow = Answer<'/api/v1/custody/permits'>['items'][number]
export type Checked = Answer<'/api/v1/custody/permits/{permitNo}/check', 'post'>
export type ExpiryNotice = Answer<'/api/v1/custody/expiry-notices'>['items'][number]
export type AgencyNotice = Answer<'/api/v1/custody/notices'>['items'][number]
export type Incident = Answer<'/api/v1/custody/incidents'>['items'][number]
export type CustodyFigures = Answer<'/api/v1/custody/figures'>
