import { fileURLToPath } from 'node:url'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker'
import type { AgencyActivities } from '../../workflows/activities.ts'
import { agencyQueue } from '../../workflows/contract.ts'
import { installRuntime } from './worker.ts'

/** Workers of the agencies' queues in this process, one thing at a time for each agency. */
export type AgencyWorkers = {
  /** Polls the queues of these agencies, and of no others any longer. */
  serve(agencies: readonly string[]): Promise<void>
  /** Ends once what is in hand is done. */
  close(): Promise<void>
}

const CACHED_FLOWS = 50

/** Connects, and bundles the flows once for all queues. @throws Error where the engine does not answer */
export async function openAgencyWorkers(options: {
  address: string
  namespace: string
  taskQueue: string
  activities: AgencyActivities
}): Promise<AgencyWorkers> {
  installRuntime()
  const connection = await NativeConnection.connect({ address: options.address })
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  }).catch(async (error: unknown) => {
    await connection.close()
    throw error
  })
  const running = new Map<string, { worker: Worker; ended: Promise<void> }>()
  const start = async (agency: string): Promise<void> => {
    const worker = await Worker.create({
      connection,
      namespace: options.namespace,
      taskQueue: agencyQueue(options.taskQueue, agency),
      workflowBundle,
      activities: { ...options.activities },
      maxConcurrentActivityTaskExecutions: 1,
      maxConcurrentWorkflowTaskExecutions: 4,
      maxConcurrentWorkflowTaskPolls: 2,
      maxConcurrentActivityTaskPolls: 1,
      maxCachedWorkflows: CACHED_FLOWS,
      shutdownGraceTime: '10 seconds',
    })
    running.set(agency, { worker, ended: worker.run() })
  }
  const stop = async (agency: string): Promise<void> => {
    const one = running.get(agency)
    running.delete(agency)
    one?.worker.shutdown()
    await one?.ended
  }
  return {
    async serve(agencies) {
      for (const agency of agencies) if (!running.has(agency)) await start(agency)
      for (const agency of running.keys()) if (!agencies.includes(agency)) await stop(agency)
    },
    async close() {
      await Promise.all([...running.keys()].map(stop))
      await connection.close()
    },
  }
}
