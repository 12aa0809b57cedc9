import { uuid } from '../api/http.ts'
import { finishImport, getImport, openImport, uploadDocument, uploadZip } from '../api/imports.ts'
import { ApiProblem } from '../api/problem.ts'
import type { ImportView } from '../api/types.ts'
import type { Collected } from './collect.ts'
import { addJob, changeFile, changeJob, findJob, type ImportFile } from './store.ts'

const AT_ONCE = 3
const TRIES = 4
const POLL_MS = 1500

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))
const gate = new AbortController()

const fresh = ({ path, file }: Collected): ImportFile => ({
  path,
  sizeBytes: file.size,
  sentBytes: 0,
  phase: 'waiting',
  code: null,
  detail: null,
  remedy: null,
  documentId: null,
})

/** Starts an import: one archive is unpacked by the server, everything else goes file by file. */
export async function startImport(caseId: string, caseName: string, collected: Collected[]): Promise<void> {
  const [only] = collected
  if (only === undefined) return
  const zip = collected.length === 1 && /\.zip$/i.test(only.path)
  const key = uuid()
  const name = zip ? only.file.name : (only.path.split('/')[0] ?? only.path)
  const source = zip ? 'zip' : 'folder'
  addJob({
    key,
    importId: null,
    caseId,
    caseName,
    name,
    source,
    state: 'running',
    files: collected.map(fresh),
    remote: null,
    problem: null,
  })
  try {
    await (zip ? runZip(key, caseId, only.file) : runFiles(key, caseId, name, collected))
  } catch (error) {
    changeJob(key, { state: 'failed', problem: error instanceof ApiProblem ? error.code : 'internal' })
  }
}

/** Sends again the files of a job that failed on the way; the others stay as they are. */
export async function retryFailed(key: string, collected: Collected[]): Promise<void> {
  const job = findJob(key)
  if (!job || job.importId === null) return
  changeJob(key, { state: 'running' })
  await sendAll(key, job.caseId, job.importId, collected)
  await finish(key, job.importId)
}

const kept = new Map<string, Collected[]>()
export const keptFiles = (key: string): Collected[] => kept.get(key) ?? []

async function runFiles(key: string, caseId: string, name: string, collected: Collected[]): Promise<void> {
  kept.set(key, collected)
  const totalBytes = collected.reduce((sum, { file }) => sum + file.size, 0)
  const { importId } = await openImport(caseId, { name, totalFiles: collected.length, totalBytes })
  changeJob(key, { importId })
  await sendAll(key, caseId, importId, collected)
  await finish(key, importId)
}

async function sendAll(key: string, caseId: string, importId: string, collected: Collected[]): Promise<void> {
  const due = collected
    .map((item, index) => ({ item, index }))
    .filter(({ index }) => {
      const phase = findJob(key)?.files[index]?.phase
      return phase === 'waiting' || phase === 'failed'
    })
  const worker = async (): Promise<void> => {
    for (let next = due.shift(); next !== undefined; next = due.shift()) await sendOne(key, caseId, importId, next.item, next.index)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
}

async function sendOne(key: string, caseId: string, importId: string, { path, file }: Collected, index: number): Promise<void> {
  if (!(await isReadable(file))) return changeFile(key, index, { phase: 'failed', code: 'file-unreadable', detail: null })
  for (let attempt = 1; ; attempt++) {
    changeFile(key, index, { phase: 'sending', code: null, detail: null })
    try {
      const onProgress = (bytes: number): void =>
        changeFile(key, index, { sentBytes: bytes, phase: bytes >= file.size ? 'checking' : 'sending' })
      const stored = await uploadDocument(caseId, file, { path, importId }, { onProgress, signal: gate.signal })
      changeFile(key, index, { sentBytes: file.size, phase: stored.code === null ? 'unsorted' : 'stored', documentId: stored.id })
      return
    } catch (error) {
      const problem = error instanceof ApiProblem ? error : new ApiProblem({ code: 'internal', status: 500, title: '' }, null)
      const passing = problem.status === 0 || problem.status === 429 || problem.status === 503
      if (passing && attempt < TRIES) {
        await wait(1000 * 2 ** attempt)
        continue
      }
      settleProblem(key, index, problem, passing)
      return
    }
  }
}

/** A file that was moved, changed or locked since it was chosen would look like a broken network. */
const isReadable = async (file: File): Promise<boolean> =>
  await file
    .slice(0, 1)
    .arrayBuffer()
    .then(
      () => true,
      () => false,
    )

function settleProblem(key: string, index: number, problem: ApiProblem, passing: boolean): void {
  const { body } = problem
  const documentId = typeof body.facts?.documentId === 'string' ? body.facts.documentId : null
  const phase = problem.code === 'document-duplicate' ? 'duplicate' : passing || problem.status >= 500 ? 'failed' : 'refused'
  changeFile(key, index, { phase, code: problem.code, detail: body.detail ?? null, remedy: body.remedy ?? null, documentId })
}

async function finish(key: string, importId: string): Promise<void> {
  await finishImport(importId)
  changeJob(key, { state: 'done' })
}

async function runZip(key: string, caseId: string, file: File): Promise<void> {
  const onProgress = (bytes: number): void => changeFile(key, 0, { sentBytes: bytes, phase: bytes >= file.size ? 'checking' : 'sending' })
  const { importId } = await uploadZip(caseId, file, { onProgress, signal: gate.signal })
  changeJob(key, { importId })
  for (;;) {
    const view = await getImport(importId)
    if (view.state === 'running') {
      changeJob(key, { remote: { totalFiles: view.totalFiles, doneFiles: view.doneFiles } })
      await wait(POLL_MS)
      continue
    }
    changeJob(key, {
      state: view.state === 'done' ? 'done' : 'failed',
      problem: view.problem?.code ?? null,
      files: view.items.map(fromItem),
      remote: null,
    })
    return
  }
}

const fromItem = (item: ImportView['items'][number]): ImportFile => ({
  path: item.path,
  sizeBytes: item.sizeBytes ?? 0,
  sentBytes: item.sizeBytes ?? 0,
  phase: item.state,
  code: item.code,
  detail: item.detail,
  remedy: null,
  documentId: item.documentId,
})
