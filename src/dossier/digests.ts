import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { record, SYSTEM } from '../audit/commands.ts'
import { digestStream } from '../crypto/digest.ts'
import { forCase } from '../db/orm.ts'
import { releasing } from '../storage/batches.ts'
import type { ObjectStore } from '../storage/object-store.ts'

type Deps = { readonly orm: MikroORM; readonly store: ObjectStore }
type Paper = { readonly id: string; readonly objectKey: string; readonly sha256: Buffer }

/** Papers of one case whose rows are read, and written again, in one transaction. */
const AT_ONCE = 20

/**
 * Computes the digests that may follow the acknowledgement (SM3), from the stored bytes, and proves SHA-256 on the way.
 * Bytes that differ from their row are an alarm and get no digest. @returns ids of the papers whose bytes differ
 */
export async function completeDigests({ orm, store }: Deps, caseId: string, documentIds: readonly string[]): Promise<string[]> {
  const corrupt: string[] = []
  for (let at = 0; at < documentIds.length; at += AT_ONCE) {
    const ids = `{${documentIds.slice(at, at + AT_ONCE).join(',')}}`
    const papers = await forCase(orm, caseId).transactional(
      async em =>
        await em.execute<Paper[]>(
          'select id, object_key as "objectKey", sha256 from document where id = any (?::uuid[]) and sm3 is null and withdrawn_at is null',
          [ids],
        ),
    )
    const found: (Paper & { sm3: Buffer; same: boolean })[] = []
    for (const paper of papers) {
      const { sha256, sm3 } = await digestStream(releasing(await store.read(paper.objectKey)))
      found.push({ ...paper, sm3, same: sha256.equals(paper.sha256) })
    }
    const wrong = found.filter(({ same }) => !same).map(({ id }) => id)
    corrupt.push(...wrong)
    await forCase(orm, caseId).transactional(async em => {
      const right = found.filter(({ same }) => same)
      await em.execute(
        `update document d set sm3 = decode(f.hex, 'hex') from unnest(?::uuid[], ?::text[]) f (id, hex) where d.id = f.id and d.sm3 is null`,
        [`{${right.map(({ id }) => id).join(',')}}`, `{${right.map(({ sm3 }) => sm3.toString('hex')).join(',')}}`],
      )
      for (const id of wrong) await sound(em, caseId, id)
    })
  }
  return corrupt
}

/** Says once that the stored bytes of a paper are not those that came. */
async function sound(em: EntityManager, caseId: string, documentId: string): Promise<void> {
  const said = await em.execute<{ id: string }[]>(
    'update document set corrupt_at = app_now() where id = ? and corrupt_at is null returning id',
    [documentId],
  )
  if (said.length > 0) await record(em, SYSTEM, caseId, { action: 'dossier.corrupt', target: documentId, outcome: 'failed' })
}

const MOST_WAITING = 1_000
const LONGEST_WAIT_MS = 30_000

/**
 * The turns of a loop that completes digests. While papers keep coming in, the machine is theirs: the digests wait for a turn
 * without a new one, for half a minute at most.
 */
export function digestTurns(deps: Deps): () => Promise<boolean> {
  let newest: string | null = null
  let heldSince: number | null = null
  return async () => {
    const waiting = await deps.orm.em
      .fork()
      .execute<{ caseId: string; id: string }[]>('select case_id as "caseId", document_id as id from documents_without_sm3(?)', [
        MOST_WAITING,
      ])
    const last = waiting.at(-1)?.id ?? null
    if (last !== newest) {
      newest = last
      heldSince ??= performance.now()
      if (performance.now() - heldSince < LONGEST_WAIT_MS) return false
    }
    heldSince = null
    for (const [caseId, papers = []] of Object.entries(Object.groupBy(waiting, one => one.caseId)))
      await completeDigests(
        deps,
        caseId,
        papers.map(({ id }) => id),
      )
    return waiting.length === MOST_WAITING
  }
}
