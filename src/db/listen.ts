import { Client } from 'pg'

const PAUSE_MS = 1_000

/**
 * Hears a channel of the database on a connection of its own, and comes back after an interruption, one attempt at a time.
 * What was said meanwhile is not heard: whoever listens also looks by himself now and then.
 */
export function listen(url: string, channel: string, hear: (payload: string) => void): { close(): Promise<void> } {
  let closed = false
  let client: Client | null = null
  let wake: () => void = () => undefined
  const once = async (): Promise<void> => {
    const next = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
    const ended = new Promise<void>(resolve => {
      next.once('end', resolve)
      next.on('error', () => resolve())
    })
    next.on('notification', ({ payload }) => hear(payload ?? ''))
    try {
      await next.connect()
      await next.query(`listen ${next.escapeIdentifier(channel)}`)
      if (closed) return
      client = next
      await ended
    } finally {
      client = null
      await next.end().catch(() => undefined)
    }
  }
  const running = (async () => {
    while (!closed) {
      await once().catch(() => undefined)
      if (closed) return
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, PAUSE_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  })()
  return {
    async close() {
      closed = true
      wake()
      await client?.end()
      await running
    },
  }
}
