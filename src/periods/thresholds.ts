import { DAY_MS, HOUR_MS } from '../domain/legal-date.ts'
import type { PeriodRule } from './model.ts'

/** 1 提醒函 reminder, 2 预警函 warning, 3 督办函 supervision. */
export type AlertLevel = 1 | 2 | 3

/** The instants at which a due date is spoken of. One before the start is kept: whoever raises takes the highest level reached. */
export type Thresholds = { readonly remindAt: Date; readonly warnAt: Date; readonly superviseAt: Date }

/** What the thresholds of a period depend on besides its rule; `custodyOverride`: a person is in custody on it. */
export type RunningPeriod = { readonly startedAt: Date; readonly dueAt: Date; readonly custodyOverride: boolean }

type AlertRule = Pick<PeriodRule, 'code' | 'alertLevels' | 'unit' | 'rolloverBlockedByCustody' | 'agency'>
type Threshold = NonNullable<PeriodRule['alertLevels']>[string]

const UNIT_MS = { minute: 60_000, hour: HOUR_MS, day: DAY_MS } as const

/**
 * When reminder, warning and supervision of a period are due; null for a period that nobody is warned of (time limits of
 * parties). A review or trial period with a person in custody is supervised a day before it ends at the latest, whatever its
 * preset says, because what runs out is the lawfulness of the custody. CPL 98, 99; SPP Rules 2019 615-619.
 * @throws RangeError where the table has levels and one of the three is missing
 */
export function thresholdsOf(rule: AlertRule, period: RunningPeriod): Thresholds | null {
  const { alertLevels } = rule
  if (alertLevels === null) return null
  const instantOf = (level: string): Date => {
    const threshold = alertLevels[level]
    if (threshold === undefined) throw new RangeError(`${rule.code} has no ${level}`)
    return new Date(period.dueAt.getTime() + distanceMs(threshold))
  }
  const superviseAt = instantOf('supervision')
  return { remindAt: instantOf('reminder'), warnAt: instantOf('warning'), superviseAt: earliest([superviseAt, ...dayBefore(rule, period)]) }
}

/** The next instant above the level already raised, or null after supervision. */
export function nextAlertAt({ remindAt, warnAt, superviseAt }: Thresholds, raised: AlertLevel | 0): Date | null {
  const above = [remindAt, warnAt, superviseAt].slice(raised)
  return above.length === 0 ? null : earliest(above)
}

const earliest = (instants: readonly Date[]): Date => new Date(Math.min(...instants.map(Number)))

const distanceMs = ({ before, after, unit }: Threshold): number => ((after ?? 0) - (before ?? 0)) * UNIT_MS[unit]

/** A period counted in hours never rolls over, and one of a day has no day before it: their presets stand. */
function dayBefore(rule: AlertRule, { startedAt, dueAt, custodyOverride }: RunningPeriod): Date[] {
  if (!custodyOverride || !rule.rolloverBlockedByCustody || rule.unit === 'hour') return []
  const reviewsOrTries = rule.agency.split('|').some(agency => agency === 'procuratorate' || agency === 'court')
  const at = new Date(dueAt.getTime() - DAY_MS)
  return reviewsOrTries && at > startedAt ? [at] : []
}
