import { Client, Connection } from '@temporalio/client'

/** The flow engine as the dispatcher and the health check use it. */
export type FlowClient = { readonly client: Client; check(): Promise<void>; close(): Promise<void> }

const CHECK_MS = 2_000

/** Connects lazily: with the engine away people still work, and the dispatcher tries again. */
export function openFlowClient(address: string, namespace: string): FlowClient {
  const connection = Connection.lazy({ address })
  const client = new Client({ connection, namespace })
  return {
    client,
    check: async () =>
      await connection.withDeadline(Date.now() + CHECK_MS, async () => void (await connection.workflowService.getSystemInfo({}))),
    close: async () => await connection.close(),
  }
}
