import { Client } from 'pg'

const LOCK_TIMED_OUT = '55P03'

/** Something that only one process does at a time. Whoever is halted keeps it; whoever dies, or loses the database, loses it. */
export type HeldLock = {
  /** Runs a statement over the connection that holds the lock, for one case: it goes through only while the lock is held. @returns the rows changed */
  run(caseId: string, sql: string, values: readonly unknown[]): Promise<number>
  release(): Promise<void>
}

/**
 * Takes a lock by its name on a connection of its own, first come first served. @returns null where somebody else had it all the time
 * that was waited
 */
export async function takeLock(url: string, name: string, waitMs: number): Promise<HeldLock | null> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, keepAlive: true })
  client.on('error', () => undefined) // the next statement tells
  await client.connect()
  try {
    await client.query(`set lock_timeout = ${Math.max(1, Math.trunc(waitMs))}`)
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
  } catch (error) {
    await client.end().catch(() => undefined)
    if (error instanceof Error && 'code' in error && error.code === LOCK_TIMED_OUT) return null
    throw error
  }
  return {
    async run(caseId, sql, values) {
      await client.query('begin')
      try {
        await client.query("select set_config('app.case', $1, true)", [caseId])
        const { rowCount } = await client.query(sql, [...values])
        await client.query('commit')
        return rowCount ?? 0
      } catch (error) {
        await client.query('rollback').catch(() => undefined)
        throw error
      }
    },
    release: async () => await client.end().catch(() => undefined),
  }
}
