import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { accept, Problem } from '../domain/problem.ts'
import type { FileIndex } from '../pdf/file-index.ts'
import type { Sandbox } from '../pdf/sandbox.ts'
import { BATCH_BYTES, type Batches, inBatches, release } from '../storage/batches.ts'
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
    const check = async (): Promise<Accepted> => await checkSpooled(deps.sandbox, spooled, fileName, incoming)
    const { sizeBytes, sha256, checking } = await takeBytes(deps.store, source, { ...incoming, spooled, objectKey, check })
    const result = await checking
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
    await store.put(key, fromSpool(path), sizeBytes, contentType)
    return key
  } finally {
    await rm(path, { force: true })
  }
}

/** Best effort: what stays behind has no row and is reaped later. */
export async function discard(store: ObjectStore, key: string | null): Promise<void> {
  if (key !== null) await store.remove(key).catch(() => undefined)
}

type Target = Incoming & { readonly spooled: string; readonly objectKey: string; check(): Promise<Accepted> }
/** All bytes are on the disk, are those the sender meant, and their check has begun. */
type Taken = { readonly sizeBytes: number; readonly sha256: Buffer; readonly checking: Promise<Accepted> }

const STORED_AS = 'application/octet-stream'

/** With a known length the bytes go to the store while they come in; without one, from the spool file afterwards. */
async function takeBytes(store: ObjectStore, source: Readable, target: Target): Promise<Taken> {
  const count = { sizeBytes: 0 }
  const { promise: whole, resolve } = Promise.withResolvers<Taken>()
  const passing = pass(source, target, count, resolve)
  try {
    if (target.sizeBytes === null) for await (const _ of passing);
    else await store.put(target.objectKey, passing, target.sizeBytes, STORED_AS)
    if (target.sizeBytes === null) await store.put(target.objectKey, fromSpool(target.spooled), count.sizeBytes, STORED_AS)
    return await whole
  } catch (cause) {
    const problem = streamProblem(cause, source, count.sizeBytes, target.sizeBytes)
    source.destroy()
    throw problem
  }
}

const fromSpool = (path: string): Batches => inBatches(createReadStream(path, { highWaterMark: BATCH_BYTES }))

/** Hashes and spools each batch while the store takes it. After the last one the check begins, while the store still finishes. */
async function* pass(
  source: Readable,
  { sizeBytes, sha256, spooled, check }: Target,
  count: { sizeBytes: number },
  done: (taken: Taken) => void,
): AsyncGenerator<readonly Buffer[]> {
  const hash = createHash('sha256')
  const limit = sizeBytes ?? MAX_FILE_BYTES
  const spool = await open(spooled, 'wx', 0o600)
  try {
    for await (const batch of inBatches(source)) {
      for (const bytes of batch) {
        count.sizeBytes += bytes.length
        hash.update(bytes)
      }
      if (count.sizeBytes > limit) throw new Problem(limit === MAX_FILE_BYTES ? 'upload-too-large' : 'upload-size-mismatch')
      const writing = writeAll(spool, batch)
      try {
        yield batch
      } finally {
        await writing
      }
      release(batch)
    }
  } finally {
    await spool.close()
  }
  if (count.sizeBytes === 0) throw new Problem('upload-empty')
  if (sizeBytes !== null && count.sizeBytes < sizeBytes) throw new Problem('upload-size-mismatch')
  const digest = hash.digest()
  if (sha256 !== null && sha256.toLowerCase() !== digest.toString('hex')) throw new Problem('upload-digest-mismatch')
  const checking = check()
  checking.catch(() => undefined) // thrown where it is awaited, after the store has answered
  done({ sizeBytes: count.sizeBytes, sha256: digest, checking })
}

/** The system may write less than it was given, as on a disk that fills up. */
async function writeAll(file: FileHandle, batch: readonly Buffer[]): Promise<void> {
  const size = batch.reduce((sum, { length }) => sum + length, 0)
  let { bytesWritten } = await file.writev(batch)
  for (const all = bytesWritten < size ? Buffer.concat(batch) : null; all && bytesWritten < size; )
    bytesWritten += (await file.write(all, bytesWritten)).bytesWritten
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
