import { readProblem, unreachable } from './problem.ts'

export const API = '/api/v1'

type Query = Record<string, string | number | boolean | null | undefined>
type Options = { query?: Query; body?: unknown; ifMatch?: string | undefined; signal?: AbortSignal | undefined; keepalive?: boolean }

let csrfToken = ''
let onExpired: () => void = () => undefined

/** The token of the session; every change of state carries it. */
export function setCsrf(token: string): void {
  csrfToken = token
}

export const csrf = (): string => csrfToken

/** Called when the server no longer knows the session. */
export function setExpiredHandler(handler: () => void): void {
  onExpired = handler
}

export const reportExpired = (): void => onExpired()

/** A random UUID (version 4); `crypto.randomUUID` is younger than our browser floor. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Path and query below /api/v1; empty values are left out. */
export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '' && value !== false) search.set(name, String(value))
  }
  const text = search.toString()
  return `${API}${path}${text === '' ? '' : `?${text}`}`
}

/** One JSON request. Throws `ApiProblem` for every refusal, and for no answer. */
export async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (method !== 'GET') headers['x-csrf-token'] = csrfToken
  if (method === 'POST' || method === 'PUT') headers['idempotency-key'] = uuid()
  if (options.ifMatch !== undefined) headers['if-match'] = options.ifMatch
  let response: Response
  try {
    response = await fetch(address(path, options.query), {
      method,
      headers,
      body: options.body === undefined ? null : JSON.stringify(options.body),
      signal: options.signal ?? null,
      keepalive: options.keepalive ?? false,
    })
  } catch (error) {
    if (options.signal?.aborted) throw error
    throw unreachable()
  }
  const text = await response.text()
  if (!response.ok) {
    if (response.status === 401 && path !== '/session' && path !== '/demo/session') reportExpired()
    throw readProblem(response.status, text, response.headers.get('x-request-id'))
  }
  // An empty answer (204) parses to null; its callers ask for nothing.
  return JSON.parse(text === '' ? 'null' : text)
}

export const get = <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  call<T>('GET', path, { query: query ?? {}, signal })
export const post = <T>(path: string, body: unknown = {}): Promise<T> => call<T>('POST', path, { body })
