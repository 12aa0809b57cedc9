import type { MikroORM } from '@mikro-orm/postgresql'
import { recordAll, SYSTEM } from '../../audit/commands.ts'
import { heldOn } from './store.ts'

const BATCH = 500

type Opened = { readonly id: string; readonly case_id: string; readonly period_code: string; readonly expired_at: Date }

/**
 * Opens an incident for everybody who is held past his end, from the database alone and in one statement for all, with an entry in the trail
 * of each case. Two sweeps at once open one. `thorough` looks also at those whose detention ended with a step of the case and who are
 * held on its end still, and at ends that were moved when they had passed: that needs a look at everybody in detention. @returns whether more is to be opened
 */
export async function sweepOverdue(orm: MikroORM, thorough = true): Promise<boolean> {
  return await orm.em.fork().transactional(async em => {
    const opened = await em.execute<Opened[]>('select id, case_id, period_code, expired_at from open_custody_incidents(?::text[], ?, ?)', [
      heldOn(),
      BATCH,
      thorough,
    ])
    const acts = opened.map(({ id, case_id: caseId, period_code: period, expired_at: at }) => ({
      ...{ caseId, action: 'custody.overdue.opened', target: id, basis: '刑事诉讼法 第98条；规则 第615条' },
      details: { period, expiredAt: new Date(at).toISOString() },
    }))
    await recordAll(em, SYSTEM, acts)
    return opened.length === BATCH
  })
}

/** Makes the notices of the last seven days, one statement for all; those whose end moved fall away. @returns whether more is to be made */
export async function sweepExpiryNotices(orm: MikroORM): Promise<boolean> {
  const [swept] = await orm.em.fork().execute<{ made: number }[]>('select made from make_expiry_notices(?::text[], ?)', [heldOn(), BATCH])
  return (swept?.made ?? 0) === BATCH
}
