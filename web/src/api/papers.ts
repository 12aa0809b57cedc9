import { address, call, get, post } from './http.ts'
import type { PapersView, PaperView, ServiceBody } from './types.ts'

export type PartTexts = Record<string, string>

const of = (caseId: string, paperId: string): string => `/cases/${caseId}/papers/${paperId}`

export const listPapers = (caseId: string): Promise<PapersView> => get(`/cases/${caseId}/papers`)
export const getPaper = (caseId: string, paperId: string): Promise<PaperView> => get(of(caseId, paperId))
export const draftPaper = (caseId: string, code: string, casePersonId: string | null): Promise<{ paperId: string }> =>
  post(`/cases/${caseId}/papers`, { code, casePersonId })
export const editPaper = (caseId: string, paperId: string, parts: PartTexts): Promise<PaperView> =>
  call('PATCH', of(caseId, paperId), { body: { parts } })
export const discardPaper = (caseId: string, paperId: string): Promise<null> => call('DELETE', of(caseId, paperId))
/** Signs the draft as it was seen. */
export const issuePaper = (caseId: string, paperId: string, seen: string): Promise<{ number: string | null }> =>
  post(`${of(caseId, paperId)}/issue`, { seen })
export const replacePaper = (caseId: string, paperId: string, reason: string): Promise<{ paperId: string }> =>
  post(`${of(caseId, paperId)}/replace`, { reason })
/** Asks that an issued paper be void; a second person decides. */
export const annulPaper = (caseId: string, paperId: string, reason: string): Promise<{ annulmentId: string }> =>
  post(`${of(caseId, paperId)}/annulment`, { reason })
export const decideAnnulment = (caseId: string, paperId: string, approve: boolean): Promise<{ state: string }> =>
  post(`${of(caseId, paperId)}/annulment/decide`, { approve })
export const servePaper = (caseId: string, paperId: string, body: ServiceBody): Promise<{ serviceId: string }> =>
  post(`${of(caseId, paperId)}/services`, body)

/** The draft as PDF; its digest in the address makes a changed draft another file. */
export const previewAddress = (caseId: string, { id, digest }: PaperView): string => address(`${of(caseId, id)}/preview.pdf`, { digest })
export const paperAddress = (caseId: string, paperId: string, copy: string | null = null): string =>
  address(`${of(caseId, paperId)}/paper.pdf`, { copy })
