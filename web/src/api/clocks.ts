import { call, get, post } from './http.ts'
import type { CalculateBody, Calculated, ClocksView, DeadlineBody, Move, PeriodRule, Supposition } from './types.ts'

export const getClocks = (caseId: string): Promise<ClocksView> => get(`/cases/${caseId}/clocks`)
/** Which dates would move; nothing is stored. */
export const suppose = (caseId: string, supposition: Supposition): Promise<{ moves: Move[] }> =>
  post(`/cases/${caseId}/clocks/what-if`, supposition)
export const requestDeadline = (caseId: string, body: DeadlineBody): Promise<{ requestId: string }> =>
  post(`/cases/${caseId}/deadline-requests`, body)
export const decideDeadline = (requestId: string, approve: boolean, note: string): Promise<{ state: string }> =>
  post(`/deadline-requests/${requestId}/decide`, note === '' ? { approve } : { approve, note })
/** Without a time the event is to be void. */
export const requestCorrection = (
  caseId: string,
  eventId: string,
  body: { reason: string; occurredAt?: string },
): Promise<{ requestId: string }> => post(`/cases/${caseId}/events/${eventId}/correction-requests`, body)

export const listPeriods = (q: string, signal?: AbortSignal): Promise<{ items: PeriodRule[] }> => get('/periods', { q }, signal)
export const calculate = (body: CalculateBody, signal?: AbortSignal): Promise<Calculated> =>
  call('POST', '/periods/calculate', { body, signal })
