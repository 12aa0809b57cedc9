import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { RowAnswer } from './model.ts'

/** One JSON value with the answers of the case `$case` that stand: read inside a statement that is asked anyhow. */
export const standingAnswers = (caseColumn: string): string =>
  `(select coalesce(json_agg(json_build_object('row', f.row_code, 'casePersonId', f.case_person_id, 'value', f.value, 'note', f.note, 'by', f.by_user, 'agency', f.agency, 'at', f.at) order by f.at), '[]'::json)
    from fast_track_answer f where f.case_id = ${caseColumn} and f.replaced_at is null)`

const Stored = Type.Array(
  Type.Object({
    row: Type.String(),
    casePersonId: Type.Union([Type.String(), Type.Null()]),
    value: Type.Union([Type.Boolean(), Type.Number()]),
    note: Type.Union([Type.String(), Type.Null()]),
    by: Type.String(),
    agency: Type.String(),
    at: Type.String(),
  }),
)

/** The answers as `standingAnswers` gave them. */
export function readAnswers(stored: unknown): RowAnswer[] {
  return Value.Parse(Stored, stored).map(one => ({ ...one, at: new Date(one.at) }))
}
