import { Client } from 'pg'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const Notice = Type.Object({
  kind: Type.Union([Type.Literal('case'), Type.Literal('handOver'), Type.Literal('import')]),
  caseId: Type.String(),
  agencies: Type.Array(Type.String()),
  version: Type.Optional(Type.Integer()),
  handOverId: Type.Optional(Type.String()),
  importId: Type.Optional(Type.String()),
  state: Type.Optional(Type.String()),
})

/** Something changed: ids only, with the agencies that may know of it. */
export type Notice = Type.Static<typeof Notice>

/** Changes as the database tells them after each commit, whichever process made them. */
export type LiveFeed = { subscribe(hear: (notice: Notice) => void): () => void; close(): Promise<void> }

const RECONNECT_MS = 1_000

/** Listens on one connection of its own and comes back after an interruption; screens then read anew. */
export async function openLiveFeed(url: string): Promise<LiveFeed> {
  const hearers = new Set<(notice: Notice) => void>()
  let client: Client | null = null
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const connect = async (): Promise<void> => {
    const next = new Client({ connectionString: url })
    const again = (): void => {
      if (client !== next && client !== null) return
      client = null
      if (!closed) timer = setTimeout(() => void connect().catch(again), RECONNECT_MS)
    }
    next.on('error', again)
    next.on('end', again)
    next.on('notification', ({ payload }) => {
      const notice: unknown = JSON.parse(payload ?? 'null')
      if (Value.Check(Notice, notice)) for (const hear of hearers) hear(notice)
    })
    await next.connect()
    await next.query('listen live')
    client = next
  }

  await connect()
  return {
    subscribe(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
    async close() {
      closed = true
      clearTimeout(timer)
      await client?.end()
    },
  }
}
