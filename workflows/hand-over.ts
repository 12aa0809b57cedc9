import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { LINE_DOWN } from '../src/handovers/model.ts'
import { bytes, rows } from './activities.ts'
import { HAND_OVER_ANSWERED, HAND_OVER_RESUMED, HAND_OVER_SUPPLEMENTED, type HandOverRef, type HandOverSignal } from './contract.ts'

const handOverAnswered = defineSignal<[HandOverSignal]>(HAND_OVER_ANSWERED)
const handOverResumed = defineSignal<[HandOverSignal]>(HAND_OVER_RESUMED)
const handOverSupplemented = defineSignal<[HandOverSignal]>(HAND_OVER_SUPPLEMENTED)

/**
 * Carries one hand-over: check the manifest against the stored bytes, put it on the receiver's desk, wait, however long, for
 * the receiver's own decision, and issue the signed receipt. The decision is a row before the signal arrives; the flow never
 * decides it again. A supplement, or a dossier bound anew, is checked and delivered like the first sending. While a line is
 * down it waits until it hears that the line is up; it reads the rows again then.
 */
export async function handOver(ref: HandOverRef): Promise<string> {
  const supplements = new Set<string>()
  const resumed = new Set<string>()
  let answered = false
  let delivered = 0
  setHandler(handOverAnswered, () => {
    answered = true
  })
  setHandler(handOverResumed, ({ eventId }) => {
    resumed.add(eventId)
  })
  setHandler(handOverSupplemented, ({ eventId }) => {
    supplements.add(eventId)
  })

  const carry = async (): Promise<void> => {
    for (;;) {
      const heard = resumed.size
      const isDown = (await bytes.checkManifest(ref)) === LINE_DOWN || (await rows.deliverToDesk(ref)) === LINE_DOWN
      if (!isDown) return
      await condition(() => answered || resumed.size > heard)
      if (answered) return
    }
  }

  do {
    delivered = supplements.size
    await carry()
    await condition(() => answered || supplements.size > delivered)
  } while (!answered)

  return await rows.issueReceipt(ref)
}
