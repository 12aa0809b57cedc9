import { useSyncExternalStore } from 'react'

// The legal clock of the server, carried on between its messages; in the demo it can run faster.
let base = { server: Date.now(), local: performance.now(), speed: 1 }
let shown = Date.now()
const watchers = new Set<() => void>()
let timer = 0

/** Now, in milliseconds, by the server's legal clock. */
export const legalNow = (): number => base.server + (performance.now() - base.local) * base.speed

/** Takes over what the server says about its clock. */
export function followClock(now: string, speed: number): void {
  base = { server: new Date(now).getTime(), local: performance.now(), speed }
  tick()
  restart()
}

function tick(): void {
  shown = Math.floor(legalNow() / 1000) * 1000
  for (const watcher of watchers) watcher()
}

function restart(): void {
  window.clearInterval(timer)
  timer = watchers.size > 0 ? window.setInterval(tick, base.speed > 1 ? 250 : 1000) : 0
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher)
  if (timer === 0) restart()
  return () => {
    watchers.delete(watcher)
    if (watchers.size === 0) restart()
  }
}

/** Now by the legal clock, to the second; the component is drawn again as it moves. */
export const useNow = (): number => useSyncExternalStore(watch, () => shown)
