import { sha256 } from '../crypto/digest.ts'
import { dayOf, endOfDay, toShanghai } from '../domain/legal-date.ts'
import { periodRule } from '../periods/table.ts'
import type { CertificateBody } from './certificate/model.ts'
import type { CustodyDispatchRow } from './entities.ts'

/** What a paper says of its person: from the case card. */
export type PersonCard = {
  readonly id: string
  readonly name: string
  readonly sex: string
  readonly birthDate: string | null
  readonly idNo: string | null
  readonly admissionNo: string | null
  readonly measureCode: string | null
  readonly measureFrom: Date | null
  readonly remarks: readonly string[]
}

/** Names of those who signed, as they stand on the paper. */
export type Signers = { readonly officer: string | null; readonly approver: string | null; readonly receiver: string | null }

/** An end with the last second of a day is written as that day, any other as the instant. */
export function endInWords(due: Date): string {
  const day = dayOf(due)
  return endOfDay(day).getTime() === due.getTime() ? day : toShanghai(due)
}

/** An opaque word for a person: the same on all his papers, and nobody's name or number. */
export const personRef = (casePersonId: string): string => sha256(`custody person ${casePersonId}`).toString('base64url').slice(0, 16)

/** The body of a paper from its row and the card of its person: what is printed, embedded and signed. custody-transfer.md §2 */
export function certificateBody(row: CustodyDispatchRow, card: PersonCard, chargeCode: string, signers: Signers): CertificateBody {
  const end = (at: Date | null | undefined): string | null => (at ? endInWords(at) : null)
  const isTransfer = row.paper === 'transfer'
  return {
    paper: row.paper,
    certNo: row.certNo,
    edition: row.edition,
    personRef: personRef(card.id),
    person: { name: card.name, sex: card.sex, birthDate: card.birthDate, idNo: card.idNo, admissionNo: card.admissionNo },
    charges: [chargeCode],
    measure: card.measureCode,
    measureOn: card.measureFrom ? dayOf(card.measureFrom) : null,
    centre: row.centre,
    legalBasis: row.legalBasis,
    kind: row.kind,
    sender: { agency: row.fromAgency, officer: signers.officer, approver: signers.approver, at: toShanghai(row.announcedAt) },
    senderDueAt: end(row.senderDueAt),
    receiver:
      isTransfer && row.toAgency
        ? { agency: row.toAgency, officer: signers.receiver, at: row.completedAt ? toShanghai(row.completedAt) : null }
        : null,
    acceptedOn: row.acceptedAt ? dayOf(row.acceptedAt) : null,
    newFrom: row.newFrom ? dayOf(row.newFrom) : null,
    newTo: end(row.newTo),
    newBasis: row.newCode ? { code: row.newCode, zh: periodRule(row.newCode).nameZh } : null,
    reason: row.note ?? null,
    remarks: card.remarks,
  }
}
