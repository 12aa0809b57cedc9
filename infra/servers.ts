import { setTimeout as sleep } from 'node:timers/promises'
import { cacheDirFromEnv, type Job, sweepCache } from './cache.ts'
import { openDataDir } from './data-dir.ts'
import { type Servers, serversOf } from './handle.ts'
import { lockDataDir } from './lock.ts'
import { externalS3, minioSpec } from './minio.ts'
import { killOrphans } from './orphans.ts'
import { PortBook } from './ports.ts'
import { furnishPostgres, postgresSpec } from './postgres.ts'
import { externalPostgres } from './postgres-external.ts'
import { ReaperLink } from './reaper-link.ts'
import { loadSecrets } from './secrets.ts'
import { SetupError } from './setup-error.ts'
import { type ServerName, type ServerSpec, Supervised, type Surroundings } from './supervise.ts'
import { externalTemporal, temporalSpec } from './temporal.ts'

export type { HasPid, Servers } from './handle.ts'
export type { ServerName } from './supervise.ts'

export interface StartOptions {
  readonly dataDir: string
  /** Where programs are kept; default as `ANLIAN_CACHE` says. */
  readonly cacheDir?: string
  readonly log: (line: string) => void
  /** False gives up durability for speed; for tests only. Default true. */
  readonly durable?: boolean
  /** Default: all three. */
  readonly only?: readonly ServerName[]
  /** Gives a start up half-way: what was started is stopped, and the promise rejects. */
  readonly signal?: AbortSignal
  /** Default: the environment of this process. */
  readonly env?: NodeJS.ProcessEnv
}

const STOP_ORDER = ['temporal', 'minio', 'postgres'] as const

/**
 * Finds or starts PostgreSQL, the object store and Temporal, all at once. Those started here listen on the loopback address
 * only, are started again if they die, and are stopped if this process dies. Locks the data folder. Rejects with a SetupError.
 */
export async function startServers(options: StartOptions): Promise<Servers> {
  const lock = lockDataDir(options.dataDir)
  try {
    return await startLocked(options, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

async function startLocked(options: StartOptions, unlock: () => void): Promise<Servers> {
  const { log, env = process.env, durable = true, only = STOP_ORDER } = options
  const dir = openDataDir(options.dataDir)
  await killOrphans(dir.run, log)
  const secrets = loadSecrets(dir.root)
  const givenUp = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, givenUp.signal]) : givenUp.signal
  const job: Job = { cacheDir: options.cacheDir ?? cacheDirFromEnv(env), log, signal }
  const embedded = { dir, secrets, ports: new PortBook(dir.ports, log), log, durable }
  const around: Surroundings = { runDir: dir.run, reaper: new ReaperLink(), log }
  const ours = new Map<string, Supervised>()
  const programs: Supervised[] = []
  const run = async (spec: ServerSpec) => {
    const program = new Supervised(spec, around)
    programs.push(program)
    await program.start()
    return program
  }
  const up = upWith(ours, around, signal)
  const stop = async () => {
    for (const program of programs) await program.stop()
    for (const name of STOP_ORDER) await ours.get(name)?.stop()
    await around.reaper.close()
    unlock()
  }

  const starts = {
    async postgres() {
      if (env.DATABASE_URL) return await externalPostgres(env, env.DATABASE_URL, secrets, job)
      const { postgres } = await up(() => postgresSpec(embedded))
      await furnishPostgres(secrets, postgres.port)
      return postgres
    },
    async s3() {
      return env.S3_ENDPOINT ? await externalS3(env, env.S3_ENDPOINT, job) : (await up(() => minioSpec(embedded, job))).s3
    },
    async temporal() {
      if (env.TEMPORAL_ADDRESS) return await externalTemporal(env, env.TEMPORAL_ADDRESS, job)
      const { temporal, furnish } = await up(() => temporalSpec(embedded, job))
      await furnish()
      return temporal
    },
  }
  const asked = [
    only.includes('postgres') ? starts.postgres() : null,
    only.includes('minio') ? starts.s3() : null,
    only.includes('temporal') ? starts.temporal() : null,
  ] as const
  try {
    const [postgres, s3, temporal] = await Promise.all(asked)
    sweepCache(job.cacheDir)
    return serversOf({ postgres, s3, temporal }, { secrets, marker: dir.marker, ours, run, stop })
  } catch (error) {
    givenUp.abort()
    await Promise.allSettled([...asked, stop()])
    await stop() // what had just been about to start when the first stop looked
    throw error
  }
}

/** Starts what a builder describes; if another program took the port in between, describes and starts it anew. */
function upWith(ours: Map<string, Supervised>, around: Surroundings, signal: AbortSignal) {
  return async <T extends { spec: ServerSpec }>(describe: () => Promise<T>): Promise<T> => {
    for (let attempt = 1; ; attempt++) {
      const described = await describe()
      signal.throwIfAborted()
      const { spec } = described
      const server = new Supervised(spec, around)
      ours.set(spec.name, server)
      const begun = Date.now()
      const giveUp = () => void server.stop()
      signal.addEventListener('abort', giveUp, { once: true })
      try {
        await server.start()
        around.log(`${spec.name}: ready on ${spec.address} (${((Date.now() - begun) / 1000).toFixed(1)} s)`)
        return described
      } catch (error) {
        if (attempt >= 3 || signal.aborted || !isPortClash(error)) throw error
        await sleep(100)
      } finally {
        signal.removeEventListener('abort', giveUp)
      }
    }
  }
}

function isPortClash(error: unknown): boolean {
  return error instanceof SetupError && /address already in use|can't set .*port/i.test(String(error.facts.tail))
}
