import { HOUR_MS } from '../domain/legal-date.ts'

/** A pause longer than this, in legal time, is named in the report. */
export const GAP_MS = 120_000

/** A span in which one worker passed without a pause, in legal time, and how it began. */
export type Span = {
  readonly from: Date
  readonly to: Date
  readonly began: 'first' | 'start' | 'clock' | 'pause'
  /** The span ended because the clock was set while its worker was awake. */
  readonly leftByClock: boolean
}

/** `outage`: nobody was awake. `clock`: the clock was set past this time, with somebody awake. `before`: earlier than the first pass ever. */
export type Gap = { readonly from: Date; readonly to: Date; readonly cause: 'outage' | 'clock' | 'before' }

export type Beat = { readonly hour: Date; readonly code: string }

/** An hour in which rules were not watched; `all` where none was. */
export type SilentHour = { readonly hour: Date; readonly all: boolean; readonly codes: readonly string[] }

/** The parts of a day that no span covers and that are longer than two minutes, in order. */
export function gapsOf(spans: readonly Span[], from: Date, to: Date): Gap[] {
  const gaps: Gap[] = []
  let watchedTo = from
  for (const span of [...spans].sort((a, b) => Number(a.from) - Number(b.from))) {
    if (span.from > to) break
    if (Number(span.from) - Number(watchedTo) > GAP_MS) gaps.push(gapBetween(spans, watchedTo, span.from))
    if (span.to > watchedTo) watchedTo = span.to
  }
  if (Number(to) - Number(watchedTo) > GAP_MS) gaps.push(gapBetween(spans, watchedTo, to))
  return gaps
}

function gapBetween(spans: readonly Span[], from: Date, to: Date): Gap {
  const after = spans.filter(span => Number(span.from) === Number(to))
  const before = spans.filter(span => Number(span.to) === Number(from))
  if (after.some(({ began }) => began === 'clock') || before.some(({ leftByClock }) => leftByClock)) return { from, to, cause: 'clock' }
  return { from, to, cause: after.some(({ began }) => began === 'first') ? 'before' : 'outage' }
}

/**
 * Hours without a heartbeat of some rule. An hour without any counts where an outage falls into it: a clock that runs fast, or
 * was set, passes through hours that nobody needs to have seen.
 */
export function silentHours(beats: readonly Beat[], codes: readonly string[], gaps: readonly Gap[], from: Date, to: Date): SilentHour[] {
  const heard = Map.groupBy(beats, ({ hour }) => Number(hour))
  const silent: SilentHour[] = []
  for (let at = Number(from); at + GAP_MS < Number(to); at += HOUR_MS) {
    const seen = new Set(heard.get(at)?.map(({ code }) => code))
    const missing = codes.filter(code => !seen.has(code))
    const isOut = gaps.some(gap => gap.cause === 'outage' && Number(gap.from) < at + HOUR_MS && Number(gap.to) > at)
    if (seen.size === 0 ? isOut : missing.length > 0)
      silent.push({ hour: new Date(at), all: seen.size === 0, codes: seen.size === 0 ? [] : missing })
  }
  return silent
}
