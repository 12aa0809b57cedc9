import { setTimeout as sleep } from 'node:timers/promises'
import { Refused } from './refused.ts'

const PATIENCE_MS = 60_000
const FIRST_WAIT_MS = 200
const LAST_WAIT_MS = 3_000
const PASSING_STATUS = new Set([502, 503, 504])
const PASSING_CODE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE'])

/** What the caller may tell people while it waits. */
export type OnWait = (why: string, ms: number) => void

/**
 * Tries again while a server is away or going away, with longer pauses, for up to a minute after the first failure: a process
 * that was killed and comes back costs only time. Being told to slow down is obeyed for as long as the server says.
 */
export async function retrying<T>(
  run: (attempt: number) => Promise<T>,
  onWait: OnWait = () => undefined,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  let until: number | null = null
  for (let attempt = 1; ; attempt++) {
    try {
      return await run(attempt)
    } catch (error) {
      const told = toldToWait(error)
      const ms = told ?? pauseAfter(error, attempt)
      if (ms === null) throw error
      until ??= performance.now() + patienceMs
      if (told === null && performance.now() + ms > until) throw error
      onWait(error instanceof Error ? error.message : String(error), ms)
      await sleep(ms)
    }
  }
}

function toldToWait(error: unknown): number | null {
  return error instanceof Refused && error.code === 'rate-limited' ? (error.retryAfterSeconds ?? 1) * 1000 : null
}

/** How long to wait before attempt n + 1; null for a failure that would only repeat itself. */
export function pauseAfter(error: unknown, attempt: number): number | null {
  if (!isPassing(error)) return null
  return Math.min(LAST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
}

function isPassing(error: unknown): boolean {
  if (error instanceof Refused) return PASSING_STATUS.has(error.status) || error.code === 'idempotency-in-progress'
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && PASSING_CODE.has(error.code)
}
