import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { freePort } from '../infra/ports.ts'
import { type Programs, startPrograms } from '../infra/programs.ts'
import { removeDataDir } from '../infra/remove-data-dir.ts'
import { type Servers, startServers } from '../infra/servers.ts'

/** One whole installation in a folder of its own, with durable servers, for benches alone. */
export type Stack = {
  readonly url: string
  readonly servers: Servers
  readonly programs: Programs
  readonly folder: string
  readonly seed: string
  /** Superuser of the database: seeds rows and looks at what row-level security hides. */
  readonly admin: Client
  /** Waits until the worker has nothing left to do for the uploads so far. */
  settled(): Promise<void>
  stop(): Promise<void>
}

export const BUCKET = 'anlian-dossier'
const SETTLE_MS = 120_000

export async function startStack(seed: string, log: (line: string) => void, signal: AbortSignal): Promise<Stack> {
  const folder = mkdtempSync(join(tmpdir(), 'anlian-bench-'))
  const dataDir = join(folder, 'data')
  const servers = await startServers({ dataDir, log, durable: true, signal, env: ownEnvironment() }).catch(async (error: unknown) => {
    await clear(folder, dataDir, log)
    throw error
  })
  const stop = async (): Promise<void> => {
    await servers.stop()
    await clear(folder, dataDir, log)
  }
  try {
    // Scans that a bench sends in are not recognised beside what it measures.
    const env = { ANLIAN_RATE_PER_MINUTE: '1000000', ANLIAN_OCR: 'off' }
    const programs = await startPrograms(servers, { dataDir, profile: 'test', port: await freePort(), env })
    const admin = new Client({ connectionString: adminUrl(servers) })
    admin.on('error', () => undefined)
    await admin.connect()
    return { url: programs.url, servers, programs, folder, seed, admin, settled: async () => await settle(admin), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A bench never measures the servers that the user's own settings name. */
const ownEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(DATABASE_|S3_|TEMPORAL_)/.test(name)))

async function clear(folder: string, dataDir: string, log: (line: string) => void): Promise<void> {
  await removeDataDir(dataDir, log).catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
}

/** The superuser's address names the server's own database. */
function adminUrl({ postgres }: Servers): string {
  const url = new URL(postgres.adminUrl ?? postgres.ownerUrl)
  url.pathname = `/${postgres.database}`
  return url.href
}

/** Digests that follow an upload, words that are read and facts on their way must not fall into the next round. */
async function settle(admin: Client): Promise<void> {
  for (const until = Date.now() + SETTLE_MS; Date.now() < until; await sleep(100)) {
    const { rows } = await admin.query<{ busy: boolean }>(
      `select exists (select 1 from document where sm3 is null and withdrawn_at is null)
           or exists (select 1 from document_reading where step in ('words', 'findings'))
           or exists (select 1 from outbox where dispatched_at is null and parked_at is null) as busy`,
    )
    if (rows[0]?.busy === false) return
  }
  throw new Error(`the worker was still busy after ${SETTLE_MS / 1_000} s`)
}
