import { randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

/** What a test reads of an answer: by path, with the status beside it. */
export type Answer = {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  text(path: string): string
  at(path: string): unknown
}

const Session = Type.Object({ csrf: Type.String(), user: Type.Object({ id: Type.String() }) })

export type NamedFile = { readonly name: string; readonly bytes: Uint8Array; readonly type: string }

/** A signed-in person of the demonstration district, speaking HTTP like the screens do. */
export type Person = {
  readonly userId: string
  readonly cookie: string
  readonly csrf: string
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  /** Posts a multipart form with one file. */
  sendFile(path: string, file: NamedFile, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
  upload(caseId: string, file: NamedFile, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Answer>
}

const walk = (body: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)]
    return typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined
  }, body)

async function answer(response: Response): Promise<Answer> {
  const raw = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  const body: unknown = isJson && raw !== '' ? JSON.parse(raw) : raw
  return { status: response.status, headers: response.headers, body, at: path => walk(body, path), text: path => String(walk(body, path)) }
}

/** A caller without a session. */
export async function anonymous(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  return await answer(await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }))
}

/** Signs in by a click, as in the demo and test profiles. */
export async function signIn(url: string, login: string): Promise<Person> {
  const response = await fetch(`${url}/api/v1/demo/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login }),
  })
  if (response.status !== 201) throw new Error(`sign-in of ${login} answered ${response.status}`)
  const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  const { csrf, user } = Value.Parse(Session, Value.Clean(Session, await response.json()))
  const own = { cookie, 'x-csrf-token': csrf, origin: url }
  const send: Person['send'] = async (method, path, body, headers = {}) => {
    const all = {
      ...own,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    }
    return await answer(
      await fetch(`${url}/api/v1${path}`, { method, headers: all, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    )
  }
  const sendFile: Person['sendFile'] = async (path, { name, bytes, type }, fields = {}, headers = {}) => {
    const form = new FormData()
    for (const [key, value] of Object.entries({ path: name, sizeBytes: String(bytes.length), ...fields })) form.append(key, value)
    form.append('file', new Blob([Buffer.from(bytes)], { type }), name.split('/').at(-1) ?? name)
    const all = { ...own, 'idempotency-key': randomUUID(), ...headers }
    return await answer(await fetch(`${url}/api/v1${path}`, { method: 'POST', headers: all, body: form }))
  }
  return {
    userId: user.id,
    cookie,
    csrf,
    send,
    get: async (path, headers = {}) => await answer(await fetch(`${url}/api/v1${path}`, { headers: { cookie, ...headers } })),
    post: async (path, body = {}, headers = {}) => await send('POST', path, body, headers),
    sendFile,
    upload: async (caseId, file, fields, headers) => await sendFile(`/cases/${caseId}/documents`, file, fields, headers),
  }
}
