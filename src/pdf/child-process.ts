import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Socket } from 'node:net'
import { dirname, join, sep } from 'node:path'
import type { Writable } from 'node:stream'
import { BOOT } from './check-program.ts'
import { CHECK_LIMITS, type ProcessLimits } from './limits.ts'

/** How a process ended instead of answering. */
export type Failure = 'died' | 'timeout' | 'flood'

/**
 * One checking process: no environment, no network and a hard memory and CPU limit where the system offers them, and
 * by Node's own permissions no writing outside the spool folder and no further processes.
 */
export class CheckProcess {
  readonly #child: ChildProcess
  readonly #questions: Writable
  #pieces: string[] = []
  #length = 0
  #settle: ((outcome: string | Failure, answered: boolean) => void) | undefined
  #gone = false
  readonly #limits: ProcessLimits

  /** `program` as `readProgram` gives it for `file`, `prefix` as `findPrefix` gives it for the same limits. */
  constructor(
    prefix: string[],
    { file, program }: { file: string; program: string },
    spoolDir: string,
    limits: ProcessLimits = CHECK_LIMITS,
  ) {
    this.#limits = limits
    const [command = process.execPath, ...rest] = [...prefix, process.execPath, ...nodeOptions(file, spoolDir, limits)]
    this.#child = spawn(command, rest, { env: {}, cwd: spoolDir, stdio: ['pipe', 'pipe', 'ignore', 'pipe'] })
    const { stdin, stdout, stdio } = this.#child
    const sources = stdio[3]
    if (stdin === null || stdout === null || !(sources instanceof Socket)) throw new Error('a process without its pipes')
    this.#questions = stdin.on('error', () => this.#end('died'))
    stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text))
    sources.on('error', () => this.#end('died')).end(program)
    this.#child.on('error', () => this.#end('died'))
    this.#child.on('exit', () => {
      this.#gone = true
      this.#end('died')
    })
  }

  get gone(): boolean {
    return this.#gone
  }

  /** Sends one line and waits for one line. */
  async ask(line: string, timeoutMs: number): Promise<{ answer: string } | { failure: Failure }> {
    return await new Promise(resolve => {
      const timer = setTimeout(() => this.#end('timeout'), timeoutMs)
      this.#settle = (outcome, answered) => {
        clearTimeout(timer)
        this.#settle = undefined
        if (answered) return resolve({ answer: outcome })
        this.kill()
        resolve({ failure: outcome === 'timeout' || outcome === 'flood' ? outcome : 'died' })
      }
      if (this.#gone) return this.#end('died')
      this.#questions.write(`${line}\n`)
    })
  }

  kill(): void {
    this.#gone = true
    this.#child.kill('SIGKILL')
  }

  #end(failure: Failure): void {
    this.#settle?.(failure, false)
  }

  #read(text: string): void {
    const end = text.indexOf('\n')
    this.#pieces.push(end < 0 ? text : text.slice(0, end))
    this.#length += text.length
    if (end < 0 && this.#length <= this.#limits.answerChars) return
    const answer = this.#pieces.join('')
    this.#pieces = []
    this.#length = 0
    // One line for one question: whatever else comes, comes from a process that no longer does what it should.
    if (end === text.length - 1 && this.#settle) this.#settle(answer, true)
    else {
      this.#end('flood')
      this.kill()
    }
  }
}

/** What the process may read: its own code, the packages, the spool folder. Writing: the spool folder only. */
function nodeOptions(file: string, spoolDir: string, limits: ProcessLimits): string[] {
  const sharp = realpathSync(createRequire(import.meta.url).resolve('sharp'))
  const packages = sharp.slice(0, sharp.indexOf(`${sep}node_modules${sep}`) + `${sep}node_modules`.length)
  const root = join(import.meta.dirname, '..', '..')
  // The folder of packages may be a link: it is looked up by its name and read where it lies.
  const found = [join(root, 'package.json'), join(root, 'node_modules'), packages]
  const readable = [import.meta.dirname, dirname(file), ...limits.readable, ...found, spoolDir]
  return [
    '--permission',
    // sharp is a native addon, loaded only for pictures that need a rendition; so are the canvas and the recognition of characters.
    '--allow-addons',
    ...readable.map(path => `--allow-fs-read=${path}`),
    `--allow-fs-write=${spoolDir}`,
    `--max-old-space-size=${limits.heapMegabytes}`,
    // Parsing leaves much that dies young; a small nursery keeps the process at its own size, whatever the file's.
    '--max-semi-space-size=2',
    '--no-warnings',
    '--input-type=module',
    `--eval=${BOOT}`,
  ]
}

/**
 * The system's own tools to put before the process, each only if it works here: an empty environment (tracers that
 * hook into `spawn` add to the one given there), a network of its own (empty), death together with the parent, and the
 * limits of memory, CPU time and core files. Work that can wait leaves the processor to whoever asks for it.
 */
export async function findPrefix(limits: ProcessLimits = CHECK_LIMITS): Promise<string[]> {
  const tools = [
    ['env', '-i'],
    process.getuid?.() === 0 ? ['unshare', '-n'] : ['unshare', '-r', '-n'],
    ['setpriv', '--pdeathsig', 'KILL'],
    ['prlimit', `--data=${limits.dataBytes}`, `--cpu=${limits.cpuSeconds}`, '--core=0'],
    ...(limits.canWait ? [['nice', '-n', '15']] : []),
  ]
  const works = await Promise.all(tools.map(runsTrue))
  return tools.filter((_, i) => works[i]).flat()
}

async function runsTrue(tool: string[]): Promise<boolean> {
  const [command = '', ...rest] = [...tool, existsSync('/bin/true') ? '/bin/true' : '/usr/bin/true']
  return await new Promise(resolve => {
    const child = spawn(command, rest, { stdio: 'ignore' })
    child.on('error', () => resolve(false))
    child.on('exit', code => resolve(code === 0))
  })
}
