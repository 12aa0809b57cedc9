import { Clocks } from '../../answers.ts'
import type { Client } from '../../client.ts'

type Deadline = { readonly code: string; readonly zh: string; readonly startedAt: string; readonly dueAt: string }

const DAY_MS = 86_400_000
const daysBefore = (instantText: string, days: number): string => new Date(Date.parse(instantText) - days * DAY_MS).toISOString()

/** Every end that a period of a case has had on the way. */
export class SeenDeadlines {
  readonly #seen = new Map<string, Deadline>()

  get all(): Deadline[] {
    return [...this.#seen.values()]
  }

  /** Reads the clocks of a case as this person sees them. */
  async look(client: Client, caseId: string): Promise<void> {
    const { items } = await client.get(`/api/v1/cases/${caseId}/clocks`, Clocks)
    for (const { may, code, zh, startedAt, dueAt } of items) {
      this.#note({ code, zh, startedAt, dueAt })
      // A prolongation is asked for some days before the end: a date of its own.
      for (const { askBy } of may)
        if (askBy) this.#note({ code: askBy.code, zh: askBy.zh, startedAt: dueAt, dueAt: daysBefore(dueAt, askBy.days) })
    }
  }

  #note(deadline: Deadline): void {
    this.#seen.set(`${deadline.code} ${deadline.startedAt} ${deadline.dueAt}`, deadline)
  }
}
