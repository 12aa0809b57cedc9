import { type BundleEntry, type PageNumber, type PlacedPage, placePages } from './bundle-model.ts'
import type { FileIndex } from './file-index.ts'
import { BundleWriter } from './writer/bundle-writer.ts'
import { PdfFont } from './writer/font.ts'
import { drawContents, drawCover, frontText } from './writer/front.ts'
import type { VirtualFile } from './writer/virtual-file.ts'

export type { BundleEntry, PageNumber } from './bundle-model.ts'
export { readRange } from './read-range.ts'

export interface BundleOptions {
  /** Cover, file title. */
  title: string
  entries: readonly BundleEntry[]
  /** Lines under the title on the cover; no cover when left out. */
  coverLines?: readonly string[]
  /** Whether to print the contents. */
  contents?: boolean
  /** What to print in the corner of a page, e.g. `证据卷 1 · 第35页`; nothing when left out or empty. */
  stampText?: (page: PageNumber) => string
}

/** A bundle that lies on no disk; see `readRange` for its bytes. */
export interface BundlePlan extends VirtualFile {
  /** All pages, cover and contents included. */
  pageCount: number
  /** Cover and contents pages before the first document. */
  frontPageCount: number
}

/**
 * Plans one PDF out of many documents without touching their bytes: cover, contents, all pages with their stamps,
 * bookmarks and page labels. The plan holds the indexes and a few bytes per object, whatever the size of the bundle.
 * The same options always give the same bytes. Throws when an entry's `pages` are not in its document.
 */
export async function planBundle(options: BundleOptions): Promise<BundlePlan> {
  const { title, entries, coverLines, stampText } = options
  const pages = placePages(entries)
  if (pages.length === 0 && !coverLines && !options.contents) throw new RangeError('a bundle needs a page')
  const stamps = pages.map(page => stampText?.(page) ?? '')
  const stampFont = stamps.some(text => text !== '') ? await PdfFont.forText(stamps.join('')) : undefined
  const hasFront = coverLines !== undefined || options.contents === true
  const frontFont = hasFront ? await PdfFont.forText(frontText(title, coverLines ?? [], entries)) : undefined
  const front = frontFont && coverLines ? [drawCover(frontFont, title, coverLines)] : []
  if (frontFont && options.contents) front.push(...drawContents(frontFont, entries, firstPages(entries, pages)))
  const writer = new BundleWriter({ title, entries, pages, stamps, stampFont, front, frontFont })
  return { ...writer.write(), pageCount: front.length + pages.length, frontPageCount: front.length }
}

/** The reader's form of a single document: the same pages, all structure together at the end. */
export async function planSingle(key: string, index: FileIndex, title = ''): Promise<BundlePlan> {
  return await planBundle({ title, entries: [{ key, index, title, level: 0 }] })
}

/** The first page at or below each entry: a volume begins where its first document does. */
function firstPages(entries: readonly BundleEntry[], pages: readonly PlacedPage[]): (PlacedPage | undefined)[] {
  const own: (PlacedPage | undefined)[] = entries.map(() => undefined)
  for (const page of pages) own[page.entry] ??= page
  for (let i = entries.length - 1; i > 0; i--) {
    const [above, below] = [entries[i - 1], entries[i]]
    if (above && below && below.level > above.level) own[i - 1] ??= own[i]
  }
  return own
}
