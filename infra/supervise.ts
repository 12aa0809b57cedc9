import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeWhole } from './files.ts'
import { logTail, openLog } from './log-file.ts'
import { notePid } from './pid-log.ts'
import { identify, type ProcessId, type StopSignals, sendSignal, stopProcess } from './process-id.ts'
import type { ReaperLink } from './reaper-link.ts'
import { errorLine, SetupError } from './setup-error.ts'
import type { RunAs } from './unprivileged.ts'

export type ServerName = 'postgres' | 'minio' | 'temporal'

/** A program of our own that runs beside the servers and is stopped before them. */
export type ProgramName = 'api' | 'worker' | 'connectors'

/** What it takes to run one server, again and again in the same way. */
export interface ServerSpec {
  readonly name: ServerName | ProgramName
  readonly command: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  readonly runAs: RunAs | null
  readonly logFile: string
  readonly address: string
  readonly signals: StopSignals
  /** Lower turns are stopped first if the owner dies. */
  readonly turn: number
  /** Puts right what an earlier end may have left in the way. */
  prepare?(): Promise<void>
  /** Throws while the server is not ready; a SetupError means that waiting will not help. */
  check(): Promise<void>
}

export interface Surroundings {
  readonly runDir: string
  readonly reaper: ReaperLink
  readonly log: (line: string) => void
}

interface Running {
  readonly id: ProcessId
  /** Settles with the reason when the process is gone. */
  readonly exited: Promise<string>
}

const READY_WITHIN_MS = 90_000
const FIRST_BACKOFF_MS = 200
const LAST_BACKOFF_MS = 10_000
const STEADY_AFTER_MS = 30_000

/** A server process that is started again, on the same port with the same data, whenever it ends without being asked to. */
export class Supervised {
  readonly spec: ServerSpec
  readonly #around: Surroundings
  #running: Running | null = null
  #isReady = false
  #wanted = new AbortController()
  #watch: Promise<void> = Promise.resolve()
  #backoffMs = FIRST_BACKOFF_MS

  constructor(spec: ServerSpec, around: Surroundings) {
    this.spec = spec
    this.#around = around
  }

  get pid(): number {
    return this.#running?.id.pid ?? 0
  }

  /** Starts it and waits until it answers. Rejects with `server-did-not-start` and the end of its log. */
  async start(): Promise<void> {
    this.#wanted = new AbortController()
    const launched = this.#launch(this.#wanted.signal)
    this.#watch = launched.catch(() => {})
    await launched
  }

  /** Stops it for good, or until `start`. */
  async stop(): Promise<void> {
    this.#wanted.abort()
    this.#isReady = false
    const running = this.#running
    if (running) {
      await stopProcess(running.id, this.spec.signals)
      await running.exited
    }
    await this.#watch
  }

  /** Sends a signal; for SIGKILL waits until the process is gone. It will come back by itself. */
  async kill(signal: NodeJS.Signals): Promise<void> {
    const running = this.#running
    if (!running) return
    if (signal === 'SIGKILL') this.#isReady = false
    sendSignal(running.id.pid, signal)
    if (signal === 'SIGKILL') await running.exited
  }

  async untilReady(timeoutMs = READY_WITHIN_MS): Promise<void> {
    const until = Date.now() + timeoutMs
    while (!this.#isReady) {
      if (Date.now() > until) throw this.#failure(`no answer within ${timeoutMs / 1000} s`, 0)
      await sleep(25)
    }
  }

  async #launch(wanted: AbortSignal): Promise<void> {
    await this.spec.prepare?.()
    if (wanted.aborted) return
    const { fd, from } = openLog(this.spec.logFile)
    const running = await this.#spawn(fd).finally(() => closeSync(fd))
    const startedAt = Date.now()
    this.#running = running
    try {
      await this.#answer(running, from, wanted)
      if (wanted.aborted) throw this.#failure('stopped while starting', from)
    } catch (error) {
      await stopProcess(running.id, this.spec.signals)
      await running.exited
      this.#running = null
      throw error
    }
    this.#isReady = true
    this.#watch = this.#comeBack(running, startedAt, wanted)
  }

  async #spawn(fd: number): Promise<Running> {
    const { name, command, args, env, runAs, signals, turn } = this.spec
    // Its own process group: a Ctrl-C in the terminal reaches only us, and we stop the servers in the right order.
    const child = spawn(command, args, { detached: true, stdio: ['ignore', fd, fd], env, cwd: '/', ...(runAs ?? {}) })
    const exited = exitOf(child)
    await Promise.race([once(child, 'spawn'), exited.then(why => Promise.reject(this.#failure(why, 0)))])
    const id = child.pid === undefined ? null : identify(child.pid)
    if (!id) throw this.#failure(await exited, 0)
    writeWhole(this.#pidFile, JSON.stringify({ name, turn, signals, id }))
    notePid(name, id)
    this.#around.reaper.add({ id, signals, turn })
    return {
      id,
      exited: exited.then(why => {
        rmSync(this.#pidFile, { force: true })
        this.#around.reaper.drop(id.pid)
        return why
      }),
    }
  }

  /** Waits until the server answers; fails at once if the process ends first. */
  async #answer(running: Running, from: number, wanted: AbortSignal): Promise<void> {
    const begun = Date.now()
    let ended: string | null = null
    void running.exited.then(why => {
      ended = why
    })
    let said = begun
    for (let last = ''; ; await sleep(50)) {
      if (ended !== null || wanted.aborted) throw this.#failure(ended ?? 'stopped while starting', from)
      try {
        await this.spec.check()
        return
      } catch (error) {
        if (error instanceof SetupError) throw error
        last = errorLine(error)
      }
      if (Date.now() - begun > READY_WITHIN_MS) throw this.#failure(last, from)
      if (Date.now() - said > 5_000) {
        said = Date.now()
        this.#around.log(
          `${this.spec.name}: waiting for an answer on ${this.spec.address}, ${Math.round((said - begun) / 1000)} s (${last})`,
        )
      }
    }
  }

  /** Starts the server again when it ends, unless that was wanted, waiting longer after each failure. */
  async #comeBack(running: Running, startedAt: number, wanted: AbortSignal): Promise<void> {
    const why = await running.exited
    this.#isReady = false
    this.#running = null
    const { name, address } = this.spec
    if (Date.now() - startedAt > STEADY_AFTER_MS) this.#backoffMs = FIRST_BACKOFF_MS
    while (!wanted.aborted) {
      this.#around.log(`${name} ended (${why}), starting it again in ${this.#backoffMs / 1000} s`)
      await sleep(this.#backoffMs, undefined, { signal: wanted }).catch(() => {})
      this.#backoffMs = Math.min(this.#backoffMs * 2, LAST_BACKOFF_MS)
      if (wanted.aborted) return
      try {
        await this.#launch(wanted)
        this.#around.log(`${name} is back on ${address}`)
        return
      } catch (error) {
        this.#around.log(`${name} did not come back: ${errorLine(error)}`)
      }
    }
  }

  #failure(reason: string, from: number): SetupError {
    const { name, logFile } = this.spec
    return new SetupError('server-did-not-start', { server: name, reason, log: logFile, tail: logTail(logFile, from) })
  }

  get #pidFile(): string {
    return join(this.#around.runDir, `${this.spec.name}.json`)
  }
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
    child.once('error', error => resolve(errorLine(error)))
  })
}
