import type { CaseView, Period, User } from '../answers.ts'
import { hourMark, instantOf, readable, toShanghai } from '../instants.ts'

type StartedPeriod = { readonly code: string; readonly zh: string; readonly dueAt: string }

/** One thing that somebody did, and what it started and ended. */
export type TimelineEntry = {
  readonly at: string
  readonly hourMark: string
  readonly who: { readonly name: string; readonly post: string; readonly agency: string }
  readonly what: string
  readonly stage: string
  readonly stageZh: string
  readonly started: readonly StartedPeriod[]
  readonly ended: readonly string[]
}

/** What changed in the periods between two views of a case: which began, and which ended. */
export function periodChanges(before: readonly Period[], after: readonly Period[]): { started: StartedPeriod[]; ended: string[] } {
  const known = new Map(before.map(period => [period.id, period]))
  const isNew = ({ id }: Period): boolean => !known.has(id)
  const hasEnded = ({ id, endedAt }: Period): boolean => endedAt !== null && known.get(id)?.endedAt === null
  return {
    started: after.filter(isNew).map(({ code, zh, dueAt }) => ({ code, zh, dueAt })),
    ended: after.filter(hasEnded).map(({ code }) => code),
  }
}

type Done = {
  readonly at: string
  /** Of a case on the 48-hour track. */
  readonly arrivedAt: string | null
  readonly by: User
  readonly what: string
  readonly before: readonly Period[]
  readonly view: CaseView
  readonly stageNames: ReadonlyMap<string, string>
}

/** The entry of one act, from the case as it was before and as it is after. `at` and `arrivedAt` are local times of the papers. */
export function entryOf({ at, arrivedAt, by, what, before, view, stageNames }: Done): TimelineEntry {
  return {
    at: toShanghai(instantOf(at)),
    hourMark: arrivedAt === null ? '' : hourMark(instantOf(arrivedAt), instantOf(at)),
    who: { name: by.name, post: by.post, agency: by.agency.zh },
    what,
    stage: view.stage,
    stageZh: stageNames.get(view.stage) ?? view.stage,
    ...periodChanges(before, view.periods),
  }
}

/** An entry as lines of text: when, which hour, who, what; below it the periods that began, with their due times. */
export function describeEntry({ at, hourMark: mark, who, what, started, ended }: TimelineEntry): string {
  const lines = [`${readable(at)}  ${mark.padEnd(8)} ${who.name}（${who.agency} ${who.post}）  ${what}`]
  for (const { zh, code, dueAt } of started) lines.push(`${' '.repeat(27)}起算 ${zh}（${code}）至 ${readable(dueAt)}`)
  if (ended.length > 0) lines.push(`${' '.repeat(27)}完结 ${ended.join('、')}`)
  return lines.join('\n')
}
