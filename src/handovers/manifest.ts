import { canonicalJson } from '../crypto/canonical.ts'
import { sha256 } from '../crypto/digest.ts'
import type { Signer } from '../crypto/signing.ts'
import type { Leg, ManifestEntry } from './model.ts'

export type Manifest = {
  readonly handOverId: string
  readonly caseId: string
  readonly leg: Leg
  readonly round: number
  readonly from: string
  readonly to: string
  readonly entries: readonly ManifestEntry[]
}

/** The digest that freezes a manifest, and its signature: whoever holds the entries can compute both sides again. */
export function sealManifest(manifest: Manifest, signer: Signer): { digest: Buffer; signature: Buffer; keyId: string } {
  const digest = sha256(canonicalJson({ ...manifest, entries: manifest.entries.map(entry => ({ ...entry })) }))
  return { digest, signature: signer.sign(digest), keyId: signer.keyId }
}
