import { API, call, get, post } from './http.ts'
import type {
  AgencyNotice,
  Answer,
  CaseCustody,
  Checked,
  CustodyFigures,
  DeskCounts,
  DeskPapers,
  EachAnswer,
  ExpiryNotice,
  Incident,
  PermitRow,
  RegisterPage,
} from './types.ts'

export type RegisterFilter = { list: string; holder: string; soon: boolean }

/** The custody side of a case: chains of titles, what moved their ends, and the papers to the centres. */
export const getCaseCustody = (caseId: string): Promise<CaseCustody> => get(`/cases/${caseId}/custody`)
export const listCasePermits = (caseId: string): Promise<{ items: PermitRow[] }> => get(`/cases/${caseId}/interrogation-permits`)
export const issuePermit = (caseId: string, body: object): Promise<Answer<'/api/v1/cases/{caseId}/interrogation-permits', 'post'>> =>
  post(`/cases/${caseId}/interrogation-permits`, body)
export const custodyPaperAddress = (paperId: string): string => `${API}/custody-papers/${paperId}/pdf`
export const getReceipt = (dispatchId: string): Promise<Answer<'/api/v1/custody/dispatches/{dispatchId}/receipt'>> =>
  get(`/custody/dispatches/${dispatchId}/receipt`)
export const reissuePaper = (dispatchId: string, body: object): Promise<{ edition: number }> =>
  post(`/custody/dispatches/${dispatchId}/reissue`, body)
export const enterCarried = (dispatchId: string, body: object): Promise<{ state: string }> =>
  post(`/custody/dispatches/${dispatchId}/carried`, body)

export const countDesk = (): Promise<DeskCounts> => get('/custody/desk/counts')
export const listDeskPapers = (state: string, after: string | null): Promise<DeskPapers> => get('/custody/desk', { state, after })
export const setAutomatic = (automatic: boolean): Promise<{ automatic: boolean }> =>
  call('PUT', '/custody/desk/automatic', { body: { automatic } })
/** Acknowledges many; each is answered by itself. */
export const acknowledgePapers = (ids: string[]): Promise<EachAnswer> => post('/custody/dispatches/acknowledge', { ids })
export const refusePaper = (id: string, body: object): Promise<{ state: string }> => post(`/custody/dispatches/${id}/refuse`, body)
export const openPaper = (id: string): Promise<{ opened: boolean }> => post(`/custody/dispatches/${id}/opened`)

export const listRegister = (filter: RegisterFilter, cursor: string | null): Promise<RegisterPage> =>
  get('/custody/register', { ...filter, cursor })
export const admitPerson = (body: object): Promise<Answer<'/api/v1/custody/stays', 'post'>> => post('/custody/stays', body)
export const stepStay = (stayId: string, step: 'release' | 'move' | 'facts', body: object): Promise<unknown> =>
  post(`/custody/stays/${stayId}/${step}`, body)
export const noteAsked = (secondCaseId: string, body: object): Promise<unknown> => post(`/custody/second-cases/${secondCaseId}/asked`, body)

export const listPermits = (): Promise<{ items: PermitRow[] }> => get('/custody/permits')
export const checkPermit = (permitNo: string, body: object): Promise<Checked> =>
  post(`/custody/permits/${encodeURIComponent(permitNo)}/check`, body)
export const endInterrogation = (entryId: string): Promise<{ endedAt: string }> => post(`/custody/interrogations/${entryId}/end`)

export const listExpiryNotices = (state: string): Promise<{ items: ExpiryNotice[] }> => get('/custody/expiry-notices', { state })
export const sendExpiryNotices = (noticeIds: string[]): Promise<{ sent: { noticeId: string; noticeNo: string }[] }> =>
  post('/custody/expiry-notices/send', { noticeIds })
export const listIncidents = (state: string): Promise<{ items: Incident[] }> => get('/custody/incidents', { state })
export const reportIncident = (id: string): Promise<{ reportNo: string }> => post(`/custody/incidents/${id}/report`)
export const closeIncident = (id: string, body: object): Promise<{ overdueMinutes: number }> => post(`/custody/incidents/${id}/close`, body)

/** What one's agency is told of people in custody and has not taken note of. */
export const listAgencyNotices = (): Promise<{ items: AgencyNotice[] }> => get('/custody/notices', { state: 'open' })
export const seeAgencyNotice = (noticeId: string): Promise<unknown> => post(`/custody/notices/${noticeId}/acknowledge`, {})

export const getFigures = (): Promise<CustodyFigures> => get('/custody/figures')
