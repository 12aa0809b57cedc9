import type { Type } from 'typebox'
import { Answered, Eligibility } from '../answers.ts'
import type { Client } from '../client.ts'
import { type Actor, type CasePlay, rfc } from './case-play.ts'

// The conditions of the fast track: who can know a row says so; in these stories every one of them holds.

type Row = Type.Static<typeof Eligibility>['rows'][number]

/** Answers what the case does not say by itself and this person can know; `months` is the sentence expected. */
export async function answerAll(client: Client, caseId: string, months: number, wants: (row: Row) => boolean): Promise<void> {
  const path = `/api/v1/cases/${caseId}/fast-track`
  const { rows } = await client.get(path, Eligibility)
  const answers = rows
    .filter(row => row.mayAnswer && row.holds === 'unknown' && wants(row))
    .map(({ code: row, casePersonId, kind, wanted }) => ({ row, casePersonId, value: kind === 'integer' ? months : wanted }))
  if (answers.length > 0) await client.post(`${path}/answers`, { answers }, Answered)
}

export async function answerEligibility(play: CasePlay, by: Actor, only: 'track' | 'all'): Promise<void> {
  const { detentionMonths } = play.facts.outcome
  await answerAll(play.as(by), play.caseId, detentionMonths, ({ isTrack }) => only === 'all' || isTrack)
}

/** The police answer what they can know, settlement among it, and confirm the 48-hour track. */
export async function confirmTrack(play: CasePlay, at: string): Promise<void> {
  await answerEligibility(play, 'officer', 'all')
  await answerEligibility(play, 'approver', 'track')
  await play.act('officer', 'confirmTrack48', { occurredAt: rfc(at) })
  await play.note('officer', at, '逐项审查速裁条件，确认适用 48 小时速裁')
}
