import type { Certificate } from 'pkijs'
import { type Bytes, digest256, sameBytes } from './bytes.ts'
import type { SealPart } from './pdf-parts.ts'
import { closeFrame, ecdsaRaw, framedBytes, openSeal, readCertificate, SEAL_SUITE, sealFrame } from './seal-frame.ts'

/** Whose seal it is, by its certificate. */
export type CheckedSeal = { readonly agency: string; readonly name: string; readonly signedAt: string }
export type SealFault = 'altered' | 'seal-invalid' | 'chain-untrusted'

const OID = { commonName: '2.5.4.3', serialNumber: '2.5.4.5' } as const

/** Proves one seal: issued by a trusted authority, over exactly these bytes, in exactly the one form. */
export async function checkSeal(part: SealPart, authorities: readonly Bytes[]): Promise<CheckedSeal | SealFault> {
  const opened = openSeal(part.cms)
  if (opened === null) return 'altered'
  const { leaf, signature } = opened
  const certificate = readCertificate(leaf)
  const authority = await issuerOf(certificate, authorities)
  if (authority === null) return 'chain-untrusted'
  // Everything but the signature follows from the bytes and the certificates: one form, and no byte that nobody looked at.
  const frame = await sealFrame(leaf, authority, await digest256(part.covered))
  const signed = framedBytes(frame)
  if (!sameBytes(closeFrame(frame, signature), part.cms)) return 'altered'
  if (!(await verified(certificate, signature, signed))) return 'seal-invalid'
  return { agency: nameOf(certificate, OID.serialNumber), name: nameOf(certificate, OID.commonName), signedAt: instant(part.signedAt) }
}

async function issuerOf(leaf: Certificate, authorities: readonly Bytes[]): Promise<Bytes | null> {
  const signature = ecdsaRaw(new Uint8Array(leaf.signatureValue.valueBlock.valueHexView))
  if (signature === null) return null
  for (const authority of authorities)
    if (await verified(readCertificate(authority), signature, new Uint8Array(leaf.tbsView))) return authority
  return null
}

async function verified(certificate: Certificate, signature: Bytes, data: Bytes): Promise<boolean> {
  try {
    const spki = new Uint8Array(certificate.subjectPublicKeyInfo.toSchema().toBER())
    const key = await crypto.subtle.importKey('spki', spki, SEAL_SUITE.key, false, ['verify'])
    return await crypto.subtle.verify(SEAL_SUITE.signature, key, signature, data)
  } catch {
    // A key of another kind proves nothing here.
    return false
  }
}

const nameOf = (certificate: Certificate, oid: string): string => {
  const found: unknown = certificate.subject.typesAndValues.find(({ type }) => type === oid)?.value.valueBlock.value
  return typeof found === 'string' ? found : ''
}

/** 20261126061100 as an instant in ISO 8601. */
const instant = (text: string): string => text.replace(/^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, '$1-$2-$3T$4:$5:$6Z')
