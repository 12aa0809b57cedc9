import { useEffect } from 'react'
import { currentSession } from '../api/session.ts'

const EVERY_MS = 60_000

/** Typing, reading and scrolling keep the session alive: the server hears of them once a minute at most. */
export function useActivity(active: boolean): void {
  useEffect(() => {
    if (!active) return
    let told = performance.now()
    const note = (): void => {
      if (performance.now() - told < EVERY_MS) return
      told = performance.now()
      // An ended session shows itself at the next request that matters.
      void currentSession().catch(() => null)
    }
    const kinds = ['keydown', 'pointerdown', 'wheel'] as const
    for (const kind of kinds) window.addEventListener(kind, note, { passive: true })
    return () => {
      for (const kind of kinds) window.removeEventListener(kind, note)
    }
  }, [active])
}
