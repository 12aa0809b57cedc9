import type { LetterRow } from '../api/types.ts'

export type Waiting = { what: 'sign' | 'acknowledge' | 'feedback'; by: string }

/** What a letter waits for next, and until when; null where nobody is asked for anything by a time. */
export function waitOf({ state, signBy, ackBy, feedbackBy }: LetterRow): Waiting | null {
  if (state === 'RAISED' && signBy !== null) return { what: 'sign', by: signBy }
  if (state === 'DELIVERED' && ackBy !== null) return { what: 'acknowledge', by: ackBy }
  if ((state === 'ACKNOWLEDGED' || state === 'IN_PROGRESS') && feedbackBy !== null) return { what: 'feedback', by: feedbackBy }
  return null
}
