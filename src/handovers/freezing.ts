import type { EntityManager } from '@mikro-orm/postgresql'
import type { Signer } from '../crypto/signing.ts'
import { STAYING_VOLUMES } from '../domain/codes.ts'
import { catalogue } from '../dossier/rules.ts'
import type { HandOverRow } from './entities.ts'
import { LEGS, type Leg } from './legs.ts'
import { sealManifest } from './manifest.ts'
import type { ManifestEntry } from './model.ts'
import { type DossierDocument, insertEntries } from './store.ts'

/** What stays with its maker; a court's secondary volume goes from court to court and to nobody else (SPC 53). */
const travels = (leg: Leg, volume: string): boolean =>
  !STAYING_VOLUMES.has(volume) || (volume === 'courtSub' && LEGS[leg].from === 'court' && LEGS[leg].to.includes('court'))

/**
 * Lines for the papers that travel: in the order of the catalogue, not of a volume that stays with its maker, and of the
 * persons concerned alone. `after` lines stand already; supplement 0 is the file itself, later ones what was added since.
 */
export function entriesOf(
  documents: readonly DossierDocument[],
  { leg, persons, after = 0, supplement = 0 }: { leg: Leg; persons: readonly string[] | null; after?: number; supplement?: number },
): ManifestEntry[] {
  const travelling = documents.flatMap(document => {
    const { code, volume, casePersonId } = document
    const isMeant = persons === null || casePersonId === null || persons.includes(casePersonId)
    return code !== null && volume !== null && isMeant && travels(leg, volume) ? [{ ...document, code, volume }] : []
  })
  const placed = catalogue(travelling).flatMap(volume => volume.documents)
  const chosen = supplement === 0 ? placed : placed.filter(({ sentIn }) => sentIn === null)
  return chosen.map((document, at) => ({
    seq: after + at + 1,
    supplement,
    documentId: document.id,
    volume: document.volume,
    volumeSeq: document.volumeSeq,
    code: document.code,
    title: document.title,
    pageFrom: document.place.pageFrom,
    pageTo: document.place.pageTo,
    pageCount: document.pageCount,
    sizeBytes: document.sizeBytes,
    sha256: document.sha256.toString('hex'),
    sm3: document.sm3?.toString('hex') ?? '',
  }))
}

/** Signs the manifest of all lines and writes the added ones; earlier lines of the same edition stand. */
export async function freeze(
  em: EntityManager,
  row: HandOverRow,
  signer: Signer,
  added: readonly ManifestEntry[],
  earlier: readonly ManifestEntry[] = [],
): Promise<void> {
  const { id: handOverId, caseId, leg, round, edition, fromAgency: from, toAgency: to, persons } = row
  const manifest = { handOverId, caseId, leg, round, from, to, edition, persons: persons ?? null, entries: [...earlier, ...added] }
  const { digest, signature, keyId } = sealManifest(manifest, signer)
  Object.assign(row, { manifestDigest: digest, signature, keyId })
  await em.flush()
  await insertEntries(em, handOverId, added)
}
