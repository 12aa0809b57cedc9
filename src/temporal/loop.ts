import type { Logger } from 'pino'

/** Work that repeats: at its own pace, at once when woken, and again at once while there is more. */
export type Loop = { wake(): void; stop(): Promise<void> }

/**
 * `run` tells whether there is more to do. An error is logged and the loop goes on: the next turn finds the same work.
 * `everyMs` is asked anew before each pause where the pace depends on what is to come.
 */
export function startLoop({
  name,
  everyMs,
  log,
  run,
}: {
  name: string
  everyMs: number | (() => number)
  log: Logger
  run: () => Promise<boolean>
}): Loop {
  let stopped = false
  let woken = false
  let wakeUp: () => void = () => undefined
  const pause = async (): Promise<void> => {
    if (woken || stopped) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, typeof everyMs === 'number' ? everyMs : everyMs())
      wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
  const running = (async () => {
    while (!stopped) {
      woken = false
      try {
        while (!stopped && (await run()));
      } catch (error) {
        log.warn(
          { loop: name, error: error instanceof Error ? error.message.split('\n')[0] : String(error) },
          'a turn failed and is tried again',
        )
      }
      await pause()
    }
  })()
  return {
    wake() {
      woken = true
      wakeUp()
    },
    async stop() {
      stopped = true
      wakeUp()
      await running
    },
  }
}
