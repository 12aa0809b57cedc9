import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { Problem } from '../domain/problem.ts'
import { completeDigests } from '../dossier/digests.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { getCaseIdOf, listUndigested } from './store.ts'

/**
 * SM3 digests may lag behind an upload; a manifest names both, so what is missing is computed before the transaction.
 * @throws Problem `object-corrupt` where stored bytes are not those that were taken in
 */
export async function digestAll(
  { em, worker, store }: { em: EntityManager; worker: MikroORM; store: ObjectStore },
  handOverId: string,
): Promise<void> {
  const { caseId, ids } = await em.fork().transactional(async one => {
    const found = await getCaseIdOf(one, handOverId)
    return { caseId: found, ids: await listUndigested(one, found) }
  })
  if ((await completeDigests({ orm: worker, store }, caseId, ids)).length > 0) throw new Problem('object-corrupt')
}
