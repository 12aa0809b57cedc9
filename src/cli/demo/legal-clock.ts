import { setTimeout as sleep } from 'node:timers/promises'
import { Clock } from '../answers.ts'
import type { Client } from '../client.ts'

/** The rest of a stretch is jumped: a slow machine must not run past the moment at which somebody acts. */
const SHARE_RUN = 0.9
/** The platform's clock runs no faster. */
const MOST_SPEED = 100_000

/**
 * The platform's legal clock in somebody's hands: fast between two acts, at its own pace while people act. It is never set back
 * behind what was already recorded.
 */
export class LegalClock {
  readonly #client: Client
  readonly #legalMsPerMs: number

  /** `speed` is legal seconds in a second; Infinity jumps. */
  constructor(client: Client, speed: number) {
    this.#client = client
    this.#legalMsPerMs = Number.isFinite(speed) ? Math.min(speed, MOST_SPEED) : speed
  }

  /** Sets the clock to where a story begins. */
  async begin(at: Date): Promise<void> {
    await this.#set({ now: at.toISOString(), speed: 1 })
  }

  /** Lets legal time pass until `target`, then slows down to real time. Where it is later already, nothing is done. */
  async runTo(target: Date): Promise<void> {
    const now = new Date((await this.#client.get('/api/v1/clock', Clock)).now)
    const gapMs = target.getTime() - now.getTime()
    if (gapMs <= 0) return
    if (Number.isFinite(this.#legalMsPerMs)) {
      await this.#set({ speed: this.#legalMsPerMs })
      await sleep((gapMs / this.#legalMsPerMs) * SHARE_RUN)
    }
    // Nobody has acted since: even a clock that ran too far meanwhile may be put where the next act happens.
    await this.#set({ now: target.toISOString(), speed: 1 })
  }

  /** Back to the time of the world. */
  async release(): Promise<string> {
    return await this.#set({ now: new Date().toISOString(), speed: 1 })
  }

  async read(): Promise<{ now: string; speed: number }> {
    const { now, speed } = await this.#client.get('/api/v1/clock', Clock)
    return { now, speed }
  }

  async #set(setting: { now?: string; speed: number }): Promise<string> {
    return (await this.#client.put('/api/v1/clock', setting, Clock)).now
  }
}
