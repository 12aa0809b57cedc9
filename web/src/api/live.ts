import type { QueryClient } from '@tanstack/react-query'
import { API } from './http.ts'

type Said = { name: string; text: string }
type Listeners = { userId: string; onState: (connected: boolean) => void }

const LOST_AFTER_MS = 4000
const REOPEN_MS = 5000
const GATHER_MS = 300
const KINDS = ['case', 'handOver', 'import', 'letter', 'alert', 'calendar', 'track', 'custody'] as const

/** Which lists an event touches; the screens read them anew by their own rights. */
const TOUCHES: Record<(typeof KINDS)[number], (ids: { caseId?: string; handOverId?: string }) => (string | undefined)[][]> = {
  case: ({ caseId }) => [
    ['case', caseId],
    ['dossier', caseId],
    ['cards', caseId],
    ['card'],
    ['papers', caseId],
    ['gates', caseId],
    ['handOver'],
    ['cases'],
    ['counts'],
    ['track48'],
  ],
  handOver: ({ handOverId, caseId }) => [['handOver', handOverId], ['case', caseId], ['gates', caseId], ['desk'], ['counts'], ['cases']],
  import: ({ caseId }) => [
    ['dossier', caseId],
    ['gates', caseId],
    // What is sent with is checked against the same papers.
    ['handOver'],
  ],
  letter: () => [['letters']],
  calendar: () => [['calendars'], ['cases'], ['case']],
  track: ({ caseId }) => [['track48'], ['lawyer'], ['hearings'], ['case', caseId]],
  alert: () => [['letters'], ['cases'], ['counts'], ['case']],
  custody: () => [['custody'], ['case']],
}

/**
 * Listens to the server's events and marks what they touch as stale. Returns how to stop. A browser opens six connections to a
 * server at most, and an event stream holds one for as long as its window lives: so one window of a person listens for all.
 */
export function listen(client: QueryClient, { userId, onState }: Listeners): () => void {
  const place = `anlian.events.${userId}`
  const others = new BroadcastChannel(place)
  const stop = new AbortController()
  const stale = new Set<string>()
  let timer = 0
  let wasLost = false

  // Many events of one moment become one reading of each list.
  const touch = (keys: (string | undefined)[][]): void => {
    for (const key of keys) stale.add(JSON.stringify(key))
    if (timer !== 0) return
    timer = window.setTimeout(() => {
      timer = 0
      for (const key of stale) void client.invalidateQueries({ queryKey: JSON.parse(key) })
      stale.clear()
    }, GATHER_MS)
  }
  const hear = ({ name, text }: Said): void => {
    const kind = KINDS.find(known => known === name)
    if (kind !== undefined) touch(TOUCHES[kind](JSON.parse(text)))
    if (name !== 'state') return
    const connected = text === 'open'
    onState(connected)
    // What happened while nobody was listening is unknown.
    if (connected && wasLost) void client.invalidateQueries()
    wasLost = !connected
  }
  const tell = (said: Said): void => {
    hear(said)
    others.postMessage(said)
  }

  others.onmessage = (event: MessageEvent<Said>) => hear(event.data)
  // Without locks (an insecure address) each window listens for itself.
  if ('locks' in navigator) {
    navigator.locks.request(place, { signal: stop.signal }, () => stream(tell, stop.signal)).catch(() => undefined)
  } else void stream(tell, stop.signal)
  return () => {
    window.clearTimeout(timer)
    stop.abort()
    others.close()
  }
}

/** Holds the event stream until told to stop, and opens it anew where the browser gives up. */
function stream(tell: (said: Said) => void, stop: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    let lost = 0
    let again = 0
    let source: EventSource
    const open = (): void => {
      source = new EventSource(`${API}/events`)
      for (const name of KINDS) source.addEventListener(name, (event: MessageEvent<string>) => tell({ name, text: event.data }))
      source.onopen = () => {
        window.clearTimeout(lost)
        lost = 0
        tell({ name: 'state', text: 'open' })
      }
      source.onerror = () => {
        if (lost === 0) lost = window.setTimeout(() => tell({ name: 'state', text: 'lost' }), LOST_AFTER_MS)
        // After a refusal, as a proxy gives for a server that starts anew, the browser itself does not try again.
        if (source.readyState === EventSource.CLOSED) again = window.setTimeout(open, REOPEN_MS)
      }
    }
    stop.addEventListener('abort', () => {
      window.clearTimeout(lost)
      window.clearTimeout(again)
      source.close()
      resolve()
    })
    if (stop.aborted) resolve()
    else open()
  })
}
