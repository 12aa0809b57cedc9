import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { Ready } from '../answers.ts'
import { readPublic } from '../read-answer.ts'
import { readServerFile } from '../server-address.ts'

const ROOT = join(import.meta.dirname, '../../..')
const SEEDING_WITHIN_MS = 300_000
const READY_WITHIN_MS = 30_000

/** The platform to play on. `stop` ends it where it was started for the play, and does nothing to one that ran before. */
export type Stack = { readonly url: URL; readonly startedHere: boolean; stop(): Promise<void> }

/** A stack that answers, waited for while its API comes back; null where there is none. */
async function findRunning(url: string | undefined): Promise<URL | null> {
  const server = url === undefined ? null : URL.parse(url)
  if (server === null) return null
  for (const until = Date.now() + READY_WITHIN_MS; ; await sleep(500)) {
    const isReady = await readPublic(server, '/health/ready', Ready, { also: [503] }).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return server
    if (Date.now() > until) return null
  }
}

/** The address of the stack that works in this data folder; a file that outlived its process is no stack. */
function addressOf(folder: string): string | undefined {
  const found = readServerFile(folder)
  return found !== null && isAlive(found.pid) ? found.url : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

type Opening = {
  readonly told: string | undefined
  readonly folder: string
  readonly log: (line: string) => void
  /** Hears how to stop a stack as soon as it is being started, so that a Ctrl-C before it is ready leaves nothing behind. */
  readonly onStarting: (stop: () => Promise<void>) => void
}

/** The running stack of the data folder, else one started for the play. */
export async function openStack({ told, folder, log, onStarting }: Opening): Promise<Stack> {
  const running = await findRunning(told ?? addressOf(folder))
  if (running) {
    await untilSeeded(folder, log)
    return { url: running, startedHere: false, stop: async () => undefined }
  }
  if (told !== undefined) throw new Error(`${told} 没有应答`)
  log('没有运行中的服务，正在启动')
  return await startStack(folder, onStarting)
}

async function startStack(folder: string, onStarting: Opening['onStarting']): Promise<Stack> {
  const { PORT: _, ...env } = process.env
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'infra/start.ts')], {
    cwd: process.cwd(),
    env: { ...env, ANLIAN_DATA: folder, ANLIAN_SEED: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // Its own group: a Ctrl-C in the terminal reaches us, and we stop it in order.
    detached: true,
  })
  const stop = async (): Promise<void> => await stopChild(child)
  onStarting(stop)
  return { url: await readyUrl(child), startedHere: true, stop }
}

async function readyUrl(child: ChildProcess): Promise<URL> {
  if (child.stdout === null) throw new Error('the stack has no output to read')
  for await (const line of createInterface({ input: child.stdout })) {
    const url = URL.parse(/^ready (\S+)/.exec(line)?.[1] ?? '')
    if (url) {
      child.stdout.resume()
      return url
    }
  }
  throw new Error('服务没有启动，原因见上')
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGINT')
  await ended
}

/** Where the demonstration's own cases are being entered, so that the clock is not moved under their feet. */
export const seedingFile = (folder: string): string => join(folder, 'seeding.pid')

async function untilSeeded(folder: string, log: (line: string) => void): Promise<void> {
  if (isSeeding(folder)) log('正在等示例案件录入完毕')
  for (const until = Date.now() + SEEDING_WITHIN_MS; isSeeding(folder) && Date.now() < until; ) await sleep(500)
}

function isSeeding(folder: string): boolean {
  try {
    const pid = Number(readFileSync(seedingFile(folder), 'utf8'))
    return pid > 0 && isAlive(pid)
  } catch {
    return false
  }
}
