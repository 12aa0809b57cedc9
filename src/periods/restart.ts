import { type Decision, refuse } from '../domain/problem.ts'
import { type Count, endOf, hasRunOut, unrolledEnd } from './count.ts'
import { countSteps, whenText } from './ledger.ts'
import type { LedgerStep, PeriodEvent } from './model.ts'
import { restartsOf } from './reasons.ts'

/**
 * The period begins anew in full (重新计算): time used, extensions and standstills before it are forgotten. Also after it had
 * run out, which is flagged and stays the overdue of the old count (D3). R8. Refuses `restart-not-provided`.
 */
export function decideRestart(count: Count, event: Extract<PeriodEvent, { type: 'restart' }>): Decision<Count> {
  const { rule } = count
  const reason = restartsOf(rule).find(({ code }) => code === event.reason)
  if (reason === undefined) return refuse('restart-not-provided', rule.legalBasis, { period: rule.code, reason: event.reason })
  const anew: Count = {
    ...count,
    startedAt: event.at,
    span: count.fullSpan,
    granted: [],
    stoodStill: 0,
    stopped: null,
    restartedLate: count.restartedLate || hasRunOut(count, event.at),
  }
  const end = endOf(anew)
  const at = whenText(rule, event.at)
  const step: LedgerStep = {
    kind: 'restart',
    zh: `${at.zh}因${reason.zh}重新计算，此前已用时间不计`,
    en: `it begins anew ${at.en} (${reason.en}); the time before is forgotten`,
    at: event.at,
    due: unrolledEnd(end),
    basis: reason.basis,
    eventId: event.id ?? null,
  }
  return { ok: true, change: { ...anew, ledger: [...count.ledger, step, ...countSteps(anew, end)] } }
}
