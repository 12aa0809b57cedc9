import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Keeps small secrets in the open: AES-256-GCM under one key, bound to what they are for. */
export type KeyWrap = {
  wrap(secret: Uint8Array, purpose: string): Buffer
  /** @throws Error for a secret that was changed, or wrapped under another key or for another purpose */
  unwrap(wrapped: Uint8Array, purpose: string): Buffer
}

/** @param keyHex 32 bytes. @throws Error for another length */
export function createKeyWrap(keyHex: string): KeyWrap {
  const key = Buffer.from(keyHex, 'hex')
  if (key.length !== KEY_BYTES) throw new Error('the key that wraps the seals must be 32 bytes in hex')
  return {
    wrap(secret, purpose) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()])
    },
    unwrap(wrapped, purpose) {
      const bytes = Buffer.from(wrapped)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(purpose))
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES)), decipher.final()])
    },
  }
}
