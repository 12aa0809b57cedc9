import { condition, defineSignal, setHandler } from '@temporalio/workflow'
import { bytes } from './activities.ts'
import { CUSTODY_FACT, type CustodyBatchRef, type CustodyFact } from './contract.ts'

const custodyFact = defineSignal<[CustodyFact]>(CUSTODY_FACT)

/**
 * Carries the custody papers of one hand-over, or of one changed custody end, to the detention centre: announced with the case,
 * completed by the receiver, drawn and signed, delivered, acknowledged or refused and corrected, receipts to both sides. What is so the
 * rows say; a fact makes it look again. It ends when nobody has anything left to do, and begins anew where a paper is corrected later.
 * Nothing here changes for whom a person is held: that follows from the acceptance alone.
 */
export async function custodyTransfer(ref: CustodyBatchRef): Promise<string> {
  let heard = 0
  // A fact told twice makes it look twice at the same rows, and nothing else.
  setHandler(custodyFact, () => {
    heard++
  })
  for (;;) {
    const before = heard
    const { open } = await bytes.carryDispatches(ref)
    if (heard > before) continue
    if (!open) return 'settled'
    await condition(() => heard > before)
  }
}
