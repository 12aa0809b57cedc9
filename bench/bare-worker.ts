import { fileURLToPath } from 'node:url'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'

export const BARE_QUEUE = 'bench'
let installed = false

/** A worker of flows of the bench alone, from `file` beside this one, on the engine that ours run on. */
export async function bareWorker(
  { address, namespace }: { address: string; namespace: string },
  file: string,
  activities: Readonly<Record<string, (id: string) => Promise<string>>> = {},
): Promise<{ worker: Worker; close: () => Promise<void> }> {
  if (!installed) Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: 'ERROR', forward: {} } } })
  installed = true
  const connection = await NativeConnection.connect({ address })
  const workflowsPath = fileURLToPath(new URL(file, import.meta.url))
  const worker = await Worker.create({ connection, namespace, taskQueue: BARE_QUEUE, workflowsPath, activities: { ...activities } })
  return { worker, close: async () => await connection.close() }
}
