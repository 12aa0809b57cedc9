import { get, post } from './http.ts'
import { readProblem, unreachable } from './problem.ts'
import type { Answer, GapReport, IntegrityRound, Verified } from './types.ts'

/** Recomputes every link of the audit trail. */
export const verifyAudit = (): Promise<Verified> => post('/audit/verify')

/** What the servers behind the platform answer, each with its remedy; also while some are away. */
export async function serviceState(): Promise<Answer<'/health/ready'>> {
  const response = await fetch('/health/ready').catch(() => {
    throw unreachable()
  })
  if (response.status !== 200 && response.status !== 503) throw readProblem(response.status, await response.text(), null)
  return await response.json()
}

/** Whether the deadlines were watched on a day, and what was told late or not at all. */
export const gapReport = (day: string): Promise<GapReport> => get('/watch/gap-report', { day })

/** What the last round of checks of everything found; null before the first. */
export const latestRound = (): Promise<Answer<'/api/v1/integrity'>> => get('/integrity')

/** Has everything checked; the round is done when it has an end. */
export const askRound = (): Promise<Answer<'/api/v1/integrity/runs', 'post'>> => post('/integrity/runs', {})
export const readRound = (runId: string): Promise<IntegrityRound> => get(`/integrity/runs/${runId}`)

/** The registers of numbers with gaps and doubles. */
export const readRegisters = (): Promise<Answer<'/api/v1/integrity/numbers'>> => get('/integrity/numbers')
