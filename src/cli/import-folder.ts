import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ImportView, StartedImport, StoredDocument } from './answers.ts'
import type { Client } from './client.ts'
import { declaredType, type FolderFile } from './folder.ts'
import { FileChanged } from './multipart.ts'
import type { Progress } from './progress.ts'
import { Refused } from './refused.ts'

/** What became of one file: in and sorted, in and waiting to be sorted, in before, refused by the server, or not readable or not sent. */
export type ImportedFile = {
  readonly path: string
  readonly sizeBytes: number
  readonly state: 'stored' | 'unsorted' | 'duplicate' | 'refused' | 'failed'
  readonly code: string | null
  readonly why: string | null
  readonly remedy: string | null
  readonly sha256: string | null
}

/** What an import came to, from a folder or an archive; `skipped` was not sent at all. */
export type ImportOutcome = {
  readonly files: readonly ImportedFile[]
  readonly sizeBytes: number
  readonly ms: number
  readonly skipped: readonly string[]
}
type ImportReport = Omit<ImportOutcome, 'skipped'>

/** Files under way at the same time: the server checks one while another is on the wire. */
const AT_ONCE = 3
export const MOST_FILES = 20_000

type Job = { readonly name: string; readonly files: readonly FolderFile[]; readonly onProgress?: (progress: Progress) => void }

/**
 * Imports files into a case as one import. A file that is refused or unreadable is noted and the rest goes on; a server that
 * is away for good ends it. Repeatable: bytes that are in the case are told by their digest and not sent again.
 */
export async function importFolder(
  client: Client,
  caseId: string,
  { name, files, onProgress = () => undefined }: Job,
): Promise<ImportReport> {
  const began = performance.now()
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const body = { source: 'folder', name: name.slice(0, 200), totalFiles: files.length, totalBytes }
  const { importId } = await client.post(`/api/v1/cases/${caseId}/imports`, body, StartedImport)
  const done: ImportedFile[] = []
  let bytes = 0
  const tell = (): void => onProgress({ files: done.length, totalFiles: files.length, bytes, totalBytes, ms: performance.now() - began })
  const waiting = files.values()
  const work = async (): Promise<void> => {
    for (const file of waiting) {
      let sent = 0
      const result = await importFile(client, caseId, importId, file, count => {
        sent += count
        bytes += count
        tell()
      })
      bytes += file.sizeBytes - sent
      done.push(result)
      tell()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  await client.post(`/api/v1/imports/${importId}/finish`, {}, ImportView)
  const order = new Map(files.map(({ path }, at) => [path, at]))
  done.sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0))
  return { files: done, sizeBytes: totalBytes, ms: performance.now() - began }
}

async function importFile(
  client: Client,
  caseId: string,
  importId: string,
  file: FolderFile,
  onBytes: (bytes: number) => void,
): Promise<ImportedFile> {
  const { path, diskPath, sizeBytes } = file
  const known = { path, sizeBytes }
  let sha256: string | null = null
  let attempts = 0
  let sent = 0
  const onAttempt = (attempt: number): void => {
    attempts = attempt
    onBytes(-sent)
    sent = 0
  }
  const onSent = (count: number): void => {
    sent += count
    onBytes(count)
  }
  try {
    sha256 = await digestOf(diskPath)
    const fields = { path, sizeBytes: String(sizeBytes), sha256, importId }
    const toSend = { diskPath, fileName: path.split('/').at(-1) ?? path, mediaType: declaredType(path), sizeBytes }
    const value = await client.upload(`/api/v1/cases/${caseId}/documents`, fields, toSend, StoredDocument, { onAttempt, onBytes: onSent })
    return { ...known, sha256, state: value.code === null ? 'unsorted' : 'stored', code: null, why: null, remedy: null }
  } catch (error) {
    // The first attempt's answer was lost: what the second finds in the case already is this very file.
    if (error instanceof Refused && error.code === 'document-duplicate' && attempts > 1)
      return { ...known, sha256, state: 'stored', code: null, why: null, remedy: null }
    return { ...known, sha256, ...outcomeOf(error) }
  }
}

const UNREADABLE = new Set(['EACCES', 'EPERM', 'ENOENT', 'EIO', 'EISDIR', 'EMFILE'])

/** The outcome of a file that did not get in. @throws what ends the whole import: no right, no case, a server that stays away */
function outcomeOf(error: unknown): Pick<ImportedFile, 'state' | 'code' | 'why' | 'remedy'> {
  if (error instanceof Refused && isOfTheFile(error)) {
    const state = error.code === 'document-duplicate' ? 'duplicate' : 'refused'
    return {
      state,
      code: error.code,
      why: error.fact('title') ? `${error.detail}：${error.fact('title')}` : error.detail,
      remedy: error.remedy,
    }
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (error instanceof FileChanged || UNREADABLE.has(code))
    return { state: 'failed', code: code || 'file-changed', why: error instanceof Error ? error.message : '', remedy: '检查文件后重新导入' }
  throw error
}

const isOfTheFile = ({ code }: Refused): boolean =>
  /^(upload|pdf|image|zip)-/.test(code) || code === 'document-duplicate' || code === 'payload-too-large'

async function digestOf(diskPath: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(diskPath, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
