import type { EntityManager } from '@mikro-orm/postgresql'
import { mustBeAble } from '../../access/rules.ts'
import type { Actor } from '../../agencies/model.ts'
import { record } from '../../audit/commands.ts'
import { appNow } from '../../db/clock.ts'
import { AGENCIES } from '../../domain/codes.ts'
import { toShanghai } from '../../domain/legal-date.ts'
import { Problem } from '../../domain/problem.ts'
import { countWaiting, endPause, insertPause } from './store.ts'

/** Own line, or any for the system administrator. @throws Problem `not-found` for an agency that there is not, `forbidden` */
function mustKeepLine(actor: Actor, agency: string): void {
  mustBeAble(actor, 'line.pause', null)
  if (!AGENCIES.has(agency)) throw new Problem('not-found')
  if (agency !== actor.agency && !actor.roles.includes('SA')) throw new Problem('forbidden')
}

/**
 * Says that the line of an agency is down (线路中断): what is sent from it or to it waits in order until somebody says that it
 * is up. No period is longer for it; nothing that is on a desk is stopped.
 */
export async function pauseLine(
  em: EntityManager,
  actor: Actor,
  agency: string,
  { reason, expectedEnd }: { reason: string; expectedEnd: Date },
): Promise<{ waiting: number }> {
  mustKeepLine(actor, agency)
  const now = await appNow(em)
  if (expectedEnd <= now) throw new Problem('validation', { facts: { field: 'expectedEnd' } })
  const id = await insertPause(em, { agency, reason, expectedEnd, at: now, by: actor.userId })
  if (id === null) throw new Problem('line-paused', { facts: { agency } })
  await record(em, actor, null, { action: 'line.paused', target: id, details: { agency, expectedEnd: toShanghai(expectedEnd) } })
  return { waiting: await countWaiting(em, agency) }
}

/** Says that the line is up: what waited goes on, oldest first. */
export async function resumeLine(em: EntityManager, actor: Actor, agency: string): Promise<{ waiting: number }> {
  mustKeepLine(actor, agency)
  const waiting = await endPause(em, agency, await appNow(em), actor.userId)
  if (waiting === null) throw new Problem('line-not-paused', { facts: { agency } })
  await record(em, actor, null, { action: 'line.resumed', target: null, details: { agency, handOvers: waiting } })
  return { waiting }
}
