import type { ClockItem, ClocksView, Move } from '../api/types.ts'

export type Step = ClockItem['ledger'][number]

/** What an explanation needs of a period, whichever screen shows its date. */
export type Explained = {
  startedAt: string
  dueAt: string
  legalLatest: string | null
  verify: boolean
  provisional: boolean
  flags: readonly string[]
  basis: string
  basisZh?: string | null
  sentence: { zh: string; en: string }
  ledger: readonly (Step & { basisZh?: string | null })[]
  /** The instants at which people are told, where the period is one of a case. */
  levels?: { remindAt: string | null; warnAt: string | null; superviseAt: string | null } | undefined
}

/** Whether the count goes on, is late or stands still. */
export const isOpen = ({ state }: Pick<ClockItem, 'state'>): boolean => state === 'running' || state === 'overdue' || state === 'suspended'

export type Group = { id: string | null; name: string | null; inCustody: boolean; items: ClockItem[] }

const order = (a: ClockItem, b: ClockItem): number => Number(isOpen(b)) - Number(isOpen(a)) || a.dueAt.localeCompare(b.dueAt)

/** The clocks by person, then the case's own; what ends first stands first. */
export function groupsOf({ persons, items }: Pick<ClocksView, 'persons' | 'items'>): Group[] {
  const own = (id: string | null): ClockItem[] => items.filter(item => item.casePersonId === id).sort(order)
  const groups: Group[] = persons.map(({ id, name, inCustody }) => ({ id, name, inCustody, items: own(id) }))
  return [...groups, { id: null, name: null, inCustody: false, items: own(null) }].filter(group => group.items.length > 0)
}

/** The move of a clock by a supposition. */
export const moveOf = (moves: readonly Move[], { code, casePersonId }: Pick<ClockItem, 'code' | 'casePersonId'>): Move | undefined =>
  moves.find(move => move.code === code && move.casePersonId === casePersonId && move.before !== null)

export type Spans = {
  /** Stretches during which the count stands still. */
  stops: { from: number; to: number }[]
  /** The ends as they stood before each extension. */
  extended: number[]
  restarts: number[]
}

const ms = (at: string): number => new Date(at).getTime()

/** What happened on the way, read from the ledger. An open stop lasts until `now`. */
export function spansOf(ledger: readonly Step[], now: number): Spans {
  const spans: Spans = { stops: [], extended: [], restarts: [] }
  let due: string | null = null
  for (const step of ledger) {
    const last = spans.stops[spans.stops.length - 1]
    if (step.kind === 'suspension' && step.at !== null) spans.stops.push({ from: ms(step.at), to: now })
    if (step.kind === 'resume' && step.at !== null && last) last.to = ms(step.at)
    if (step.kind === 'extension' && due !== null) spans.extended.push(ms(due))
    if (step.kind === 'restart' && step.at !== null) spans.restarts.push(ms(step.at))
    due = step.due ?? due
  }
  return spans
}
