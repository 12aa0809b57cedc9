import { join } from 'node:path'
import type { DataDir } from './data-dir.ts'
import type { PortBook } from './ports.ts'
import { postgresBin } from './postgres-bin.ts'
import { ADMIN, checkCluster, clearStalePidFile, initCluster, postgresEnv, postgresPlace, settleStragglers } from './postgres-files.ts'
import { databaseUrl, ensureDatabase, ensureRoles, type Role, withDatabase } from './postgres-sql.ts'
import type { Secrets } from './secrets.ts'
import { errorCode, SetupError } from './setup-error.ts'
import type { ServerSpec } from './supervise.ts'
import { unprivilegedUser } from './unprivileged.ts'

export const HOST = '127.0.0.1'
const DATABASE = 'anlian'

export interface Postgres {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly ownerUrl: string
  readonly appUrl: string
  readonly workerUrl: string
  readonly auditorUrl: string
  /** The superuser, for tests that make their own databases; only of a server started here. */
  readonly adminUrl?: string
}

export interface Embedded {
  readonly dir: DataDir
  readonly secrets: Secrets
  readonly ports: PortBook
  readonly log: (line: string) => void
  /** False gives up durability for speed; for tests only. */
  readonly durable: boolean
}

/** Makes the database files on the first start; gives how to run the server on them. */
export async function postgresSpec({ dir, secrets, ports, log, durable }: Embedded): Promise<{ spec: ServerSpec; postgres: Postgres }> {
  const runAs = unprivilegedUser(join(dir.root, 'postgres'))
  const bin = postgresBin(runAs)
  const place = postgresPlace(dir, runAs)
  if (checkCluster(dir, place) === 'missing') {
    log('postgres: making the database files')
    await initCluster({ dir, place, bin, runAs, password: secrets.text('postgres.admin'), durable })
  }
  const port = await ports.claim('postgres')
  const postgres = connections(secrets, port)
  const spec: ServerSpec = {
    name: 'postgres',
    command: join(bin, 'postgres'),
    args: ['-D', place, ...settings(port, durable).flatMap(setting => ['-c', setting])],
    env: postgresEnv(),
    runAs,
    logFile: join(dir.logs, 'postgres.log'),
    address: `${HOST}:${port}`,
    turn: 2,
    // INT: end open sessions and close cleanly. QUIT: stop at once and recover at the next start.
    signals: [
      ['SIGINT', 20_000],
      ['SIGQUIT', 5_000],
      ['SIGKILL', 5_000],
    ],
    async prepare() {
      await settleStragglers(place)
      clearStalePidFile(place)
    },
    check: () => checkAdmin(secrets, port),
  }
  return { spec, postgres }
}

/** Roles, passwords and the database, after the server answers; repeatable, so an interrupted first start is no harm. */
export async function furnishPostgres(secrets: Secrets, port: number): Promise<void> {
  const passwordOf = (role: Role) => secrets.text(`postgres.${role}`)
  await withDatabase(adminUrl(secrets, port), async query => {
    await ensureRoles(query, passwordOf)
    await ensureDatabase(query, DATABASE)
  })
}

function settings(port: number, durable: boolean): string[] {
  const speed = durable
    ? []
    : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'checkpoint_timeout=30min', 'max_wal_size=2GB']
  return [
    `port=${port}`,
    `listen_addresses=${HOST}`,
    'unix_socket_directories=',
    'max_connections=200',
    'password_encryption=scram-sha-256',
    'timezone=UTC',
    'log_timezone=UTC',
    // A statement in the log could hold the personal data it failed on.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    ...speed,
  ]
}

function adminUrl(secrets: Secrets, port: number): string {
  return databaseUrl(ADMIN, secrets.text('postgres.admin'), HOST, port, 'postgres')
}

function connections(secrets: Secrets, port: number): Postgres {
  const url = (role: Role) => databaseUrl(role, secrets.text(`postgres.${role}`), HOST, port, DATABASE)
  return {
    host: HOST,
    port,
    database: DATABASE,
    ownerUrl: url('owner'),
    appUrl: url('app'),
    workerUrl: url('worker'),
    auditorUrl: url('auditor'),
    adminUrl: adminUrl(secrets, port),
  }
}

async function checkAdmin(secrets: Secrets, port: number): Promise<void> {
  try {
    await withDatabase(adminUrl(secrets, port), query => query('SELECT 1'))
  } catch (error) {
    if (errorCode(error) !== '28P01') throw error
    throw new SetupError(
      'wrong-credentials',
      { server: 'PostgreSQL', address: `${HOST}:${port}`, user: ADMIN, where: secrets.path },
      { cause: error },
    )
  }
}
