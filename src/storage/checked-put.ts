import * as http from 'node:http'
import * as https from 'node:https'
import { crc32 } from 'node:zlib'
import { signV4 } from 'minio/dist/esm/signing.mjs'
import { type Batches, release } from './batches.ts'

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

type Piece = Uint8Array | string

/** What goes out at once: a frame with its length before it, or the end with the checksum of all frames. */
async function* frames(source: Batches, sizeBytes: number): AsyncGenerator<readonly Piece[]> {
  const total = { sum: 0, left: sizeBytes }
  const kept = Buffer.allocUnsafeSlow(Math.min(FRAME_BYTES, sizeBytes))
  let open: Buffer[] = []
  let size = 0
  for await (const batch of source) {
    for (const bytes of batch) {
      count(total, bytes)
      for (let at = 0; at < bytes.length; ) {
        const piece = bytes.subarray(at, at + FRAME_BYTES - size)
        open.push(piece)
        at += piece.length
        size += piece.length
        if (size < FRAME_BYTES) continue
        yield framed(open, size)
        open = []
        size = 0
      }
    }
    open = size > 0 ? [keep(open, kept, size)] : []
  }
  if (total.left > 0) throw new Error('the stream is shorter than declared')
  if (size > 0) yield framed(open, size)
  const checksum = Buffer.alloc(4)
  checksum.writeUInt32BE(total.sum)
  yield [`0${CRLF}${TRAILER}:${checksum.toString('base64')}${CRLF}${CRLF}`]
  release([kept])
}

/** What is over when a batch ends is copied: the batch goes back to whom it came from. */
function keep(pieces: readonly Buffer[], kept: Buffer, size: number): Buffer {
  let at = 0
  for (const piece of pieces) at += piece.copy(kept, at)
  return kept.subarray(0, size)
}

const framed = (pieces: readonly Buffer[], size: number): Piece[] => [`${size.toString(16)}${CRLF}`, ...pieces, CRLF]

function count(total: { sum: number; left: number }, bytes: Buffer): void {
  total.sum = crc32(bytes, total.sum)
  total.left -= bytes.length
  if (total.left < 0) throw new Error('the stream is longer than declared')
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
  source: Batches,
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
  const signed = {
    method: 'PUT',
    path,
    headers: unsigned,
    protocol: address.secure ? 'https:' : 'http:',
    host: address.host,
    port: address.port,
  }
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
  answered.catch(() => undefined) // thrown below, when the source has stopped
  try {
    for await (const pieces of frames(source, sizeBytes)) {
      await sent(put, pieces)
      if (put.destroyed) break
    }
    put.end()
  } catch (cause) {
    put.destroy(cause instanceof Error ? cause : new Error(String(cause)))
  }
  const { status, body } = await answered
  if (status !== 200) throw new StoreError(status, body)
}

/** Writes the pieces in one call of the system and waits until it has them all. */
async function sent(put: http.ClientRequest, pieces: readonly Piece[]): Promise<void> {
  await new Promise<void>(resolve => {
    const done = (): void => {
      put.off('close', done)
      resolve()
    }
    put.once('close', done)
    put.cork()
    for (const [at, piece] of pieces.entries()) put.write(piece, at === pieces.length - 1 ? done : undefined)
    put.uncork()
  })
}

/** The store answered, and not with success. */
class StoreError extends Error {
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
