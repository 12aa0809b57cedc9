import type { Decision } from '../../domain/problem.ts'
import { refuse } from '../../domain/problem.ts'
import type { Calendar } from '../../periods/rules.ts'
import { isCause, LETTER_TABLE, type LevelRule, levelRule } from './levels.ts'
import type { Letter, LetterPatch, LetterResult, LetterState, Wait } from './model.ts'
import { addWithin } from './office-hours.ts'

/** Whose step it is: the platform's, the issuing committee's, the addressee's, or the case-management desk's of the addressee. */
export type Doer = 'system' | 'issuer' | 'addressee' | 'desk'
export type LetterAct =
  | 'issue'
  | 'acknowledge'
  | 'start'
  | 'feedback'
  | 'accept'
  | 'return'
  | 'dispute'
  | 'settle'
  | 'close'
  | 'cancel'
  | 'supersede'

type LifeRow = { readonly act: LetterAct; readonly from: readonly LetterState[]; readonly to: LetterState; readonly by: readonly Doer[] }

const ISSUED: readonly LetterState[] = ['DELIVERED', 'ACKNOWLEDGED', 'IN_PROGRESS', 'FED_BACK', 'DISPUTED']

/** The life of a letter (提醒函、预警函、督办函), whole: every step that changes its state, and nothing else does. */
export const LIFE: readonly LifeRow[] = [
  { act: 'issue', from: ['RAISED'], to: 'DELIVERED', by: ['system', 'issuer'] },
  { act: 'cancel', from: ['RAISED'], to: 'CANCELLED', by: ['system'] },
  { act: 'acknowledge', from: ['DELIVERED'], to: 'ACKNOWLEDGED', by: ['addressee'] },
  { act: 'start', from: ['ACKNOWLEDGED'], to: 'IN_PROGRESS', by: ['addressee'] },
  { act: 'feedback', from: ['ACKNOWLEDGED', 'IN_PROGRESS', 'DISPUTED'], to: 'FED_BACK', by: ['addressee'] },
  { act: 'accept', from: ['FED_BACK'], to: 'FED_BACK', by: ['issuer'] },
  { act: 'return', from: ['FED_BACK'], to: 'IN_PROGRESS', by: ['issuer'] },
  { act: 'dispute', from: ['DELIVERED', 'ACKNOWLEDGED', 'IN_PROGRESS'], to: 'DISPUTED', by: ['addressee'] },
  { act: 'settle', from: ['DISPUTED'], to: 'ACKNOWLEDGED', by: ['desk'] },
  { act: 'close', from: ISSUED, to: 'CLOSED', by: ['system'] },
  { act: 'supersede', from: ISSUED, to: 'SUPERSEDED', by: ['system'] },
]

const isOpen = ({ state }: Pick<Letter, 'state'>): boolean => !['CLOSED', 'CANCELLED', 'SUPERSEDED'].includes(state)

/** The state after an act, by the table. */
function stateAfter(letter: Letter, act: LetterAct): Decision<LetterState> {
  const row = LIFE.find(one => one.act === act && one.from.includes(letter.state))
  return row ? { ok: true, change: row.to } : refuse('letter-step-not-allowed', null, { state: letter.state, act })
}

/** The earliest of the times a letter waits for, or null; what has passed is not waited for again. */
export function nextStepAt(letter: Letter): Date | null {
  const waits = Object.entries(waitsOf(letter)).flatMap(([wait, at]) =>
    at !== null && !letter.passed.some(one => one === wait) ? [at.getTime()] : [],
  )
  return waits.length > 0 ? new Date(Math.min(...waits)) : null
}

function waitsOf(letter: Letter): Readonly<Record<Wait, Date | null>> {
  const awaitsFeedback = isOpen(letter) && letter.issuedAt !== null && letter.state !== 'FED_BACK'
  return {
    sign: isOpen(letter) && letter.issuedAt === null ? letter.signBy : null,
    acknowledge: letter.state === 'DELIVERED' ? letter.ackBy : null,
    feedback: awaitsFeedback ? letter.feedbackBy : null,
    disputeCheck: letter.state === 'DISPUTED' ? letter.disputeCheckBy : null,
  }
}

/** Adds to a patch when the letter must next be looked at. */
function timed(letter: Letter, patch: LetterPatch): LetterPatch {
  return { ...patch, nextStepAt: nextStepAt({ ...letter, ...patch }) }
}

function stepTo(letter: Letter, act: LetterAct, patch: LetterPatch): Decision<LetterPatch> {
  const after = stateAfter(letter, act)
  return after.ok ? { ok: true, change: timed(letter, { ...patch, state: after.change }) } : after
}

/** When the answer of a letter is due, counted from its issue or its return; custody has its own, by the clock. */
function feedbackBy({ level, custody }: Pick<Letter, 'level' | 'custody'>, from: Date, calendar: Calendar): Date | null {
  const { feedbackWithin, custodyFeedbackWithin }: LevelRule = levelRule(level)
  const within = custody ? (custodyFeedbackWithin ?? feedbackWithin) : feedbackWithin
  return within ? addWithin(from, within, calendar) : null
}

/** Issues a letter: by the system, or by the supervisor whose name it bears. In-app delivery is the issue itself. */
export function decideIssue(letter: Letter, now: Date, signedBy: string | null, calendar: Calendar): Decision<LetterPatch> {
  const answerBy = feedbackBy(letter, now, calendar)
  const acknowledgeBy = addWithin(now, levelRule(letter.level).ackWithin, calendar)
  // Who must answer by a time has seen the letter by then.
  const ackBy = answerBy && answerBy < acknowledgeBy ? answerBy : acknowledgeBy
  return stepTo(letter, 'issue', { issuedAt: now, signedBy, ackBy, feedbackBy: answerBy })
}

export const decideAcknowledge = (letter: Letter, now: Date): Decision<LetterPatch> =>
  stepTo(letter, 'acknowledge', { acknowledgedAt: now })

export const decideStart = (letter: Letter): Decision<LetterPatch> => stepTo(letter, 'start', {})

/** The addressee's answer with its cause. A reminder asks for none. */
export function decideFeedback(letter: Letter, now: Date, cause: string): Decision<LetterPatch> {
  if (levelRule(letter.level).feedbackWithin === null) return refuse('letter-needs-no-feedback')
  if (!isCause(cause)) return refuse('validation', null, { field: 'cause' })
  return stepTo(letter, 'feedback', { fedBackAt: now, cause })
}

/** The issuer accepts the answer; where the period has ended already, that closes the letter. */
export function decideAccept(letter: Letter, now: Date, lawful: boolean): Decision<LetterPatch> {
  if (letter.acceptedAt !== null) return refuse('letter-step-not-allowed', null, { state: letter.state, act: 'accept' })
  const accepted = stepTo(letter, 'accept', { acceptedAt: now, lawful })
  if (!accepted.ok || letter.periodEnd === null) return accepted
  const patch = closing({ ...letter, ...accepted.change }, now)
  return { ok: true, change: { ...accepted.change, ...patch } }
}

/** The issuer returns the answer: twice at most, a third one takes the letter a level up. */
export function decideReturn(letter: Letter, now: Date, calendar: Calendar): Decision<LetterPatch> {
  if (letter.acceptedAt !== null) return refuse('letter-step-not-allowed', null, { state: letter.state, act: 'return' })
  if (letter.returns >= LETTER_TABLE.returnsAtMost) {
    const up = stepTo(letter, 'return', { goesUp: true })
    return up.ok ? { ok: true, change: { ...up.change, nextStepAt: now } } : up
  }
  return stepTo(letter, 'return', {
    returns: letter.returns + 1,
    fedBackAt: null,
    feedbackBy: feedbackBy(letter, now, calendar),
    passed: letter.passed.filter(wait => wait !== 'feedback'),
  })
}

/** The addressee holds the deadline to be wrong. The desk checks it in a working day; no clock stops meanwhile. */
export function decideDispute(letter: Letter, now: Date, by: string, calendar: Calendar): Decision<LetterPatch> {
  return stepTo(letter, 'dispute', {
    acknowledgedAt: letter.acknowledgedAt ?? now,
    disputedBy: by,
    disputeCheckBy: addWithin(now, LETTER_TABLE.disputeCheckWithin, calendar),
    passed: letter.passed.filter(wait => wait !== 'disputeCheck'),
  })
}

/**
 * The desk has checked the deadline. Whether it holds the dispute founded or not, the letter goes on: only a correction of the
 * event, which needs its own second person, moves a deadline and so ends a letter.
 */
export function decideSettle(letter: Letter, by: string): Decision<LetterPatch> {
  if (letter.state === 'DISPUTED' && letter.disputedBy === by) return refuse('second-person-required')
  return stepTo(letter, 'settle', { disputeCheckBy: null })
}

export const decideSupersede = (letter: Letter, now: Date): Decision<LetterPatch> =>
  stepTo(letter, 'supersede', { closedAt: now, result: 'superseded' })

/** What came of a letter's times when the sweep looked at it. */
export type DueFact =
  | 'autoIssued'
  | 'signOverdue'
  | 'ackOverdue'
  | 'raisedHigher'
  | 'cityNotice'
  | 'disputeOverdue'
  | 'closed'
  | 'cancelled'

/**
 * All that time and the end of the period have done to a letter by `now`: closing, cancelling, issuing a custody letter that
 * nobody signed, going a level up. Empty where nothing has; the same letter looked at twice gives nothing new.
 */
export function decideDue(
  letter: Letter,
  now: Date,
  calendar: Calendar,
): { readonly patch: LetterPatch; readonly facts: readonly DueFact[] } {
  const ended = decideEnd(letter, now)
  if (ended) return ended
  const { patch, facts } = decidePassed(letter, now, calendar)
  return { patch: timed(letter, { ...patch }), facts }
}

/** The letter after the end of its period, where that ends it: a supervision letter of an ended period still needs its answer accepted. */
function decideEnd(letter: Letter, now: Date): { patch: LetterPatch; facts: readonly DueFact[] } | null {
  if (letter.periodEnd === null || !isOpen(letter)) return null
  if (letter.state === 'RAISED') {
    const cancelled: LetterPatch = { state: 'CANCELLED', closedAt: now, nextStepAt: null, result: resultOf(letter) }
    return { patch: cancelled, facts: ['cancelled'] }
  }
  const awaitsAnswer = letter.periodEnd === 'ended' && levelRule(letter.level).signWithin !== null && letter.acceptedAt === null
  return awaitsAnswer ? null : { patch: closing(letter, now), facts: ['closed'] }
}

function closing(letter: Letter, now: Date): LetterPatch {
  return { state: 'CLOSED', closedAt: now, nextStepAt: null, result: resultOf(letter), lateSeconds: lateSeconds(letter) }
}

function lateSeconds({ periodEnd, periodEndedAt, dueAt }: Letter): number | null {
  if (periodEnd !== 'ended' || periodEndedAt === null) return null
  return Math.max(0, Math.round((periodEndedAt.getTime() - dueAt.getTime()) / 1000))
}

function resultOf(letter: Letter): LetterResult {
  if (letter.periodEnd !== null && letter.periodEnd !== 'ended') return letter.periodEnd
  if ((lateSeconds(letter) ?? 0) === 0) return 'inTime'
  return letter.lawful ? 'lawfulReason' : 'late'
}

function decidePassed(letter: Letter, now: Date, calendar: Calendar): { patch: LetterPatch; facts: DueFact[] } {
  if (letter.goesUp) return goUp(letter, now)
  const waits = waitsOf(letter)
  const isPassed = (wait: Wait): boolean => {
    const at = waits[wait]
    return at !== null && at <= now && !letter.passed.includes(wait)
  }
  if (isPassed('sign')) return signPassed(letter, now, calendar)
  // A warning that nobody acknowledged or answered becomes a supervision letter; one without an answer goes to the city.
  if (isPassed('feedback') || (letter.level === 2 && isPassed('acknowledge'))) return goUp(letter, now)
  const facts: DueFact[] = [
    ...(isPassed('acknowledge') ? (['ackOverdue'] as const) : []),
    ...(isPassed('disputeCheck') ? (['disputeOverdue'] as const) : []),
  ]
  const passed: Wait[] = [
    ...letter.passed,
    ...(isPassed('acknowledge') ? (['acknowledge'] as const) : []),
    ...(isPassed('disputeCheck') ? (['disputeCheck'] as const) : []),
  ]
  return { patch: { passed }, facts }
}

function signPassed(letter: Letter, now: Date, calendar: Calendar): { patch: LetterPatch; facts: DueFact[] } {
  const passed: Wait[] = [...letter.passed, 'sign']
  if (!letter.custody || !levelRule(letter.level).custodyAutoIssue) return { patch: { passed }, facts: ['signOverdue'] }
  const issued = decideIssue(letter, now, null, calendar)
  return issued.ok ? { patch: { ...issued.change, passed }, facts: ['autoIssued'] } : { patch: { passed }, facts: [] }
}

function goUp(letter: Letter, now: Date): { patch: LetterPatch; facts: DueFact[] } {
  const passed: Wait[] = [...new Set<Wait>([...letter.passed, 'acknowledge', 'feedback'])]
  if (letter.level === 2) return { patch: { passed, goesUp: false }, facts: ['raisedHigher'] }
  if (letter.escalatedAt !== null) return { patch: { passed, goesUp: false }, facts: [] }
  return { patch: { passed, goesUp: false, escalatedAt: now }, facts: ['cityNotice'] }
}

/** How a person stands to a letter. */
export type Standing = Readonly<Record<Exclude<Doer, 'system'>, boolean>>

/** The steps that a person may take now: what the buttons of a screen are made of. */
export function possibleActs(letter: Letter, standing: Standing): LetterAct[] {
  const isSigned = levelRule(letter.level).signWithin !== null
  const wanted = ({ act }: LifeRow): boolean => {
    if (act === 'issue') return isSigned
    if (act === 'feedback') return levelRule(letter.level).feedbackWithin !== null
    return act === 'accept' || act === 'return' ? letter.acceptedAt === null : true
  }
  const isMine = ({ by }: LifeRow): boolean => by.some(doer => doer !== 'system' && standing[doer])
  return LIFE.filter(row => row.from.includes(letter.state) && isMine(row) && wanted(row)).map(({ act }) => act)
}
