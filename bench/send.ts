import { createHash, randomUUID } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { exchange, type RequestBody, readText } from '../src/cli/exchange.ts'
import type { Person } from '../test/support/http-client.ts'

const SILENCE_MS = 120_000
const Added = Type.Object({ id: Type.String(), sha256: Type.String(), sizeBytes: Type.Integer(), pageCount: Type.Integer() })

/** A document as the API entered it. */
export type Added = Type.Static<typeof Added>

/** Bytes in memory as the body of a request. */
const memoryBody = (contentType: string, pieces: readonly Buffer[]): RequestBody => ({
  contentType,
  sizeBytes: pieces.reduce((sum, { length }) => sum + length, 0),
  read: async function* () {
    yield* pieces
  },
})

/** The same as a form of one file with its length before it, as the screens and the command line send it. */
export function formBody(fileName: string, bytes: Buffer): RequestBody {
  const boundary = `----bench${randomUUID().replaceAll('-', '')}`
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="sizeBytes"\r\n\r\n${bytes.length}\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: application/pdf\r\n\r\n`
  return memoryBody(`multipart/form-data; boundary=${boundary}`, [Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
}

/** Puts bytes to a presigned address over keep-alive. @returns the store's ETag, which is the MD5 of what it holds */
export async function putRaw(url: string, bytes: Buffer): Promise<string> {
  const answer = await exchange(new URL(url), {
    method: 'PUT',
    headers: {},
    body: memoryBody('application/pdf', [bytes]),
    silenceMs: SILENCE_MS,
  })
  const text = await readText(answer)
  if (answer.status !== 200) throw new Error(`the object store answered ${answer.status}: ${text}`)
  return String(answer.message.headers.etag).replaceAll('"', '')
}

/** Uploads through the API over keep-alive. */
export async function upload(url: string, who: Person, caseId: string, body: RequestBody): Promise<Added> {
  const answer = await exchange(new URL(`${url}/api/v1/cases/${caseId}/documents`), {
    method: 'POST',
    headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, origin: url, 'idempotency-key': randomUUID() },
    body,
    silenceMs: SILENCE_MS,
  })
  const text = await readText(answer)
  if (answer.status !== 201) throw new Error(`the upload was answered ${answer.status}: ${text}`)
  return Value.Parse(Added, Value.Clean(Added, JSON.parse(text)))
}

export const hexDigest = (name: 'md5' | 'sha256', bytes: Buffer): string => createHash(name).update(bytes).digest('hex')
