import type { Checked, Finding } from './model.ts'

/** Of one kind no more are named in one round: whoever has a thousand of them looks for one cause. */
const MOST_NAMED = 1_000

/** What a round has looked at and found so far. */
export class Tally {
  readonly #checked = new Map<string, Checked>()
  readonly #findings: Finding[] = []

  /** Rows that a check looked at, and what it found among them. */
  add(code: string, rows: number, found: readonly Omit<Finding, 'check'>[], sampled = false): void {
    const before = this.#checked.get(code)
    const named = Math.max(0, MOST_NAMED - (before?.found ?? 0))
    for (const one of found.slice(0, named)) this.#findings.push({ check: code, ...one })
    this.#checked.set(code, { code, rows: (before?.rows ?? 0) + rows, found: (before?.found ?? 0) + found.length, sampled, skipped: false })
  }

  /** A server that the check asks did not answer. */
  skip(code: string): void {
    const before = this.#checked.get(code)
    this.#checked.set(code, { code, rows: before?.rows ?? 0, found: before?.found ?? 0, sampled: true, skipped: true })
  }

  get checked(): readonly Checked[] {
    return [...this.#checked.values()]
  }

  get findings(): readonly Finding[] {
    return this.#findings
  }

  /** Checks of which nothing was left out: what they did not find is not there any more. */
  get complete(): readonly string[] {
    return this.checked.filter(({ found, skipped }) => !skipped && found <= MOST_NAMED).map(({ code }) => code)
  }
}
