import type { EntityManager } from '@mikro-orm/postgresql'
import { agencyRef } from '../domain/present.ts'
import { fieldOf } from './table/fields.ts'

/** Typing a field of a foreign form, looking it up included: an assumption, said wherever minutes are shown. */
const SECONDS_PER_FIELD = 12

type Count = {
  readonly filled: number
  readonly untouched: number
  readonly typed: number
  readonly corrected: number
  readonly autoFilled: number
}
type Row = { key: string; kind: string; filled: number; untouched: number; typed: number; corrected: number; auto_filled: number }

const NONE: Count = { filled: 0, untouched: 0, typed: 0, corrected: 0, autoFilled: 0 }
const add = (one: Count, row: Row): Count => ({
  filled: one.filled + row.filled,
  untouched: one.untouched + row.untouched,
  typed: one.typed + row.typed,
  corrected: one.corrected + row.corrected,
  autoFilled: one.autoFilled + row.auto_filled,
})

/** Whose cards, opened between which days; of one case where one is named. */
type MeterOf = { readonly agency: string; readonly from: string; readonly to: string; readonly caseId: string | null }

/**
 * How much of an agency's cards nobody had to type (K10): from what people did to each field, over the cards opened between two days.
 * A value that somebody confirmed by a click, and did not type, is untouched.
 */
export async function readMeter(em: EntityManager, { agency, from, to, caseId }: MeterOf) {
  const rows = await em.execute<Row[]>(
    'select key, kind, filled, untouched, typed, corrected, auto_filled from card_meter(?, ?::date, ?::date, ?::uuid)',
    [agency, from, to, caseId],
  )
  const all = rows.reduce(add, NONE)
  const grouped = (of: (row: Row) => string): [string, Count][] => {
    const sums = new Map<string, Count>()
    for (const row of rows) sums.set(of(row), add(sums.get(of(row)) ?? NONE, row))
    return [...sums].toSorted(([, a], [, b]) => b.typed - a.typed || b.filled - a.filled)
  }
  return {
    ...{ agency: agencyRef(agency), from, to, fields: all.filled, ...all },
    minutesSaved: Math.round((all.untouched * SECONDS_PER_FIELD) / 6) / 10,
    assumptions: { secondsPerField: SECONDS_PER_FIELD },
    byField: grouped(({ key }) => key).map(([key, count]) => {
      const field = fieldOf(key, 'case') ?? fieldOf(key, 'person')
      return { key, zh: field?.zh ?? key, en: field?.en ?? key, ...count }
    }),
    bySource: grouped(({ kind }) => kind).map(([kind, count]) => ({ kind, ...count })),
  }
}
