import { malformed, refuse } from '../refusal.ts'
import type { Bytes } from './bytes.ts'

const TAIL = 2048
/** A ZIP's end record may stand this far before the end (22 bytes and a comment of 65,535). */
const ZIP_TAIL = 65_557

/** `startxref` is the number there; `keywordAt` where the word begins. */
export interface Tail {
  startxref: number
  keywordAt: number
}

/** A ZIP reader looks from the end: a file that ends in a ZIP record is a ZIP, whatever it begins with. */
export function endsAsZip(bytes: Bytes): boolean {
  const from = Math.max(0, bytes.size - ZIP_TAIL)
  const tail = Buffer.from(bytes.slice(from, bytes.size))
  for (
    let at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    at >= 0;
    at = at === 0 ? -1 : tail.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
  ) {
    if (at + 22 <= tail.length && tail.readUInt16LE(at + 20) === tail.length - at - 22) return true
  }
  return false
}

/**
 * The end of a PDF: `startxref`, a number, `%%EOF`, and nothing but white space after it.
 * Refuses `upload-type-mismatch` when something else is glued on, `pdf-malformed` when the end is missing.
 */
export function readTail(bytes: Bytes): Tail {
  if (!/^%PDF-\d\.\d/.test(bytes.text(0, 8))) refuse('upload-type-mismatch', '文件不是以PDF标志开头')
  if (endsAsZip(bytes)) refuse('upload-type-mismatch', '文件末尾附有压缩包')
  const from = Math.max(0, bytes.size - TAIL)
  const text = bytes.text(from, bytes.size)
  const found = [...text.matchAll(/startxref[\0\t\n\f\r ]+(\d{1,15})[\0\t\n\f\r ]+%%EOF/g)].at(-1)
  if (!found) return withoutEnd(bytes)
  const after = text.slice(found.index + found[0].length).replace(/^[\0\t\n\f\r ]+/, '')
  if (after !== '') return glued(after)
  return { startxref: Number(found[1]), keywordAt: from + found.index }
}

/** Something large may be glued on, so that the end lies before the last 2 KiB: then it is another kind of file. */
function withoutEnd(bytes: Bytes): never {
  const from = Math.max(0, bytes.size - 8 * 1024 * 1024)
  const tail = Buffer.from(bytes.slice(from, bytes.size))
  const eof = tail.lastIndexOf('%%EOF')
  if (eof < 0) return malformed('文件不完整：没有结尾')
  return glued(tail.toString('latin1', eof + 5, eof + 5 + 4096).replace(/^[\0\t\n\f\r ]+/, ''))
}

/** What looks like a further revision was broken off; anything else makes the file two kinds of file at once. */
function glued(after: string): never {
  if (
    after === '' ||
    /^(\d+[\0\t\n\f\r ]+\d+[\0\t\n\f\r ]+obj|\d{1,10}([\0\t\n\f\r ]+\d{0,5})?([\0\t\n\f\r ]+o?b?)?$|xref|trailer|startxref|%)/.test(after)
  ) {
    return malformed('文件不完整：最后一次修订被截断')
  }
  return refuse('upload-type-mismatch', '文件结尾之后还有其他内容')
}
