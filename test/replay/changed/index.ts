import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { bytes, rows } from '../../../workflows/activities.ts'
import { HAND_OVER_ANSWERED, type HandOverRef, type HandOverSignal } from '../../../workflows/contract.ts'

export { caseFlow } from '../../../workflows/case-flow.ts'
export { custodyTransfer } from './custody-transfer.ts'
export { fastTrack } from './fast-track.ts'
export { letter } from './letter.ts'
export { writeBack } from './write-back.ts'

/** The hand-over as somebody might change it without a patch: delivered before the manifest is checked. */
export async function handOver(ref: HandOverRef): Promise<string> {
  let answered = false
  setHandler(defineSignal<[HandOverSignal]>(HAND_OVER_ANSWERED), () => {
    answered = true
  })
  await rows.deliverToDesk(ref)
  await bytes.checkManifest(ref)
  await condition(() => answered)
  return await rows.issueReceipt(ref)
}
