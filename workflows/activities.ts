import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type {
  CustodyBatchRef,
  HandOverRef,
  ImportRef,
  LetterFact,
  LetterRef,
  TrackRef,
  TrackTurn,
  WriteBackRef,
  WriteBackTurn,
} from './contract.ts'

/** All that a flow may have done for it. Each may run twice for the same ids; the second run finds the work done. */
export interface FlowActivities {
  checkManifest(ref: HandOverRef): Promise<string>
  deliverToDesk(ref: HandOverRef): Promise<string>
  issueReceipt(ref: HandOverRef): Promise<string>
  /** Makes, draws, delivers and receipts what can be of a batch of custody papers; whether somebody has still to act. */
  carryDispatches(ref: CustodyBatchRef): Promise<{ readonly open: boolean }>
  unpackZip(ref: ImportRef): Promise<void>
  tellPeople(ref: LetterRef & LetterFact): Promise<void>
  /** Real milliseconds until the nearest alert instant of the case, or null. */
  nextAlert(caseId: string): Promise<number | null>
  raiseCaseAlerts(caseId: string): Promise<number>
  /** Tells the owners of marks that were missed, and what is next. */
  followTrack(ref: TrackRef): Promise<TrackTurn>
}

/** What the worker of the connectors does, on the queue of the agency. */
export interface AgencyActivities {
  /** Writes the card, or says when it may be written. */
  carryWriteBack(ref: WriteBackRef): Promise<WriteBackTurn>
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

// One short statement each, asked after every turn of a case: run where the flow runs, without a way through the engine.
export const clock = proxyLocalActivities<Pick<FlowActivities, 'nextAlert' | 'raiseCaseAlerts'>>({
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '200 ms', maximumInterval: '60 seconds', backoffCoefficient: 2 },
})

// Gateways outside the platform: down for hours at times, so the retries come slowly and never end while the letter is open. A
// heartbeat before each message tells a dead worker from a slow gateway.
export const messages = proxyActivities<FlowActivities>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '60 seconds', backoffCoefficient: 2 },
})

// Agencies' own systems: a robot takes its time, and a heartbeat tells a dead worker from it. What a system refuses or does not answer is
// in the rows; only what nobody foresaw comes back here and is tried again.
export const agencySystems = proxyActivities<AgencyActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '60 seconds', backoffCoefficient: 2 },
})
