import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Static, TSchema } from 'typebox'
import { Session } from './answers.ts'
import { type Answer, exchange, jsonBody, type RequestBody } from './exchange.ts'
import { type FileToSend, multipartBody } from './multipart.ts'
import { mustBeFine, readAs } from './read-answer.ts'
import { Refused } from './refused.ts'
import { type OnWait, retrying } from './retry.ts'

/** A demonstration user by a click, or a person with a password. */
type Credentials = { readonly login: string; readonly password?: string }

/** Hears each attempt from 1, and the bytes of the file as they go out. */
type UploadWatch = { readonly onAttempt?: (attempt: number) => void; readonly onBytes?: (bytes: number) => void }

type Call = { readonly body?: RequestBody; readonly key?: string; readonly silenceMs?: number }

const SILENCE_MS = 120_000
const SESSION_COOKIE = '__Host-sid'

/**
 * One person's signed-in connection to the platform: what a screen does, without the screen. Each POST has its own
 * Idempotency-Key, kept over every new attempt, so that a request whose answer was lost never acts twice.
 */
export class Client {
  readonly server: URL
  readonly #credentials: Credentials
  readonly #onWait: OnWait
  #cookie = ''
  #session: Static<typeof Session> | null = null

  private constructor(server: URL, credentials: Credentials, onWait: OnWait) {
    this.server = server
    this.#credentials = credentials
    this.#onWait = onWait
  }

  /** Signs in. @throws Refused where the login is unknown or the password wrong */
  static async signIn(server: URL, credentials: Credentials, onWait: OnWait = () => undefined): Promise<Client> {
    const client = new Client(server, credentials, onWait)
    await client.#signIn()
    return client
  }

  get user(): Static<typeof Session>['user'] {
    if (this.#session === null) throw new Error('not signed in')
    return this.#session.user
  }

  async get<S extends TSchema>(path: string, schema: S): Promise<Static<S>> {
    return await this.#json('GET', path, schema, {})
  }

  async post<S extends TSchema>(path: string, body: unknown, schema: S, { silenceMs = SILENCE_MS } = {}): Promise<Static<S>> {
    return await this.#json('POST', path, schema, { body: jsonBody(body), key: randomUUID(), silenceMs })
  }

  async put<S extends TSchema>(path: string, body: unknown, schema: S): Promise<Static<S>> {
    return await this.#json('PUT', path, schema, { body: jsonBody(body) })
  }

  async patch<S extends TSchema>(path: string, body: unknown, schema: S): Promise<Static<S>> {
    return await this.#json('PATCH', path, schema, { body: jsonBody(body) })
  }

  /** Sends one file from disk, the fields before it. */
  async upload<S extends TSchema>(
    path: string,
    fields: Readonly<Record<string, string>>,
    file: FileToSend,
    schema: S,
    watch: UploadWatch = {},
  ): Promise<Static<S>> {
    const body = multipartBody(fields, file, watch.onBytes)
    return await this.#call('POST', path, { key: randomUUID(), body }, readAs(schema), watch.onAttempt)
  }

  /** Writes the answer's body to a file. Returns its size in bytes. */
  async download(path: string, toFile: string): Promise<number> {
    return await this.#call('GET', path, {}, async ({ message }) => {
      const target = createWriteStream(toFile)
      await pipeline(message, target)
      return target.bytesWritten
    })
  }

  async #json<S extends TSchema>(method: string, path: string, schema: S, call: Call): Promise<Static<S>> {
    return await this.#call(method, path, call, readAs(schema))
  }

  async #call<T>(
    method: string,
    path: string,
    call: Call,
    read: (answer: Answer) => Promise<T>,
    onAttempt: (attempt: number) => void = () => undefined,
  ): Promise<T> {
    const once = async (attempt: number): Promise<T> => {
      onAttempt(attempt)
      return await this.#send(method, path, call, read)
    }
    try {
      return await retrying(once, this.#onWait)
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'unauthenticated') throw error
      await this.#signIn()
      return await retrying(once, this.#onWait)
    }
  }

  async #send<T>(
    method: string,
    path: string,
    { body, key, silenceMs = SILENCE_MS }: Call,
    read: (answer: Answer) => Promise<T>,
  ): Promise<T> {
    const headers = {
      accept: 'application/json',
      origin: this.server.origin,
      ...(this.#cookie ? { cookie: this.#cookie } : {}),
      ...(this.#session ? { 'x-csrf-token': this.#session.csrf } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
    }
    const answer = await exchange(new URL(path, this.server), { method, headers, body: body ?? null, silenceMs })
    return await read(await mustBeFine(answer))
  }

  async #signIn(): Promise<void> {
    const { login, password } = this.#credentials
    this.#cookie = ''
    this.#session = null
    const [path, body] = password === undefined ? ['/api/v1/demo/session', { login }] : ['/api/v1/session', { login, password }]
    await retrying(async () => {
      await this.#send('POST', path, { body: jsonBody(body) }, async answer => {
        this.#cookie = sessionCookie(answer)
        this.#session = await readAs(Session)(answer)
      })
    }, this.#onWait)
  }
}

function sessionCookie({ message }: Answer): string {
  const found = message.headers['set-cookie']?.find(line => line.startsWith(`${SESSION_COOKIE}=`))?.split(';')[0]
  if (found === undefined) throw new Error('服务器没有给出会话')
  return found
}
