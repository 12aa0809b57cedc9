import type { EntityManager } from '@mikro-orm/postgresql'
import { tell } from '../../audit/commands.ts'
import { AGENCIES, detentionCentreOf } from '../../domain/codes.ts'
import type { NotedEnd } from './ends.ts'
import type { CustodyTitle } from './model.ts'

/** The centre of the police that opened the case; who is moved to another one stays there, whoever holds the case. */
const centreFor = (originAgency: string): string | null => detentionCentreOf(AGENCIES.get(originAgency)?.divisionCode ?? '') ?? null

/**
 * Brings the rows of a case's titles to those that its events give, in one statement of the transaction that enters the event. The database
 * refuses two holders of one person, in whatever cases, and a gap between two holders. @throws Problem `custody-held-elsewhere`
 */
export async function syncTitles(em: EntityManager, caseId: string, originAgency: string, chains: readonly CustodyTitle[]): Promise<void> {
  const titles = chains.map(({ casePersonId, seq, holder, from, until, beganBy, endedBy, end }) => ({
    ...{ person: casePersonId, seq, holder, began_by: beganBy, ended_by: endedBy, reason: end },
    ...{ held_from: from.toISOString(), held_until: until?.toISOString() ?? null },
  }))
  await em.execute('select sync_titles(?::uuid, ?::text, ?::jsonb)', [caseId, centreFor(originAgency), JSON.stringify(titles)])
}

/**
 * Notes how an event left the custody ends. Where the centre is owed a notice of it, the flow hears in the same transaction.
 * 公监管〔2014〕96号 I(2)
 */
export async function noteEnds(
  em: EntityManager,
  { caseId, eventId, owesNotice }: { caseId: string; eventId: string; owesNotice: boolean },
  ends: readonly NotedEnd[],
): Promise<void> {
  if (ends.length === 0) return
  const rows = ends.map(({ casePersonId, code, dueAt, suspended, previous, changed }) => ({
    ...{
      person: casePersonId,
      code,
      due_at: dueAt?.toISOString() ?? null,
      suspended,
      owes_notice: owesNotice && changed && previous !== null && dueAt !== null,
    },
    ...{
      previous_code: previous?.code ?? null,
      previous_due_at: previous?.dueAt.toISOString() ?? null,
      was_suspended: previous?.suspended ?? false,
    },
  }))
  await em.execute('select note_custody_ends(?::uuid, ?::uuid, ?::jsonb)', [caseId, eventId, JSON.stringify(rows)])
  if (rows.some(({ owes_notice }) => owes_notice))
    await tell(em, { type: 'custody.end-changed', caseId, payload: { custodyBatchId: eventId } })
}

/** Titles go with the person to whose new case they belong, each under its own id. */
export async function moveTitles(em: EntityManager, caseId: string, persons: ReadonlyMap<string, string>): Promise<void> {
  await em.execute('select move_titles(?::uuid, ?::uuid[], ?::uuid[])', [
    caseId,
    `{${[...persons.keys()].join(',')}}`,
    `{${[...persons.values()].join(',')}}`,
  ])
}
