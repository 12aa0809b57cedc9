import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { rows } from './activities.ts'
import { TRACK_FACT, type TrackFact, type TrackRef } from './contract.ts'

const trackFact = defineSignal<[TrackFact]>(TRACK_FACT)

/**
 * Follows one case over the 48-hour track: one timer, for its next mark; each mark that passes undone is told to its owner once.
 * What is done the rows say; a fact of the case makes it look again. It ends with the track, by its own act or in time:
 * DONE, CONVERTED, LEFT(reason) or LATE(owner).
 */
export async function fastTrack(ref: TrackRef): Promise<string> {
  let heard = 0
  // A fact told twice makes it look twice at the same rows, and nothing else.
  setHandler(trackFact, () => {
    heard++
  })
  for (;;) {
    const before = heard
    const { end, nextMs } = await rows.followTrack(ref)
    if (end !== null) return end
    const called = (): boolean => heard > before
    if (nextMs === null) await condition(called)
    else await condition(called, nextMs)
  }
}
