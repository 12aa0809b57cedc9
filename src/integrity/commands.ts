import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Actor } from '../agencies/model.ts'
import { record } from '../audit/commands.ts'
import { Problem } from '../domain/problem.ts'

/** What is to be checked: everything, or one case by any of its numbers. */
export type AskRound = { readonly caseNo: string | null; readonly repair: boolean }

/**
 * Asks the worker for a round of checks; repairs are for the system administrator. The worker takes it up at once.
 * @throws Problem `forbidden`, or `not-found` for a case outside the divisions of the actor's committee
 */
export async function askRound(em: EntityManager, actor: Actor, { caseNo, repair }: AskRound): Promise<{ runId: string }> {
  if (repair && !actor.roles.includes('SA')) throw new Problem('forbidden', { facts: { action: 'integrity.repair' } })
  const caseId = caseNo === null ? null : await findCase(em, caseNo)
  const runId = randomUUID()
  await em.execute("insert into integrity_run (id, kind, asked_by, agency, only_case, repair) values (?, 'asked', ?, ?, ?::uuid, ?)", [
    ...[runId, actor.userId, actor.agency, caseId, repair],
  ])
  await record(em, actor, caseId, { action: 'integrity.asked', target: caseId, details: { run: runId, repair } })
  return { runId }
}

async function findCase(em: EntityManager, caseNo: string): Promise<string> {
  const [row] = await em.execute<{ id: string | null }[]>('select integrity_case(?) as id', [caseNo])
  if (!row?.id) throw new Problem('not-found')
  return row.id
}
