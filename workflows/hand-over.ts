import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { bytes, rows } from './activities.ts'
import { HAND_OVER_ANSWERED, HAND_OVER_SUPPLEMENTED, type HandOverRef, type HandOverSignal } from './contract.ts'

const handOverAnswered = defineSignal<[HandOverSignal]>(HAND_OVER_ANSWERED)
const handOverSupplemented = defineSignal<[HandOverSignal]>(HAND_OVER_SUPPLEMENTED)

/**
 * Carries one hand-over: check the manifest against the stored bytes, put it on the receiver's desk, wait, however long, for
 * the receiver's own decision, and issue the signed receipt. The decision is a row before the signal arrives; the flow never
 * decides it again. A supplement is checked and delivered like the first sending.
 */
export async function handOver(ref: HandOverRef): Promise<string> {
  const supplements = new Set<string>()
  let answered = false
  let delivered = 0
  setHandler(handOverAnswered, () => {
    answered = true
  })
  setHandler(handOverSupplemented, ({ eventId }) => {
    supplements.add(eventId)
  })

  do {
    delivered = supplements.size
    await bytes.checkManifest(ref)
    await rows.deliverToDesk(ref)
    await condition(() => answered || supplements.size > delivered)
  } while (!answered)

  return await rows.issueReceipt(ref)
}
