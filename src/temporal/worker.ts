import { fileURLToPath } from 'node:url'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import type { FlowActivities } from '../../workflows/activities.ts'

/** `run` ends after `shutdown`, once what is in hand is done. */
export type FlowWorker = { run(): Promise<void>; shutdown(): void }

/** One worker of the flow queue: workflow code in its own sandbox, activities from the rooms. */
export async function createFlowWorker(options: {
  address: string
  namespace: string
  taskQueue: string
  activities: FlowActivities
}): Promise<FlowWorker> {
  installRuntime()
  const connection = await NativeConnection.connect({ address: options.address })
  const worker = await Worker.create({
    connection,
    namespace: options.namespace,
    taskQueue: options.taskQueue,
    workflowsPath: fileURLToPath(new URL('../../workflows/index.ts', import.meta.url)),
    activities: { ...options.activities },
    bundlerOptions: { webpackConfigHook: resolveTypeScript },
    maxConcurrentActivityTaskExecutions: 16,
    shutdownGraceTime: '5 seconds',
  }).catch(async (error: unknown) => {
    await connection.close()
    throw error
  })
  return { run: async () => await worker.run().finally(async () => await connection.close()), shutdown: () => worker.shutdown() }
}

/** There is one per process, and a second try to reach the engine finds it there. The process itself hears the signals to stop. */
export function installRuntime(): void {
  if (installed) return
  installed = true
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: 'ERROR', forward: {} } },
    shutdownSignals: [],
  })
}
let installed = false

/** Sources import each other as `.ts`, which the bundler takes as they stand. */
function resolveTypeScript<C>(config: C): C {
  return config
}
