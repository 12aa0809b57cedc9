import { canonicalJson, type Json } from '../canonical.ts'
import { type Bytes, base64Url, digest256, sameBytes, utf8 } from './bytes.ts'
import { type CheckedSeal, checkSeal, type SealFault } from './check-seal.ts'
import { checkPayload, DIGEST_BYTES, type Payload, signedBy } from './payload.ts'
import { takeApart } from './pdf-parts.ts'
import type { Trust } from './trust.ts'

/** Why a file is refused. */
export type CertificateFault =
  | 'not-a-certificate'
  | SealFault
  /** The embedded data, the code and the seals do not say the same. */
  | 'data-mismatch'
  | 'code-forged'
  /** This browser knows no Ed25519. */
  | 'code-unproved'
  | 'detached-wrong'

/** What a good paper says of itself; `digest` asks the register for its state. */
export type ProvedCertificate = {
  readonly paper: string
  readonly edition: number
  readonly payload: Payload
  /** The canonical JSON that the file carries: with name and numbers. */
  readonly body: string
  readonly seals: readonly CheckedSeal[]
  /** Which key made the code. */
  readonly keyId: string
}

export type CertificateCheck =
  | { readonly ok: true; readonly certificate: ProvedCertificate }
  | { readonly ok: false; readonly why: CertificateFault }

const refused = (why: CertificateFault): CertificateCheck => ({ ok: false, why })

/**
 * Proves a certificate or notice of custody with nothing but its bytes and the trusted keys: every byte is covered by the seals,
 * the seals are of agencies that a trusted authority certified, and the embedded data is what seals and code say. Whether it was
 * revoked or superseded since, only the register knows. @param detached the platform's signature over the file's SHA-256
 */
export async function verifyCertificate(bytes: Bytes, trust: Trust, detached: Bytes | null = null): Promise<CertificateCheck> {
  const parts = takeApart(bytes)
  if (parts === null) return refused(hasHeader(bytes) ? 'altered' : 'not-a-certificate')
  const seals: CheckedSeal[] = []
  for (const part of parts.seals) {
    const seal = await checkSeal(part, trust.authorities)
    if (typeof seal === 'string') return refused(seal)
    seals.push(seal)
  }
  const found = await agreed(parts.files, seals, trust)
  if (typeof found === 'string') return refused(found)
  if (detached !== null && !(await detachedHolds(bytes, detached, trust))) return refused('detached-wrong')
  return { ok: true, certificate: found }
}

/** A file of the platform that was changed keeps this much; any other PDF has none of it. */
function hasHeader(bytes: Bytes): boolean {
  const start = utf8('%PDF-')
  const mark = new TextDecoder('latin1').decode(bytes)
  return sameBytes(bytes.subarray(0, start.length), start) && mark.includes('certificate.json') && mark.includes('ETSI.CAdES.detached')
}

async function agreed(
  files: ReadonlyMap<string, Bytes>,
  seals: readonly CheckedSeal[],
  { signing }: Trust,
): Promise<ProvedCertificate | CertificateFault> {
  const [data, code] = [files.get('certificate.json'), files.get('payload.txt')]
  if (data === undefined || code === undefined) return 'data-mismatch'
  const checked = await checkPayload(new TextDecoder().decode(code), signing)
  if (!checked.ok) return checked.why === 'unsupported' ? 'code-unproved' : 'code-forged'
  const text = new TextDecoder().decode(data)
  const body = parsed(text)
  const digest = base64Url((await digest256(data)).subarray(0, DIGEST_BYTES))
  if (body === null || checked.payload.digest !== digest || !saysTheSame(body, checked.payload) || !sealedBy(body, seals))
    return 'data-mismatch'
  return {
    paper: textAt(body, 'paper'),
    edition: Number(at(body, 'edition')),
    payload: checked.payload,
    body: text,
    seals,
    keyId: checked.keyId,
  }
}

function parsed(text: string): Json | null {
  try {
    const value: Json = JSON.parse(text)
    return canonicalJson(value) === text ? value : null
  } catch {
    return null
  }
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json | undefined } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const at = (value: Json, ...path: string[]): Json | undefined =>
  path.reduce<Json | undefined>((found, key) => (isObject(found) ? found[key] : undefined), value)
const textAt = (value: Json, ...path: string[]): string => {
  const found = at(value, ...path)
  return typeof found === 'string' ? found : ''
}

function saysTheSame(body: Json, { certNo, personRef, kind, from, to }: Payload): boolean {
  const [newFrom, newTo] = [textAt(body, 'newFrom'), textAt(body, 'newTo')]
  // Where there is no new period yet, the code names the end of the one that runs.
  const end = newFrom === '' && newTo === '' ? textAt(body, 'senderDueAt') : newTo
  return (
    certNo === textAt(body, 'certNo') &&
    personRef === textAt(body, 'personRef') &&
    kind === textAt(body, 'kind') &&
    from === newFrom &&
    to === end
  )
}

/** A completed transfer bears the receiver's seal beside the sender's; every other paper its maker's alone. */
function sealedBy(body: Json, seals: readonly CheckedSeal[]): boolean {
  const isCompleted = textAt(body, 'paper') === 'transfer' && textAt(body, 'receiver', 'at') !== ''
  const expected = [textAt(body, 'sender', 'agency'), ...(isCompleted ? [textAt(body, 'receiver', 'agency')] : [])]
  return expected.length === seals.length && expected.every((agency, i) => agency !== '' && agency === seals[i]?.agency)
}

async function detachedHolds(bytes: Bytes, signature: Bytes, { signing }: Trust): Promise<boolean> {
  const digest = await digest256(bytes)
  for (const { publicKey } of signing) if (await signedBy(publicKey, digest, signature)) return true
  return false
}
