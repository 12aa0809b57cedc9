import { call, get, post } from './http.ts'
import type { AgencyRef, Bi, CasePage, CaseView, Track48 } from './types.ts'

export type CaseFilter = { view: string; stage: string; q: string; track48: boolean }
export type Counts = { mine: number; agency: number; deskIn: number; deskOut: number; track48: number }
export type ActResult = { caseId: string; version: number; eventId: string }
export type TrackRow = {
  caseId: string
  platformNo: string
  person: string
  stage: string
  track48: Track48
  turn: { agency: AgencyRef; what: Bi; remainingSeconds: number }
}

export const listCases = (filter: CaseFilter, cursor: string | null, signal?: AbortSignal): Promise<CasePage> =>
  get('/cases', { ...filter, cursor, limit: 50 }, signal)
export const countCases = (): Promise<Counts> => get('/cases/counts')
export const getCase = (caseId: string): Promise<CaseView> => get(`/cases/${caseId}`)
export const createCase = (body: object): Promise<{ caseId: string; platformNo: string }> => post('/cases', body)
export const addPerson = (caseId: string, body: object): Promise<{ casePersonId: string }> => post(`/cases/${caseId}/persons`, body)

/** Runs one step of the transition table; `version` makes it fail when somebody else has changed the case meanwhile. */
export const runAct = (caseId: string, act: string, version: number, body: object): Promise<ActResult> =>
  call('POST', `/cases/${caseId}/acts/${act}`, { body, ifMatch: `"v${version}"` })

export const listTrack48 = (cursor: string | null): Promise<{ items: TrackRow[]; nextCursor?: string | null }> =>
  get('/fast-track', { cursor })
