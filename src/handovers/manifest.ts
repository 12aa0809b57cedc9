import { canonicalJson } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/digest.ts'
import type { Signer } from '../crypto/signing.ts'
import type { Leg } from './legs.ts'
import type { ManifestEntry } from './model.ts'

export type Manifest = {
  readonly handOverId: string
  readonly caseId: string
  readonly leg: Leg
  readonly round: number
  readonly from: string
  readonly to: string
  /** 1, or more where the receiver had the dossier re-bound. */
  readonly edition: number
  /** Null: of the whole case. */
  readonly persons: readonly string[] | null
  readonly entries: readonly ManifestEntry[]
}

/**
 * The digest that freezes a manifest, and its signature: whoever holds the entries can compute both sides again. A first
 * edition and a whole case are not said.
 */
export function sealManifest(manifest: Manifest, signer: Signer): { digest: Buffer; signature: Buffer; keyId: string } {
  const { edition, persons, ...plain } = manifest
  const digest = sha256(
    canonicalJson({
      ...plain,
      edition: edition > 1 ? edition : undefined,
      persons: persons ?? undefined,
      entries: manifest.entries.map(entry => ({ ...entry })),
    }),
  )
  return { digest, signature: signer.sign(digest), keyId: signer.keyId }
}
