import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { listen } from '../db/listen.ts'

const KINDS = ['case', 'handOver', 'import', 'letter', 'alert', 'calendar', 'track', 'custody'] as const

/** `caseId` is missing where the notice is about no single case: alerts of a batch, detained persons, the holiday lists. */
const Notice = Type.Object({
  kind: Type.Union(KINDS.map(kind => Type.Literal(kind))),
  caseId: Type.Optional(Type.String()),
  agencies: Type.Array(Type.String()),
  version: Type.Optional(Type.Integer()),
  handOverId: Type.Optional(Type.String()),
  importId: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
  /** How many alerts were raised at once. */
  raised: Type.Optional(Type.Integer()),
})

/** Something changed: ids only, with the agencies that may know of it. */
export type Notice = Type.Static<typeof Notice>

/** Changes as the database tells them after each commit, whichever process made them. */
export type LiveFeed = { subscribe(hear: (notice: Notice) => void): () => void; close(): Promise<void> }

/** Screens that were not told during an interruption read anew when their own stream comes back. */
export function openLiveFeed(url: string): LiveFeed {
  const hearers = new Set<(notice: Notice) => void>()
  const listening = listen(url, 'live', payload => {
    const notice: unknown = JSON.parse(payload)
    if (Value.Check(Notice, notice)) for (const hear of hearers) hear(notice)
  })
  return {
    subscribe(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    close: listening.close,
  }
}
