import { API, get, post } from './http.ts'
import type { Answer, GateView, HandOverRow, HandOverView, Staff } from './types.ts'

export type Leg = 'transferForProsecution' | 'supplementaryReturn' | 'retransfer' | 'indictment'
const LEGS: readonly string[] = ['transferForProsecution', 'supplementaryReturn', 'retransfer', 'indictment'] satisfies Leg[]
export const isLeg = (text: string): text is Leg => LEGS.includes(text)
export type HandOverStep = 'send' | 'recall' | 'receive' | 'accept' | 'request-supplement' | 'answer-supplement' | 'return'

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
