import { dayOf, daysBetween, toShanghai } from '../domain/legal-date.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import { type Count, endOf, hasRunOut, unrolledEnd } from './count.ts'
import type { LedgerStep, PeriodEvent } from './model.ts'
import { suspensionsOf } from './reasons.ts'
import { dayText, instantText } from './wording.ts'

/**
 * The count stands still (不计入期限) for a reason that the row names. Refuses `suspension-not-provided`,
 * `suspension-already-open` and `suspension-after-expiry`: what has run out cannot be stopped any more.
 */
export function decideSuspension(count: Count, event: Extract<PeriodEvent, { type: 'suspend' }>): Decision<Count> {
  const { rule } = count
  const facts = { period: rule.code, reason: event.reason }
  const reason = suspensionsOf(rule).find(({ code }) => code === event.reason)
  if (reason === undefined) return refuse('suspension-not-provided', rule.legalBasis, facts)
  if (count.stopped !== null) return refuse('suspension-already-open', reason.basis, { ...facts, since: toShanghai(count.stopped.at) })
  if (hasRunOut(count, event.at)) {
    return refuse('suspension-after-expiry', reason.basis, { ...facts, due: toShanghai(endOf(count).dueAt) })
  }
  const since = dayText(dayOf(event.at))
  const step: LedgerStep = {
    kind: 'suspension',
    zh: `${since.zh}起因${reason.zh}停止计算`,
    en: `the count stands still from ${since.en}: ${reason.en}`,
    at: event.at,
    due: unrolledEnd(endOf(count)),
    basis: reason.basis,
    eventId: event.id ?? null,
  }
  return { ok: true, change: { ...count, stopped: { at: event.at, reason: event.reason }, ledger: [...count.ledger, step] } }
}

/**
 * The count goes on, and its end moves by the calendar days from the stop to this day. R9. Source: CPL 149, 206.
 * Refuses `resume-without-suspension`.
 */
export function decideResumption(count: Count, event: Extract<PeriodEvent, { type: 'resume' }>): Decision<Count> {
  const { rule, stopped } = count
  if (stopped === null) return refuse('resume-without-suspension', rule.legalBasis, { period: rule.code })
  const days = daysBetween(dayOf(stopped.at), dayOf(event.at))
  const resumed = { ...count, stopped: null, stoodStill: count.stoodStill + days }
  const end = unrolledEnd(endOf(resumed))
  const from = dayText(dayOf(event.at))
  const until = instantText(end)
  const step: LedgerStep = {
    kind: 'resume',
    zh: `${from.zh}恢复计算，停止${days}日，届满日推至${until.zh}`,
    en: `the count goes on from ${from.en} after ${days} day${days === 1 ? '' : 's'}: ends at ${until.en}`,
    at: event.at,
    due: end,
    basis: suspensionsOf(rule).find(({ code }) => code === stopped.reason)?.basis ?? rule.legalBasis,
    eventId: event.id ?? null,
  }
  return { ok: true, change: { ...resumed, ledger: [...count.ledger, step] } }
}
