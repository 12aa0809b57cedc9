import { join } from 'node:path'
import { addressUrl, awaitServer, type Waiter } from './address.ts'
import type { Job } from './cache.ts'
import { obtain } from './obtain.ts'
import { type Embedded, HOST } from './postgres.ts'
import { errorCode, SetupError } from './setup-error.ts'
import type { ServerSpec } from './supervise.ts'

export interface S3 {
  readonly endpoint: string
  readonly accessKey: string
  readonly secretKey: string
  readonly region: string
}

const REGION = 'us-east-1'
const ROOT_USER = 'anlian-root'

export async function minioSpec({ dir, secrets, ports }: Embedded, job: Job): Promise<{ spec: ServerSpec; s3: S3 }> {
  const command = await obtain('minio', job)
  const port = await ports.claim('minio')
  const address = `${HOST}:${port}`
  const secretKey = secrets.text('minio.root')
  const spec: ServerSpec = {
    name: 'minio',
    command,
    args: ['server', '--address', address, '--certs-dir', join(dir.root, 'minio-certs'), '--anonymous', dir.minio],
    env: minioEnv(secretKey),
    runAs: null,
    logFile: join(dir.logs, 'minio.log'),
    address,
    turn: 1,
    signals: [
      ['SIGTERM', 10_000],
      ['SIGKILL', 5_000],
    ],
    async check() {
      const answer = await fetch(`http://${address}/minio/health/ready`, { signal: AbortSignal.timeout(3_000) })
      if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
    },
  }
  return { spec, s3: { endpoint: `http://${address}`, accessKey: ROOT_USER, secretKey, region: REGION } }
}

/** The object store named by `S3_ENDPOINT`, with `S3_ACCESS_KEY`, `S3_SECRET_KEY` and, if it differs, `S3_REGION`. */
export async function externalS3(env: NodeJS.ProcessEnv, endpoint: string, { log, signal }: Waiter): Promise<S3> {
  const url = addressUrl('S3_ENDPOINT', endpoint, ['http:', 'https:'], 'https://s3.example:9000')
  const { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey, S3_REGION: region = REGION } = env
  if (!accessKey || !secretKey) throw new SetupError('setting-missing', { given: 'S3_ENDPOINT', missing: 'S3_ACCESS_KEY, S3_SECRET_KEY' })
  const { Client } = await import('minio')
  const client = new Client({
    endPoint: url.hostname,
    useSSL: url.protocol === 'https:',
    accessKey,
    secretKey,
    region,
    ...(url.port ? { port: Number(url.port) } : {}),
  })
  await awaitServer({ server: 'S3', address: url.host, variable: 'S3_ENDPOINT', log, signal }, async () => {
    try {
      await client.listBuckets()
    } catch (error) {
      // A key that may not list buckets is still a key: what it may do is the caller's affair.
      if (errorCode(error) === 'AccessDenied') return
      if (!['InvalidAccessKeyId', 'SignatureDoesNotMatch'].includes(errorCode(error))) throw error
      throw new SetupError(
        'wrong-credentials',
        { server: 'S3', address: url.host, user: accessKey, where: 'S3_ACCESS_KEY, S3_SECRET_KEY' },
        { cause: error },
      )
    }
  })
  return { endpoint: url.origin, accessKey, secretKey, region }
}

/** The user's own MINIO_* settings are for his own server, not for ours. */
function minioEnv(secretKey: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('MINIO_'))
  return {
    ...Object.fromEntries(kept),
    MINIO_ROOT_USER: ROOT_USER,
    MINIO_ROOT_PASSWORD: secretKey,
    MINIO_SITE_REGION: REGION,
    MINIO_BROWSER: 'off',
    MINIO_UPDATE: 'off',
    MINIO_CALLHOME_ENABLE: 'off',
  }
}
