import { type ClockEventRow, toClockEvent } from '../cases/clock-store.ts'
import type { CustodyTitle } from '../cases/titles/model.ts'
import { foldTitles } from '../cases/titles/rules.ts'

/** A person of a case with one of the titles that the rows have; the title's columns are null where there is none. */
export type TitleRow = {
  readonly case_id: string
  readonly case_person_id: string
  /** The person's number in the case. */
  readonly person: number
  readonly id: string | null
  readonly seq: number | null
  readonly holder: string | null
  readonly held_from: Date | null
  readonly held_until: Date | null
  readonly began_by: string | null
  readonly ended_by: string | null
  readonly end_reason: string | null
}

/** `absent` the events give it and no row has it; `unfounded` the reverse; else what differs. */
export type TitleFault = 'absent' | 'unfounded' | 'heldFor' | 'heldFrom' | 'heldUntil' | 'byOther'
export type AstrayTitle = { readonly person: number; readonly key: string; readonly fault: TitleFault; readonly since: Date | null }

const instant = (at: Date | null): number | null => (at === null ? null : new Date(at).getTime())

/** What the rows of a case's titles say otherwise than its events; nothing where the events cannot be read, which is another fault. */
export function astrayTitles(rows: readonly TitleRow[], events: readonly ClockEventRow[]): AstrayTitle[] {
  const wanted = titlesOf(events)
  if (wanted === null) return []
  const numbers = new Map(rows.map(row => [row.case_person_id, row.person]))
  const known = new Map<string, TitleRow>(
    rows.flatMap(row => (row.seq === null ? [] : [[`${row.case_person_id} ${row.seq}`, row] as const])),
  )
  const astray: AstrayTitle[] = []
  for (const title of wanted) {
    const key = `${title.casePersonId} ${title.seq}`
    const row = known.get(key)
    known.delete(key)
    const fault = row === undefined ? 'absent' : faultOf(title, row)
    if (fault) astray.push({ person: numbers.get(title.casePersonId) ?? 0, key: row?.id ?? key, fault, since: title.from })
  }
  const unfounded = [...known].map(([key, { person, id, held_from }]) => ({
    ...{ person, key: id ?? key, fault: 'unfounded' as const },
    since: held_from === null ? null : new Date(held_from),
  }))
  return [...astray, ...unfounded]
}

function titlesOf(events: readonly ClockEventRow[]): readonly CustodyTitle[] | null {
  try {
    return foldTitles(events.map(toClockEvent))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    return null
  }
}

function faultOf(title: CustodyTitle, row: TitleRow): TitleFault | null {
  if (title.holder !== row.holder) return 'heldFor'
  if (title.from.getTime() !== instant(row.held_from)) return 'heldFrom'
  if (instant(title.until) !== instant(row.held_until) || title.end !== row.end_reason) return 'heldUntil'
  return title.beganBy === row.began_by && title.endedBy === row.ended_by ? null : 'byOther'
}
