import { API, get, post } from './http.ts'
import type { Answer, Body } from './types.ts'

export type WriteBack = Answer<'/api/v1/cases/{caseId}/write-backs'>['writeBacks'][number]
export type Connector = Answer<'/api/v1/connectors'>['connectors'][number]
export type Trial = Answer<'/api/v1/connectors/{agency}/trials/{trialId}'>
export type CardDifference = Answer<'/api/v1/card-differences'>['differences'][number]
type Settlement = Body<'/api/v1/card-differences/{differenceId}/settlements', 'post'>
export type Settling = Settlement['how']

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
export const settleDifference = (id: string, body: Settlement): Promise<unknown> => post(`/card-differences/${id}/settlements`, body)
