import { isCustodyMeasure } from '../../domain/codes.ts'
import { periodRule } from '../../periods/table.ts'
import type { CasePeriod } from '../model.ts'

/** Until when a person may be held on the title that stands, and by which period. Never moved by holidays. CPL 105(4). */
export type CustodyEnd = { readonly casePersonId: string; readonly code: string; readonly dueAt: Date; readonly suspended: boolean }

/** As facts or as rows have them, in which what is not there may be absent. */
type Period = Pick<CasePeriod, 'code' | 'startedAt' | 'dueAt' | 'suspended'> & {
  readonly casePersonId?: string | null | undefined
  readonly endedAt?: Date | null | undefined
}
type Held = { readonly id: string; readonly measureCode?: string | null | undefined }

const DETENTION = '06'
/** The periods of a detention itself: whoever holds the case, a person who is not arrested is held on these alone. */
const OF_DETENTION: readonly string[] = ['DET_ARREST_REQUEST', 'ARREST_REVIEW_DETAINED', 'SUPERVISION_DETENTION']

/**
 * The custody end of each person who is held: the earliest end of the running periods that hold custody. A limit of review or trial
 * is a title only for somebody arrested; who is still detained keeps the end of the detention, also where that period ended because
 * the case went on (刑拘直诉). custody-transfer.md §5.
 */
export function custodyEnds(persons: readonly Held[], periods: readonly Period[]): ReadonlyMap<string, CustodyEnd> {
  const ends = new Map<string, CustodyEnd>()
  for (const { id, measureCode } of persons) {
    if (!measureCode || !isCustodyMeasure(measureCode)) continue
    const period = measureCode === DETENTION ? endOfDetention(periods, id) : earliest(running(periods, id))
    if (period) ends.set(id, { casePersonId: id, code: period.code, dueAt: period.dueAt, suspended: period.suspended })
  }
  return ends
}

const running = (periods: readonly Period[], person: string): Period[] =>
  periods.filter(
    ({ code, casePersonId, endedAt }) => !endedAt && (casePersonId ?? person) === person && periodRule(code).holdsCustody === true,
  )
const earliest = (periods: readonly Period[]): Period | undefined => [...periods].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0]

function endOfDetention(periods: readonly Period[], person: string): Period | undefined {
  const own = periods.filter(period => period.casePersonId === person && OF_DETENTION.includes(period.code) && everRan(period))
  return earliest(own.filter(({ endedAt }) => !endedAt)) ?? [...own].sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime())[0]
}

/** What was entered wrongly ended where it began. */
const everRan = ({ startedAt, endedAt }: Period): boolean => endedAt?.getTime() !== startedAt.getTime()

/**
 * A custody end as an event left it; `previous` is null where there was none. `code` and `dueAt` are null where a person is still held
 * and no limit runs any more: the judgment is given and its effect is waited for.
 */
export type NotedEnd = {
  readonly casePersonId: string
  readonly code: string | null
  readonly dueAt: Date | null
  readonly suspended: boolean
  readonly previous: CustodyEnd | null
  readonly changed: boolean
}

type Ends = ReadonlyMap<string, CustodyEnd>

/**
 * How an event left the custody ends of those who are `held` after it: where it changed them, and after a correction everywhere, because
 * what it corrects says no more.
 */
export function notedEnds(before: Ends, after: Ends, held: readonly string[], isCorrection: boolean): NotedEnd[] {
  const gone = held.filter(id => before.has(id) && !after.has(id))
  const over = gone.map(casePersonId => ({
    casePersonId,
    code: null,
    dueAt: null,
    suspended: false,
    previous: before.get(casePersonId) ?? null,
  }))
  const running = [...after.values()].flatMap(end => {
    const previous = before.get(end.casePersonId) ?? null
    const changed = previous?.code !== end.code || previous.dueAt.getTime() !== end.dueAt.getTime() || previous.suspended !== end.suspended
    return changed || isCorrection ? [{ ...end, previous, changed }] : []
  })
  return [...running, ...over.map(end => ({ ...end, changed: true }))]
}
