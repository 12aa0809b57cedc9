import { API, call, get, post } from './http.ts'
import type { Answer } from './types.ts'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

export type CardRow = Answer<'/api/v1/cases/{caseId}/cards'>['cards'][number]
export type CardView = Answer<'/api/v1/cards/{cardId}'>
export type FieldView = CardView['fields'][number]
export type SourceView = NonNullable<FieldView['source']>
export type Box = NonNullable<SourceView['box']>
export type Comparison = Answer<'/api/v1/cards/{cardId}/comparison'>
export type ComparedField = Comparison['rows'][number]
export type CardHistory = Answer<'/api/v1/cards/{cardId}/history'>
export type CorrectionNotice = Answer<'/api/v1/correction-notices'>['notices'][number]
export type Choice = { path: string; alternative?: number }
export type CardMeter = Answer<'/api/v1/card-meter'>
type Cards = Answer<'/api/v1/cases/{caseId}/cards'>
type Confirmed = Answer<'/api/v1/cards/{cardId}/confirmations', 'post'>
type CardSetting = Answer<'/api/v1/card-settings', 'get'>

export const listCards = (caseId: string): Promise<Cards> => get(`/cases/${caseId}/cards`)
export const getCard = (cardId: string): Promise<CardView> => get(`/cards/${cardId}`)
/** Puts a value into a field; `version` makes it fail when somebody else has changed the field meanwhile. */
export const putField = (cardId: string, body: { path: string; value: Json; version: number; reason?: string }): Promise<FieldView> =>
  call('PUT', `/cards/${cardId}/field`, { body })
/** Confirms many; each is answered by itself. */
export const confirmFields = (cardId: string, choices: Choice[]): Promise<Confirmed> => post(`/cards/${cardId}/confirmations`, { choices })
export const confirmSecond = (cardId: string, path: string, agree: boolean): Promise<FieldView> =>
  post(`/cards/${cardId}/second-confirmations`, { path, agree })
export const listEntries = (cardId: string, path: string): Promise<CardHistory> => get(`/cards/${cardId}/history`, { path })
export const compareCard = (cardId: string): Promise<Comparison> => get(`/cards/${cardId}/comparison`)
export const cardPdfAddress = (cardId: string): string => `${API}/cards/${cardId}/card.pdf`
export const listCodes = (): Promise<Answer<'/api/v1/card-codes'>> => get('/card-codes')
export const listCorrections = (caseId: string): Promise<{ notices: CorrectionNotice[] }> => get('/correction-notices', { caseId })
export const answerCorrection = (id: string, body: { adopt: boolean; note?: string }): Promise<unknown> =>
  post(`/correction-notices/${id}/answers`, body)
export const getMeter = (filter: { from: string; to: string; agency: string }): Promise<CardMeter> => get('/card-meter', filter)
export const getCardSetting = (): Promise<CardSetting> => get('/card-settings')
export const setCardsRequired = (required: boolean): Promise<CardSetting> => post('/card-settings', { required })
