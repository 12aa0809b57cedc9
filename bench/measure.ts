/** Median, least and greatest of what the rounds gave. */
export type Spread = { readonly median: number; readonly min: number; readonly max: number }

/** One figure against its aim, as it is printed. */
export type Figure = {
  readonly name: string
  readonly unit: 'ratio' | 'MiB' | 'ms' | 's' | 'per second' | 'events'
  readonly value: Spread
  readonly aim: { readonly atLeast?: number; readonly atMost?: number }
  readonly met: boolean
  readonly rounds: number
  /** What the figure was made of, to read it by: times in ms, sizes, counts. */
  readonly of: Readonly<Record<string, number | Spread>>
}

/** One way of doing the work: does it once, proves the result, and gives the milliseconds of the doing alone. */
export type Way = (round: number) => Promise<number>

export type Rounds = { readonly warmUp: number; readonly rounds: number; readonly withinMs: number }

const round3 = (value: number): number => Math.round(value * 1_000) / 1_000

/** @throws Error without values */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (place: number): number => sorted[place] ?? Number.NaN
  if (sorted.length === 0) throw new Error('nothing was measured')
  const half = sorted.length / 2
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2
  return { median: round3(median), min: round3(at(0)), max: round3(at(sorted.length - 1)) }
}

/** Judges by the median; the rounds' least and greatest stand beside it. */
export function figure(name: string, unit: Figure['unit'], values: readonly number[], aim: Figure['aim'], of: Figure['of']): Figure {
  const value = spread(values)
  const met = value.median >= (aim.atLeast ?? -Infinity) && value.median <= (aim.atMost ?? Infinity)
  return { name, unit, value, aim, met, rounds: values.length, of }
}

/**
 * Runs both ways in turn, the first place changing with every round, so that what the machine does besides meets both alike.
 * @throws Error when the rounds do not end within their time
 */
export async function pairs(
  baseline: Way,
  ours: Way,
  { warmUp, rounds, withinMs }: Rounds,
): Promise<{ baseline: number[]; ours: number[] }> {
  const until = Date.now() + withinMs
  const times = { baseline: [] as number[], ours: [] as number[] }
  for (let round = -warmUp; round < rounds; round++) {
    if (Date.now() > until) throw new Error(`the rounds took longer than ${withinMs / 1_000} s`)
    const oursFirst = round % 2 !== 0
    const early = oursFirst ? await ours(round) : 0
    const base = await baseline(round)
    const own = oursFirst ? early : await ours(round)
    if (round < 0) continue
    times.baseline.push(base)
    times.ours.push(own)
  }
  return times
}

/** Ratios of the pairs, `over` above `under`. */
export const ratios = (over: readonly number[], under: readonly number[]): number[] =>
  over.map((value, at) => value / (under[at] ?? Number.NaN))

/** Milliseconds of one piece of work. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}
