import type { CasePerson } from '../cases/model.ts'
import { transitionOf } from '../cases/transitions.ts'
import type { Agency } from '../domain/codes.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import { LEGS, type Leg } from './legs.ts'
import { AT_RECEIVER, type GateResult, type HandOverState, type ReturnOutcome } from './model.ts'

/** What the acts of a hand-over may look at. */
export type HandOverFacts = {
  readonly state: HandOverState
  readonly leg: Leg
  readonly fromAgency: string
  readonly toAgency: string
  readonly preparedBy: string
  readonly receivedAt: Date | null
}

const notOpen = (facts: HandOverFacts, act: string): ReturnType<typeof refuse> =>
  refuse('hand-over-not-open', null, { state: facts.state, act })

/** Sender and receiver must be of the kinds that the leg joins, and of the same division or its parent. */
export function decidePrepare(
  leg: Leg,
  from: Agency,
  to: Agency | undefined,
  open: HandOverState | null,
): Decision<{ leg: Leg; toAgency: string }> {
  if (open !== null) return refuse('hand-over-open', null, { state: open })
  if (from.type !== LEGS[leg].from) return refuse('forbidden', null, { leg })
  if (to === undefined || !LEGS[leg].to.includes(to.type) || to.code === from.code)
    return refuse('agency-wrong-type', null, { needed: LEGS[leg].to })
  return { ok: true, change: { leg, toAgency: to.code } }
}

/** A leg of single persons names them, each once and of this case; any other concerns the whole case. */
export function decidePersons(
  leg: Leg,
  wanted: readonly string[] | null,
  persons: readonly Pick<CasePerson, 'id'>[],
): Decision<readonly string[] | null> {
  if (transitionOf(LEGS[leg].send).unit === 'case')
    return wanted === null ? { ok: true, change: null } : refuse('validation', null, { field: 'persons' })
  const unknown = wanted?.some(id => !persons.some(person => person.id === id)) ?? true
  if (unknown || wanted?.length === 0) return refuse('person-required', null, { leg })
  return { ok: true, change: [...new Set(wanted)] }
}

/** The sending agency's second person sends what the first prepared, once its receiver's gate is passed. */
export function decideSend(facts: HandOverFacts, byUser: string, gate: GateResult): Decision<GateResult> {
  if (facts.state !== 'draft') return notOpen(facts, 'send')
  if (facts.preparedBy === byUser) return refuse('second-person-required', '内部审批制度：经办、审批分离')
  if (gate.passed) return { ok: true, change: gate }
  const missing = gate.items.filter(({ status }) => status === 'missing').map(({ code }) => code)
  return refuse('gate-not-passed', '规则 第156—157条；法释〔2021〕1号 第218条', {
    missing: [...new Set(missing)],
    checks: gate.checks.filter(({ ok }) => !ok).map(({ code }) => code),
  })
}

/** The receiver signs for receipt; the answer comes after it. */
export const decideReceive = (facts: HandOverFacts): Decision<'received'> =>
  facts.state === 'delivered' ? { ok: true, change: 'received' } : notOpen(facts, 'receive')

/** Acceptance is the receiver's own decision and comes after receipt; the platform never accepts for him. */
export const decideAccept = (facts: HandOverFacts): Decision<'accepted'> =>
  facts.state === 'received' ? { ok: true, change: 'accepted' } : notOpen(facts, 'accept')

/** A colleague is named while the file lies on the desk. */
export const decideAssign = (facts: HandOverFacts): Decision<'assigned'> =>
  AT_RECEIVER.includes(facts.state) ? { ok: true, change: 'assigned' } : notOpen(facts, 'assign')

export const decideRebindRequest = (facts: HandOverFacts): Decision<'rebind'> =>
  facts.state === 'received' ? { ok: true, change: 'rebind' } : notOpen(facts, 'request-rebind')

export const decideRebindAnswer = (facts: HandOverFacts): Decision<'sent'> =>
  facts.state === 'rebind' ? { ok: true, change: 'sent' } : notOpen(facts, 'answer-rebind')

export function decideSupplementRequest(facts: HandOverFacts, codes: readonly string[]): Decision<'supplement'> {
  if (facts.state !== 'received') return notOpen(facts, 'request-supplement')
  return codes.length === 0 ? refuse('fact-required', '规则 第158条', { field: 'documentCodes' }) : { ok: true, change: 'supplement' }
}

/** The sender answers with papers added since; without any there is nothing to answer with. */
export function decideSupplementAnswer(facts: HandOverFacts, added: number): Decision<'sent'> {
  if (facts.state !== 'supplement') return notOpen(facts, 'answer-supplement')
  return added === 0 ? refuse('fact-required', '规则 第158条', { field: 'documents' }) : { ok: true, change: 'sent' }
}

const RETURN_OUTCOMES: readonly string[] = [
  'RETURNED_NO_JURISDICTION',
  'RETURNED_PERSON_AT_LARGE',
  'RETURNED_NOT_PROSECUTABLE',
] satisfies ReturnOutcome[]
export const isReturnOutcome = (text: string): text is ReturnOutcome => RETURN_OUTCOMES.includes(text)

/** @returns the step of the table that returns the file */
export function decideReturn(facts: HandOverFacts): Decision<string> {
  const act = LEGS[facts.leg].return
  if (act === null) return refuse('must-accept', '程序规定 第295条', { leg: facts.leg })
  return facts.state === 'received' ? { ok: true, change: act } : notOpen(facts, 'return')
}

/** Who is at large is named, so that the others can be sent again without him (SPP 158(3)); no other return is for single persons. */
export function decideAtLarge(
  outcome: ReturnOutcome,
  named: readonly string[] | null,
  concerned: readonly string[],
): Decision<readonly string[] | null> {
  if (outcome !== 'RETURNED_PERSON_AT_LARGE')
    return named === null ? { ok: true, change: null } : refuse('validation', null, { field: 'persons' })
  if (named === null && concerned.length > 1) return refuse('person-required', '规则 第158条第3款')
  return (named ?? concerned).every(id => concerned.includes(id)) ? { ok: true, change: named ?? concerned } : refuse('person-required')
}

/** Before acceptance the sender may recall, once per leg; a draft that was never sent is simply dropped. */
export function decideRecall(facts: HandOverFacts, recalledBefore: number): Decision<{ wasSent: boolean }> {
  if (facts.state === 'draft') return { ok: true, change: { wasSent: false } }
  if (!AT_RECEIVER.includes(facts.state) && !['sent', 'checked', 'faulty'].includes(facts.state)) return notOpen(facts, 'recall')
  return recalledBefore > 0
    ? refuse('state-conflict', '移送规则：受理前可撤回一次', { reason: 'recalled-before' })
    : { ok: true, change: { wasSent: true } }
}

/** Nobody goes on with a paper of which the maker has made a new version that he does not know of. */
export const decideAcknowledged = (unacknowledged: number): Decision<null> =>
  unacknowledged === 0
    ? { ok: true, change: null }
    : refuse('replacement-not-acknowledged', '移送规则 第5节', { documents: unacknowledged })
