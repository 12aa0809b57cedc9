import type { S3 } from './minio.ts'
import type { Postgres } from './postgres.ts'
import type { Secrets } from './secrets.ts'
import type { ServerName, ServerSpec, Supervised } from './supervise.ts'
import type { Temporal } from './temporal.ts'

/** The process id of a server started here; it changes when the server is started again. 0: not ours, or down just now. */
export interface HasPid {
  readonly pid: number
}

/** The three servers. Asking for one that `only` left out is a bug and throws. */
export interface Servers {
  readonly postgres: Postgres & HasPid
  readonly s3: S3 & HasPid
  readonly temporal: Temporal & HasPid
  readonly secrets: Secrets
  /** The data folder's random id, for the database and the bucket to carry too. */
  readonly marker: string
  /** Sends a signal to a server started here; after SIGKILL it has ended when this resolves, and comes back by itself. */
  kill(name: ServerName, signal?: NodeJS.Signals): Promise<void>
  /** Stops a server and starts it again on the same port with the same data; resolves when it answers. */
  restart(name: ServerName): Promise<void>
  /** Stops a server until `resume`. */
  halt(name: ServerName): Promise<void>
  resume(name: ServerName): Promise<void>
  /** Resolves when the server answers (again). */
  untilReady(name: ServerName): Promise<void>
  /** Runs a program beside the servers, supervised like them and stopped before them. */
  run(spec: ServerSpec): Promise<Supervised>
  /** Temporal, then the object store, then PostgreSQL, each within its time. */
  stop(): Promise<void>
}

interface Found {
  readonly postgres: Postgres | null
  readonly s3: S3 | null
  readonly temporal: Temporal | null
}

interface Means {
  readonly secrets: Secrets
  readonly marker: string
  readonly ours: ReadonlyMap<string, Supervised>
  readonly run: (spec: ServerSpec) => Promise<Supervised>
  readonly stop: () => Promise<void>
}

/** What the caller holds in hand of the servers found or started. */
export function serversOf(found: Found, { secrets, marker, ours, run, stop }: Means): Servers {
  const own = (name: ServerName): Supervised => {
    const server = ours.get(name)
    if (!server) throw new Error(`${name} was not started by this process`)
    return server
  }
  const withPid = <T>(name: ServerName, value: T | null): T & HasPid => {
    if (!value) throw new Error(`${name} was left out of this start`)
    return { ...value, pid: ours.get(name)?.pid ?? 0 }
  }
  return {
    get postgres() {
      return withPid('postgres', found.postgres)
    },
    get s3() {
      return withPid('minio', found.s3)
    },
    get temporal() {
      return withPid('temporal', found.temporal)
    },
    secrets,
    marker,
    kill: (name, signal = 'SIGKILL') => own(name).kill(signal),
    async restart(name) {
      await own(name).stop()
      await own(name).start()
    },
    halt: name => own(name).stop(),
    resume: name => own(name).start(),
    untilReady: name => own(name).untilReady(),
    run,
    stop,
  }
}
