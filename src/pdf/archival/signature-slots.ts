import { textString } from '../writer/text.ts'
import { pdfDate } from './xmp.ts'

/** A place for the signature of one agency. */
export type Slot = {
  /** Name of the field: letters only. */
  readonly field: string
  /** Who signs, as readers show it. */
  readonly signer: string
  readonly signedAt: Date
}

/** Room for the signature in bytes: two certificates and the attributes come to less than half of it. */
const CONTENTS_BYTES = 4_096

/** A field of a signature without a picture: the seal is drawn on the page. */
export const fieldText = ({ field }: Slot, page: number, signature: number | null): string =>
  `<</Type/Annot/Subtype/Widget/FT/Sig/T(${field})/F 132/Rect[0 0 0 0]/P ${page} 0 R${signature === null ? '' : `/V ${signature} 0 R`}>>`

/** The signature with its range of bytes and its content still open. */
export function signatureText(slot: Slot | undefined): string {
  if (slot === undefined) throw new RangeError('a signed paper has a signer')
  return (
    `<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/Name${textString(slot.signer)}/M(${pdfDate(slot.signedAt)})` +
    `/ByteRange [0 /********** /********** /**********] /Contents <${'0'.repeat(CONTENTS_BYTES * 2)}>>>`
  )
}

const TRAILER =
  /trailer\n<<\/Size (\d+)\/Root 1 0 R\/Info 3 0 R\/ID(\[<[0-9a-f]+><[0-9a-f]+>\])(?:\/Prev \d+)?>>\nstartxref\n(\d+)\n%%EOF\s*$/

/**
 * A further revision in which the next signer's field, empty so far, has its signature: nothing else of the file is touched,
 * so the signatures before it stay good. @throws RangeError for a file that this writer did not make
 */
export function appendSlot(signed: Uint8Array, slot: Slot): Uint8Array {
  const bytes = Buffer.from(signed)
  const text = bytes.toString('latin1')
  const found = TRAILER.exec(text.slice(-1_024))
  const field = new RegExp(`\\n(\\d+) 0 obj\\n(<</Type/Annot/Subtype/Widget/FT/Sig/T\\(${slot.field}\\)[^>]*)>>\\nendobj\\n`).exec(text)
  if (found === null || field === null) throw new RangeError('the file has no place for this signature')
  const [, size = '', id = '', previous = ''] = found
  const [, number = '', entries = ''] = field
  const parts = [`\n${number} 0 obj\n${entries}/V ${size} 0 R>>\nendobj\n`, `${size} 0 obj\n${signatureText(slot)}\nendobj\n`]
  const offsets = parts.map((_, i) => bytes.length + parts.slice(0, i).join('').length + (i === 0 ? 1 : 0))
  const line = (at: number | undefined): string => `${String(at ?? 0).padStart(10, '0')} 00000 n \n`
  const start = bytes.length + parts.join('').length
  const end =
    `xref\n${number} 1\n${line(offsets[0])}${size} 1\n${line(offsets[1])}` +
    `trailer\n<</Size ${Number(size) + 1}/Root 1 0 R/Info 3 0 R/ID${id}/Prev ${previous}>>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.concat([bytes, Buffer.from(parts.join('') + end, 'latin1')])
}
