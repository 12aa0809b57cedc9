import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { removeDataDir } from '../../infra/remove-data-dir.ts'
import { type Servers, type StartOptions, startServers } from '../../infra/servers.ts'
import { SetupError } from '../../infra/setup-error.ts'

/** An empty folder that the user who runs PostgreSQL may enter; removed after the test. */
export function scratch(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'anlian-infra-'))
  chmodSync(folder, 0o711)
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A data folder; after the test its servers are gone and nothing of it is left. */
export function dataFolder(t: Test): string {
  const folder = join(scratch(t), 'data')
  t.teardown(() => removeDataDir(folder, () => {}).catch(() => {}))
  return folder
}

/** Starts servers for one test, with the lines they logged; stopped after the test if it did not stop them. */
export async function startFor(t: Test, options: Omit<StartOptions, 'log'>): Promise<{ servers: Servers; lines: string[] }> {
  const lines: string[] = []
  const servers = await startServers({ env: {}, durable: false, ...options, log: line => lines.push(line) })
  t.teardown(() => servers.stop())
  return { servers, lines }
}

/** The setup error that something ends with. */
export async function refusal(attempt: () => unknown): Promise<SetupError> {
  try {
    await attempt()
  } catch (error) {
    if (error instanceof SetupError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

export interface Holder {
  readonly process: ChildProcess
  readonly pids: Readonly<Record<'holder' | 'reaper' | 'postgres' | 'minio' | 'temporal', number>>
}

/** Another process that starts the servers on this folder and holds them. */
export async function holderOf(t: Test, folder: string): Promise<Holder> {
  const script = fileURLToPath(new URL('./hold-servers.ts', import.meta.url))
  const child = spawn(process.execPath, [script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ANLIAN_PID_LOG: `${folder}.pids` },
  })
  t.teardown(() => child.kill('SIGTERM'))
  const [line] = await once(createInterface({ input: child.stdout }), 'line')
  return { process: child, pids: JSON.parse(String(line)) }
}
