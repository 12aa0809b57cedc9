import { addDays, dayOf, dayOfMonth, daysBetween, endOfDay, type LegalDate } from '../domain/legal-date.ts'
import type { ClockEvent } from '../periods/clocks.ts'
import { isInCustody } from './measures.ts'
import type { CaseFacts, CasePerson, Sentence } from './model.ts'

/** Acquitted 无罪, exempted 免予刑事处罚, an additional penalty alone 单处附加刑: nothing to serve. */
export const NOTHING_TO_SERVE: ReadonlySet<string> = new Set(['N0', 'S2', 'P0'])
export const ACQUITTED = 'N0'
const CONTROL = 'P1'
const CRIMINAL_DETENTION = 'P2'
const LIFE = 'P4'

/** First and last day of a term. */
export type Term = { readonly from: LegalDate; readonly to: LegalDate }
type Span = { readonly from: Date; readonly to: Date | null }

const inOrder = (a: ClockEvent, b: ClockEvent): number => a.occurredAt.getTime() - b.occurredAt.getTime() || a.seq - b.seq

/** When a person was in custody, from the events of the case; the last span is open while it lasts. */
export function custodySpans(events: readonly ClockEvent[], personId: string): readonly Span[] {
  const spans: { from: Date; to: Date | null }[] = []
  for (const { custody, persons, occurredAt } of [...events].sort(inOrder)) {
    if (custody === null || !persons.includes(personId)) continue
    const last = spans.at(-1)
    const isHeld = last !== undefined && last.to === null
    if (custody && !isHeld) spans.push({ from: occurredAt, to: null })
    if (!custody && isHeld) last.to = occurredAt
  }
  return spans
}

/** Days of custody of closed spans, both ends counted. Criminal Law 44, 47: one day of custody is one day of the term. */
const daysIn = (spans: readonly Span[]): number =>
  spans.reduce((days, { from, to }) => days + (to === null ? 0 : daysBetween(dayOf(from), dayOf(to)) + 1), 0)

/**
 * The last day of a term of whole months: the day before the same day of its last month; from the last day of a month, and where
 * the same day is missing, the day before the last of that month. SPC 202(2).
 */
export function addMonths(from: LegalDate, months: number): LegalDate {
  const startsLast = addDays(from, 1).slice(8) === '01'
  const lastOfMonth = dayOfMonth(from, months + 1, 0)
  const sameDay = dayOfMonth(from, months, Number(from.slice(8)))
  return addDays(startsLast || sameDay > lastOfMonth ? lastOfMonth : sameDay, -1)
}

/**
 * The days that a term of imprisonment runs: from the first day of custody where it lasts, else from `startsOn`, the days held
 * before taken off. Null where nothing, control or life is to be served. Criminal Law 44, 47.
 */
export function termOf(sentence: Sentence, events: readonly ClockEvent[], personId: string, startsOn: LegalDate): Term | null {
  if (NOTHING_TO_SERVE.has(sentence.principal) || sentence.principal === CONTROL || sentence.principal === LIFE) return null
  const spans = custodySpans(events, personId)
  const open = spans.find(({ to }) => to === null)
  const from = addDays(open ? dayOf(open.from) : startsOn, -daysIn(spans))
  return { from, to: addMonths(from, sentence.principalMonths) }
}

/** The days of a suspension, or of control with custody credited two for one, from the day the judgment takes effect. Criminal Law 41, 73. */
export function correctionTerm(sentence: Sentence, events: readonly ClockEvent[], personId: string, effectiveOn: LegalDate): Term {
  if (sentence.suspensionMonths > 0) return { from: effectiveOn, to: addMonths(effectiveOn, sentence.suspensionMonths) }
  const held = custodySpans(events, personId).reduce(
    (days, { from, to }) => days + daysBetween(dayOf(from), to ? dayOf(to) : effectiveOn) + 1,
    0,
  )
  return { from: effectiveOn, to: addDays(addMonths(effectiveOn, sentence.principalMonths), -2 * held) }
}

/** Whether the judgment itself sets the person free: acquittal, exemption, control, suspension, a fine alone. SPC 170. */
export const isFreeByJudgment = ({ principal, suspensionMonths }: Sentence): boolean =>
  NOTHING_TO_SERVE.has(principal) || principal === CONTROL || suspensionMonths > 0

/** A control or suspended sentence goes to community correction. CC Law 2. */
export const goesToCorrection = ({ sentence }: CasePerson): boolean =>
  sentence !== null && (sentence.suspensionMonths > 0 || sentence.principal === CONTROL)

/** A term to be served in custody. */
export const isToServe = (person: CasePerson): boolean =>
  person.sentence !== null && !goesToCorrection(person) && !NOTHING_TO_SERVE.has(person.sentence.principal)

/** The end of the term of a person in custody, or null: until then the release test is not due. */
export function termServedAt(facts: CaseFacts, person: CasePerson, on: Date): Date | null {
  if (person.sentence === null || !isInCustody(person)) return null
  const term = termOf(person.sentence, facts.events, person.id, dayOf(on))
  if (term === null) return null
  const end = endOfDay(term.to)
  return end < on ? on : end
}

/** When this person's judgment took effect. */
export function effectiveDay(facts: CaseFacts, personId: string): LegalDate | null {
  const event = facts.events.findLast(({ names, persons }) => names.includes('judgmentEffective') && persons.includes(personId))
  return event ? dayOf(event.occurredAt) : null
}

const MOST_MONTHS_IN_CENTRE = 3

/**
 * Whether a convict goes on to prison: not for criminal detention, nor where three months or less are left at delivery.
 * CPL 264(2); MPS 301.
 */
export function goesToPrison(facts: CaseFacts, person: CasePerson, on: Date): boolean {
  const { sentence } = person
  if (sentence === null || !isToServe(person) || sentence.principal === CRIMINAL_DETENTION) return false
  const term = termOf(sentence, facts.events, person.id, dayOf(on))
  return term === null || term.to > addMonths(dayOf(on), MOST_MONTHS_IN_CENTRE)
}
