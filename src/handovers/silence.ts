import type { MikroORM } from '@mikro-orm/postgresql'
import { recordAll, SYSTEM } from '../audit/commands.ts'

const BATCH = 500

/**
 * Marks the hand-overs that nobody acted on in time, from the database alone: one statement, and an entry in the trail of each
 * case. Both sides and those who watch over time see it; nothing is accepted on anybody's behalf. @returns how many
 */
export async function sweepSilence(orm: MikroORM): Promise<number> {
  return await orm.em.fork().transactional(async em => {
    const rows = await em.execute<{ id: string; case_id: string; leg: string; state: string }[]>(
      'select id, case_id, leg, state from mark_silent_hand_overs(?)',
      [BATCH],
    )
    const acts = rows.map(({ id, case_id: caseId, leg, state }) => ({
      caseId,
      action: 'handover.silent',
      target: id,
      details: { leg, state },
    }))
    await recordAll(em, SYSTEM, acts)
    return rows.length
  })
}
