import type { Actor } from '../agencies/model.ts'
import { decideDeadline } from '../cases/deadline-rules.ts'
import { type CaseChange, type CaseFacts, NEW_EVENT } from '../cases/model.ts'
import { decide } from '../cases/rules.ts'
import { transitionOf } from '../cases/transitions.ts'
import type { Bilingual } from '../domain/codes.ts'
import { instantOrNull } from '../domain/present.ts'
import { accept, type Decision } from '../domain/problem.ts'
import { type Clock, type DeadlineChange, foldClocks } from '../periods/clocks.ts'
import type { Calendar } from '../periods/rules.ts'
import { periodRule } from '../periods/table.ts'

/** The steps whose effect on the dates people want to see before they decide, and the step that decides each. */
const ACTS = [
  { act: 'convertReview', decidedAs: 'convertReview' },
  { act: 'acceptSupplementaryReturn', decidedAs: 'sendSupplementaryReturn' },
  { act: 'convertToSummary', decidedAs: 'convertToSummary' },
  { act: 'convertToOrdinary', decidedAs: 'convertToOrdinary' },
  { act: 'convertTrackReview', decidedAs: 'convertTrackReview' },
  { act: 'leaveTrack48', decidedAs: 'leaveTrack48' },
] as const

export type Supposition = {
  readonly act: string | null
  readonly type: DeadlineChange['type'] | null
  readonly periodCode: string | null
  readonly casePersonId: string | null
  readonly extension: string | null
  readonly length: number | null
  readonly reason: string | null
  readonly at: Date | null
}

export type Move = Bilingual & {
  readonly code: string
  readonly casePersonId: string | null
  readonly before: string | null
  readonly after: string | null
  readonly change: 'moved' | 'starts' | 'ends' | 'stays'
}

type Input = { readonly actor: Actor; readonly facts: CaseFacts; readonly now: Date; readonly calendar: Calendar }

/** The steps that may be supposed of this case now, one line per person where the step is a person's. */
export function suppositions(input: Input): (Bilingual & { act: string; casePersonId: string | null })[] {
  return ACTS.flatMap(({ act, decidedAs }) => {
    const row = transitionOf(decidedAs)
    const targets = row.unit === 'person' ? input.facts.persons.map(({ id }) => id) : [null]
    return targets.flatMap(casePersonId => {
      const possible = [act, decidedAs].every(one => decideAct(input, one, casePersonId, input.now).ok)
      return possible ? [{ act, zh: row.zh, en: row.en, casePersonId }] : []
    })
  })
}

/** Which dates move if this were done (试算): the same decision and the same count as if it were, and nothing is kept. */
export function suppose(input: Input, wanted: Supposition): Move[] {
  const at = wanted.at ?? input.now
  const change = accept(decisionOf(input, wanted, at))
  return movesOf(input.facts, foldClocks(change.history, input.calendar))
}

function decisionOf(input: Input, { act, type, ...rest }: Supposition, at: Date): Decision<CaseChange> {
  const { actor, facts, now, calendar } = input
  if (type === null) return decideAct(input, act ?? '', rest.casePersonId, at)
  return decideDeadline(facts, { ...rest, type, occurredAt: at, byAgencyType: actor.agencyType }, now, calendar)
}

/** Whoever asks: the step is decided as the agency that would take it. */
function decideAct({ actor, facts, now }: Input, act: string, casePersonId: string | null, at: Date): Decision<CaseChange> {
  const command = { act, occurredAt: at, casePersonId, byAgency: facts.holderAgency, byAgencyType: actor.agencyType, data: { reason: '' } }
  return decide(facts, command, now)
}

function movesOf(facts: CaseFacts, clocks: readonly Clock[]): Move[] {
  const running = facts.periods.filter(({ endedAt }) => endedAt === null)
  const moves = running.map(period => {
    const clock = clocks.find(
      one => one.startedBy === period.startedBy && one.code === period.code && one.casePersonId === period.casePersonId,
    )
    const ends = clock === undefined || clock.endedAt !== null
    const change = ends ? 'ends' : clock.outcome.dueAt.getTime() === period.dueAt.getTime() ? 'stays' : 'moved'
    return move(period.code, period.casePersonId, period.dueAt, ends ? null : clock.outcome.dueAt, change)
  })
  const started = clocks
    .filter(clock => clock.startedBy === NEW_EVENT)
    .map(clock => move(clock.code, clock.casePersonId, null, clock.outcome.dueAt, 'starts'))
  return [...moves, ...started].sort((a, b) => (a.after ?? a.before ?? '').localeCompare(b.after ?? b.before ?? ''))
}

function move(code: string, casePersonId: string | null, before: Date | null, after: Date | null, change: Move['change']): Move {
  const { nameZh: zh, nameEn: en } = periodRule(code)
  return { code, zh, en, casePersonId, before: instantOrNull(before), after: instantOrNull(after), change }
}
