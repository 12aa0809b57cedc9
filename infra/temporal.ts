import { closeSync, existsSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressUrl, awaitServer, type Waiter } from './address.ts'
import type { Job } from './cache.ts'
import type { DataDir } from './data-dir.ts'
import { grpcStatus } from './grpc.ts'
import { obtain } from './obtain.ts'
import { type Embedded, HOST } from './postgres.ts'
import { SetupError } from './setup-error.ts'
import type { ServerSpec } from './supervise.ts'

export interface Temporal {
  readonly address: string
  readonly namespace: string
  /** The operators' pages; only of a server started here. */
  readonly uiUrl?: string
}

const NAMESPACE = 'anlian'
const NOT_FOUND = 5
// A closed flow keeps its id taken for this long: an outbox event that comes once more then meets it and changes nothing.
const RETENTION = `${90 * 24 * 3600}s`

export async function temporalSpec(
  { dir, ports, durable }: Embedded,
  job: Job,
): Promise<{ spec: ServerSpec; temporal: Temporal; furnish: () => Promise<void> }> {
  const command = await obtain('temporal', job)
  const file = databaseFile(dir)
  const port = await ports.claim('temporal')
  const httpPort = await ports.claim('temporal-http')
  const uiPort = await ports.claim('temporal-ui')
  const address = `${HOST}:${port}`
  const spec: ServerSpec = {
    name: 'temporal',
    command,
    args: [
      ...['server', 'start-dev', '--disable-config-file', '--disable-config-env', '--log-level', 'warn', '--color', 'never'],
      ...['--ip', HOST, '--port', `${port}`, '--http-port', `${httpPort}`, '--ui-port', `${uiPort}`, '--namespace', NAMESPACE],
      // A write-ahead log needs one flush for a commit where the default needs several.
      ...['--db-filename', file, '--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', `synchronous=${durable ? 'full' : 'off'}`],
    ],
    env: { ...process.env, TEMPORAL_VERSION_CHECK_DISABLED: '1' },
    runAs: null,
    logFile: join(dir.logs, 'temporal.log'),
    address,
    turn: 0,
    signals: [
      ['SIGTERM', 10_000],
      ['SIGKILL', 5_000],
    ],
    check: () => checkNamespace(`http://${address}`, address, NAMESPACE),
  }
  return {
    spec,
    temporal: { address, namespace: NAMESPACE, uiUrl: `http://${HOST}:${uiPort}` },
    async furnish() {
      await keepHistories(`http://${HOST}:${httpPort}`)
      writeFileSync(join(dir.temporal, 'complete'), '')
    },
  }
}

/** The Temporal named by `TEMPORAL_ADDRESS`, with `TEMPORAL_NAMESPACE` and, for TLS without client certificates, `TEMPORAL_TLS=true`. */
export async function externalTemporal(env: NodeJS.ProcessEnv, address: string, { log, signal }: Waiter): Promise<Temporal> {
  const namespace = env.TEMPORAL_NAMESPACE || NAMESPACE
  addressUrl('TEMPORAL_ADDRESS', `grpc://${address}`, ['grpc:'], 'temporal.example:7233')
  const origin = `${env.TEMPORAL_TLS === 'true' ? 'https' : 'http'}://${address}`
  await awaitServer({ server: 'Temporal', address, variable: 'TEMPORAL_ADDRESS', log, signal }, async () => {
    try {
      await checkNamespace(origin, address, namespace)
    } catch (error) {
      if (error instanceof NamespaceMissing) throw new SetupError('namespace-missing', { address, namespace })
      throw error
    }
  })
  return { address, namespace }
}

class NamespaceMissing extends Error {}

async function checkNamespace(origin: string, address: string, namespace: string): Promise<void> {
  const status = await grpcStatus(origin, '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace', namespace)
  if (status === NOT_FOUND) throw new NamespaceMissing(`no namespace ${namespace} at ${address}`)
  if (status !== 0) throw new Error(`gRPC status ${status}`)
}

async function keepHistories(origin: string): Promise<void> {
  const answer = await fetch(`${origin}/api/v1/namespaces/${NAMESPACE}/update`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ config: { workflowExecutionRetentionTtl: RETENTION } }),
    signal: AbortSignal.timeout(10_000),
  })
  if (!answer.ok) throw new Error(`setting the retention of namespace ${NAMESPACE}: HTTP ${answer.status}`)
}

/** The server makes its file only if there is none, so one from an interrupted first start must go; a damaged one is refused. */
function databaseFile(dir: DataDir): string {
  const file = join(dir.temporal, 'temporal.db')
  if (!existsSync(join(dir.temporal, 'complete'))) {
    for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) rmSync(path, { force: true })
  } else if (!isSqlite(file)) {
    throw new SetupError('data-folder-half-written', {
      folder: dir.root,
      what: 'temporal/temporal.db is missing or damaged / temporal/temporal.db 丢失或损坏',
    })
  }
  return file
}

function isSqlite(path: string): boolean {
  if (!existsSync(path)) return false
  const fd = openSync(path, 'r')
  try {
    const head = Buffer.alloc(15)
    readSync(fd, head)
    return head.toString('latin1') === 'SQLite format 3'
  } finally {
    closeSync(fd)
  }
}
