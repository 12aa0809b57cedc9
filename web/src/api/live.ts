import type { QueryClient } from '@tanstack/react-query'
import { API } from './http.ts'
import type { ImportView } from './types.ts'

export type ImportProgress = Omit<ImportView, 'items'>
type Listeners = {
  onClock: (clock: { now: string; speed: number }) => void
  onImport: (progress: ImportProgress) => void
  onState: (connected: boolean) => void
}

const LOST_AFTER_MS = 4000
const GATHER_MS = 300

/** Listens to the server's events and marks what they touch as stale. Returns how to stop. */
export function listen(client: QueryClient, { onClock, onImport, onState }: Listeners): () => void {
  const source = new EventSource(`${API}/events`)
  const stale = new Set<string>()
  let timer = 0
  let lost = 0

  // Many events of one moment become one reading of each list.
  const touch = (...keys: (string | undefined)[][]): void => {
    for (const key of keys) stale.add(JSON.stringify(key))
    if (timer !== 0) return
    timer = window.setTimeout(() => {
      timer = 0
      for (const key of stale) void client.invalidateQueries({ queryKey: JSON.parse(key) })
      stale.clear()
    }, GATHER_MS)
  }
  const on = <T>(name: string, react: (data: T) => void): void => {
    source.addEventListener(name, (event: MessageEvent<string>) => react(JSON.parse(event.data)))
  }

  on<{ caseId: string }>('case', ({ caseId }) => {
    touch(['case', caseId], ['dossier', caseId], ['gates', caseId], ['cases'], ['counts'], ['track48'])
  })
  on<{ handOverId: string; caseId: string }>('handOver', ({ handOverId, caseId }) => {
    touch(['handOver', handOverId], ['case', caseId], ['gates', caseId], ['desk'], ['counts'], ['cases'])
  })
  on<ImportProgress>('import', progress => {
    onImport(progress)
    touch(['dossier', progress.caseId])
  })
  on<{ now: string; speed: number }>('clock', onClock)

  source.onopen = () => {
    window.clearTimeout(lost)
    onState(true)
    // What happened while we were not listening is unknown.
    if (lost !== 0) void client.invalidateQueries()
    lost = 0
  }
  source.onerror = () => {
    if (lost === 0) lost = window.setTimeout(() => onState(false), LOST_AFTER_MS)
  }
  return () => {
    window.clearTimeout(timer)
    window.clearTimeout(lost)
    source.close()
  }
}
