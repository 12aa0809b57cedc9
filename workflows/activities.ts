import { proxyActivities } from '@temporalio/workflow'
import type { HandOverRef, ImportRef } from './contract.ts'

/** All that a flow may have done for it. Each may run twice for the same ids; the second run finds the work done. */
export interface FlowActivities {
  checkManifest(ref: HandOverRef): Promise<string>
  deliverToDesk(ref: HandOverRef): Promise<string>
  issueReceipt(ref: HandOverRef): Promise<string>
  unpackZip(ref: ImportRef): Promise<void>
}

// Rows and receipts: short, and repeated for ever, because a server that is down comes back.
export const rows = proxyActivities<FlowActivities>({
  startToCloseTimeout: '30 seconds',
  retry: { initialInterval: '200 ms', maximumInterval: '60 seconds', backoffCoefficient: 2 },
})

// Bytes: a thick dossier is read whole, so the time is long and a heartbeat tells a dead worker from a slow one.
export const bytes = proxyActivities<FlowActivities>({
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '200 ms', maximumInterval: '60 seconds', backoffCoefficient: 2 },
})
