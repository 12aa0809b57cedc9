import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { EntityManager } from '../db/orm.ts'
import { toProblem } from '../db/problems.ts'
import { Problem } from '../domain/problem.ts'
import { commandUnder, keyOf } from './command.ts'

/** What became of one thing of many. */
export type EachResult = { readonly id: string; readonly problem: Problem | null }

/**
 * One command for each of several things, one after another, each in a transaction of its own: what one is refused, the others
 * are done. `before` runs ahead of each transaction. Each has a key of its own that follows from the request's, so a repeat does again only what was refused.
 */
export async function commandEach(
  request: FastifyRequest,
  ids: readonly string[],
  { fingerprint, before }: { fingerprint: string; before?: (id: string) => Promise<void> },
  run: (em: EntityManager, id: string) => Promise<void>,
): Promise<EachResult[]> {
  const { key } = keyOf(request)
  const results: EachResult[] = []
  for (const id of ids) {
    try {
      await before?.(id)
      await commandUnder(request, { key: keyFor(key, id), fingerprint: `${id} ${fingerprint}` }, async em => {
        await run(em, id)
        return { status: 200, body: null }
      })
      results.push({ id, problem: null })
    } catch (error) {
      results.push({ id, problem: problemOf(request, error) })
    }
  }
  return results
}

/** A bug in one of many is logged and shown bare, as it would be alone. */
function problemOf(request: FastifyRequest, error: unknown): Problem {
  const known = toProblem(error)
  if (known) return known
  request.log.error({ err: error }, 'unexpected error')
  return new Problem('internal')
}

/** A UUID that the same request and the same thing always give. */
function keyFor(key: string, id: string): string {
  const hex = createHash('sha256').update(`${key} ${id}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
