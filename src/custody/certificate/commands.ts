import { randomUUID } from 'node:crypto'
import type { EntityManager } from '@mikro-orm/postgresql'
import { canonicalJson } from '../../crypto/canonical.ts'
import { sha256 } from '../../crypto/digest.ts'
import { Problem } from '../../domain/problem.ts'
import type { CertificateBody } from './model.ts'

export type NewPaper = {
  readonly caseId: string
  readonly casePersonId: string
  readonly transferId: string | null
  readonly body: CertificateBody
}

/** A form has room for this much; what is longer belongs into the file. */
const MOST = { charges: 12, remarks: 600, reason: 300, basis: 400 } as const

/**
 * Issues a paper of a custody title (换押证 or a notice): its canonical body with digest, in the caller's transaction. A later
 * edition of the same number takes the place of the ones before it. The file is drawn afterwards by `drawPapers`.
 * @throws Problem `certificate-number-used`, `certificate-too-long`
 */
export async function createPaper(
  em: EntityManager,
  { caseId, casePersonId, transferId, body }: NewPaper,
): Promise<{ paperId: string; sha256: Buffer }> {
  const { paper, certNo, edition, sender, centre, personRef } = body
  mustFit(body)
  const text = canonicalJson(body)
  const digest = sha256(text)
  const paperId = randomUUID()
  const written = await em.execute<{ id: string }[]>(
    `insert into custody_paper (id, paper, cert_no, edition, case_id, case_person_id, transfer_id, issuer, centre, person_ref, body, sha256, issued_at)
     values (?, ?, ?, ?, ?, ?, ?::uuid, ?, ?, ?, ?, ?, app_now()) on conflict (cert_no, edition) do nothing returning id`,
    [paperId, paper, certNo, edition, caseId, casePersonId, transferId, sender.agency, centre, personRef, text, digest],
  )
  if (written.length === 0) throw new Problem('certificate-number-used', { facts: { certNo, edition } })
  if (edition > 1)
    await em.execute(
      "update custody_paper set state = 'superseded', state_at = app_now() where cert_no = ? and edition < ? and state = 'issued'",
      [certNo, edition],
    )
  return { paperId, sha256: digest }
}

/** Revokes all editions of a number that stand. @throws Problem `not-found` where none stands */
export async function revokePaper(em: EntityManager, certNo: string): Promise<void> {
  const revoked = await em.execute<{ id: string }[]>(
    "update custody_paper set state = 'revoked', state_at = app_now() where cert_no = ? and state = 'issued' returning id",
    [certNo],
  )
  if (revoked.length === 0) throw new Problem('not-found')
}

/** A bar is the mark between the parts of the code that people scan. */
function mustFit({ charges, remarks, reason, legalBasis, certNo, personRef, kind }: CertificateBody): void {
  const isLong =
    charges.length > MOST.charges ||
    remarks.join('').length > MOST.remarks ||
    (reason ?? '').length > MOST.reason ||
    legalBasis.length > MOST.basis
  if (isLong || [certNo, personRef, kind].some(text => text.includes('|') || text.length > 80)) throw new Problem('certificate-too-long')
}
