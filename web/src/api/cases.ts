import { call, get, post } from './http.ts'
import type { Answer, CasePage, CaseView, Counts, TrackRow } from './types.ts'

export type CaseFilter = { view: string; stage: string; q: string; track48: boolean }

export const listCases = (filter: CaseFilter, cursor: string | null, signal?: AbortSignal): Promise<CasePage> =>
  get('/cases', { ...filter, cursor, limit: 50 }, signal)
export const countCases = (): Promise<Counts> => get('/cases/counts')
export const getCase = (caseId: string): Promise<CaseView> => get(`/cases/${caseId}`)
export const createCase = (body: object): Promise<Answer<'/api/v1/cases', 'post'>> => post('/cases', body)
export const addPerson = (caseId: string, body: object): Promise<Answer<'/api/v1/cases/{caseId}/persons', 'post'>> =>
  post(`/cases/${caseId}/persons`, body)

/** Declares which investigative facts happened; they decide which conditional papers are asked for. */
export const declareCircumstances = (caseId: string, circumstances: string[]): Promise<null> =>
  call('PUT', `/cases/${caseId}/circumstances`, { body: { circumstances } })

/** Runs one step of the transition table; `version` makes it fail when somebody else has changed the case meanwhile. */
export const runAct = (
  caseId: string,
  act: string,
  version: number,
  body: object,
): Promise<Answer<'/api/v1/cases/{caseId}/acts/{act}', 'post'>> =>
  call('POST', `/cases/${caseId}/acts/${act}`, { body, ifMatch: `"v${version}"` })

/** Persons go on in a case of their own. */
export const splitCase = (caseId: string, body: object): Promise<Answer<'/api/v1/cases/{caseId}/split', 'post'>> =>
  post(`/cases/${caseId}/split`, body)
/** Another case's persons go on in this one. */
export const mergeCase = (caseId: string, body: object): Promise<Answer<'/api/v1/cases/{caseId}/merge', 'post'>> =>
  post(`/cases/${caseId}/merge`, body)

export const listTrack48 = (): Promise<{ items: TrackRow[] }> => get('/fast-track')
