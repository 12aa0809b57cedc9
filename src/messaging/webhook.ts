import type { Channel, ChannelName } from './channel.ts'

const WAIT_MS = 10_000
/** Too early, too many: the same message may be taken later. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429])

/** SMS or WeCom through the gateway of the place: JSON by POST, with the message's id as idempotency key. */
export function openWebhook(name: ChannelName, url: string): Channel {
  return {
    name,
    async send({ id, to, text }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': id },
        body: JSON.stringify({ id, to, text }),
        signal: AbortSignal.timeout(WAIT_MS),
        redirect: 'error',
      })
      await response.body?.cancel()
      if (response.ok) return { ok: true }
      if (response.status >= 400 && response.status < 500 && !LATER.has(response.status))
        return { ok: false, refused: `http-${response.status}` }
      throw new Error(`the ${name} gateway answered ${response.status}`)
    },
    close: () => undefined,
  }
}
