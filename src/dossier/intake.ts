import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import { accept, Problem } from '../domain/problem.ts'
import type { FileIndex } from '../pdf/file-index.ts'
import type { Sandbox } from '../pdf/sandbox.ts'
import { newObjectKey, type ObjectStore } from '../storage/object-store.ts'
import { MAX_FILE_BYTES, MEDIA_TYPES } from './model.ts'
import { cleanFileName } from './rules.ts'

export type IntakeDeps = { readonly store: ObjectStore; readonly sandbox: Sandbox; readonly spoolDir: string }

/** What the sender says of a file. */
export type Incoming = {
  readonly path: string
  readonly declaredType: string
  readonly sizeBytes: number | null
  readonly sha256: string | null
  readonly userId: string
}

/** A file whose bytes are stored and checked, and which no row names yet. */
export type Received = {
  readonly fileName: string
  readonly objectKey: string
  readonly renditionKey: string | null
  readonly mediaType: string
  readonly sizeBytes: number
  readonly sha256: Buffer
  readonly pageCount: number
  readonly index: FileIndex
}

/**
 * Takes one file in: the stream is hashed, spooled and put into the store at the same pace, then checked in the sandbox. What
 * is refused leaves nothing behind; an object whose row is never written is reaped. Nothing is held in memory.
 * @throws Problem with the code of the upload table
 */
export async function receiveFile(deps: IntakeDeps, source: Readable, incoming: Incoming): Promise<Received> {
  const fileName = accept(cleanFileName(incoming.path))
  if (incoming.sizeBytes === 0) throw new Problem('upload-empty')
  if ((incoming.sizeBytes ?? 0) > MAX_FILE_BYTES) throw new Problem('upload-too-large', { facts: { limitBytes: MAX_FILE_BYTES } })
  const spooled = join(deps.spoolDir, randomUUID())
  const objectKey = newObjectKey('original')
  try {
    const { sizeBytes, sha256 } = await takeBytes(deps.store, source, { ...incoming, spooled, objectKey })
    if (incoming.sha256 !== null && incoming.sha256.toLowerCase() !== sha256.toString('hex')) throw new Problem('upload-digest-mismatch')
    const result = await checkSpooled(deps.sandbox, spooled, fileName, incoming)
    const renditionKey = result.rendition ? await storeRendition(deps.store, result.rendition) : null
    const mediaType = MEDIA_TYPES[result.index.kind] ?? 'application/octet-stream'
    return { fileName, objectKey, renditionKey, mediaType, sizeBytes, sha256, pageCount: result.pageCount, index: result.index }
  } catch (error) {
    await discard(deps.store, objectKey)
    throw error
  } finally {
    await rm(spooled, { force: true })
  }
}

type Accepted = Extract<Awaited<ReturnType<Sandbox['check']>>, { ok: true }>

async function checkSpooled(sandbox: Sandbox, path: string, fileName: string, { declaredType, userId }: Incoming): Promise<Accepted> {
  const result = await sandbox.check({ path, declaredType, fileName, userId }).catch((cause: unknown) => {
    throw new Problem('scan-unavailable', { cause, retryAfterSeconds: 5 })
  })
  if (!result.ok) throw new Problem(result.code, { facts: { detail: result.detail } })
  return result
}

async function storeRendition(store: ObjectStore, { path, contentType, sizeBytes }: NonNullable<Accepted['rendition']>): Promise<string> {
  const key = newObjectKey('rendition')
  try {
    await store.put(key, createReadStream(path), sizeBytes, contentType)
    return key
  } finally {
    await rm(path, { force: true })
  }
}

/** Best effort: what stays behind has no row and is reaped later. */
export async function discard(store: ObjectStore, key: string | null): Promise<void> {
  if (key !== null) await store.remove(key).catch(() => undefined)
}

type Target = Incoming & { readonly spooled: string; readonly objectKey: string }

/** With a known length the bytes go to the store while they come in; without one, from the spool file afterwards. */
async function takeBytes(store: ObjectStore, source: Readable, target: Target): Promise<{ sizeBytes: number; sha256: Buffer }> {
  const hash = createHash('sha256')
  const spool = createWriteStream(target.spooled, { mode: 0o600, highWaterMark: 1 << 20 })
  const count = { sizeBytes: 0 }
  const passing = pass(source, chunk => hash.update(chunk), spool, count, target.sizeBytes ?? MAX_FILE_BYTES)
  try {
    if (target.sizeBytes === null) for await (const _ of passing);
    else await store.put(target.objectKey, Readable.from(passing, { objectMode: false }), target.sizeBytes, 'application/octet-stream')
  } catch (cause) {
    spool.destroy()
    throw streamProblem(cause, source, count.sizeBytes, target.sizeBytes)
  }
  if (count.sizeBytes === 0) throw new Problem('upload-empty')
  if (target.sizeBytes === null)
    await store.put(target.objectKey, createReadStream(target.spooled), count.sizeBytes, 'application/octet-stream')
  return { sizeBytes: count.sizeBytes, sha256: hash.digest() }
}

async function* pass(
  source: Readable,
  hash: (chunk: Buffer) => void,
  spool: ReturnType<typeof createWriteStream>,
  count: { sizeBytes: number },
  limit: number,
): AsyncGenerator<Buffer> {
  const failed = new Promise<never>((_, reject) => spool.once('error', reject))
  failed.catch(() => undefined)
  for await (const chunk of source) {
    const bytes: Buffer = chunk
    count.sizeBytes += bytes.length
    if (count.sizeBytes > limit) throw new Problem(limit === MAX_FILE_BYTES ? 'upload-too-large' : 'upload-size-mismatch')
    hash(bytes)
    if (!spool.write(bytes)) await Promise.race([new Promise<void>(resolve => spool.once('drain', () => resolve())), failed])
    yield bytes
  }
  spool.end()
  await Promise.race([finished(spool), failed])
}

const NO_SPACE = new Set(['ENOSPC', 'EDQUOT', 'XMinioStorageFull'])

/** Names what went wrong while bytes were moving: the sender broke off, the disk is full, the store is away. */
function streamProblem(cause: unknown, source: Readable, got: number, declared: number | null): Problem {
  if (cause instanceof Problem) return cause
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  if (NO_SPACE.has(code)) return new Problem('storage-full', { cause })
  if (source.errored || source.readableAborted) return new Problem('upload-aborted', { cause })
  if (declared !== null && got < declared && source.readableEnded)
    return new Problem(got === 0 ? 'upload-empty' : 'upload-size-mismatch', { cause })
  return new Problem('dependency-unavailable', { cause, retryAfterSeconds: 5, facts: { component: 'object-store' } })
}
