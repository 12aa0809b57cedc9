import { OptimisticLockError } from '@mikro-orm/core'
import { Problem } from '../domain/problem.ts'
import type { ProblemCode } from '../domain/problem-codes.ts'

const UNIQUE: Readonly<Record<string, ProblemCode>> = {
  hand_over_one_open: 'hand-over-open',
  document_once_in_case: 'document-duplicate',
  deadline_request_one_open: 'deadline-request-closed',
  custody_stay_open: 'custody-already-here',
  custody_second_case_open: 'state-conflict',
  idempotency_key_pkey: 'idempotency-in-progress',
}
/** SQLSTATE classes and socket errors of a server that is away or going away. */
const AWAY = /^(08|57P|53[123]00|ECONN|ETIMEDOUT|EPIPE|ENOTFOUND)/
/** The driver's own words for a connection that broke or could not be had; they carry no code. */
const BROKEN = /timeout exceeded when trying to connect|Connection terminated|is not queryable/

type Coded = { readonly code: string; readonly constraint: string | null }

function coded(error: unknown): Coded {
  for (let one = error; one instanceof Error; one = one.cause) {
    const code = 'code' in one && typeof one.code === 'string' ? one.code : null
    if (code) return { code, constraint: 'constraint' in one && typeof one.constraint === 'string' ? one.constraint : null }
  }
  return { code: '', constraint: null }
}

/** What the server or the socket calls an error; empty where it says nothing. */
export const codeOf = (error: unknown): string => coded(error).code

/** Errors of libraries and servers that mean a refusal we have words for; null for a bug. */
export function toProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (error instanceof OptimisticLockError) return new Problem('version-conflict', { cause: error })
  const { code, constraint } = coded(error)
  if (code === '23505') return constraint && UNIQUE[constraint] ? new Problem(UNIQUE[constraint], { cause: error }) : null
  if (code === '23P01' && constraint === 'custody_title_one_holder')
    return new Problem('custody-held-elsewhere', { basis: '看守所条例 第15条；公监管〔2014〕96号', cause: error })
  if (code === '42501') return new Problem('not-found', { cause: error })
  if (code === '55P03') return new Problem('idempotency-in-progress', { cause: error, retryAfterSeconds: 1 })
  if (code === '53100') return new Problem('storage-full', { cause: error })
  if (AWAY.test(code) || (error instanceof Error && BROKEN.test(error.message)))
    return new Problem('dependency-unavailable', { cause: error, retryAfterSeconds: 5, facts: { component: 'database' } })
  return null
}
