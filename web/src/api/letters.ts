import { API, get, post } from './http.ts'
import type { LetterCounts, LetterRow, LetterView } from './types.ts'

export type LetterStep = 'sign' | 'acknowledge' | 'start' | 'feedback' | 'dispute' | 'settle-dispute' | 'review'

export const listLetters = (
  box: string,
  state: string,
  cursor: string | null,
): Promise<{ items: LetterRow[]; nextCursor: string | null }> => get('/letters', { box, state, cursor })
export const countLetters = (): Promise<LetterCounts> => get('/letters/counts')
export const getLetter = (id: string): Promise<LetterView> => get(`/letters/${id}`)
export const stepLetter = (id: string, step: LetterStep, body: object): Promise<{ letterId: string }> =>
  post(`/letters/${id}/${step}`, body)
export const letterAddress = (id: string): string => `${API}/letters/${id}/letter.pdf`
