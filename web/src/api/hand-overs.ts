import { API, get, post } from './http.ts'
import type { Answer, BulkResult, GateView, HandOverRow, HandOverView, Line, LinePause, Staff } from './types.ts'

/** A way of the file, by the word that the server's actions use. */
export type Leg = string
export type HandOverStep =
  | 'send'
  | 'recall'
  | 'receive'
  | 'accept'
  | 'request-supplement'
  | 'answer-supplement'
  | 'request-rebind'
  | 'answer-rebind'
  | 'return'

export const getGates = (caseId: string, leg: Leg): Promise<GateView> => get(`/cases/${caseId}/gates`, { leg })
export const prepareHandOver = (caseId: string, body: object): Promise<Answer<'/api/v1/cases/{caseId}/hand-overs', 'post'>> =>
  post(`/cases/${caseId}/hand-overs`, body)
export const getHandOver = (id: string): Promise<HandOverView> => get(`/hand-overs/${id}`)
export const stepHandOver = (id: string, step: HandOverStep, body: object): Promise<{ handOverId: string }> =>
  post(`/hand-overs/${id}/${step}`, body)
export const listDesk = (box: string, cursor: string | null): Promise<{ items: HandOverRow[]; nextCursor: string | null }> =>
  get('/desk', { box, cursor })
export const receiptAddress = (id: string, receiptId: string): string => `${API}/hand-overs/${id}/receipts/${receiptId}/pdf`
/** Colleagues of one's own agency, all or those with a role. */
export const listStaff = (role: string | null): Promise<Staff> => get('/staff', { role })
/** The same step for many; each is answered by itself. */
export const stepMany = (body: { act: string; handOverIds: string[]; assignTo?: string }): Promise<BulkResult> =>
  post('/hand-overs/bulk', body)
export const listPauses = (): Promise<{ items: LinePause[] }> => get('/lines')
/** The lines of all agencies, for the system administrator. */
export const listLines = (): Promise<{ items: Line[] }> => get('/lines/all')
/** What lies with the agencies that one supervises. */
export const waitingHandOvers = (): Promise<Answer<'/api/v1/timeliness/hand-overs'>> => get('/timeliness/hand-overs')
export const pauseLine = (agency: string, body: { reason: string; expectedEnd: string }): Promise<{ waiting: number }> =>
  post(`/lines/${agency}/pause`, body)
export const resumeLine = (agency: string): Promise<{ waiting: number }> => post(`/lines/${agency}/resume`)
