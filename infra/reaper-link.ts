import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isRecord } from './files.ts'
import { notePid } from './pid-log.ts'
import { identify, type ProcessId, type StopSignals } from './process-id.ts'

export interface ReaperEntry {
  readonly id: ProcessId
  readonly signals: StopSignals
  /** Lower turns are stopped first. */
  readonly turn: number
}

/** The owner's end of the watchdog in `reaper.ts`: it stops the listed processes if this one ends without closing it. */
export class ReaperLink {
  readonly #child: ChildProcess

  constructor() {
    this.#child = spawn(process.execPath, [fileURLToPath(new URL('./reaper.ts', import.meta.url))], {
      detached: true, // out of reach of the terminal's signals
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#child.on('error', () => {})
    this.#child.stdin?.on('error', () => {}) // someone killed the watchdog: the servers still run, and the next start finds orphans
    const id = this.#child.pid === undefined ? null : identify(this.#child.pid)
    if (id) notePid('reaper', id)
  }

  add(entry: ReaperEntry): void {
    this.#child.stdin?.write(`${JSON.stringify(entry)}\n`)
  }

  drop(pid: number): void {
    this.#child.stdin?.write(`${pid}\n`)
  }

  /** Ends the watchdog; whatever is still on its list it stops first. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null || this.#child.pid === undefined) return
    const ended = once(this.#child, 'exit')
    this.#child.stdin?.end()
    await ended
  }
}

/** A line of the pipe: an entry to add, or the process id to drop; null for anything else. */
export function parseOrder(line: string): ReaperEntry | number | null {
  const value: unknown = JSON.parse(line)
  if (typeof value === 'number') return value
  if (!isRecord(value) || !isRecord(value.id) || !Array.isArray(value.signals)) return null
  const { pid, startedAt } = value.id
  if (typeof pid !== 'number' || typeof startedAt !== 'string') return null
  const signals = value.signals.flatMap((pair: unknown) => {
    if (!Array.isArray(pair)) return []
    const [signal, waitMs]: unknown[] = pair
    return isSignal(signal) && typeof waitMs === 'number' ? [[signal, waitMs] as const] : []
  })
  return { id: { pid, startedAt }, signals, turn: typeof value.turn === 'number' ? value.turn : 0 }
}

export function isSignal(value: unknown): value is NodeJS.Signals {
  return typeof value === 'string' && value in constants.signals
}
