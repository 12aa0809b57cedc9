import { isRecord } from './files.ts'
import type { S3 } from './minio.ts'
import type { Postgres } from './postgres.ts'
import { isSignal } from './reaper-link.ts'
import type { HasPid, ServerName } from './servers.ts'
import type { Temporal } from './temporal.ts'

// What host and test files say to each other, one JSON object a line.

export type Act = 'kill' | 'restart' | 'halt' | 'resume' | 'untilReady'

export interface State {
  readonly dataDir: string
  readonly marker: string
  readonly postgres: Postgres & HasPid
  readonly s3: S3 & HasPid
  readonly temporal: Temporal & HasPid
}

export interface Request {
  readonly id: number
  readonly act: Act
  readonly name: ServerName
  readonly signal: NodeJS.Signals | undefined
}

export interface Reply {
  readonly id: number
  readonly error: string | null
  readonly state: State
}

const ACTS = ['kill', 'restart', 'halt', 'resume', 'untilReady'] as const
const NAMES = ['postgres', 'minio', 'temporal'] as const

export function parseRequest(value: unknown): Request | null {
  if (!isRecord(value) || typeof value.id !== 'number') return null
  const act = ACTS.find(one => one === value.act)
  const name = NAMES.find(one => one === value.name)
  return act && name ? { id: value.id, act, name, signal: isSignal(value.signal) ? value.signal : undefined } : null
}

export function parseReply(value: unknown): Reply | null {
  if (!isRecord(value) || typeof value.id !== 'number') return null
  const state = parseState(value.state)
  return state && { id: value.id, error: typeof value.error === 'string' ? value.error : null, state }
}

/** The host is the same code as ours, so it is enough to see that the parts are there. */
export function parseState(value: unknown): State | null {
  return isState(value) ? value : null
}

function isState(value: unknown): value is State {
  if (!isRecord(value)) return false
  return (
    typeof value.dataDir === 'string' &&
    typeof value.marker === 'string' &&
    isRecord(value.postgres) &&
    isRecord(value.s3) &&
    isRecord(value.temporal)
  )
}
