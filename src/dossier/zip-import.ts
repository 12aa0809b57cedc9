import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { MikroORM } from '@mikro-orm/postgresql'
import yauzl from 'yauzl'
import { type Actor, isRole } from '../agencies/model.ts'
import { forActor, forCase } from '../db/orm.ts'
import { agencyOf } from '../domain/codes.ts'
import { Problem } from '../domain/problem.ts'
import { addDocument, mayUpload } from './commands.ts'
import { finishImport, type ImportItem, noteItem, refusedItem } from './imports.ts'
import { discard, type IntakeDeps, receiveFile } from './intake.ts'
import { MAX_FILE_BYTES, MEDIA_TYPES } from './model.ts'

export type ZipDeps = IntakeDeps & { readonly orm: MikroORM; readonly app: MikroORM }

const MOST_ENTRIES = 20_000
const MOST_BYTES = 2 ** 36

type Job = { readonly objectKey: string; readonly actor: Actor; readonly done: ReadonlySet<string> }

/**
 * Unpacks an archive into the dossier, entry by entry, each through the same intake as an upload and by the rights of the
 * person who sent it. What is noted already is skipped, so a worker that died is followed by one that goes on. A bad entry is
 * listed and never stops the rest.
 */
export async function unpackZip(deps: ZipDeps, ref: { importId: string; caseId: string }, beat: () => void): Promise<void> {
  const job = await loadJob(deps.orm, ref)
  if (job === null) return
  const path = join(deps.spoolDir, `${randomUUID()}.zip`)
  try {
    await pipeline(await deps.store.read(job.objectKey), createWriteStream(path, { mode: 0o600 }))
    beat()
    await takeEntries(deps, ref, job, path, beat)
    await finish(deps.orm, ref, null)
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 503) throw error
    await finish(deps.orm, ref, error.code)
  } finally {
    await rm(path, { force: true })
  }
  await discard(deps.store, job.objectKey)
}

async function finish(orm: MikroORM, { importId, caseId }: { importId: string; caseId: string }, problem: string | null): Promise<void> {
  await forCase(orm, caseId).transactional(async em => await finishImport(em, importId, problem))
}

type JobRow = { object_key: string; user_id: string; name: string; agency_code: string; roles: string[] }

async function loadJob(orm: MikroORM, { importId, caseId }: { importId: string; caseId: string }): Promise<Job | null> {
  return await forCase(orm, caseId).transactional(async em => {
    const [row] = await em.execute<JobRow[]>(
      "select i.object_key, u.id as user_id, u.name, u.agency_code, u.roles from dossier_import i join app_user u on u.id = i.started_by where i.id = ? and i.state = 'running'",
      [importId],
    )
    if (row === undefined) return null
    const done = await em.execute<{ path: string }[]>('select path from import_item where import_id = ?', [importId])
    const actor = {
      userId: row.user_id,
      name: row.name,
      agency: row.agency_code,
      agencyType: agencyOf(row.agency_code).type,
      roles: row.roles.filter(isRole),
      requestId: importId,
      address: null,
    }
    return { objectKey: row.object_key, actor, done: new Set(done.map(({ path }) => path)) }
  })
}

async function takeEntries(
  deps: ZipDeps,
  ref: { importId: string; caseId: string },
  job: Job,
  path: string,
  beat: () => void,
): Promise<void> {
  const zip = await openZip(path)
  try {
    const files = (await readDirectory(zip)).filter(({ fileName }) => !fileName.endsWith('/') && !/(^|\/)(__MACOSX|\.)/.test(fileName))
    await setTotals(deps.orm, ref, files)
    for (const entry of files) {
      beat()
      if (!job.done.has(entry.fileName)) await takeEntry(deps, ref, job.actor, zip, entry)
    }
  } finally {
    zip.close()
  }
}

async function openZip(path: string): Promise<yauzl.ZipFile> {
  return await new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, strictFileNames: false, validateEntrySizes: true }, (error, zip) =>
      zip ? resolve(zip) : reject(new Problem('zip-malformed', { cause: error })),
    )
  })
}

/** Reads the whole directory first, so that totals are known and a bomb is refused before anything is taken in. */
async function readDirectory(zip: yauzl.ZipFile): Promise<yauzl.Entry[]> {
  const entries: yauzl.Entry[] = []
  let bytes = 0
  await new Promise<void>((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.push(entry)
      bytes += entry.uncompressedSize
      if (entries.length > MOST_ENTRIES || bytes > MOST_BYTES)
        reject(new Problem('zip-limit', { facts: { entries: MOST_ENTRIES, bytes: MOST_BYTES } }))
      else if (entry.isEncrypted()) reject(new Problem('zip-malformed', { facts: { detail: '压缩包已加密' } }))
      else zip.readEntry()
    })
    zip.once('end', resolve)
    zip.once('error', cause => reject(new Problem('zip-malformed', { cause })))
    zip.readEntry()
  })
  return entries
}

async function setTotals(
  orm: MikroORM,
  { importId, caseId }: { importId: string; caseId: string },
  files: readonly yauzl.Entry[],
): Promise<void> {
  const bytes = files.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  await forCase(orm, caseId).transactional(
    async em =>
      await em.execute('update dossier_import set total_files = ?, total_bytes = ? where id = ?', [files.length, bytes, importId]),
  )
}

async function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (stream ? resolve(stream) : reject(new Problem('zip-malformed', { cause: error }))))
  })
}

async function takeEntry(
  deps: ZipDeps,
  { importId, caseId }: { importId: string; caseId: string },
  actor: Actor,
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
): Promise<void> {
  const path = entry.fileName
  const sizeBytes = entry.uncompressedSize
  try {
    await forActor(deps.app, actor).transactional(async em => await mayUpload(em, actor, caseId, null))
    if (sizeBytes > MAX_FILE_BYTES) throw new Problem('upload-too-large')
    const extension = path.split('.').at(-1)?.toLowerCase() ?? ''
    const incoming = {
      path,
      sizeBytes,
      sha256: null,
      userId: actor.userId,
      declaredType: MEDIA_TYPES[extension] ?? 'application/octet-stream',
    }
    const received = await receiveFile(deps, await openEntry(zip, entry), incoming)
    try {
      await forActor(deps.app, actor).transactional(async em => {
        const row = await addDocument(em, actor, caseId, received, path, {})
        await noteItem(em, importId, caseId, {
          path,
          state: row.code ? 'stored' : 'unsorted',
          code: null,
          detail: null,
          documentId: row.id,
          sizeBytes,
        })
      })
    } catch (error) {
      if (error instanceof Problem) await Promise.all([discard(deps.store, received.objectKey), discard(deps.store, received.renditionKey)])
      throw error
    }
  } catch (error) {
    if (!(error instanceof Problem) || error.status === 503) throw error
    const item: ImportItem = refusedItem(path, sizeBytes, error)
    await forCase(deps.orm, caseId).transactional(async em => await noteItem(em, importId, caseId, item))
  }
}
