import { type Static, Type } from 'typebox'
import { Value } from 'typebox/value'

const Url = Type.String({ minLength: 8 })
const Number_ = Type.String({ pattern: '^\\d+$' })

/** What the processes need to know, all from the environment; nothing has a secret default. */
const Environment = Type.Object({
  ANLIAN_PROFILE: Type.Union([Type.Literal('demo'), Type.Literal('test'), Type.Literal('production')]),
  ANLIAN_SPOOL: Type.String({ minLength: 1 }),
  ANLIAN_MARKER: Type.String({ minLength: 8 }),
  ANLIAN_SIGNING_KEY: Type.String({ minLength: 32 }),
  ANLIAN_SEAL_KEY: Type.String({ minLength: 32 }),
  ANLIAN_SEAL_WRAP: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  ANLIAN_RATE_PER_MINUTE: Type.Optional(Number_),
  ANLIAN_OCR: Type.Optional(Type.Union([Type.Literal('on'), Type.Literal('off')])),
  ANLIAN_TASK_QUEUE: Type.Optional(Type.String({ minLength: 1 })),
  PORT: Type.Optional(Number_),
  WORKER_PORT: Type.Optional(Number_),
  APP_DATABASE_URL: Url,
  WORKER_DATABASE_URL: Url,
  AUDITOR_DATABASE_URL: Url,
  S3_ENDPOINT: Url,
  S3_ACCESS_KEY: Type.String({ minLength: 3 }),
  S3_SECRET_KEY: Type.String({ minLength: 8 }),
  S3_REGION: Type.Optional(Type.String()),
  S3_BUCKET: Type.String({ minLength: 3 }),
  TEMPORAL_ADDRESS: Type.String({ minLength: 3 }),
  TEMPORAL_NAMESPACE: Type.String({ minLength: 1 }),
  SMTP_URL: Type.Optional(Url),
  ANLIAN_MAIL_FROM: Type.Optional(Type.String({ minLength: 3 })),
  SMS_WEBHOOK_URL: Type.Optional(Url),
  WECOM_WEBHOOK_URL: Type.Optional(Url),
  ANLIAN_PUBLIC_URL: Type.Optional(Url),
})

export type Profile = Static<typeof Environment>['ANLIAN_PROFILE']

export type Config = {
  readonly profile: Profile
  readonly spoolDir: string
  /** Whether this worker recognises the characters of pictures. */
  readonly recognises: boolean
  readonly marker: string
  readonly signingKey: string
  /** The key of the authority that issues the agencies' seals, and the one under which the seals' keys are kept. */
  readonly seal: { readonly authorityKey: string; readonly wrapKey: string }
  readonly ratePerMinute: number
  readonly taskQueue: string
  readonly port: number
  /** Where the worker answers whether it lives; null: nowhere. */
  readonly workerPort: number | null
  readonly appDatabaseUrl: string
  readonly workerDatabaseUrl: string
  readonly auditorDatabaseUrl: string
  readonly s3: {
    readonly endpoint: string
    readonly accessKey: string
    readonly secretKey: string
    readonly region: string
    readonly bucket: string
  }
  readonly temporal: { readonly address: string; readonly namespace: string }
  /** Ways to tell people outside the platform; what is null is not there. */
  readonly messaging: {
    readonly smtpUrl: string | null
    readonly mailFrom: string | null
    readonly smsUrl: string | null
    readonly wecomUrl: string | null
  }
  /** Where people open the platform, for the link in a message; null: no link. */
  readonly publicUrl: string | null
  /** The page where anybody checks a certificate. */
  readonly verifyUrl: string
}

/** The environment, checked once. @throws Error that lists everything that is missing or wrong, by name and without its value */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = Value.Clean(Environment, { ...env })
  if (!Value.Check(Environment, known)) {
    const wrong = [...Value.Errors(Environment, known)].map(({ instancePath, message }) => `${instancePath} ${message}`)
    throw new Error(`the environment is incomplete:\n  ${wrong.join('\n  ')}`)
  }
  if (known.SMTP_URL !== undefined && known.ANLIAN_MAIL_FROM === undefined)
    throw new Error('the environment is incomplete:\n  /ANLIAN_MAIL_FROM is needed beside SMTP_URL')
  return {
    profile: known.ANLIAN_PROFILE,
    spoolDir: known.ANLIAN_SPOOL,
    recognises: known.ANLIAN_OCR !== 'off',
    marker: known.ANLIAN_MARKER,
    signingKey: known.ANLIAN_SIGNING_KEY,
    seal: { authorityKey: known.ANLIAN_SEAL_KEY, wrapKey: known.ANLIAN_SEAL_WRAP },
    ratePerMinute: Number(known.ANLIAN_RATE_PER_MINUTE ?? 1_200),
    taskQueue: known.ANLIAN_TASK_QUEUE ?? 'flow',
    port: Number(known.PORT ?? 8080),
    workerPort: known.WORKER_PORT === undefined ? null : Number(known.WORKER_PORT),
    appDatabaseUrl: known.APP_DATABASE_URL,
    workerDatabaseUrl: known.WORKER_DATABASE_URL,
    auditorDatabaseUrl: known.AUDITOR_DATABASE_URL,
    s3: {
      endpoint: known.S3_ENDPOINT,
      accessKey: known.S3_ACCESS_KEY,
      secretKey: known.S3_SECRET_KEY,
      region: known.S3_REGION ?? 'us-east-1',
      bucket: known.S3_BUCKET,
    },
    temporal: { address: known.TEMPORAL_ADDRESS, namespace: known.TEMPORAL_NAMESPACE },
    messaging: {
      smtpUrl: known.SMTP_URL ?? null,
      mailFrom: known.ANLIAN_MAIL_FROM ?? null,
      smsUrl: known.SMS_WEBHOOK_URL ?? null,
      wecomUrl: known.WECOM_WEBHOOK_URL ?? null,
    },
    publicUrl: known.ANLIAN_PUBLIC_URL ?? null,
    verifyUrl: new URL('/verify', known.ANLIAN_PUBLIC_URL ?? `http://127.0.0.1:${known.PORT ?? 8080}`).href,
  }
}
