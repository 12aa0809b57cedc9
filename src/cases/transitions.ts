import { APPEAL } from './table/appeal.ts'
import { ARREST } from './table/arrest.ts'
import { CENTRE_ROWS } from './table/centre.ts'
import { DEADLINES } from './table/deadlines.ts'
import { EXECUTION_ROWS } from './table/execution.ts'
import { FILING } from './table/filing.ts'
import { INDICTMENT } from './table/indictment.ts'
import { JUDGMENT } from './table/judgment.ts'
import { MEASURES } from './table/measures.ts'
import { PARTING } from './table/parting.ts'
import { REVIEW } from './table/review.ts'
import { SUPPLEMENT } from './table/supplement.ts'
import { TRACK } from './table/track.ts'
import { TRANSFER } from './table/transfer.ts'
import { TRIAL } from './table/trial.ts'
import type { Transition } from './transition.ts'

/** The steps of the proceedings, in their order. */
export const TRANSITIONS: readonly Transition[] = [
  ...FILING,
  ...TRACK,
  ...MEASURES,
  ...ARREST,
  ...TRANSFER,
  ...REVIEW,
  ...SUPPLEMENT,
  ...INDICTMENT,
  ...TRIAL,
  ...JUDGMENT,
  ...APPEAL,
  ...EXECUTION_ROWS,
  ...CENTRE_ROWS,
  ...DEADLINES,
  ...PARTING,
]

const byAct = new Map(TRANSITIONS.map(row => [row.act, row]))

/** The row of an act, or undefined for a word the table does not have. */
export const findTransition = (act: string): Transition | undefined => byAct.get(act)

/** The row of an act that the code itself names. @throws RangeError */
export function transitionOf(act: string): Transition {
  const row = byAct.get(act)
  if (row === undefined) throw new RangeError(`no transition ${act}`)
  return row
}
