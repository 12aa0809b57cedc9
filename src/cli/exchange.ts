import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** What a request carries. `read` may be called again for another attempt, so it opens its source anew each time. */
export type RequestBody = { readonly contentType: string; readonly sizeBytes: number; read(): AsyncIterable<Buffer> }

type Outgoing = {
  readonly method: string
  readonly headers: OutgoingHttpHeaders
  readonly body: RequestBody | null
  /** Gives up after so long without a byte in either direction. */
  readonly silenceMs: number
}

/** An answer whose body is still to be read; `close` lets go of the connection when nobody reads it to the end. */
export type Answer = { readonly status: number; readonly message: IncomingMessage; close(): void }

const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

/** The connection broke or fell silent: nobody knows whether the request was heard. */
class ConnectionLost extends Error {
  readonly code = 'ETIMEDOUT'
}

/** One HTTP exchange, streaming both ways. An answer that comes before the last byte was sent ends the sending. */
export async function exchange(url: URL, { method, headers, body, silenceMs }: Outgoing): Promise<Answer> {
  const length = body ? { 'content-type': body.contentType, 'content-length': body.sizeBytes } : {}
  const isTls = url.protocol === 'https:'
  const options = { method, agent: isTls ? agents.https : agents.http, headers: { ...headers, ...length } }
  const request = isTls ? httpsRequest(url, options) : httpRequest(url, options)
  request.setTimeout(silenceMs, () => request.destroy(new ConnectionLost(`服务器 ${Math.round(silenceMs / 1000)} 秒没有答复`)))
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve)
    request.on('error', reject)
  })
  if (body === null) request.end()
  // What breaks the sending also breaks the request, or is of no matter because the answer is there already.
  else pipeline(Readable.from(body.read(), { objectMode: false }), request).catch(() => undefined)
  const message = await answered
  return { status: message.statusCode ?? 0, message, close: () => void (request.writableFinished ? message.resume() : request.destroy()) }
}

/** The whole body as text. */
export async function readText({ message, close }: Answer): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of message) chunks.push(Buffer.from(chunk))
  close()
  return Buffer.concat(chunks).toString('utf8')
}

/** A JSON body. */
export function jsonBody(value: unknown): RequestBody {
  const bytes = Buffer.from(JSON.stringify(value))
  return {
    contentType: 'application/json',
    sizeBytes: bytes.length,
    read: async function* () {
      yield bytes
    },
  }
}
