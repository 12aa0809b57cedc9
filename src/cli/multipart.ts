import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { RequestBody } from './exchange.ts'

/** A file on disk as it is sent: never held in memory. */
export type FileToSend = { readonly diskPath: string; readonly fileName: string; readonly mediaType: string; readonly sizeBytes: number }

const CHUNK_BYTES = 256 * 1024

/** The file is no longer what was announced: somebody writes to it. */
export class FileChanged extends Error {}

/**
 * A multipart/form-data body (RFC 7578): the fields first, so that the server knows everything before the first byte of the
 * file, then the file. Its length is known before it is sent. `onBytes` hears how many bytes of the file went out.
 */
export function multipartBody(
  fields: Readonly<Record<string, string>>,
  file: FileToSend,
  onBytes: (bytes: number) => void = () => undefined,
): RequestBody {
  const boundary = `----anlian${randomUUID().replaceAll('-', '')}`
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const opening = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${quoted(file.fileName)}"\r\ncontent-type: ${file.mediaType}\r\n\r\n`
  const head = Buffer.from(`${parts.join('')}${opening}`)
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.length + file.sizeBytes + tail.length,
    read: async function* () {
      yield head
      yield* fileBytes(file, onBytes)
      yield tail
    },
  }
}

async function* fileBytes({ diskPath, sizeBytes }: FileToSend, onBytes: (bytes: number) => void): AsyncGenerator<Buffer> {
  let sent = 0
  for await (const chunk of createReadStream(diskPath, { highWaterMark: CHUNK_BYTES })) {
    const bytes = Buffer.from(chunk)
    sent += bytes.length
    if (sent > sizeBytes) break
    yield bytes
    onBytes(bytes.length)
  }
  if (sent !== sizeBytes) throw new FileChanged(`文件在读取过程中被改动：${diskPath}`)
}

/** As browsers write it (HTML form submission): quotes and line breaks percent-encoded, the rest as UTF-8. */
const quoted = (name: string): string => name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
