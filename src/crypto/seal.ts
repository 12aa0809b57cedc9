import { webcrypto } from 'node:crypto'
import { type Bytes, digest256 } from './proof/bytes.ts'
import { closeFrame, framedBytes, SEAL_SUITE, sealFrame } from './proof/seal-frame.ts'

/** The electronic seal of an agency. A hardware module that holds the key takes this place by the same three members. */
export type Seal = {
  /** The agency's certificate, in DER. */
  readonly certificate: Bytes
  /** The authority's that issued it. */
  readonly authority: Bytes
  /** A raw signature (r and s) over the bytes, made off the thread that serves. */
  sign(data: Bytes): Promise<Bytes>
}

/** A seal whose private key (PKCS #8 in DER) is at hand. */
export async function softwareSeal(certificate: Bytes, authority: Bytes, privateKey: Bytes): Promise<Seal> {
  const key = await webcrypto.subtle.importKey('pkcs8', privateKey, SEAL_SUITE.key, false, ['sign'])
  return {
    certificate,
    authority,
    sign: async data => new Uint8Array(await webcrypto.subtle.sign(SEAL_SUITE.signature, key, data)),
  }
}

/** A new key for a seal: the public half as SPKI, the private one as PKCS #8, both in DER. */
export async function newSealKey(): Promise<{ publicKey: Bytes; privateKey: Bytes }> {
  const pair = await webcrypto.subtle.generateKey(SEAL_SUITE.key, true, ['sign', 'verify'])
  const [publicKey, privateKey] = await Promise.all([
    webcrypto.subtle.exportKey('spki', pair.publicKey),
    webcrypto.subtle.exportKey('pkcs8', pair.privateKey),
  ])
  return { publicKey: new Uint8Array(publicKey), privateKey: new Uint8Array(privateKey) }
}

/** The CMS that seals these bytes (PAdES baseline B, ETSI EN 319 142-1). */
export async function sealBytes(seal: Seal, data: Bytes): Promise<Bytes> {
  const frame = await sealFrame(seal.certificate, seal.authority, await digest256(data))
  return closeFrame(frame, await seal.sign(framedBytes(frame)))
}
