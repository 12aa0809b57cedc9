import { sha256 } from '../../crypto/digest.ts'
import type { Signer } from '../../crypto/signing.ts'
import type { ReceiptFile } from './model.ts'

const START = /startxref\s+(\d+)\s+%%EOF\s*$/

/**
 * The printed receipt with its own proof: the receipt's JSON and the platform's signature over every byte of the file save the
 * signature's own characters, as comments of an addition that changes nothing of the drawing.
 * @throws RangeError for bytes that do not end as a PDF does
 */
export function sealPdf(drawn: Uint8Array, receipt: ReceiptFile, signer: Signer): Buffer {
  const end = START.exec(Buffer.from(drawn.subarray(-64)).toString('latin1'))
  if (end === null) throw new RangeError('the drawn receipt has no end')
  const carried = Buffer.from(JSON.stringify(receipt)).toString('base64')
  const head = Buffer.concat([
    Buffer.from(drawn),
    Buffer.from(`${drawn.at(-1) === 0x0a ? '' : '\n'}%anlian-receipt ${carried}\n%anlian-seal ${signer.keyId} `),
  ])
  const tail = Buffer.from(`\nstartxref\n${end[1]}\n%%EOF\n`)
  const signature = signer.sign(sha256(Buffer.concat([head, tail]))).toString('base64')
  return Buffer.concat([head, Buffer.from(signature), tail])
}
