import type { FileIndex } from '../file-index.ts'
import type { Bytes } from './bytes.ts'
import { type Balance, countBalance, MAX_COUNTED } from './content.ts'
import { PdfDocument } from './document.ts'
import { ForbiddenContent } from './forbidden.ts'
import { contentStreams, Indexer } from './indexer.ts'
import { type PdfObject, PdfStream } from './objects.ts'
import { readPages } from './pages.ts'
import { checkSignatures } from './signatures.ts'

/**
 * Checks a whole PDF and gives the index of its pages. Every object in use is read, the ones in object streams too, and
 * every lossless stream except pictures is inflated within its limit. Throws `Refusal` with the code of the first fault.
 */
export function scanPdf(bytes: Bytes): FileIndex {
  const document = PdfDocument.open(bytes)
  const pages = readPages(document)
  const contents = new Set(pages.flatMap(page => contentStreams(document, page.dict)))
  const balances = new Map<number, Balance>()
  const forbidden = new ForbiddenContent(document)
  for (const num of inFileOrder(document)) {
    const object = document.get(num)
    forbidden.inspect(object)
    if (object instanceof PdfStream) checkStream(document, num, object, contents, balances)
  }
  forbidden.inspect(document.xref.trailer)
  checkSignatures(document, forbidden.signatures)
  return new Indexer(document, balances).build(pages)
}

/** Object streams one after the other, so that each is inflated once. */
function inFileOrder(document: PdfDocument): number[] {
  const plain: number[] = []
  const packed: { num: number; container: number }[] = []
  for (const [num, entry] of document.xref.entries) {
    if (entry.kind === 'at') plain.push(num)
    else if (entry.kind === 'packed') packed.push({ num, container: entry.container })
  }
  packed.sort((a, b) => a.container - b.container)
  return [...plain, ...packed.map(one => one.num)]
}

function checkStream(
  document: PdfDocument,
  num: number,
  stream: PdfStream,
  contents: ReadonlySet<number>,
  balances: Map<number, Balance>,
): void {
  const type = document.name(stream.dict.get('Type'))
  // Both were inflated and counted on opening.
  if (type === 'XRef' || type === 'ObjStm') return
  const isContent = contents.has(num)
  if (!isContent && isPicture(document, stream.dict.get('Subtype'))) return
  const plain = document.inflate(stream)
  if (isContent && plain && plain.length <= MAX_COUNTED) balances.set(num, countBalance(plain))
}

function isPicture(document: PdfDocument, subtype: PdfObject): boolean {
  return document.name(subtype) === 'Image'
}
