/** A receipt as its holder keeps it: the signed words, their digest and signature, and the key that proves them. */
export type ReceiptFile = {
  readonly body: string
  readonly sha256: string
  readonly signature: string
  readonly keyId: string
  readonly publicKey: string
}
