import type { Bilingual } from '../../domain/codes.ts'

/** The papers of a custody title: 换押证, 变更羁押期限通知书, 羁押期限即将届满通知书, 释放通知书. */
export const PAPERS = {
  transfer: { zh: '换押证', en: 'Certificate of custody transfer' },
  changeNotice: { zh: '变更羁押期限通知书', en: 'Notice of a changed custody period' },
  expiryNotice: { zh: '羁押期限即将届满通知书', en: 'Notice that a custody period is about to end' },
  releaseNotice: { zh: '释放通知书', en: 'Notice of release' },
} as const satisfies Record<string, Bilingual>
export type Paper = keyof typeof PAPERS

/** What hands a person over from one holder to another. 公监管〔2014〕96号 I(1) 1-8. */
export const TRANSFER_KINDS = {
  TRANSFER_PROSECUTION: { zh: '移送审查起诉', en: 'Transfer for prosecution' },
  RETURN_SUPPLEMENT: { zh: '退回补充侦查', en: 'Return for supplementary investigation' },
  RETRANSFER: { zh: '补充侦查完毕重新移送审查起诉', en: 'Transfer again after supplementary investigation' },
  INDICT: { zh: '提起公诉', en: 'Indictment' },
  ADJOURN_SUPPLEMENT: { zh: '延期审理并补充侦查', en: 'Adjournment for supplementary investigation' },
  RESUME: { zh: '恢复法庭审理', en: 'Trial resumed' },
  APPEAL: { zh: '上诉、抗诉案件移送第二审', en: 'Appeal or protest' },
  REMAND: { zh: '发回重新审判', en: 'Remand for a new trial' },
  REVIEW_DEATH: { zh: '死刑复核', en: 'Review of a death sentence' },
  AGENCY_CHANGE: { zh: '办案机关改变', en: 'The handling agency changes' },
} as const satisfies Record<string, Bilingual>
export type TransferKind = keyof typeof TRANSFER_KINDS

/** Who made or takes a paper. `at` is null while he has not signed: a receiver is named before it completes the certificate. */
export type Party = { readonly agency: string; readonly officer: string | null; readonly at: string | null }

/**
 * All that a paper prints, and carries as machine data: one canonical JSON (RFC 8785). Agencies, charges, measures and the
 * centre are codes of the tables of `domain/`; days are legal dates, other times instants in ISO 8601. What a paper does not
 * say is null.
 */
export type CertificateBody = {
  readonly paper: Paper
  /** 泉公丰换〔2026〕00012号; never used twice. */
  readonly certNo: string
  /** Grows with each corrected version of the same number. */
  readonly edition: number
  /** An opaque word for the person, the only one in the code that people scan. */
  readonly personRef: string
  readonly person: {
    readonly name: string
    /** GB/T 2261.1: 1 male, 2 female. */
    readonly sex: string
    readonly birthDate: string | null
    readonly idNo: string | null
    /** 入所编号. */
    readonly admissionNo: string | null
  }
  readonly charges: readonly string[]
  readonly measure: string | null
  readonly measureOn: string | null
  /** Code of the detention centre (看守所). */
  readonly centre: string
  readonly legalBasis: string
  /** A code of `TRANSFER_KINDS`, or the kind of a notice in Chinese words. */
  readonly kind: string
  readonly sender: Party & { readonly approver: string | null }
  /** Custody end of the sender's title. */
  readonly senderDueAt: string | null
  /** Of a transfer the next holder; of a notice the agency to which it goes, the centre excepted. */
  readonly receiver: Party | null
  readonly acceptedOn: string | null
  readonly newFrom: string | null
  readonly newTo: string | null
  readonly newBasis: { readonly code: string; readonly zh: string } | null
  readonly reason: string | null
  readonly remarks: readonly string[]
}

export const kindName = (kind: string): string => (isTransferKind(kind) ? TRANSFER_KINDS[kind].zh : kind)
export const isTransferKind = (kind: string): kind is TransferKind => Object.hasOwn(TRANSFER_KINDS, kind)

/** Whose seals a paper bears, in their order: a completed transfer has the receiver's beside the sender's. */
export const sealersOf = ({ paper, sender, receiver }: CertificateBody): readonly string[] =>
  paper === 'transfer' && receiver !== null && receiver.at !== null ? [sender.agency, receiver.agency] : [sender.agency]

/** The period a paper speaks of: the new one, or where there is none yet the end of the one that runs. */
export const periodOf = ({ newFrom, newTo, senderDueAt }: CertificateBody): { from: string | null; to: string | null } =>
  newFrom === null && newTo === null ? { from: null, to: senderDueAt } : { from: newFrom, to: newTo }
