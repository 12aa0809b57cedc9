import { API, call, get, post } from './http.ts'
import type { DocumentChange, DocumentView, DossierView } from './types.ts'

export const getDossier = (caseId: string): Promise<DossierView> => get(`/cases/${caseId}/dossier`)
export const changeDocument = (caseId: string, documentId: string, change: DocumentChange): Promise<DocumentView> =>
  call('PATCH', `/cases/${caseId}/documents/${documentId}`, { body: change })
export const removeDocument = (caseId: string, documentId: string, reason: string): Promise<null> =>
  call('DELETE', `/cases/${caseId}/documents/${documentId}`, { body: { reason } })

/** Where the reader opens one document, by ranges. */
export const viewAddress = (caseId: string, documentId: string): string => `${API}/cases/${caseId}/documents/${documentId}/view`
export const originalAddress = (caseId: string, documentId: string): string => `${API}/cases/${caseId}/documents/${documentId}/content`
export const bundleAddress = (caseId: string): string => `${API}/cases/${caseId}/dossier.pdf`

/** Tells which pages were shown; sent also while the page is being left. */
export const reportPages = (caseId: string, documentId: string, pages: number[]): Promise<null> =>
  call('POST', `/cases/${caseId}/page-views`, { body: { documentId, pages }, keepalive: true })

/** One's own agency knows of the new version of a paper that it has. */
export const acknowledgeVersion = (caseId: string, documentId: string): Promise<{ documentId: string }> =>
  post(`/cases/${caseId}/documents/${documentId}/acknowledge`)
