import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { offerValues } from '../cards/commands.ts'
import type { CardStage } from '../cards/model.ts'
import type { Json } from '../domain/json.ts'
import { Problem } from '../domain/problem.ts'
import { ORIGIN } from './inbound/candidates.ts'

export type Settlement = 'writeAgain' | 'takeTheirs' | 'leave'

type Row = {
  id: string
  card_id: string
  case_id: string
  agency_code: string
  path: string
  stage: CardStage
  pointer: string
  theirs: Json
  state: string
}

/**
 * Decides a difference: the card is written over the source, the source's value is offered to the card where a person confirms it, or
 * both stay as they are for the reason given.
 */
export async function settleDifference(
  em: EntityManager,
  actor: Actor,
  id: string,
  { how, note }: { how: Settlement; note: string | null },
): Promise<{ state: string }> {
  const [row] = await em.execute<Row[]>(
    'select id, card_id, case_id, agency_code, stage, path, pointer, theirs, state from card_difference where id = ? for update',
    [id],
  )
  if (row === undefined) throw new Problem('not-found')
  if (row.state !== 'open') throw new Problem('difference-settled')
  if (how === 'leave' && note === null) throw new Problem('fact-required', { facts: { field: 'note' } })
  await em.execute(
    "update card_difference set state = 'settled', how = ?, note = ?::text, settled_by = ?, settled_at = app_now() where id = ?",
    [how, note, actor.userId, id],
  )
  if (how === 'writeAgain') await writeAgain(em, row.card_id)
  if (how === 'takeTheirs') {
    const source = { kind: 'external', engine: ORIGIN, fromPath: row.pointer, confidence: 1 } as const
    await offerValues(em, row.case_id, { agency: row.agency_code, stage: row.stage, origin: ORIGIN }, [
      { path: row.path, value: row.theirs, source },
    ])
  }
  await record(em, actor, row.case_id, { action: 'cardDifference.settled', target: id, details: { how } })
  return { state: 'settled' }
}

/** The latest version of the card goes there once more. */
async function writeAgain(em: EntityManager, cardId: string): Promise<void> {
  await em.execute(
    `with again as (
       update write_back w set state = 'waiting', next_at = now(), fault = null, fault_detail = null
       where w.card_id = ? and w.card_version = (select max(l.card_version) from write_back l where l.card_id = w.card_id) and w.state in ('done', 'differs', 'refused', 'stopped') returning *
     )
     insert into outbox (id, case_id, type, payload) select ?, null, 'writeBack.due',
       jsonb_build_object('writeBackId', a.id, 'caseId', a.case_id, 'cardId', a.card_id, 'cardVersion', a.card_version::text, 'agency', a.agency_code) from again a`,
    [cardId, randomUUID()],
  )
}
