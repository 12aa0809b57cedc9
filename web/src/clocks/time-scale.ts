import type { Lang } from '../ui/format.ts'
import { date, weekday } from '../ui/format.ts'

const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS
const ZONE_MS = 8 * HOUR_MS

export const ZOOMS = ['all', 'quarter', 'month', 'week'] as const
export type Zoom = (typeof ZOOMS)[number]
/** A stretch of time in milliseconds. */
export type Stretch = { from: number; to: number }
export type Tick = { at: number; text: string }

/** The midnight in China at or before an instant. */
export const midnight = (at: number): number => Math.floor((at + ZONE_MS) / DAY_MS) * DAY_MS - ZONE_MS

const WINDOWS = { quarter: { before: 42, length: 126 }, month: { before: 7, length: 35 }, week: { before: 2, length: 9 } } as const
/** Room on the right for the last due date's label. */
const MARGIN = 0.14

/** A bail of twelve months would press everything else into a corner, so what is near is shown first then. */
export const usualZoom = (instants: readonly number[]): Zoom =>
  Math.max(...instants) - Math.min(...instants) > 200 * DAY_MS ? 'quarter' : 'all'

/** How far one press of the arrows goes. */
export const stepOf = (zoom: Zoom): number => (zoom === 'week' ? 7 : zoom === 'month' ? 28 : 91) * DAY_MS

/** What is shown: everything, or some weeks or days around an instant. */
export function stretchOf(zoom: Zoom, around: number, instants: readonly number[]): Stretch {
  if (zoom !== 'all') {
    const from = midnight(around) - WINDOWS[zoom].before * DAY_MS
    return { from, to: from + WINDOWS[zoom].length * DAY_MS }
  }
  const from = Math.min(around, ...instants)
  const to = Math.max(around, ...instants)
  const length = Math.max(DAY_MS, to - from)
  return { from: from - length * 0.02, to: to + length * MARGIN }
}

/** Where the axis is labelled: days, Mondays, or the first days of months. */
export function ticksOf(zoom: Zoom, { from, to }: Stretch, lang: Lang): Tick[] {
  if (to - from > 150 * DAY_MS) return months(from, to)
  const ticks: Tick[] = []
  const every = zoom === 'week' || to - from < 12 * DAY_MS ? 1 : 7
  for (let at = midnight(from) + DAY_MS; at < to; at += DAY_MS) {
    if (every === 7 && new Date(at + ZONE_MS).getUTCDay() !== 1) continue
    ticks.push({ at, text: every === 1 ? `${date(at).slice(5)} ${weekday(at, lang)}` : date(at).slice(5) })
  }
  return ticks
}

function months(from: number, to: number): Tick[] {
  const first = new Date(from + ZONE_MS)
  const every = Math.max(1, Math.ceil((to - from) / (30.4 * DAY_MS) / 14))
  const ticks: Tick[] = []
  for (let index = 1; ; index++) {
    const at = Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + index, 1) - ZONE_MS
    if (at >= to) return ticks
    const text = date(at).slice(0, 7)
    if (index % every === 0) ticks.push({ at, text: text.endsWith('-01') || ticks.length === 0 ? text : text.slice(5) })
  }
}

/** Saturdays and Sundays, to see where a due date would roll. */
export function weekends({ from, to }: Stretch): number[] {
  const found: number[] = []
  for (let at = midnight(from); at < to; at += DAY_MS) {
    const day = new Date(at + ZONE_MS).getUTCDay()
    if (day === 0 || day === 6) found.push(at)
  }
  return found
}
