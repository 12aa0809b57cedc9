import { randomUUID } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve as resolvePath } from 'node:path'
import { readProgram } from './check-program.ts'
import { CheckProcess, type Failure, findPrefix } from './child-process.ts'
import { type FileIndex, readIndex } from './file-index.ts'
import { CHECK_TIMEOUT_MS, CHILD_CPU_SECONDS } from './limits.ts'
import { FILE_CODES, type FileCode } from './refusal.ts'

export interface SandboxOptions {
  /** Files checked at once. */
  lanes: number
  /** Of these, for one user. */
  perUser: number
  /** A process is replaced after this many files. */
  recycleAfter: number
  /** Files to check lie in this folder itself; renditions are written there. */
  spoolDir: string
  timeoutMs?: number
  /** Another program in place of the checker. */
  program?: string
}

export interface CheckRequest {
  /** Must lie in the spool folder. */
  path: string
  declaredType: string
  fileName: string
  userId: string
}

/** A rendition lies in the spool folder and is the caller's to store and remove. */
export type CheckResult =
  | { ok: true; index: FileIndex; pageCount: number; rendition?: { path: string; contentType: 'image/jpeg'; sizeBytes: number } }
  | { ok: false; code: FileCode; detail: string }

export interface Sandbox {
  check(request: CheckRequest): Promise<CheckResult>
  /** Ends all processes; checks still waiting are rejected. */
  close(): Promise<void>
}

interface Waiting {
  request: CheckRequest
  resolve: (result: CheckResult) => void
  reject: (error: Error) => void
}

const TOO_COMPLEX: Record<Failure, string> = {
  died: '文件过于复杂：检查进程已终止',
  timeout: '文件过于复杂：检查超时',
  flood: '文件过于复杂：检查结果异常',
}

/**
 * Checks hostile files in processes of their own. Starting a process costs a tenth of a second of CPU, so one is kept
 * warm and takes many files one after another. It is replaced after `recycleAfter` files, after half its CPU time, and
 * at once after any refusal, failure or exceeded limit: what met a bad file never sees the next one.
 */
export function createSandbox(options: SandboxOptions): Sandbox {
  return new Lanes(options)
}

/** A lane's process and what it has used up. */
interface Lane {
  process: CheckProcess | undefined
  files: number
  busy: boolean
}

class Lanes implements Sandbox {
  readonly #options: SandboxOptions
  readonly #spoolDir: string
  readonly #lanes: Lane[]
  readonly #waiting: Waiting[] = []
  readonly #running = new Map<string, number>()
  readonly #prefix = findPrefix()
  readonly #program: { file: string; program: string }
  #closed = false

  constructor(options: SandboxOptions) {
    this.#options = options
    mkdirSync(options.spoolDir, { recursive: true })
    this.#spoolDir = realpathSync(options.spoolDir)
    const file = options.program ?? join(import.meta.dirname, 'check-child.ts')
    this.#program = { file, program: readProgram(file) }
    this.#lanes = Array.from({ length: options.lanes }, () => ({ process: undefined, files: 0, busy: false }))
  }

  async check(request: CheckRequest): Promise<CheckResult> {
    return await new Promise((resolve, reject) => {
      if (this.#closed) return reject(new Error('the sandbox is closed'))
      this.#waiting.push({ request, resolve, reject })
      this.#next()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(new Error('the sandbox is closed'))
    await this.#prefix
    for (const lane of this.#lanes) retire(lane)
  }

  /** Oldest first, but nobody holds more than his share of the lanes. */
  #next(): void {
    const lane = this.#lanes.find(one => !one.busy && one.process) ?? this.#lanes.find(one => !one.busy)
    const at = this.#waiting.findIndex(({ request }) => (this.#running.get(request.userId) ?? 0) < this.#options.perUser)
    const [waiting] = lane && at >= 0 ? this.#waiting.splice(at, 1) : []
    if (!lane || !waiting) return
    const { userId } = waiting.request
    lane.busy = true
    this.#running.set(userId, (this.#running.get(userId) ?? 0) + 1)
    void this.#serve(lane, waiting).finally(() => {
      lane.busy = false
      const left = (this.#running.get(userId) ?? 1) - 1
      if (left === 0) this.#running.delete(userId)
      else this.#running.set(userId, left)
      this.#next()
    })
    this.#next()
  }

  async #serve(lane: Lane, { request, resolve, reject }: Waiting): Promise<void> {
    try {
      const folder = dirname(resolvePath(request.path))
      if (folder !== this.#spoolDir && folder !== resolvePath(this.#options.spoolDir))
        throw new Error('a file to check must lie in the spool folder')
      resolve(await this.#run(lane, { ...request, path: join(this.#spoolDir, basename(request.path)) }))
    } catch (error) {
      retire(lane)
      reject(error instanceof Error ? error : new Error('checking a file', { cause: error }))
    }
  }

  async #run(lane: Lane, request: CheckRequest): Promise<CheckResult> {
    const prefix = await this.#prefix
    if (this.#closed) throw new Error('the sandbox is closed')
    if (!lane.process || lane.process.gone) {
      lane.process = new CheckProcess(prefix, this.#program, this.#spoolDir)
      lane.files = 0
    }
    lane.files++
    const renditionPath = join(this.#spoolDir, `${randomUUID()}.rendition`)
    const { path, fileName, declaredType } = request
    const job = JSON.stringify({ path, fileName, declaredType, renditionPath })
    const outcome = await lane.process.ask(job, this.#options.timeoutMs ?? CHECK_TIMEOUT_MS)
    const answer = 'answer' in outcome ? parse(outcome.answer) : {}
    const result = 'failure' in outcome ? tooComplex(outcome.failure) : await read(answer, path, renditionPath)
    if (!result.ok || lane.files >= this.#options.recycleAfter || cpuMsOf(answer) > CHILD_CPU_SECONDS * 500) retire(lane)
    if (!result.ok) await rm(renditionPath, { force: true })
    return result
  }
}

function retire(lane: Lane): void {
  lane.process?.kill()
  lane.process = undefined
}

function tooComplex(failure: Failure): CheckResult {
  return { ok: false, code: 'pdf-too-complex', detail: TOO_COMPLEX[failure] }
}

/** Not JSON or not an object: the process no longer does what it should, and has answered nothing. */
function parse(answer: string): object {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function cpuMsOf(answer: object): number {
  const spent: unknown = Reflect.get(answer, 'cpuMs')
  return typeof spent === 'number' ? spent : 0
}

/** The answer comes from a process that has touched hostile bytes, so all of it is checked before use. */
async function read(answer: object, path: string, renditionPath: string): Promise<CheckResult> {
  const field = (key: string): unknown => Reflect.get(answer, key)
  const code = FILE_CODES.find(one => one === field('code'))
  const detail = field('detail')
  if (code) return { ok: false, code, detail: typeof detail === 'string' ? detail.slice(0, 200) : '' }
  if (field('ok') !== true) return tooComplex('died')
  try {
    const index = readIndex(field('index'))
    const isRendition = index.source === 'rendition'
    const { size: sizeBytes } = await stat(isRendition ? renditionPath : path)
    if (sizeBytes !== index.sizeBytes) return tooComplex('flood')
    const rendition = isRendition ? { path: renditionPath, contentType: 'image/jpeg' as const, sizeBytes } : undefined
    return { ok: true, index, pageCount: index.pages.length, ...(rendition && { rendition }) }
  } catch {
    // A missing or false index is an answer nobody can use.
    return tooComplex('flood')
  }
}
