import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { agencySystems } from './activities.ts'
import { WRITE_BACK_FACT, type WriteBackFact, type WriteBackRef } from './contract.ts'

const writeBackFact = defineSignal<[WriteBackFact]>(WRITE_BACK_FACT)

/**
 * Carries one confirmed version of a card into the agency's own system: looks, waits as long as the rows say or until somebody lets it go
 * on, and looks again, for as long as it takes. What was written, where and with which differences, the rows say.
 */
export async function writeBack(ref: WriteBackRef): Promise<string> {
  let heard = 0
  // A fact told twice makes it look twice at the same rows, and nothing else.
  setHandler(writeBackFact, () => {
    heard++
  })
  for (;;) {
    const before = heard
    const { end, waitMs } = await agencySystems.carryWriteBack(ref)
    const called = (): boolean => heard > before
    // Told while it looked: what it saw may be of before.
    if (called()) continue
    if (end !== null) return end
    if (waitMs === null) await condition(called)
    else if (waitMs > 0) await condition(called, waitMs)
  }
}
