import { API, get, post } from './http.ts'
import type { Bi } from './types.ts'

export type Difference = { pointer: string; zh: string; ours: string; theirs: string }
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
  fault: (Bi & { code: string; detail?: string; needsPerson?: boolean }) | null
}
export type Connector = {
  agency: Bi & { code: string }
  kind: string
  direction: string
  state: 'on' | 'paused' | 'stopped'
  why: string | null
  since: string | null
  waiting: number
  done: number
  failed: number
  perMinute: number | null
  hours: string | null
  lastAt: string | null
}
export type Placed = { pointer: string; zh: string; place: string; words: string }
export type Trial = {
  id: string
  state: string
  placed: Placed[]
  hasPicture: boolean
  fault: Bi | null
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
/** Lets a line go on that had stopped for a person to look. */
export const resumeConnector = (agency: string): Promise<unknown> => post(`/connectors/${agency}/resumptions`)
/** Asks what would be written where; nothing is saved there. */
export const startTrial = (agency: string): Promise<{ trialId: string }> => post(`/connectors/${agency}/trials`)
export const getTrial = (agency: string, trialId: string): Promise<Trial> => get(`/connectors/${agency}/trials/${trialId}`)
export const trialPicture = (agency: string, trialId: string): string => `${API}/connectors/${agency}/trials/${trialId}/picture`

export const listDifferences = (): Promise<{ differences: CardDifference[] }> => get('/card-differences')
export const settleDifference = (id: string, body: { how: string; note: string }): Promise<unknown> =>
  post(`/card-differences/${id}/settlements`, body)
