import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort } from '../../infra/ports.ts'
import { joinTestServers, type TestServers } from '../../infra/test-servers.ts'
import { setUp } from '../../src/setup.ts'
import { prepareBucket } from '../../src/storage/object-store.ts'

type Test = { teardown(end: () => Promise<void>): void }

/** One installation of its own on the shared servers: database, bucket, task queue, API and, where asked for, a worker. */
export type Stack = {
  readonly url: string
  readonly servers: TestServers
  readonly env: NodeJS.ProcessEnv
  /** SQL as a role of the database: owner, app, worker or auditor. */
  as(role: 'owner' | 'app' | 'worker' | 'auditor'): Promise<Client>
  start(name: 'api' | 'worker'): Promise<void>
  /** Ends a process at once, as a power cut would. */
  kill(name: 'api' | 'worker', signal?: NodeJS.Signals): Promise<void>
  pid(name: 'api' | 'worker'): number
}

const ROOT = join(import.meta.dirname, '../..')

const withDatabase = (url: string, name: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}

export async function startStack(t: Test, options: { worker?: boolean; env?: Record<string, string> } = {}): Promise<Stack> {
  const servers = await joinTestServers()
  const name = `test_${randomBytes(6).toString('hex')}`
  const folder = mkdtempSync(join(tmpdir(), 'anlian-stack-'))
  const { postgres, s3, temporal, secrets } = servers
  await withClient(postgres.adminUrl ?? postgres.ownerUrl, async client => {
    await client.query(`create database ${name} owner owner`)
  })
  const urls = { owner: postgres.ownerUrl, app: postgres.appUrl, worker: postgres.workerUrl, auditor: postgres.auditorUrl }
  const urlOf = (role: keyof typeof urls): string => withDatabase(urls[role], name)
  await setUp(urlOf('owner'), { marker: name, profile: 'test' })
  const bucket = name.replace('_', '-')
  await prepareBucket(s3.endpoint, { bucket, region: s3.region, accessKey: s3.accessKey, secretKey: s3.secretKey }, name)
  const [port, workerPort] = [await freePort(), await freePort()]
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    ANLIAN_PROFILE: 'test',
    ANLIAN_MARKER: name,
    ANLIAN_SPOOL: join(folder, 'spool'),
    ANLIAN_SIGNING_KEY: secrets.signingKey('platform').privateKey,
    ANLIAN_TASK_QUEUE: name,
    ANLIAN_RATE_PER_MINUTE: '100000',
    PORT: String(port),
    WORKER_PORT: String(workerPort),
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
  const running = new Map<string, ChildProcess>()
  const clients: Client[] = []
  const stack: Stack = {
    url: `http://127.0.0.1:${port}`,
    servers,
    env,
    async as(role) {
      const client = new Client({ connectionString: urlOf(role) })
      await client.connect()
      clients.push(client)
      return client
    },
    async start(program) {
      // The test runner adds its own loader to every Node process below it; a process of the product runs as it stands.
      const child = spawn(
        'env',
        ['-u', 'NODE_OPTIONS', process.execPath, '--disable-warning=ExperimentalWarning', join(ROOT, `src/${program}.ts`)],
        {
          env,
          stdio: ['ignore', 'ignore', 'inherit'],
        },
      )
      running.set(program, child)
      await answers(`http://127.0.0.1:${program === 'api' ? port : workerPort}/health/live`, child)
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
    await Promise.all([stack.kill('api', 'SIGTERM'), stack.kill('worker', 'SIGTERM')])
    for (const client of clients) await client.end()
    await withClient(postgres.adminUrl ?? postgres.ownerUrl, async client => {
      await client.query(`drop database if exists ${name} with (force)`)
    })
    rmSync(folder, { recursive: true, force: true })
    await servers.leave()
  })
  await Promise.all([stack.start('api'), options.worker ? stack.start('worker') : Promise.resolve()])
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
