import { basename } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isProblemCode, problemText } from '../domain/problem-codes.ts'
import { ImportView, StartedImport } from './answers.ts'
import type { Client } from './client.ts'
import { compareByShelf } from './folder-order.ts'
import type { ImportedFile, ImportOutcome } from './import-folder.ts'
import type { Progress } from './progress.ts'

const POLL_MS = 500
const stateOf = (text: string): ImportedFile['state'] =>
  text === 'stored' || text === 'unsorted' || text === 'duplicate' ? text : 'refused'

/** Sends an archive whole, then waits while the server unpacks it. @throws Error where the archive itself was refused */
export async function importZip(
  client: Client,
  caseId: string,
  { diskPath, sizeBytes }: { diskPath: string; sizeBytes: number },
  onProgress: (progress: Progress) => void,
): Promise<ImportOutcome> {
  const began = performance.now()
  const fileName = basename(diskPath)
  let bytes = 0
  let sentBefore = 0
  const watch = {
    onAttempt: () => {
      sentBefore = bytes
      bytes = 0
    },
    onBytes: (count: number) => {
      bytes += count
      if (bytes >= sentBefore) onProgress({ files: 0, totalFiles: 1, bytes, totalBytes: sizeBytes, ms: performance.now() - began })
    },
  }
  const file = { diskPath, fileName, mediaType: 'application/zip', sizeBytes }
  const { importId } = await client.upload(
    `/api/v1/cases/${caseId}/imports/zip`,
    { path: fileName, sizeBytes: String(sizeBytes) },
    file,
    StartedImport,
    watch,
  )
  const view = await untilDone(client, importId, onProgress, began)
  if (view.state === 'failed')
    throw new Error(`压缩包没有导入：${view.problem ? `${view.problem.zh}（${view.problem.code}）` : '原因未知'}`)
  const files = view.items.map(presentItem).sort((x, y) => compareByShelf(x.path, y.path))
  return { files, sizeBytes, ms: performance.now() - began, skipped: [] }
}

function presentItem({ path, state, code, detail, sizeBytes }: ImportView['items'][number]): ImportedFile {
  const remedy = code !== null && isProblemCode(code) ? (problemText(code).remedy ?? null) : null
  return { path, sizeBytes: sizeBytes ?? 0, state: stateOf(state), code, why: detail, remedy, sha256: null }
}

async function untilDone(client: Client, importId: string, onProgress: (progress: Progress) => void, began: number): Promise<ImportView> {
  for (;;) {
    const view = await client.get(`/api/v1/imports/${importId}`, ImportView)
    const { doneFiles, totalFiles, doneBytes, totalBytes } = view
    onProgress({
      files: doneFiles,
      totalFiles: totalFiles ?? doneFiles + 1,
      bytes: doneBytes,
      totalBytes: Math.max(totalBytes ?? 0, doneBytes),
      ms: performance.now() - began,
    })
    if (view.state !== 'running') return view
    await sleep(POLL_MS)
  }
}
