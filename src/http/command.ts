import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { EntityManager } from '../db/orm.ts'
import { Problem } from '../domain/problem.ts'

export type Answer<T> = { readonly status: number; readonly body: T }

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const RETRIES = 5

/**
 * Runs one command in one transaction, at most once per Idempotency-Key: the key's row, the effect and the answer commit
 * together. A repeat gets the stored answer; another body under the same key is refused; a parallel copy waits for the
 * first. Serialization failures and deadlocks are tried again. So many commands run at once; in a rush the others wait their turn.
 */
export async function command<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  run: (em: EntityManager) => Promise<Answer<T>>,
  fingerprint?: string,
): Promise<T> {
  const { key } = keyOf(request)
  const { status, body } = await commandUnder(request, { key, fingerprint: fingerprint ?? JSON.stringify(request.body ?? null) }, run)
  void reply.code(status)
  return body
}

/** The same under a key that is given: for a request that is several commands. */
export async function commandUnder<T>(
  request: FastifyRequest,
  { key, fingerprint }: { key: string; fingerprint: string },
  run: (em: EntityManager) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const row = { ...keyOf(request), key, bodyHash: hashOf(fingerprint) }
  return await request.server.inTurn(async () => await attempts(request, row, run))
}

async function attempts<T>(request: FastifyRequest, row: KeyRow, run: (em: EntityManager) => Promise<Answer<T>>): Promise<Answer<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await request.em.fork().transactional(async em => await once(em, row, run))
    } catch (error) {
      if (attempt >= RETRIES || !isRetryable(error)) throw error
    }
  }
}

/**
 * The answer that this key has already, else null: for a request that was refused before it came to its command, because the
 * refusal may be the work of its own first copy. The fingerprint is asked for only where the key is known.
 * @throws Problem `idempotency-key-reused`
 */
export async function findAnswer<T>(request: FastifyRequest, reply: FastifyReply, fingerprint: () => Promise<string>): Promise<T | null> {
  const row = keyOf(request)
  const isKnown = await request.em
    .fork()
    .transactional(async em => (await em.execute('select 1 from idempotency_key where actor = ? and key = ?', [row.actor, row.key])).length)
  if (!isKnown) return null
  const bodyHash = hashOf(await fingerprint())
  const { status, body } = await request.em.fork().transactional(async em => await storedAnswer<T>(em, { ...row, bodyHash }))
  void reply.code(status)
  return body
}

/** Who asks under which key for what. @throws Problem `idempotency-key-required` */
export function keyOf(request: FastifyRequest): Omit<KeyRow, 'bodyHash'> {
  const key = request.headers['idempotency-key']
  if (typeof key !== 'string' || !UUID.test(key)) throw new Problem('idempotency-key-required')
  return { actor: request.actor.userId, key, operation: `${request.method} ${request.url.split('?')[0] ?? ''}` }
}

const hashOf = (fingerprint: string): string => createHash('sha256').update(fingerprint).digest('hex')

function isRetryable(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if ('code' in one && (one.code === '40001' || one.code === '40P01')) return true
  return false
}

type KeyRow = { readonly actor: string; readonly key: string; readonly operation: string; readonly bodyHash: string }

async function once<T>(em: EntityManager, row: KeyRow, run: (em: EntityManager) => Promise<Answer<T>>): Promise<Answer<T>> {
  const taken = await em.execute<{ key: string }[]>(
    'insert into idempotency_key (actor, key, operation, body_hash) values (?, ?, ?, ?) on conflict do nothing returning key',
    [row.actor, row.key, row.operation, row.bodyHash],
  )
  if (taken.length === 0) return await storedAnswer<T>(em, row)
  const answer = await run(em)
  await em.execute('update idempotency_key set status = ?, answer = ?::jsonb where actor = ? and key = ?', [
    answer.status,
    JSON.stringify(answer.body ?? null),
    row.actor,
    row.key,
  ])
  return answer
}

async function storedAnswer<T>(em: EntityManager, row: KeyRow): Promise<Answer<T>> {
  const [stored] = await em.execute<{ operation: string; body_hash: string; status: number | null; answer: T }[]>(
    'select operation, body_hash, status, answer from idempotency_key where actor = ? and key = ?',
    [row.actor, row.key],
  )
  if (stored === undefined || stored.status === null) throw new Problem('idempotency-in-progress', { retryAfterSeconds: 1 })
  if (stored.operation !== row.operation || stored.body_hash !== row.bodyHash) throw new Problem('idempotency-key-reused')
  return { status: stored.status, body: stored.answer }
}
