import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { Receipt } from '../answers.ts'
import { canonical } from '../demo/canonical.ts'

const Body = Type.Object({
  kind: Type.String(),
  handOverId: Type.String(),
  leg: Type.String(),
  documents: Type.Array(
    Type.Object({
      seq: Type.Integer(),
      documentId: Type.String(),
      code: Type.String(),
      sizeBytes: Type.Integer(),
      sha256: Type.String(),
      sm3: Type.String(),
    }),
  ),
})
export type ReceiptBody = Type.Static<typeof Body>
export type ReceiptLine = ReceiptBody['documents'][number]

/** The receipt does not hold; the message says what of it. */
export class NotGenuine extends Error {}

const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

/**
 * Reads a receipt, as JSON or as the printed PDF, and proves every byte of it without the platform: form, digest, signature and
 * key. `trusted` is the platform's public key as its owner had it by another way; without it the key in the receipt stands.
 * @throws NotGenuine
 */
export function readReceipt(bytes: Buffer, trusted: string | null): ReceiptBody {
  const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-'
  const { receipt, seal } = isPdf ? fromPdf(bytes) : { receipt: fromJson(bytes), seal: null }
  const key = keyOf(receipt, trusted)
  if (seal && !signed(seal.message, seal.signature, key)) throw new NotGenuine('回执 PDF 被改动：文件签名无效')
  const digest = sha256(receipt.body)
  if (digest.toString('hex') !== receipt.sha256) throw new NotGenuine('回执被改动：摘要与正文不一致')
  if (!signed(receipt.body, receipt.signature, key)) throw new NotGenuine('回执被改动：签名无效')
  const body: unknown = JSON.parse(receipt.body)
  if (canonical(body) !== receipt.body || !Value.Check(Body, body)) throw new NotGenuine('回执被改动：正文不是规范形式')
  return body
}

/** A text that says the same in other bytes is not the file that was issued. */
function fromJson(bytes: Buffer): Receipt {
  const receipt = parsed(bytes.toString('utf8'))
  const forms = [JSON.stringify(receipt), `${JSON.stringify(receipt)}\n`, `${JSON.stringify(receipt, null, 2)}\n`]
  if (!forms.some(form => Buffer.from(form).equals(bytes))) throw new NotGenuine('回执被改动：文件不是签发时的形式')
  return receipt
}

function parsed(text: string): Receipt {
  try {
    const value: unknown = JSON.parse(text)
    if (Value.Check(Receipt, value) && Object.keys(value).length === 5) return value
  } catch {
    // Told below: what cannot be read is no receipt.
  }
  throw new NotGenuine('不是回执文件，或者已被改动')
}

const SEAL = /%anlian-receipt ([A-Za-z0-9+/=]+)\n%anlian-seal ([0-9a-f]{32}) ([A-Za-z0-9+/=]+)\nstartxref\n\d+\n%%EOF\n$/

/** The receipt that the printed one carries, and what its seal was made over: every byte save the seal's own characters. */
function fromPdf(bytes: Buffer): { receipt: Receipt; seal: { message: Buffer; signature: string } } {
  const found = SEAL.exec(bytes.toString('latin1'))
  const [, carried = '', keyId = '', signature = ''] = found ?? []
  if (found === null || Buffer.from(carried, 'base64').toString('base64') !== carried) throw new NotGenuine('不是回执 PDF，或者已被改动')
  const receipt = parsed(Buffer.from(carried, 'base64').toString('utf8'))
  if (keyId !== receipt.keyId) throw new NotGenuine('回执 PDF 被改动：密钥编号不符')
  const at = found.index + found[0].lastIndexOf(` ${signature}\n`) + 1
  const message = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + signature.length)])
  return { receipt, seal: { message, signature } }
}

/** Ed25519 over the digest; a signature written in another way is none. */
const signed = (message: string | Uint8Array, signature: string, key: KeyObject): boolean =>
  Buffer.from(signature, 'base64').toString('base64') === signature && verify(null, sha256(message), key, Buffer.from(signature, 'base64'))

function keyOf({ publicKey, keyId }: Receipt, trusted: string | null): KeyObject {
  const key = readKey(publicKey)
  const fingerprint = sha256(key.export({ type: 'spki', format: 'der' }))
    .toString('hex')
    .slice(0, 32)
  const isExact = key.asymmetricKeyType === 'ed25519' && key.export({ type: 'spki', format: 'pem' }).toString() === publicKey
  if (!isExact || fingerprint !== keyId) throw new NotGenuine('回执被改动：公钥与密钥编号不符')
  if (trusted !== null && !readKey(trusted).equals(key)) throw new NotGenuine('回执不是由给定的公钥签发')
  return key
}

function readKey(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new NotGenuine('公钥无法读取', { cause })
  }
}
