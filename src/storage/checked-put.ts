import * as http from 'node:http'
import * as https from 'node:https'
import type { Readable } from 'node:stream'
import { crc32 } from 'node:zlib'
import { signV4 } from 'minio/dist/esm/signing.mjs'

/** Where the bytes go: one bucket of an S3 store, with the keys that may write to it. */
export type StoreAddress = {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly region: string
  readonly bucket: string
  readonly accessKey: string
  readonly secretKey: string
}

const FRAME_BYTES = 1 << 20
const CRLF = '\r\n'
const TRAILER = 'x-amz-checksum-crc32'

/** Bytes of the body in the `aws-chunked` encoding: every frame has its length in hex before it, the checksum comes last. */
function encodedLength(sizeBytes: number): number {
  const full = Math.floor(sizeBytes / FRAME_BYTES)
  const rest = sizeBytes % FRAME_BYTES
  const frame = (bytes: number): number => bytes.toString(16).length + 2 + bytes + 2
  return full * frame(FRAME_BYTES) + (rest > 0 ? frame(rest) : 0) + `0${CRLF}`.length + `${TRAILER}:AAAAAA==${CRLF}${CRLF}`.length
}

/** Cuts the stream into frames without copying it, and ends with the checksum of what went out. */
async function* frames(source: AsyncIterable<Uint8Array>, sizeBytes: number): AsyncGenerator<Uint8Array | string> {
  let sum = 0
  let left = sizeBytes
  let inFrame = 0
  for await (const chunk of source) {
    sum = crc32(chunk, sum)
    for (let at = 0; at < chunk.length; ) {
      if (inFrame === 0) {
        inFrame = Math.min(FRAME_BYTES, left)
        if (inFrame === 0) throw new Error('the stream is longer than declared')
        yield `${inFrame.toString(16)}${CRLF}`
      }
      const piece = chunk.subarray(at, at + inFrame)
      yield piece
      at += piece.length
      inFrame -= piece.length
      left -= piece.length
      if (inFrame === 0) yield CRLF
    }
  }
  if (left > 0) throw new Error('the stream is shorter than declared')
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(sum)
  yield `0${CRLF}${TRAILER}:${checksum.toString('base64')}${CRLF}${CRLF}`
}

const POOL = { keepAlive: true, maxSockets: 64 }
const plain = { request: http.request, agent: new http.Agent(POOL) }
const secure = { request: https.request, agent: new https.Agent(POOL) }

/**
 * Puts a stream of known length as one object. The store itself checks the bytes it received against the checksum that
 * follows them, so an object that exists holds what was sent. Nothing is buffered: the socket's pace is the stream's.
 * @throws Error with the store's answer; the object does not exist then
 */
export async function checkedPut(
  address: StoreAddress,
  key: string,
  source: Readable,
  sizeBytes: number,
  contentType: string,
): Promise<void> {
  const path = `/${address.bucket}/${key}`
  const date = new Date()
  const unsigned: Record<string, string> = {
    host: `${address.host}:${address.port}`,
    'x-amz-date': date.toISOString().replace(/[-:]|\.\d{3}/g, ''),
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': String(sizeBytes),
    'x-amz-trailer': TRAILER,
    'content-encoding': 'aws-chunked',
    'content-type': contentType,
  }
  const signed = { method: 'PUT', path, headers: unsigned, protocol: address.secure ? 'https:' : 'http:', host: address.host, port: address.port }
  const authorization = signV4(signed, address.accessKey, address.secretKey, address.region, date, 'STREAMING-UNSIGNED-PAYLOAD-TRAILER')
  const headers = { ...unsigned, authorization, 'content-length': encodedLength(sizeBytes) }
  const { request, agent } = address.secure ? secure : plain
  const put = request({ host: address.host, port: address.port, method: 'PUT', path, headers, agent, timeout: 120_000 })
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    put.once('response', response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => {
        if (body.length < 4_096) body += text
      })
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }))
      response.once('error', reject)
    })
    put.once('error', reject)
    put.once('timeout', () => put.destroy(new Error('the object store does not answer')))
  })
  answered.catch(() => source.destroy())
  try {
    for await (const piece of frames(source, sizeBytes)) {
      if (!put.write(piece) && !put.destroyed) await drained(put)
      if (put.destroyed) break
    }
    put.end()
  } catch (cause) {
    put.destroy(cause instanceof Error ? cause : new Error(String(cause)))
  }
  const { status, body } = await answered
  if (status !== 200) throw new StoreError(status, body)
}

async function drained(put: http.ClientRequest): Promise<void> {
  await new Promise<void>(resolve => {
    const done = (): void => {
      put.off('drain', done).off('close', done)
      resolve()
    }
    put.once('drain', done).once('close', done)
  })
}

/** The store answered, and not with success. */
export class StoreError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, body: string) {
    const code = /<Code>([^<]+)<\/Code>/.exec(body)?.[1] ?? 'unknown'
    super(`object store answered ${status} ${code}`)
    this.name = 'StoreError'
    this.status = status
    this.code = code
  }
}
