import type { ClockFacts } from '../model.ts'

/** Split (分案): persons go on in a child case. Merge (并案): all persons of a case go on in another. */
export type Parting = 'split' | 'merge'

/** An event as its row has it. */
export type EventEntry = {
  readonly id: string
  readonly casePersonId: string | null
  readonly transition: number
  readonly act: string
  readonly events: readonly string[]
  readonly occurredAt: Date
  readonly recordedAt: Date
  readonly byUser: string | null
  readonly byAgency: string
  readonly basis: string
  readonly data: Readonly<Record<string, unknown>>
  readonly clock: ClockFacts
  readonly corrects: string | null
  readonly voidedBy: string | null
}

/** An event in the other case: as it was, under an id of its own. */
export type InheritedEvent = EventEntry & { readonly inheritedFrom: string }

/** What keeps persons in their case until it is done with: a hand-over, a request, a duty lawyer, a hearing, an import. */
export type Obstacle = string
