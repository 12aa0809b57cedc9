import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { bytes } from '../../../workflows/activities.ts'
import { CUSTODY_FACT, type CustodyBatchRef, type CustodyFact } from '../../../workflows/contract.ts'

/** The custody transfer as somebody might change it without a patch: it looks twice each time. */
export async function custodyTransfer(ref: CustodyBatchRef): Promise<string> {
  let heard = 0
  setHandler(defineSignal<[CustodyFact]>(CUSTODY_FACT), () => {
    heard++
  })
  for (;;) {
    const before = heard
    await bytes.carryDispatches(ref)
    await bytes.carryDispatches(ref)
    const { open } = await bytes.carryDispatches(ref)
    if (!open) return 'settled'
    await condition(() => heard > before)
  }
}
