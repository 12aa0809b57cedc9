import type { Bilingual } from '../domain/codes.ts'
import { HOUR_MS, toShanghai } from '../domain/legal-date.ts'
import { type Decision, refuse } from '../domain/problem.ts'
import type { HearingPlan, LawyerState, LawyerStep } from './model.ts'
import { HEARING_HOURS, LAWYER_HOURS, MARKS, type Mark, type MarkOwner, OWNER_NAMES } from './scheme.ts'

export type MarkState = 'done' | 'enteredLate' | 'doneLate' | 'next' | 'open' | 'missed'
export type MarkView = Bilingual & {
  readonly code: string
  readonly hour: number
  readonly owner: MarkOwner
  readonly dueAt: Date
  readonly doneAt: Date | null
  /** When what was done in time was entered, where its owner had been told by then that it was missed; null where nobody noted it. */
  readonly enteredAt: Date | null
  readonly state: MarkState
  /** How the time was counted, in one sentence. */
  readonly sentence: Bilingual
}

/** What the marks are judged by: the last time of each act, the first of each paper, and what the track's own rows tell. */
export type TrackEvidence = {
  readonly acts: ReadonlyMap<string, Date>
  /** When each of these acts was entered. */
  readonly entered: ReadonlyMap<string, Date>
  readonly documents: ReadonlyMap<string, Date>
  readonly happenings: ReadonlyMap<string, Date>
  readonly circumstances: readonly string[]
  /** Marks whose owner was told that they were missed. */
  readonly told: readonly string[]
}

const toDates = (times: Readonly<Record<string, string>>): ReadonlyMap<string, Date> =>
  new Map(Object.entries(times).map(([key, at]) => [key, new Date(at)]))

/** The evidence as the database gives it: instants as text, by act, by paper, by happening. */
export function evidenceOf(found: {
  readonly acts: Readonly<Record<string, string>>
  readonly entered: Readonly<Record<string, string>>
  readonly documents: Readonly<Record<string, string>>
  readonly happenings: Readonly<Record<string, string>>
  readonly circumstances: readonly string[]
  readonly told: readonly string[]
}): TrackEvidence {
  const { circumstances, told } = found
  return {
    acts: toDates(found.acts),
    entered: toDates(found.entered),
    documents: toDates(found.documents),
    happenings: toDates(found.happenings),
    circumstances,
    told,
  }
}

/**
 * Each mark with its latest time and whether it was met; the first open one is `next`. What was done in time but entered only after
 * its owner was told that it was missed is `enteredLate`. Missing a mark has no effect in law.
 */
export function marksOf(arrivedAt: Date, evidence: TrackEvidence, now: Date): MarkView[] {
  let nextFound = false
  return MARKS.filter(({ onlyIf }) => onlyIf === undefined || evidence.circumstances.includes(onlyIf)).map(mark => {
    const { code, hour, owner, zh, en } = mark
    const dueAt = new Date(arrivedAt.getTime() + hour * HOUR_MS)
    const doneAt = doneOf(mark, evidence)
    const isOpen = doneAt === null && now <= dueAt
    const wasTold = doneAt !== null && doneAt <= dueAt && evidence.told.includes(code)
    const enteredAt = wasTold ? entryOf(mark, evidence) : null
    const open: MarkState = isOpen ? (nextFound ? 'open' : 'next') : 'missed'
    const done: MarkState = doneAt && doneAt > dueAt ? 'doneLate' : wasTold ? 'enteredLate' : 'done'
    const state = doneAt ? done : open
    if (state === 'next') nextFound = true
    return { code, hour, owner, zh, en, dueAt, doneAt, enteredAt, state, sentence: sentenceOf(mark, arrivedAt, dueAt) }
  })
}

/** All of its acts, or any one of its papers or happenings: whichever comes first where a mark has both. */
function doneOf({ acts = [], documents = [], happening }: Mark, evidence: TrackEvidence): Date | null {
  if (acts.length > 0) {
    const times = acts.map(act => evidence.acts.get(act))
    const known = times.filter(time => time !== undefined)
    return known.length === times.length ? new Date(Math.max(...known.map(Number))) : null
  }
  const happened = happening ? evidence.happenings.get(happening) : undefined
  const known = [...documents.map(code => evidence.documents.get(code)), happened].filter(time => time !== undefined)
  return known.length > 0 ? new Date(Math.min(...known.map(Number))) : null
}

/** When the last of its acts was entered; papers and happenings have no time of entry of their own. */
function entryOf({ acts = [] }: Mark, { entered }: TrackEvidence): Date | null {
  const times = acts.map(act => entered.get(act)).filter(time => time !== undefined)
  return times.length > 0 ? new Date(Math.max(...times.map(Number))) : null
}

const clockTime = (at: Date): string => toShanghai(at).slice(5, 16).replace('T', ' ')

/** From where, how many hours, whose: as the dates of the law are explained. */
function sentenceOf({ hour, owner, zh, en }: Mark, arrivedAt: Date, dueAt: Date): Bilingual {
  const name = OWNER_NAMES[owner]
  return {
    zh: `自到案（H0，${clockTime(arrivedAt)}）起 ${hour} 小时，即 ${clockTime(dueAt)} 前，由${name.zh}完成“${zh}”；协作时限，逾期不产生法律后果。`,
    en: `${hour} hours from arrival (H0, ${clockTime(arrivedAt)}): by ${clockTime(dueAt)}, owed by ${name.en}: “${en}”. A service level, of no effect in law.`,
  }
}

/** How a track ended; null while it is open. A late one names the owner of the first main mark that was missed. */
export function endOf(state: string, reason: string | null, marks: readonly MarkView[]): string | null {
  if (state === 'open') return null
  if (state === 'converted') return 'CONVERTED'
  if (state === 'left') return `LEFT(${reason ?? 'other'})`
  if (state !== 'late') return 'DONE'
  const late = marks.find(mark => MAIN.has(mark.hour) && (mark.state === 'missed' || mark.state === 'doneLate'))
  return `LATE(${late?.owner ?? 'court'})`
}
/** Transferred, indicted, announced, closed: the four marks by which an agency hands on in time. */
const MAIN: ReadonlySet<number> = new Set([24, 34, 44, 48])

/** When somebody has to look again: the latest time of the nearest mark that is open. */
export function nextMarkAt(marks: readonly MarkView[]): Date | null {
  const open = marks.filter(({ state }) => state === 'next' || state === 'open').map(({ dueAt }) => Number(dueAt))
  return open.length > 0 ? new Date(Math.min(...open)) : null
}

/** What may still be done: after a case was handed on, nobody makes up for the marks before. */
export function stillToDo(marks: readonly MarkView[]): MarkView[] {
  const handedOn = Math.max(0, ...marks.filter(({ hour, doneAt }) => HANDED_ON.has(hour) && doneAt !== null).map(({ hour }) => hour))
  return marks.filter(({ hour, doneAt }) => doneAt === null && hour >= handedOn)
}
const HANDED_ON: ReadonlySet<number> = new Set([24, 34, 44])

/** What each agency has left: the time to its next mark; an agency that has nothing to do any more is not named. */
export function remainingOf(
  marks: readonly MarkView[],
  now: Date,
): { owner: MarkOwner; code: string; zh: string; en: string; seconds: number }[] {
  return [...Map.groupBy(stillToDo(marks), ({ owner }) => owner)].flatMap(([owner, [first]]) => {
    if (first === undefined) return []
    const { code, zh, en, dueAt } = first
    return [{ owner, code, zh, en, seconds: Math.round((Number(dueAt) - Number(now)) / 1000) }]
  })
}

/** The duty lawyer comes within three hours of the request. */
export const lawyerDueAt = (requestedAt: Date): Date => new Date(requestedAt.getTime() + LAWYER_HOURS * HOUR_MS)

const LAWYER_STEPS: Readonly<Record<LawyerStep, { readonly from: readonly LawyerState[]; readonly to: LawyerState }>> = {
  take: { from: ['waiting'], to: 'taken' },
  meet: { from: ['taken'], to: 'met' },
  opinion: { from: ['met'], to: 'done' },
  cancel: { from: ['waiting', 'taken'], to: 'cancelled' },
}

/** A request goes from hand to hand once: what somebody else has taken is taken. CPL 36. */
export function decideLawyerStep(
  { state, takenBy, requestedAt }: { state: LawyerState; takenBy: string | null; requestedAt: Date },
  step: LawyerStep,
  userId: string,
  at: Date,
  now: Date,
): Decision<LawyerState> {
  const { from, to } = LAWYER_STEPS[step]
  const isOthers = takenBy !== null && takenBy !== userId && (step === 'meet' || step === 'opinion')
  if (!from.includes(state) || isOthers) return refuse('lawyer-request-not-open', '刑事诉讼法 第36条', { state })
  if (at > now) return refuse('occurred-in-future', '刑事诉讼法 第36条')
  if (at < requestedAt) return refuse('occurred-before-case', '刑事诉讼法 第36条', { after: toShanghai(requestedAt) })
  return { ok: true, change: to }
}

/** The hearings of a row, one after another, each tried separately (SPC 372); refused outside the hours of the day. */
export function planHearings(caseIds: readonly string[], from: Date, minutes: number, pauseMinutes: number): Decision<HearingPlan[]> {
  const plans = caseIds.map((caseId, at) => {
    const startsAt = new Date(from.getTime() + at * (minutes + pauseMinutes) * 60_000)
    return { caseId, startsAt, endsAt: new Date(startsAt.getTime() + minutes * 60_000) }
  })
  const outside = plans.find(plan => !isWithinHours(plan))
  if (outside === undefined) return { ok: true, change: plans }
  return refuse('hearing-outside-hours', '平台默认规则', {
    from: HEARING_HOURS.from,
    until: HEARING_HOURS.until,
    at: toShanghai(outside.startsAt),
  })
}

function isWithinHours({ startsAt, endsAt }: HearingPlan): boolean {
  const [start, end] = [startsAt, endsAt].map(toShanghai)
  const minutesOf = (text = ''): number => Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16))
  return (
    start?.slice(0, 10) === end?.slice(0, 10) && minutesOf(start) >= HEARING_HOURS.from * 60 && minutesOf(end) <= HEARING_HOURS.until * 60
  )
}
