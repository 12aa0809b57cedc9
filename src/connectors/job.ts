import type { Json } from '../domain/json.ts'
import type { CardSnapshot } from './model.ts'
import type { Difference } from './rules.ts'
import type { Known, WriteBack } from './store.ts'

/** A write-back in hand: `claim` tells that it is still ours, `again` what somebody decided to write over the source. */
export type Job = {
  readonly row: WriteBack
  readonly claim: string
  readonly snapshot: CardSnapshot
  readonly known: Known | null
  readonly again: ReadonlySet<string>
}

/** What stands in the system's record after writing, and what was left as the source has it. */
export type Written = {
  readonly reference: string
  readonly readBack: ReadonlyMap<string, Json>
  readonly differences: readonly Difference[]
  readonly leftOut: readonly string[]
  readonly picture: Uint8Array | null
}
