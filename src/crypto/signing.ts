import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** The platform's signature over manifests and receipts: Ed25519 over canonical bytes, with the key's fingerprint as its id. */
export type Signer = {
  readonly keyId: string
  readonly publicKeyPem: string
  sign(data: Uint8Array): Buffer
  verify(data: Uint8Array, signature: Uint8Array): boolean
}

const fingerprint = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32)

/** @param privateKeyPem an Ed25519 private key (PKCS #8). @throws Error for another kind of key */
export function createSigner(privateKeyPem: string): Signer {
  const key = createPrivateKey(privateKeyPem)
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the signing key must be Ed25519')
  const publicKey = createPublicKey(key)
  return {
    keyId: fingerprint(publicKey),
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    sign: data => sign(null, data, key),
    verify: (data, signature) => verify(null, data, publicKey, signature),
  }
}
