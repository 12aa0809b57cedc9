import { Type } from 'typebox'
import { AGENCIES } from '../../domain/codes.ts'
import { agencyRef, instant } from '../../domain/present.ts'
import { AgencyRef, Nullable } from '../../http/schemas.ts'
import type { LinePause, LineState } from './store.ts'

export const LinePauseSchema = Type.Object({
  agency: AgencyRef,
  reason: Type.String(),
  pausedAt: Type.String(),
  pausedBy: Type.String(),
  expectedEnd: Type.String(),
})

/** A line that is down, as every answer shows it. */
export const presentPause = ({ agency, reason, pausedAt, pausedBy, expectedEnd }: Omit<LinePause, 'id'>) => ({
  agency: agencyRef(agency),
  reason,
  pausedAt: instant(pausedAt),
  pausedBy,
  expectedEnd: instant(expectedEnd),
})

/** The line of one agency: `down` while it is down; `up` says when it came up again and who said so, null where it never was down. */
export const LineSchema = Type.Object({
  agency: AgencyRef,
  down: Nullable(LinePauseSchema),
  up: Nullable(Type.Object({ since: Type.String(), by: Type.String(), reason: Type.String(), downSince: Type.String() })),
  /** Hand-overs sent from it or to it that are not delivered yet. */
  waiting: Type.Integer(),
})

/** The lines of all agencies that hand over, in the order of the table of agencies. */
export const presentLines = (states: readonly LineState[]) =>
  [...AGENCIES.keys()].map(code =>
    presentLine(
      code,
      states.find(({ agency }) => agency === code),
    ),
  )

function presentLine(code: string, state: LineState | undefined) {
  const agency = agencyRef(code)
  if (!state?.pausedAt || !state.expectedEnd) return { agency, down: null, up: null, waiting: state?.waiting ?? 0 }
  const { reason, pausedAt, pausedBy, expectedEnd, resumedAt, resumedBy, waiting } = state
  const down = presentPause({ agency: code, reason: reason ?? '', pausedAt, pausedBy: pausedBy ?? '', expectedEnd })
  if (resumedAt === null) return { agency, down, up: null, waiting }
  const up = { since: instant(resumedAt), by: resumedBy ?? '', reason: down.reason, downSince: down.pausedAt }
  return { agency, down: null, up, waiting }
}
