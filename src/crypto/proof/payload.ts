import { type Bytes, fromBase64Url, fromPem, utf8 } from './bytes.ts'

/** What the code on a paper says: no name and no number of identity. */
export type Payload = {
  readonly certNo: string
  readonly personRef: string
  readonly kind: string
  /** Day or instant; empty where the paper has none. */
  readonly from: string
  readonly to: string
  /** The first 16 bytes of the SHA-256 of the paper's machine data, base64url. */
  readonly digest: string
}

export type SigningKey = { readonly keyId: string; readonly publicKey: string }

/** Bytes of a digest that the code has room for. */
export const DIGEST_BYTES = 16
const VERSION = '1'
const PARTS = 8

/** What the signature of a code is made over. @throws RangeError for a part that holds the mark between parts */
export function payloadText({ certNo, personRef, kind, from, to, digest }: Payload): string {
  const parts = [VERSION, certNo, personRef, kind, from, to, digest]
  if (parts.some(part => part.includes('|'))) throw new RangeError('a part of the code holds a bar')
  return parts.join('|')
}

/** The address that a scanner opens: everything stands behind `#`, so that it reaches no server and no log. */
export const payloadUrl = (verifyUrl: string, payload: string): string => `${verifyUrl}#${encodeURIComponent(payload)}`

/** A payload from an address, from what stands behind its `#`, or typed as it is. */
export function payloadIn(text: string): string {
  const mark = text.indexOf('#')
  const found = (mark < 0 ? text : text.slice(mark + 1)).trim()
  try {
    return decodeURIComponent(found)
  } catch {
    return found
  }
}

/** The parts of a payload; null for a text that is none. Nothing is proved by it. */
export function readPayload(text: string): (Payload & { readonly signature: string }) | null {
  const parts = text.split('|')
  const [version, certNo = '', personRef = '', kind = '', from = '', to = '', digest = '', signature = ''] = parts
  if (parts.length !== PARTS || version !== VERSION || certNo === '' || signature === '') return null
  return fromBase64Url(digest)?.length === DIGEST_BYTES ? { certNo, personRef, kind, from, to, digest, signature } : null
}

/** `unsupported`: this browser knows no Ed25519, so nothing is said of the signature. */
export type PayloadCheck =
  | { readonly ok: true; readonly payload: Payload; readonly keyId: string }
  | { readonly ok: false; readonly why: 'unreadable' | 'forged' | 'unsupported' }

/** Proves a payload by the platform's keys, without asking anybody. */
export async function checkPayload(text: string, keys: readonly SigningKey[]): Promise<PayloadCheck> {
  const found = readPayload(text)
  if (found === null) return { ok: false, why: 'unreadable' }
  const { signature, ...payload } = found
  const proof = fromBase64Url(signature)
  if (proof === null) return { ok: false, why: 'forged' }
  const said = utf8(payloadText(payload))
  try {
    for (const { keyId, publicKey } of keys) if (await signedBy(publicKey, said, proof)) return { ok: true, payload, keyId }
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotSupportedError') return { ok: false, why: 'unsupported' }
    throw error
  }
  return { ok: false, why: 'forged' }
}

/** Whether the Ed25519 key, in PEM, made this signature. @throws DOMException where the browser does not know Ed25519 */
export async function signedBy(publicKey: string, data: Bytes, signature: Bytes): Promise<boolean> {
  const key = await crypto.subtle.importKey('spki', fromPem(publicKey), { name: 'Ed25519' }, false, ['verify'])
  return await crypto.subtle.verify({ name: 'Ed25519' }, key, signature, data)
}
