import type { MikroORM } from '@mikro-orm/postgresql'
import type { ObjectStore } from '../storage/object-store.ts'

const BATCH = 500

/**
 * Removes objects that no row names and that are older than `olderThanMs`: uploads whose process died between the put and the
 * commit. Looks twice, the second time just before removing. @returns how many were removed
 */
export async function reapOrphans(orm: MikroORM, store: ObjectStore, olderThanMs: number, now = Date.now()): Promise<number> {
  let removed = 0
  for (const prefix of ['original/', 'rendition/', 'archive/', 'certificate/']) {
    let batch: string[] = []
    for await (const { key, modifiedAt } of store.list(prefix)) {
      if (now - modifiedAt.getTime() < olderThanMs) continue
      batch.push(key)
      if (batch.length === BATCH) {
        removed += await removeUnknown(orm, store, batch)
        batch = []
      }
    }
    removed += await removeUnknown(orm, store, batch)
  }
  return removed
}

async function removeUnknown(orm: MikroORM, store: ObjectStore, keys: readonly string[]): Promise<number> {
  const unknown = await unknownOf(orm, keys)
  const still = await unknownOf(orm, unknown)
  for (const key of still) await store.remove(key)
  return still.length
}

async function unknownOf(orm: MikroORM, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const rows = await orm.em
    .fork()
    .execute<{ key: string }[]>('select known_object_keys as key from known_object_keys(?::text[])', [
      `{${keys.map(key => `"${key}"`).join(',')}}`,
    ])
  const known = new Set(rows.map(({ key }) => key))
  return keys.filter(key => !known.has(key))
}
