import { setTimeout as sleep } from 'node:timers/promises'

/** Lets through so many a minute at most, evenly, so that the other system never feels a rush. */
export class Pace {
  readonly #gapMs: number
  #next = 0

  /** @throws RangeError for less than one in an hour */
  constructor(perMinute: number) {
    if (!(perMinute >= 1 / 60)) throw new RangeError('a pace is a number of cards a minute')
    this.#gapMs = 60_000 / perMinute
  }

  async turn(): Promise<void> {
    const now = performance.now()
    const at = Math.max(now, this.#next)
    this.#next = at + this.#gapMs
    if (at > now) await sleep(at - now)
  }
}
