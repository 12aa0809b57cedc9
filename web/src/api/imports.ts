import { address, csrf, get, post, reportExpired, uuid } from './http.ts'
import { type ApiProblem, readProblem, unreachable } from './problem.ts'
import type { DocumentView, ImportView } from './types.ts'

type Sent = { onProgress: (bytes: number) => void; signal: AbortSignal }

export const openImport = (caseId: string, body: { name: string; totalFiles: number; totalBytes: number }): Promise<{ importId: string }> =>
  post(`/cases/${caseId}/imports`, { source: 'folder', ...body })
export const finishImport = (importId: string): Promise<ImportView> => post(`/imports/${importId}/finish`)
export const getImport = (importId: string): Promise<ImportView> => get(`/imports/${importId}`)

/** Sends one form with XMLHttpRequest, which alone reports how much has gone out. */
function sendForm<T>(path: string, form: FormData, { onProgress, signal }: Sent): Promise<T> {
  return new Promise<T>((resolve, reject: (reason: ApiProblem) => void) => {
    const request = new XMLHttpRequest()
    request.open('POST', address(path))
    request.setRequestHeader('x-csrf-token', csrf())
    request.setRequestHeader('idempotency-key', uuid())
    request.upload.onprogress = event => onProgress(event.loaded)
    request.onerror = () => reject(unreachable())
    request.onabort = () => reject(unreachable())
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return resolve(JSON.parse(request.responseText))
      if (request.status === 401) reportExpired()
      reject(readProblem(request.status, request.responseText, request.getResponseHeader('x-request-id')))
    }
    signal.addEventListener('abort', () => request.abort())
    request.send(form)
  })
}

/** One file of an import; the fields stand before the bytes, so the server can refuse before it reads them. */
export function uploadDocument(caseId: string, file: File, fields: { path: string; importId: string }, sent: Sent): Promise<DocumentView> {
  const form = new FormData()
  form.set('path', fields.path)
  form.set('sizeBytes', String(file.size))
  form.set('importId', fields.importId)
  form.set('file', file, file.name)
  return sendForm(`/cases/${caseId}/documents`, form, sent)
}

/** A new version of a paper that was sent. */
export function uploadVersion(caseId: string, documentId: string, file: File, reason: string): Promise<DocumentView> {
  const form = new FormData()
  form.set('path', file.name)
  form.set('sizeBytes', String(file.size))
  form.set('reason', reason)
  form.set('file', file, file.name)
  return sendForm(`/cases/${caseId}/documents/${documentId}/versions`, form, {
    onProgress: () => undefined,
    signal: new AbortController().signal,
  })
}

/** A whole archive; it is unpacked by the server, which reports by events. */
export function uploadZip(caseId: string, file: File, sent: Sent): Promise<{ importId: string }> {
  const form = new FormData()
  form.set('path', file.name)
  form.set('sizeBytes', String(file.size))
  form.set('file', file, file.name)
  return sendForm(`/cases/${caseId}/imports/zip`, form, sent)
}
