import { API, address, call, get, post } from './http.ts'
import type { AnswersBody, BureauRequests, Eligibility, Hearings, LawyerRequest } from './types.ts'

export const getEligibility = (caseId: string): Promise<Eligibility> => get(`/cases/${caseId}/fast-track`)
export const answerEligibility = (caseId: string, answers: AnswersBody['answers']): Promise<{ answered: number }> =>
  post(`/cases/${caseId}/fast-track/answers`, { answers })

export const listCaseRequests = (caseId: string): Promise<{ items: LawyerRequest[] }> => get(`/cases/${caseId}/duty-lawyer-requests`)
export const requestLawyer = (caseId: string, body: object): Promise<{ requestId: string; bureau: string }> =>
  post(`/cases/${caseId}/duty-lawyer-requests`, body)
export const listRequests = (box: string): Promise<BureauRequests> => get('/duty-lawyer-requests', { box })
export const stepRequest = (requestId: string, step: 'take' | 'meet' | 'opinion', body: object): Promise<{ requestId: string }> =>
  post(`/duty-lawyer-requests/${requestId}/${step}`, body)
export const cancelRequest = (requestId: string): Promise<null> => call('DELETE', `/duty-lawyer-requests/${requestId}`)
export const opinionAddress = (requestId: string): string => `${API}/duty-lawyer-requests/${requestId}/opinion.pdf`

export const listHearings = (day: string): Promise<Hearings> => get('/hearings', { day })
export const planHearings = (body: object): Promise<{ hearingIds: string[] }> => post('/hearings', body)
export const cancelHearing = (hearingId: string, reason: string): Promise<{ hearingId: string }> =>
  post(`/hearings/${hearingId}/cancel`, { reason })
export const hearingListAddress = (day: string): string => address('/hearings/list.pdf', { day })
