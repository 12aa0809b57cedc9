import { setTimeout as sleep } from 'node:timers/promises'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { MIGRATIONS } from './orm.ts'
import { codeOf } from './problems.ts'

const KNOWN = MIGRATIONS.map(({ name }) => name)
const LOOK_AGAIN_MS = 1_000
/** PostgreSQL: the function that says so is itself younger than the database. */
const UNDEFINED_FUNCTION = '42883'

/**
 * Steps that this code knows and the database has not taken. Steps that only the database knows are no matter: they add, and an
 * older process goes on beside them.
 */
export async function missingSteps(em: EntityManager): Promise<readonly string[]> {
  try {
    const [row] = await em.execute<{ missing: string[] }[]>('select steps_missing(?::text[]) as missing', [`{${KNOWN.join(',')}}`])
    return row?.missing ?? KNOWN
  } catch (error) {
    if (codeOf(error) === UNDEFINED_FUNCTION) return KNOWN.slice(-1)
    throw error
  }
}

/** Whether the database has all steps; once it has them it keeps them, so it is asked no more. */
export function openSchemaGate(orm: MikroORM): () => Promise<boolean> {
  let ready = false
  let asking: Promise<boolean> | null = null
  const ask = async (): Promise<boolean> => {
    try {
      ready = (await missingSteps(orm.em.fork())).length === 0
      return ready
    } finally {
      asking = null
    }
  }
  return async () => {
    if (ready) return true
    asking ??= ask()
    return await asking
  }
}

/** Waits until the database has come to the steps that this code knows, telling `waiting` once which are missing. */
export async function untilSchemaIsThere(orm: MikroORM, waiting: (missing: readonly string[]) => void): Promise<void> {
  for (let told = false; ; await sleep(LOOK_AGAIN_MS)) {
    const missing = await missingSteps(orm.em.fork())
    if (missing.length === 0) return
    if (!told) waiting(missing)
    told = true
  }
}
