import { refuse } from '../refusal.ts'
import type { PdfDocument } from './document.ts'
import { PdfDict, PdfString } from './objects.ts'
import { changesOnlySignatures } from './revisions.ts'

/** What a signature dictionary says it covers: two ranges around its own /Contents. */
interface Cover {
  ranges: [number, number, number, number]
  contents: PdfString
}

/**
 * A signed file must be covered by its last signature or time-stamp from the first byte to the last, sparing only that
 * signature's /Contents (ISO 32000-1 §12.8.1), and no revision after an earlier signature may do more than sign.
 * Whether the signature itself is genuine is not looked at here.
 */
export function checkSignatures(document: PdfDocument, found: PdfDict[]): void {
  if (found.length === 0) {
    if (signedEarlier(document)) changed('已有的签名在后来的修订中被移除')
    return
  }
  const covers = found.map(readCover).sort((a, b) => endOf(a) - endOf(b))
  for (const cover of covers) sparesOnlyItself(cover)
  const last = covers.at(-1)
  if (last && endOf(last) !== document.bytes.size) changed('最后一个签名没有覆盖整个文件')
  for (const earlier of covers.slice(0, -1)) {
    if (!changesOnlySignatures(document, endOf(earlier))) changed('签名之后的修订改动了签名以外的内容')
  }
}

const endOf = ({ ranges }: Cover): number => ranges[2] + ranges[3]

function readCover(signature: PdfDict): Cover {
  const range = signature.get('ByteRange')
  const contents = signature.get('Contents')
  const numbers = Array.isArray(range) ? range.filter(item => typeof item === 'number' && Number.isInteger(item) && item >= 0) : []
  const [a, b, c, d] = numbers
  if (numbers.length !== 4 || typeof a !== 'number' || typeof b !== 'number' || typeof c !== 'number' || typeof d !== 'number') {
    return changed('签名的字节范围无效')
  }
  if (!(contents instanceof PdfString)) return changed('签名没有内容')
  return { ranges: [a, b, c, d], contents }
}

function sparesOnlyItself({ ranges: [first, before, after], contents }: Cover): void {
  if (first !== 0 || before !== contents.start || after !== contents.end) changed('签名没有覆盖应覆盖的内容')
}

/** A signature that an older revision had and the newest no longer has was taken out. */
function signedEarlier(document: PdfDocument): boolean {
  for (const section of document.xref.sections.slice(1)) {
    for (const [num, entry] of section.entries) {
      if (entry.kind !== 'at' || document.xref.entries.get(num) === entry) continue
      const old = document.readOld(num, entry.offset, entry.generation)
      if (old instanceof PdfDict && old.has('ByteRange')) return true
    }
  }
  return false
}

function changed(detail: string): never {
  return refuse('pdf-changed-after-signing', detail)
}
