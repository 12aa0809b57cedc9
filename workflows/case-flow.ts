import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import {
  condition,
  continueAsNew,
  defineSignal,
  ParentClosePolicy,
  patched,
  setHandler,
  startChild,
  WorkflowIdReusePolicy,
  workflowInfo,
} from '@temporalio/workflow'
import { clock } from './activities.ts'
import { CASE_FACT, type CaseFact, type CaseFlowInput, handOverFlowId } from './contract.ts'
import { handOver } from './hand-over.ts'

const caseFact = defineSignal<[CaseFact]>(CASE_FACT)

/** Ids of the last facts are kept, so that one delivered twice by the outbox is known; older ones cannot come again. */
const REMEMBERED = 200

/**
 * The course of one case: hears its facts in order, starts the flows that a fact needs, continues as new when its history
 * grows. What is so stands in the rows; this says what runs.
 */
export async function caseFlow({ caseId, seen = [] }: CaseFlowInput): Promise<void> {
  const known = [...seen]
  const waiting: CaseFact[] = []
  setHandler(caseFact, fact => {
    if (known.includes(fact.eventId) || waiting.some(({ eventId }) => eventId === fact.eventId)) return
    waiting.push(fact)
  })
  for (;;) {
    await untilCalled(caseId, () => waiting.length > 0 || workflowInfo().continueAsNewSuggested)
    const fact = waiting.shift()
    if (fact === undefined) return await continueAsNew<typeof caseFlow>({ caseId, seen: known.slice(-REMEMBERED) })
    known.push(fact.eventId)
    await follow(caseId, fact)
  }
}

/**
 * Waits for a fact, and wakes meanwhile at each alert instant of the case: one timer, for the nearest. The rows say what is due;
 * the sweep of the worker may have raised it before. Patch alert-timer, November 2026: earlier flows waited for facts alone.
 */
async function untilCalled(caseId: string, called: () => boolean): Promise<void> {
  if (called()) return
  if (!patched('alert-timer')) return await condition(called)
  for (;;) {
    const ms = await clock.nextAlert(caseId)
    if (ms === null) return await condition(called)
    if (await condition(called, ms)) return
    await clock.raiseCaseAlerts(caseId)
  }
}

async function follow(caseId: string, { type, handOverId }: CaseFact): Promise<void> {
  if (type !== 'handOver.sent' || handOverId === undefined) return
  try {
    await startChild(handOver, {
      workflowId: handOverFlowId(handOverId),
      args: [{ handOverId, caseId }],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
    })
  } catch (error) {
    // Started by an earlier delivery of the same fact: nothing is left to do.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}
