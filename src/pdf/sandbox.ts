import { randomUUID } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { readFile, realpath, rm, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { CheckProcess, type Failure, findPrefix } from './child-process.ts'
import { type FileIndex, parseIndex } from './file-index.ts'
import { CHECK_TIMEOUT_MS, CHILD_CPU_SECONDS, MAX_INDEX_BYTES } from './limits.ts'
import { FILE_CODES, type FileCode } from './refusal.ts'

export interface SandboxOptions {
  /** Files checked at once. */
  lanes: number
  /** Of these, for one user. */
  perUser: number
  /** A process is replaced after this many files. */
  recycleAfter: number
  /** Files to check lie in this folder; index and renditions are written there. */
  spoolDir: string
  timeoutMs?: number
  /** Another program in place of the checker. */
  program?: string
}

export interface CheckRequest {
  /** Must lie inside the spool folder. */
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
  #closed = false

  constructor(options: SandboxOptions) {
    this.#options = options
    mkdirSync(options.spoolDir, { recursive: true })
    this.#spoolDir = realpathSync(options.spoolDir)
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
      const path = await realpath(request.path)
      if (!path.startsWith(this.#spoolDir + sep)) throw new Error('a file to check must lie in the spool folder')
      resolve(await this.#run(lane, { ...request, path }))
    } catch (error) {
      retire(lane)
      reject(error instanceof Error ? error : new Error('checking a file', { cause: error }))
    }
  }

  async #run(lane: Lane, request: CheckRequest): Promise<CheckResult> {
    const prefix = await this.#prefix
    if (this.#closed) throw new Error('the sandbox is closed')
    if (!lane.process || lane.process.gone) {
      lane.process = new CheckProcess(prefix, this.#options.program ?? join(import.meta.dirname, 'check-child.ts'), this.#spoolDir)
      lane.files = 0
    }
    lane.files++
    const id = randomUUID()
    const indexPath = join(this.#spoolDir, `${id}.index`)
    const renditionPath = join(this.#spoolDir, `${id}.rendition`)
    const { path, fileName, declaredType } = request
    const job = JSON.stringify({ path, fileName, declaredType, indexPath, renditionPath })
    const outcome = await lane.process.ask(job, this.#options.timeoutMs ?? CHECK_TIMEOUT_MS)
    const result = 'failure' in outcome ? tooComplex(outcome.failure) : await read(outcome.answer, path, indexPath, renditionPath)
    const spent = 'answer' in outcome ? cpuMsOf(outcome.answer) : 0
    if (!result.ok || lane.files >= this.#options.recycleAfter || spent > CHILD_CPU_SECONDS * 500) retire(lane)
    await rm(indexPath, { force: true })
    if (!result.ok || !result.rendition) await rm(renditionPath, { force: true })
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

function field(answer: string, key: string): unknown {
  try {
    const value: unknown = JSON.parse(answer)
    return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  } catch {
    // Not JSON: the process no longer does what it should, and counts as dead.
    return undefined
  }
}

function cpuMsOf(answer: string): number {
  const spent = field(answer, 'cpuMs')
  return typeof spent === 'number' ? spent : 0
}

/** The answer and the index come from a process that has touched hostile bytes, so both are checked before use. */
async function read(answer: string, path: string, indexPath: string, renditionPath: string): Promise<CheckResult> {
  const code = FILE_CODES.find(one => one === field(answer, 'code'))
  const detail = field(answer, 'detail')
  if (code) return { ok: false, code, detail: typeof detail === 'string' ? detail.slice(0, 200) : '' }
  if (field(answer, 'ok') !== true) return tooComplex('died')
  try {
    if ((await stat(indexPath)).size > MAX_INDEX_BYTES) return tooComplex('flood')
    const index = parseIndex(await readFile(indexPath, 'utf8'))
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
