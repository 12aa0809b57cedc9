import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import type { HandOverRow } from './entities.ts'
import type { HandOverAnswer } from './model.ts'

/** Keeps an answer of the receiving desk as it was given: outcome, reason, basis, officer, time. */
export async function noteAnswer(
  em: EntityManager,
  actor: Actor,
  row: HandOverRow,
  answer: Pick<HandOverAnswer, 'outcome' | 'reason' | 'basis'> & Partial<HandOverAnswer>,
  at: Date,
): Promise<void> {
  const { outcome, reason, basis, dueOn = null, documentCodes = null, persons = null } = answer
  const list = (items: readonly string[] | null): string | null => (items === null ? null : `{${items.join(',')}}`)
  await em.execute(
    `insert into hand_over_answer (hand_over_id, case_id, seq, edition, outcome, reason, basis, due_on, document_codes, persons, answered_by, answered_at)
     select ?::uuid, ?::uuid, coalesce(max(seq), 0) + 1, ?::int, ?, ?, ?, ?::date, ?::text[], ?::uuid[], ?::uuid, ?::timestamptz from hand_over_answer where hand_over_id = ?`,
    [row.id, row.caseId, row.edition, outcome, reason, basis, dueOn, list(documentCodes), list(persons), actor.userId, at, row.id],
  )
}
