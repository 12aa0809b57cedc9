import { useSyncExternalStore } from 'react'
import type { ImportProgress } from '../api/live.ts'
import type { ImportView } from '../api/types.ts'

export type Phase = 'waiting' | 'sending' | 'checking' | ImportView['items'][number]['state'] | 'failed'
export type ImportFile = {
  path: string
  sizeBytes: number
  sentBytes: number
  phase: Phase
  code: string | null
  detail: string | null
  remedy: string | null
  documentId: string | null
}
export type ImportJob = {
  key: string
  importId: string | null
  caseId: string
  caseName: string
  name: string
  source: 'folder' | 'zip'
  state: 'running' | 'done' | 'failed'
  files: ImportFile[]
  /** What the server counts while it unpacks an archive. */
  remote: ImportProgress | null
  problem: string | null
}

let jobs: ImportJob[] = []
const watchers = new Set<() => void>()

function publish(next: ImportJob[]): void {
  jobs = next
  for (const watcher of watchers) watcher()
}

const watch = (watcher: () => void): (() => void) => {
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** All imports of this window; they go on while screens change. */
export const useImports = (): ImportJob[] => useSyncExternalStore(watch, () => jobs)

export const findJob = (key: string): ImportJob | undefined => jobs.find(job => job.key === key)
export const addJob = (job: ImportJob): void => publish([...jobs, job])
export const forgetJob = (key: string): void => publish(jobs.filter(job => job.key !== key))
export const changeJob = (key: string, change: Partial<ImportJob>): void =>
  publish(jobs.map(job => (job.key === key ? { ...job, ...change } : job)))

/** Changes one file of a job. What has been sent never shrinks, whatever is repeated. */
export function changeFile(key: string, index: number, change: Partial<ImportFile>): void {
  publish(
    jobs.map(job => {
      if (job.key !== key) return job
      const files = job.files.map((file, at) => {
        if (at !== index) return file
        const sentBytes = Math.max(file.sentBytes, Math.min(file.sizeBytes, change.sentBytes ?? 0))
        return { ...file, ...change, sentBytes }
      })
      return { ...job, files }
    }),
  )
}

/** Takes over what the server tells of an import; counts only grow. */
export function noteProgress(progress: ImportProgress): void {
  const job = jobs.find(item => item.importId === progress.id)
  if (job?.source !== 'zip') return
  const doneFiles = Math.max(job.remote?.doneFiles ?? 0, progress.doneFiles)
  const doneBytes = Math.max(job.remote?.doneBytes ?? 0, progress.doneBytes)
  changeJob(job.key, { remote: { ...progress, doneFiles, doneBytes } })
}
