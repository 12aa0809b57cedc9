import { API, get, post } from './http.ts'
import type { Bi } from './types.ts'

type Difference = Bi & { pointer: string; ours: string; theirs: string }
type Fault = Bi & { code: string; detail: string; needsPerson: boolean }
export type WriteBack = {
  id: string
  cardId: string
  stage: string
  cardVersion: number
  agency: Bi & { code: string }
  state: string
  attempts: number
  reference: string | null
  differences: Difference[]
  at: string
  doneAt: string | null
  hasPicture: boolean
  fault: Fault | null
}
export type Connector = {
  agency: Bi & { code: string }
  kind: string
  direction: string
  state: string
  why: string | null
  since: string
  waiting: number
  done: number
  failed: number
  perMinute: number
  hours: string | null
  lastAt: string | null
  hasPicture: boolean
}
type Placed = { pointer: string; zh: string; place: string; words: string }
export type Trial = {
  id: string
  state: string
  placed: Placed[]
  hasPicture: boolean
  fault: Fault | null
}
export type CardDifference = Bi & {
  id: string
  caseId: string
  caseName: string
  stage: string
  path: string
  ours: string
  theirs: string
  foundAt: string
  owner: string | null
  state: string
}

export const listWriteBacks = (caseId: string): Promise<{ writeBacks: WriteBack[] }> => get(`/cases/${caseId}/write-backs`)
export const writeBackPicture = (id: string): string => `${API}/write-backs/${id}/picture`
export const retryWriteBack = (id: string): Promise<unknown> => post(`/write-backs/${id}/retries`)

export const listConnectors = (): Promise<{ connectors: Connector[] }> => get('/connectors')
export const pauseConnector = (agency: string, body: { paused: boolean; reason: string }): Promise<unknown> =>
  post(`/connectors/${agency}/pauses`, body)
/** The screen at which a robot stopped. */
export const connectorPicture = (agency: string): string => `${API}/connectors/${agency}/picture`
/** Lets a line go on that had stopped for a person to look. */
export const resumeConnector = (agency: string): Promise<unknown> => post(`/connectors/${agency}/resumptions`)
/** Asks what would be written where; nothing is saved there. */
export const startTrial = (agency: string): Promise<{ trialId: string }> => post(`/connectors/${agency}/trials`)
export const getTrial = (agency: string, trialId: string): Promise<Trial> => get(`/connectors/${agency}/trials/${trialId}`)
export const trialPicture = (agency: string, trialId: string): string => `${API}/connectors/${agency}/trials/${trialId}/picture`

export const listDifferences = (): Promise<{ differences: CardDifference[] }> => get('/card-differences')
export const settleDifference = (id: string, body: { how: string; note: string }): Promise<unknown> =>
  post(`/card-differences/${id}/settlements`, body)
