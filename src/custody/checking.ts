import type { EntityManager } from '@mikro-orm/postgresql'
import type { Signer } from '../crypto/signing.ts'
import { agencyOf } from '../domain/codes.ts'
import type { CustodyDispatchRow } from './entities.ts'
import type { CheckResult } from './model.ts'
import { checkDispatch } from './rules.ts'
import { deskCards } from './store.ts'

type PaperRow = { id: string; state: string; pdf_sha256: Buffer | null; signature: Buffer | null }

/** Runs the checks of custody-transfer.md §4 on papers, with two statements for any number of them. In the order of `rows`. */
export async function checkRows(
  em: EntityManager,
  signer: Signer,
  rows: readonly CustodyDispatchRow[],
): Promise<(readonly CheckResult[])[]> {
  const cards = await deskCards(
    em,
    rows.map(({ id }) => id),
  )
  const papers = await papersOf(
    em,
    rows.flatMap(({ paperId }) => paperId ?? []),
  )
  return rows.map(row => {
    const card = cards.get(row.id)
    const paper = papers.get(row.paperId ?? '')
    return checkDispatch({
      paper: row.paper,
      kind: row.kind,
      state: row.state,
      fromType: agencyOf(row.fromAgency).type,
      toType: row.toAgency ? agencyOf(row.toAgency).type : null,
      isHere: card?.is_here ?? false,
      holderBefore: card?.holder_before ?? null,
      holderAfter: card?.holder_after ?? null,
      fromAgency: row.fromAgency,
      toAgency: row.toAgency ?? null,
      sealsHold: paper !== undefined && paper.state === 'issued' && isSigned(signer, paper),
      senderDueAt: row.senderDueAt ?? null,
      acceptedAt: row.acceptedAt ?? null,
      newFrom: row.newFrom ?? null,
      newTo: row.newTo ?? null,
      lawfulFrom: card?.lawful_from ?? null,
      lawfulTo: card?.lawful_to ?? null,
      numberUsed: card?.number_used ?? false,
    })
  })
}

const isSigned = (signer: Signer, { pdf_sha256: digest, signature }: PaperRow): boolean =>
  digest !== null && signature !== null && signer.verify(digest, signature)

async function papersOf(em: EntityManager, ids: readonly string[]): Promise<ReadonlyMap<string, PaperRow>> {
  if (ids.length === 0) return new Map()
  const rows = await em.execute<PaperRow[]>('select id, state, pdf_sha256, signature from custody_paper where id = any (?::uuid[])', [
    `{${ids.join(',')}}`,
  ])
  return new Map(rows.map(row => [row.id, row]))
}
