import { setTimeout as sleep } from 'node:timers/promises'
import { errorLine, SetupError } from './setup-error.ts'

/** A server may come up to a minute later than we do; a little more, so that one which takes exactly that long still counts. */
const PATIENCE_MS = 75_000

export interface Waiter {
  readonly log: (line: string) => void
  /** Ends the waiting. */
  readonly signal: AbortSignal
}

export interface Awaited extends Waiter {
  readonly server: string
  readonly address: string
  readonly variable: string
  readonly patienceMs?: number
}

/** Tries until the check passes, saying now and then what is awaited. A SetupError from the check ends it at once: waiting would not help. */
export async function awaitServer(
  { server, address, variable, log, signal, patienceMs = PATIENCE_MS }: Awaited,
  check: () => Promise<void>,
): Promise<void> {
  const begun = Date.now()
  let saidAt = 0
  for (;;) {
    signal.throwIfAborted()
    try {
      await check()
      return
    } catch (error) {
      if (error instanceof SetupError) throw error
      const waited = Date.now() - begun
      const seconds = Math.round(waited / 1000)
      const reason = errorLine(error)
      if (waited > patienceMs) throw new SetupError('server-unreachable', { server, address, variable, reason, seconds }, { cause: error })
      if (Date.now() - saidAt > 5_000) {
        log(`waiting for ${server} at ${address} (${variable}), ${seconds} s: ${reason}`)
        saidAt = Date.now()
      }
      await sleep(250)
    }
  }
}

/** The address in a variable, as a URL of one of the given kinds. Never repeats the value in an error: it may hold a password. */
export function addressUrl(variable: string, value: string, protocols: readonly string[], example: string): URL {
  const url = URL.parse(value)
  if (!url) throw new SetupError('bad-address', { variable, reason: 'not a URL', example })
  if (!protocols.includes(url.protocol))
    throw new SetupError('bad-address', { variable, reason: `it begins with ${url.protocol}//`, example })
  return url
}
