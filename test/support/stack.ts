import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../infra/ports.ts'
import type { Servers } from '../../infra/servers.ts'
import { joinTestServers } from '../../infra/test-servers.ts'
import type { Profile } from '../../src/config.ts'
import { setUp } from '../../src/setup.ts'
import { prepareBucket } from '../../src/storage/object-store.ts'

type Test = { teardown(end: () => Promise<void>): void }

export type Program = 'api' | 'worker' | 'spare' | 'connectors' | 'spareConnectors'
export type DatabaseRole = 'owner' | 'app' | 'worker' | 'auditor' | 'admin'
type BorrowedServers = Omit<Servers, 'run' | 'stop'>
export type StackOptions = { worker?: boolean; connectors?: boolean; env?: Record<string, string>; profile?: Profile }

/** One installation of its own: database, bucket, task queue, API and, where asked for, workers. */
export type Stack = {
  readonly url: string
  readonly servers: BorrowedServers
  readonly env: NodeJS.ProcessEnv
  /** SQL as a role of the database; `admin` sees every row. */
  as(role: DatabaseRole): Promise<Client>
  /** `spare` is a second worker, `spareConnectors` a second one of the connectors. */
  start(name: Program): Promise<void>
  /** Ends a process at once, as a power cut would. */
  kill(name: Program, signal?: NodeJS.Signals): Promise<void>
  pid(name: Program): number
}

const FILES: Readonly<Record<Program, string>> = {
  api: 'api.ts',
  worker: 'worker.ts',
  spare: 'worker.ts',
  connectors: 'connector-worker.ts',
  spareConnectors: 'connector-worker.ts',
}
const ROOT = join(import.meta.dirname, '../..')

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

/** An installation on the servers that all test files share. */
export async function startStack(t: Test, options: StackOptions = {}): Promise<Stack> {
  const servers = await joinTestServers()
  t.teardown(async () => await servers.leave())
  return await installOn(servers, t, options)
}

/** Makes a fresh installation on these servers and starts its programs; after the test nothing of it is left. */
export async function installOn(servers: BorrowedServers, t: Test, options: StackOptions): Promise<Stack> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'anlian-stack-'))
  const { postgres, s3, temporal, secrets } = servers
  const adminUrl = postgres.adminUrl ?? postgres.ownerUrl
  await withClient(adminUrl, async client => {
    await client.query(`create database ${name} owner owner`)
  })
  const { ownerUrl: owner, appUrl: app, workerUrl: worker, auditorUrl: auditor } = postgres
  const urls = { owner, app, worker, auditor, admin: adminUrl }
  const urlOf = (role: DatabaseRole): string => withDatabase(urls[role], name)
  const { profile = 'test' } = options
  await setUp(urlOf('owner'), { marker: name, profile })
  const bucket = name.replace('_', '-')
  await prepareBucket(s3.endpoint, { bucket, region: s3.region, accessKey: s3.accessKey, secretKey: s3.secretKey }, name)
  const ports: Record<Program, number> = {
    api: await freePort(),
    worker: await freePort(),
    spare: await freePort(),
    connectors: await freePort(),
    spareConnectors: await freePort(),
  }
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    ANLIAN_PROFILE: profile,
    ANLIAN_MARKER: name,
    ANLIAN_SPOOL: join(folder, 'spool'),
    ANLIAN_SIGNING_KEY: secrets.signingKey('platform').privateKey,
    ANLIAN_SEAL_KEY: secrets.signingKey('seal authority', 'p256').privateKey,
    ANLIAN_SEAL_WRAP: secrets.text('seal keys'),
    ANLIAN_TASK_QUEUE: name,
    ANLIAN_RATE_PER_MINUTE: '100000',
    // Pictures are recognised where a test is about them: it takes seconds of both processors.
    ANLIAN_OCR: 'off',
    PORT: String(ports.api),
    APP_DATABASE_URL: urlOf('app'),
    WORKER_DATABASE_URL: urlOf('worker'),
    AUDITOR_DATABASE_URL: urlOf('auditor'),
    S3_ENDPOINT: s3.endpoint,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
    S3_REGION: s3.region,
    S3_BUCKET: bucket,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    ...options.env,
  }
  const running = new Map<Program, ChildProcess>()
  const clients: Client[] = []
  const stack: Stack = {
    url: `http://127.0.0.1:${ports.api}`,
    servers,
    env,
    async as(role) {
      const client = new Client({ connectionString: urlOf(role) })
      client.on('error', () => undefined) // the server may be killed under it; the next query tells
      await client.connect()
      clients.push(client)
      return client
    },
    async start(program) {
      const file = join(ROOT, 'src', FILES[program])
      // The test runner adds its own loader to every Node process below it; a process of the product runs as it stands.
      const child = spawn('env', ['-u', 'NODE_OPTIONS', process.execPath, '--disable-warning=ExperimentalWarning', file], {
        env: { ...env, WORKER_PORT: String(ports[program]) },
        stdio: ['ignore', 'ignore', 'inherit'],
      })
      running.set(program, child)
      await answers(`http://127.0.0.1:${ports[program]}/health/live`, child)
    },
    async kill(program, signal = 'SIGKILL') {
      const child = running.get(program)
      running.delete(program)
      if (child && child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
    },
    pid: program => running.get(program)?.pid ?? 0,
  }
  t.teardown(async () => {
    await Promise.all([...running.keys()].map(async program => await stack.kill(program, 'SIGTERM')))
    for (const client of clients) await client.end().catch(() => undefined)
    await withClient(adminUrl, async client => {
      await client.query(`drop database if exists ${name} with (force)`)
    })
    rmSync(folder, { recursive: true, force: true })
  })
  const wanted: Program[] = ['api', ...(options.worker ? ['worker' as const] : []), ...(options.connectors ? ['connectors' as const] : [])]
  await Promise.all(wanted.map(stack.start))
  return stack
}

async function withClient(url: string, run: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}

/** Waits until a process answers; fails at once if it ends first. */
async function answers(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`ended with exit code ${child.exitCode} before it answered`)
    try {
      if ((await fetch(url)).ok) return
    } catch {
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
