import type { EntityManager } from '@mikro-orm/postgresql'
import { Problem } from '../../domain/problem.ts'
import type { Paper } from './model.ts'

/** A paper as its row has it; the columns of the drawing are null until it is drawn. */
export type PaperRow = {
  readonly id: string
  readonly caseId: string
  readonly paper: Paper
  readonly certNo: string
  readonly edition: number
  readonly body: string
  readonly sha256: Buffer
  readonly objectKey: string | null
  readonly pdfSha256: Buffer | null
  readonly pdfBytes: number | null
  readonly signature: Buffer | null
  readonly keyId: string | null
  readonly state: 'issued' | 'revoked' | 'superseded'
  readonly stateAt: Date | null
  readonly issuedAt: Date
}

const COLUMNS = `id, case_id as "caseId", paper, cert_no as "certNo", edition, body, sha256, object_key as "objectKey", pdf_sha256 as "pdfSha256",
  pdf_bytes as "pdfBytes", signature, key_id as "keyId", state, state_at as "stateAt", issued_at as "issuedAt"`

/** A paper that this context may see. @throws Problem `not-found` */
export async function getCustodyPaper(em: EntityManager, paperId: string): Promise<PaperRow> {
  const [row] = await em.execute<PaperRow[]>(`select ${COLUMNS} from custody_paper where id = ?`, [paperId])
  if (row === undefined) throw new Problem('not-found')
  return { ...row, issuedAt: new Date(row.issuedAt), stateAt: row.stateAt ? new Date(row.stateAt) : null }
}

/** What anybody is told who holds a paper with this number and digest. */
export type PublicState = {
  readonly seen_state: 'valid' | 'revoked' | 'superseded'
  readonly seen_edition: number
  readonly seen_signature: Buffer | null
  readonly edition: number
  readonly paper: Paper
  readonly kind: string
  readonly issuer: string
  readonly holder: string
  readonly valid_from: string | null
  readonly valid_to: string | null
  readonly digest: Buffer
  readonly issued_at: Date
}

/** Null for a number and digest that do not belong together. */
export async function findPublicState(em: EntityManager, certNo: string, digest: Buffer): Promise<PublicState | null> {
  const [row] = await em.execute<PublicState[]>('select * from public_certificate(?, ?)', [certNo, digest])
  return row ?? null
}
