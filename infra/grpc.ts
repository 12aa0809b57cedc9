import { connect, constants } from 'node:http2'

/**
 * One gRPC call with a request of a single string field, which is all that asking after Temporal's health takes:
 * a client library would cost half a second and a native module at every start. Gives the gRPC status (0 is well).
 */
export function grpcStatus(origin: string, path: string, text: string, timeoutMs = 3_000): Promise<number> {
  return new Promise((resolve, reject) => {
    const session = connect(origin)
    const fail = (error: Error) => {
      session.destroy()
      reject(error)
    }
    session.once('error', fail)
    session.setTimeout(timeoutMs, () => fail(new Error(`no answer from ${origin} within ${timeoutMs} ms`)))
    const call = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: path,
      [constants.HTTP2_HEADER_CONTENT_TYPE]: 'application/grpc',
      te: 'trailers',
    })
    let status: number | null = null
    const look = (headers: Record<string, unknown>) => {
      if (headers['grpc-status'] !== undefined) status = Number(headers['grpc-status'])
    }
    call.once('response', look)
    call.once('trailers', look)
    call.once('error', fail)
    call.once('close', () => {
      session.close()
      if (status === null) reject(new Error(`${origin} does not speak gRPC`))
      else resolve(status)
    })
    call.resume()
    call.end(frame(text))
  })
}

/** Length-prefixed protobuf message with the string as field 1; all our strings are shorter than 128 bytes. */
function frame(text: string): Buffer {
  const bytes = Buffer.from(text)
  const message = bytes.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a, bytes.length]), bytes])
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}
