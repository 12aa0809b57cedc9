import type { EntityManager } from '@mikro-orm/postgresql'
import type { ObjectStore } from '../storage/object-store.ts'
import type { Finding } from './model.ts'
import { knownKeys, type StoredPaper } from './store.ts'

const AT_ONCE = 8
const PREFIXES = ['original/', 'rendition/', 'archive/', 'certificate/']
/** What died on its way is cleared away after a day; later it should not be there. */
const SETTLED_MS = 26 * 3_600_000

type Found = Omit<Finding, 'check'>

/** Papers of the register whose bytes are not in the store, or not as many as registered. */
export async function missingPapers(store: ObjectStore, papers: readonly StoredPaper[]): Promise<Found[]> {
  const missing: Found[] = []
  const queue = papers.values()
  const look = async (): Promise<void> => {
    for (const { case_id, case_no, agency, document_id, object_key, size_bytes } of queue) {
      const size = await store.size(object_key)
      if (size === Number(size_bytes)) continue
      const facts = { fault: size === null ? 'missing' : 'size' }
      missing.push({ subject: document_id, caseId: case_id, caseNo: case_no, agency, since: null, facts })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, look))
  return missing
}

/** Objects that no row names, among some of each kind from a place chosen by chance. */
export async function unknownObjects(
  em: EntityManager,
  store: ObjectStore,
  most: number,
  settledMs = SETTLED_MS,
): Promise<{ rows: number; found: Found[] }> {
  const keys: string[] = []
  for (const prefix of PREFIXES) keys.push(...(await keysFrom(store, prefix, await chance(store, prefix, most), most, settledMs)))
  const known = keys.length === 0 ? new Set<string>() : await knownKeys(em, keys)
  const unknown = keys.filter(key => !known.has(key))
  return {
    rows: keys.length,
    found: unknown.map(key => ({ subject: key, caseId: null, caseNo: null, agency: null, since: null, facts: { key } })),
  }
}

/** Where few objects are, all are looked at; else some after a random key: the keys are random themselves. */
async function chance(store: ObjectStore, prefix: string, most: number): Promise<string> {
  let count = 0
  for await (const _ of store.list(prefix)) if (++count > most) return `${prefix}${crypto.randomUUID()}`
  return ''
}

async function keysFrom(store: ObjectStore, prefix: string, after: string, most: number, settledMs: number): Promise<string[]> {
  const keys: string[] = []
  for await (const { key, modifiedAt } of store.list(prefix, after)) {
    if (Date.now() - modifiedAt.getTime() >= settledMs) keys.push(key)
    if (keys.length >= most) break
  }
  return keys
}
