import { useSyncExternalStore } from 'react'

/** On this side: waiting, sending, checking, failed. From the server: stored, unsorted, duplicate, refused. */
export type Phase = string
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
  remote: { totalFiles: number | null; doneFiles: number } | null
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
