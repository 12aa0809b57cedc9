import type { Pool, PoolClient } from 'pg'

/** Longer than it takes whoever asked outside a transaction to give the connection back himself. */
const GRACE_MS = 1_000

/**
 * Gives back connections that broke inside a transaction. The query builder returns a connection only after a commit or
 * rollback that succeeded, and on a broken one neither can: its place in the pool would stay taken until the process ends.
 */
export function freeBrokenConnections(pool: Pool): void {
  const taken = new Set<PoolClient>()
  pool.on('acquire', client => taken.add(client))
  pool.on('release', (_error, client) => taken.delete(client))
  pool.on('connect', client => {
    client.once('end', () => {
      setTimeout(() => {
        if (taken.has(client)) client.release(true)
      }, GRACE_MS).unref()
    })
  })
}
