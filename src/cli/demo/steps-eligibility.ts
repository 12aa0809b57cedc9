import { Answered, Eligibility } from '../answers.ts'
import { type Actor, type CasePlay, rfc } from './case-play.ts'

// The conditions of the fast track: who can know a row says so; in this story every one of them holds.

/** Answers what the case does not say by itself and this officer can know. */
export async function answerEligibility(play: CasePlay, by: Actor, only: 'track' | 'all'): Promise<void> {
  const path = `/api/v1/cases/${play.caseId}/fast-track`
  const { rows } = await play.as(by).get(path, Eligibility)
  const { detentionMonths } = play.facts.outcome
  const answers = rows
    .filter(({ mayAnswer, holds, isTrack }) => mayAnswer && holds === 'unknown' && (only === 'all' || isTrack))
    .map(({ code: row, casePersonId, kind, wanted }) => ({ row, casePersonId, value: kind === 'integer' ? detentionMonths : wanted }))
  if (answers.length > 0) await play.as(by).post(`${path}/answers`, { answers }, Answered)
}

/** The police answer what they can know, settlement among it, and confirm the 48-hour track. */
export async function confirmTrack(play: CasePlay, at: string): Promise<void> {
  await answerEligibility(play, 'officer', 'all')
  await answerEligibility(play, 'approver', 'track')
  await play.act('officer', 'confirmTrack48', { occurredAt: rfc(at) })
  await play.note('officer', at, '逐项审查速裁条件，确认适用 48 小时速裁')
}
