import { Problem } from '../domain/problem.ts'

/** Runs a piece of work when its turn comes. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>

/**
 * Lets so many pieces of work run at once; the others wait in the order in which they came. Whoever waits has nothing of the
 * database, so that a rush of commands leaves connections to those who read, and none is refused because many came before it.
 * @throws Problem `dependency-unavailable` after `longestWaitMs` without a turn
 */
export function createTurns(atOnce: number, longestWaitMs: number): Turns {
  const waiting = new Set<() => void>()
  let running = 0
  const come = async (): Promise<void> => {
    if (running < atOnce) {
      running++
      return
    }
    await new Promise<void>((resolve, reject) => {
      const called = (): void => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        waiting.delete(called)
        reject(new Problem('dependency-unavailable', { retryAfterSeconds: 5, facts: { component: 'api' } }))
      }, longestWaitMs)
      waiting.add(called)
    })
  }
  const go = (): void => {
    const [next] = waiting
    // The place goes to the next one in line and is never free meanwhile: nobody who comes just now is before him.
    if (next === undefined) running--
    else {
      waiting.delete(next)
      next()
    }
  }
  return async work => {
    await come()
    try {
      return await work()
    } finally {
      go()
    }
  }
}
