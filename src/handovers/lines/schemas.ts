import { Type } from 'typebox'
import { agencyRef, instant } from '../../domain/present.ts'
import { AgencyRef } from '../../http/schemas.ts'
import type { LinePause } from './store.ts'

export const LinePauseSchema = Type.Object({
  agency: AgencyRef,
  reason: Type.String(),
  pausedAt: Type.String(),
  pausedBy: Type.String(),
  expectedEnd: Type.String(),
})

/** A line that is down, as every answer shows it. */
export const presentPause = ({ agency, reason, pausedAt, pausedBy, expectedEnd }: LinePause) => ({
  agency: agencyRef(agency),
  reason,
  pausedAt: instant(pausedAt),
  pausedBy,
  expectedEnd: instant(expectedEnd),
})
