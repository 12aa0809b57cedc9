import { API, call, get, post } from './http.ts'
import type { Bi } from './types.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Where words stand on a page: from its upper left corner, in parts of its width and height. */
export type Box = { x: number; y: number; w: number; h: number }

export type SourceView = Bi & {
  kind: string
  fromStage?: string
  documentId?: string
  documentCode?: string
  documentTitle?: string
  page?: number
  box?: Box
  words?: string
  confidence?: number
}
export type Alternative = { value: Json; shown: string; source: SourceView }
export type FieldState = 'empty' | 'proposed' | 'auto' | 'confirmed' | 'conflict' | 'overridden'

export type FieldView = Bi & {
  path: string
  key: string
  personId: string | null
  section: string
  nature: string
  needed: boolean
  /** A part of a JSON schema, with the names of its choices. */
  shape: unknown
  value: Json
  /** The value in words for people. */
  shown: string
  state: FieldState
  source: SourceView | null
  alternatives: Alternative[]
  locked: Bi | null
  asked: { by: string; value: Json; shown: string } | null
  canConfirmAsked: boolean
  confirmedBy: string | null
  confirmedAt: string | null
  reason: string | null
  problems: (Bi & { code: string })[]
  version: number
}

export type CardAgency = Bi & { code: string }
export type CardRow = {
  id: string
  stage: string
  agency: CardAgency
  version: number
  canEdit: boolean
  needed: number
  filled: number
  proposed: number
  conflicts: number
}
export type CardView = {
  id: string
  caseId: string
  stage: string
  agency: CardAgency
  version: number
  canEdit: boolean
  persons: { id: string; seq: number; name: string }[]
  sections: (Bi & { code: string })[]
  fields: FieldView[]
}
export type FieldEntry = {
  at: string
  by: string | null
  agency: Bi
  value: Json
  shown: string
  state: FieldState
  source: SourceView | null
  reason: string | null
}
export type ComparedField = Bi & { path: string; personId: string | null; mine: string; theirs: string; equal: boolean }
export type Comparison = { with: { cardId: string; stage: string; agency: CardAgency } | null; rows: ComparedField[] }
export type CardCode = Bi & { code: string }
export type CorrectionNotice = Bi & {
  id: string
  caseId: string
  caseName: string
  stage: string
  path: string
  person: string | null
  old: string
  new: string
  reason: string
  from: Bi
  state: string
  at: string
}
export type Choice = { path: string; alternative?: number }
export type ChoiceResult = { path: string; ok: boolean; code?: string }
export type MeterField = Bi & { key: string; filled: number; untouched: number; typed: number; corrected: number }
export type CardMeter = {
  fields: number
  filled: number
  untouched: number
  typed: number
  corrected: number
  autoFilled: number
  minutesSaved: number
  assumptions: { secondsPerField: number }
  byField: MeterField[]
  bySource: { kind: string; filled: number; corrected: number }[]
}

export const listCards = (caseId: string): Promise<{ cards: CardRow[] }> => get(`/cases/${caseId}/cards`)
export const getCard = (cardId: string): Promise<CardView> => get(`/cards/${cardId}`)
/** Puts a value into a field; `version` makes it fail when somebody else has changed the field meanwhile. */
export const putField = (cardId: string, body: { path: string; value: Json; version: number; reason?: string }): Promise<FieldView> =>
  call('PUT', `/cards/${cardId}/field`, { body })
/** Confirms many; each is answered by itself. */
export const confirmFields = (cardId: string, choices: Choice[]): Promise<{ results: ChoiceResult[] }> =>
  post(`/cards/${cardId}/confirmations`, { choices })
export const confirmSecond = (cardId: string, path: string, agree: boolean): Promise<FieldView> =>
  post(`/cards/${cardId}/second-confirmations`, { path, agree })
export const listEntries = (cardId: string, path: string): Promise<{ entries: FieldEntry[] }> => get(`/cards/${cardId}/history`, { path })
export const compareCard = (cardId: string): Promise<Comparison> => get(`/cards/${cardId}/comparison`)
export const cardPdfAddress = (cardId: string): string => `${API}/cards/${cardId}/card.pdf`
export const listCodes = (): Promise<{ codes: Record<string, CardCode[]> }> => get('/card-codes')
export const listCorrections = (): Promise<{ notices: CorrectionNotice[] }> => get('/correction-notices')
export const answerCorrection = (id: string, body: { adopt: boolean; note?: string }): Promise<unknown> =>
  post(`/correction-notices/${id}/answers`, body)
export const getMeter = (filter: { from: string; to: string; agency: string }): Promise<CardMeter> => get('/card-meter', filter)
