import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Servers } from './handle.ts'
import { logTail, openLog } from './log-file.ts'
import { freePort } from './ports.ts'
import { SetupError } from './setup-error.ts'
import type { ServerSpec, Supervised } from './supervise.ts'

const ROOT = join(import.meta.dirname, '..')
const BUCKET = 'anlian-dossier'
/** Streams of bytes leave much that dies young; in a small nursery a process stays at its own size, whatever goes through. */
const NURSERY_MIB = { api: 4, worker: 2, connectors: 2 } as const

export interface ProgramOptions {
  readonly dataDir: string
  readonly profile: 'demo' | 'test' | 'production'
  readonly port: number
  /** More of the environment, for tests and benches. */
  readonly env?: Readonly<Record<string, string>>
}

export interface Programs {
  readonly api: Supervised
  readonly worker: Supervised
  /** Speaks to the agencies' own systems. */
  readonly connectors: Supervised
  readonly url: string
}

/** What an operator may set for messages outside the platform; it is handed on as it is. */
const MESSAGING = ['SMTP_URL', 'ANLIAN_MAIL_FROM', 'SMS_WEBHOOK_URL', 'WECOM_WEBHOOK_URL', 'ANLIAN_PUBLIC_URL']

/** The environment that the API, the worker and the set-up step read; see `src/config.ts`. */
function programEnv(servers: Servers, { dataDir, profile, port, env = {} }: ProgramOptions): NodeJS.ProcessEnv {
  const { postgres, s3, temporal, secrets, marker } = servers
  return {
    PATH: process.env.PATH,
    ANLIAN_PROFILE: profile,
    ANLIAN_MARKER: marker,
    ANLIAN_SPOOL: join(dataDir, 'spool'),
    ANLIAN_SIGNING_KEY: secrets.signingKey('platform').privateKey,
    ANLIAN_SEAL_KEY: secrets.signingKey('seal authority', 'p256').privateKey,
    ANLIAN_SEAL_WRAP: secrets.text('seal keys'),
    PORT: String(port),
    APP_DATABASE_URL: postgres.appUrl,
    WORKER_DATABASE_URL: postgres.workerUrl,
    AUDITOR_DATABASE_URL: postgres.auditorUrl,
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
    S3_REGION: s3.region,
    S3_BUCKET: BUCKET,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ANLIAN_OCR: process.env.ANLIAN_OCR,
    ...Object.fromEntries(MESSAGING.map(name => [name, process.env[name]])),
    ...env,
  }
}

/** Brings schema and bucket up to date, then runs the worker, that of the connectors and the API, supervised. */
export async function startPrograms(servers: Servers, options: ProgramOptions): Promise<Programs> {
  const env = programEnv(servers, options)
  const logs = join(options.dataDir, 'logs')
  mkdirSync(logs, { recursive: true, mode: 0o700 })
  await setUp({ ...env, DATABASE_URL: servers.postgres.ownerUrl }, join(logs, 'setup.log'))
  const workerPort = await freePort()
  const worker = await servers.run(
    spec('worker', join(ROOT, 'src/worker.ts'), { ...env, WORKER_PORT: String(workerPort) }, workerPort, logs),
  )
  const connectorPort = await freePort()
  const connectors = await servers.run(
    spec('connectors', join(ROOT, 'src/connector-worker.ts'), { ...env, WORKER_PORT: String(connectorPort) }, connectorPort, logs),
  )
  const api = await servers.run(spec('api', join(ROOT, 'src/api.ts'), env, options.port, logs))
  return { api, worker, connectors, url: `http://127.0.0.1:${options.port}` }
}

function spec(name: 'api' | 'worker' | 'connectors', file: string, env: NodeJS.ProcessEnv, port: number, logs: string): ServerSpec {
  const address = `127.0.0.1:${port}`
  return {
    name,
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', `--max-semi-space-size=${NURSERY_MIB[name]}`, file],
    env,
    runAs: null,
    logFile: join(logs, `${name}.log`),
    address,
    signals: [
      ['SIGTERM', 15_000],
      ['SIGKILL', 5_000],
    ],
    turn: -1,
    async check() {
      const answer = await fetch(`http://${address}/health/live`, { signal: AbortSignal.timeout(2_000) })
      if (!answer.ok) throw new Error(`answered ${answer.status}`)
    },
  }
}

async function setUp(env: NodeJS.ProcessEnv, logFile: string): Promise<void> {
  const { fd, from } = openLog(logFile)
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'src/setup.ts')], {
    stdio: ['ignore', fd, fd],
    env,
  })
  const [code] = await once(child, 'exit')
  if (code !== 0)
    throw new SetupError('server-did-not-start', {
      server: 'setup',
      reason: `exit code ${code}`,
      log: logFile,
      tail: logTail(logFile, from),
    })
}
