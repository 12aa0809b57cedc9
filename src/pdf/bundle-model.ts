import type { FileIndex } from './file-index.ts'

/** A volume heading (no `key` and `index`) or a document of a bundle. */
export interface BundleEntry {
  /** Shown in contents and bookmarks. */
  title: string
  /** 0 is a volume: page numbers begin again at 1. Deeper entries are documents and parts of documents. */
  level: number
  /** What stands before a page number, e.g. `证据卷 1 · `; entries below a volume inherit it. */
  label?: string
  /** Names the source's bytes for `open`; the same key always means the same bytes. */
  key?: string
  index?: FileIndex
  /** First and last page to take, counted from 1; all when left out. */
  pages?: [number, number]
  /** Its pages carry no number of the volume: cover, catalogue, remarks. */
  unnumbered?: boolean
}

/** Where a page stands, for its stamp. */
export interface PageNumber {
  /** From 1 through the whole bundle; cover and contents do not count. */
  bundlePage: number
  /** From 1 in its volume; 0 for a page that carries no number. */
  volumePage: number
  label: string
  title: string
}

/** One document page with its place. */
export interface PlacedPage extends PageNumber {
  entry: number
  /** Position in the index's `pages`. */
  page: number
}

/** Puts all pages of all entries in order and numbers them. */
export function placePages(entries: readonly BundleEntry[]): PlacedPage[] {
  const placed: PlacedPage[] = []
  let volumePage = 0
  let label = ''
  for (const [entry, { level, index, pages, title, ...rest }] of entries.entries()) {
    if (level === 0) {
      volumePage = 0
      label = ''
    }
    label = rest.label ?? label
    const count = index?.pages.length ?? 0
    const [first, last] = pages ?? [1, count]
    if (index && (first < 1 || last > count || first > last)) throw new RangeError(`"${title}" has no pages ${first}-${last}`)
    for (let page = first - 1; index && page < last; page++) {
      placed.push({ entry, page, bundlePage: placed.length + 1, volumePage: rest.unnumbered ? 0 : ++volumePage, label, title })
    }
  }
  return placed
}
