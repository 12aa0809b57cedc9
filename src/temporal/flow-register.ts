import { type Client, WorkflowNotFoundError } from '@temporalio/client'
import { caseFlowId, custodyFlowId, handOverFlowId, letterFlowId } from '../../workflows/contract.ts'

/** A flow by the row it carries. */
type FlowRef = { readonly flow: 'caseFlow' | 'handOver' | 'letter' | 'custodyTransfer'; readonly id: string; readonly caseId: string }

const PAGE = 200
const ANSWER_WITHIN_MS = 30_000

const IDS: Readonly<Record<FlowRef['flow'], (id: string) => string>> = {
  caseFlow: caseFlowId,
  handOver: handOverFlowId,
  letter: letterFlowId,
  custodyTransfer: custodyFlowId,
}
const idOf = ({ flow, id }: FlowRef): string => IDS[flow](id)

const ARGUMENTS: Readonly<Record<FlowRef['flow'], (id: string, caseId: string) => unknown[]>> = {
  caseFlow: (_, caseId) => [{ caseId }],
  handOver: (handOverId, caseId) => [{ handOverId, caseId }],
  letter: (letterId, caseId) => [{ letterId, caseId }],
  custodyTransfer: (custodyBatchId, caseId) => [{ custodyBatchId, caseId }],
}
const argsOf = ({ flow, id, caseId }: FlowRef): unknown[] => ARGUMENTS[flow](id, caseId)

/** Which of the flows that should run do not, and a start for those. */
export function openFlowRegister(client: Client, taskQueue: string) {
  return {
    /** Asks in pages by id. What the list does not show yet, because it lags behind, is asked for by itself. */
    async missing(refs: readonly FlowRef[]): Promise<readonly FlowRef[]> {
      const missing: FlowRef[] = []
      for (let from = 0; from < refs.length; from += PAGE) {
        const page = refs.slice(from, from + PAGE)
        const running = await runningOf(client, page.map(idOf))
        for (const ref of page) if (!running.has(idOf(ref)) && !(await isRunning(client, idOf(ref)))) missing.push(ref)
      }
      return missing
    },
    /** One that runs is left alone; one that had ended begins anew: what is so, it reads from the rows. */
    async start(ref: FlowRef): Promise<void> {
      const options = { taskQueue, workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'USE_EXISTING' } as const
      await client.workflow.start(ref.flow, { ...options, workflowId: idOf(ref), args: argsOf(ref) })
    },
  }
}

async function runningOf(client: Client, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const running = new Set<string>()
  const query = `ExecutionStatus = "Running" AND WorkflowId IN (${ids.map(id => `"${id}"`).join(', ')})`
  await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, async () => {
    for await (const { workflowId } of client.workflow.list({ query, pageSize: PAGE })) running.add(workflowId)
  })
  return running
}

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await client.withDeadline(
      Date.now() + ANSWER_WITHIN_MS,
      async () => await client.workflow.getHandle(workflowId).describe(),
    )
    return status.name === 'RUNNING'
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false
    throw error
  }
}
