import { ApplicationFailure } from '@temporalio/common'
import type { Logger } from 'pino'
import { toProblem } from '../db/problems.ts'

/**
 * Runs an activity so that nothing but a code reaches the flow's history, which is kept for years: a refusal that law or rights
 * foresee ends it, anything else is tried again. The cause stays in the log.
 */
export function guarded<A extends readonly unknown[], R>(
  name: string,
  log: Logger,
  run: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await run(...args)
    } catch (error) {
      const problem = toProblem(error)
      const code = problem?.code ?? 'internal'
      log.warn(
        {
          activity: name,
          code,
          error: error instanceof Error ? error.name : 'unknown',
          stack: error instanceof Error ? stackOf(error) : '',
        },
        'an activity failed',
      )
      const final = problem !== null && problem.status < 500 && problem.status !== 409
      throw final ? ApplicationFailure.nonRetryable(code, code) : ApplicationFailure.retryable(code, code)
    }
  }
}

/** Where it happened, without the message, which may hold data. */
const stackOf = (error: Error): string =>
  (error.stack ?? '')
    .split('\n')
    .filter(line => line.trim().startsWith('at '))
    .slice(0, 6)
    .join('\n')
