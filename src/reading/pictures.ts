import type { IndexedDocument } from '../dossier/shown.ts'

type Index = IndexedDocument['index']

/** A page with fewer characters than this may be a scan on which a number was stamped. */
const FEW_CHARACTERS = 40
/** A seal has fewer pixels, the picture of a page has more. */
const PICTURE_PIXELS = 400_000
/** Drawings shorter than this are lines and frames: no words drawn as outlines. */
const DRAWN_BYTES = 6_000
const MOST_OBJECTS = 400

/** Whether the words of a page must be recognised from its picture: it has one, or letters drawn as outlines, and its text layer says next to nothing. */
export function isPicture(index: Index, page: number, characters: number): boolean {
  const shown = index.pages[page - 1]
  if (shown === undefined || characters >= FEW_CHARACTERS) return false
  if (largestPicture(index, shown.resources) >= PICTURE_PIXELS) return true
  return characters === 0 && (largestPicture(index, shown.resources) > 0 || shown.contents.some(one => sizeOf(index, one) > DRAWN_BYTES))
}

/** Pixels of the largest picture that a page's resources name, also through forms. */
function largestPicture(index: Index, resources: number): number {
  let largest = 0
  const seen = new Set<number>()
  const waiting = (index.resources[resources]?.others ?? []).filter(part => typeof part === 'number')
  for (let at = waiting.pop(); at !== undefined && seen.size < MOST_OBJECTS; at = waiting.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const parts = index.objects[at]?.body ?? []
    largest = Math.max(largest, pixelsOf(parts.filter(part => typeof part === 'string').join(' ')))
    waiting.push(...parts.filter(part => typeof part === 'number'))
  }
  return largest
}

function pixelsOf(dictionary: string): number {
  if (!/\/Subtype\s*\/Image/.test(dictionary)) return 0
  const side = (name: string): number => Number(new RegExp(`/${name}\\s+(\\d+)`).exec(dictionary)?.[1] ?? 0)
  return side('Width') * side('Height')
}

function sizeOf(index: Index, object: number): number {
  const { at = [], inline = '' } = index.objects[object] ?? {}
  return at.reduce((sum, value, position) => (position % 2 === 1 ? sum + value : sum), 0) + (inline.length * 3) / 4
}
