import type { FileIndex, IndexedPage } from '../file-index.ts'
import { refuse } from '../refusal.ts'
import { numberText } from '../scanner/serialize.ts'

const MAX_SIDE = 20_000
const MAX_PIXELS = 200_000_000
const DEFAULT_DPI = 150
const A4: readonly [number, number] = [595.28, 841.89]
/** A1 long side: what claims to be larger is a photograph whose dpi means nothing. */
const MAX_PAGE = 2384
const MIN_PAGE = 36

/** What the headers of a picture file say, and where its data lies. */
export interface Picture {
  kind: 'jpeg' | 'png'
  width: number
  height: number
  /** Dots per inch, or undefined when the file does not say. */
  dpi: number | undefined
  /** EXIF orientation, 1 to 8. */
  orientation: number
  /** The entries of the image dictionary that name filter, colours and bits. */
  coding: string
  /** Offset, length, offset, length ... of the data as the filter wants it. */
  at: number[]
  /** False when a PDF cannot hold the data as it is: alpha, interlaced, 16 bit, rare JPEG processes. */
  direct: boolean
}

/** Refuses `image-malformed` for no pixels and for more than 20,000 × 20,000 or 200 million. */
export function checkDimensions(width: number, height: number): void {
  if (width < 1 || height < 1) refuse('image-malformed', '图片尺寸无效')
  if (width > MAX_SIDE || height > MAX_SIDE || width * height > MAX_PIXELS) refuse('image-malformed', '图片尺寸超过上限')
}

/** A one-page index that shows the picture's own bytes: nothing is copied or encoded again. */
export function indexPicture(picture: Picture, sizeBytes: number, source: 'original' | 'rendition'): FileIndex {
  const [width, height] = pageSize(picture)
  const image = `/Type/XObject/Subtype/Image/Width ${picture.width}/Height ${picture.height}${picture.coding}`
  const mirrored = [2, 4, 5, 7].includes(picture.orientation)
  const place = mirrored ? [-width, 0, 0, height, width, 0] : [width, 0, 0, height, 0, 0]
  const content = Buffer.from(`q ${place.map(numberText).join(' ')} cm /Im0 Do Q\n`, 'latin1')
  const page: IndexedPage = {
    objectNumber: 0,
    mediaBox: [0, 0, width, height],
    rotate: rotation(picture.orientation),
    resources: 0,
    contents: [0],
  }
  return {
    version: 1,
    kind: picture.kind,
    source,
    sizeBytes,
    objects: [
      { body: [], inline: content.toString('base64') },
      { body: [image], at: picture.at },
    ],
    resources: [{ fonts: [], others: ['/XObject<</Im0 ', 1, '>>'] }],
    pages: [page],
  }
}

/** EXIF: 3 upside down, 6 turned right, 8 turned left; the even neighbours and 5, 7 are the mirrored ones. */
function rotation(orientation: number): number {
  if (orientation === 3 || orientation === 4) return 180
  if (orientation === 6 || orientation === 7) return 90
  return orientation === 5 || orientation === 8 ? 270 : 0
}

function pageSize({ width, height, dpi = DEFAULT_DPI }: Picture): [number, number] {
  const size: [number, number] = [(width / dpi) * 72, (height / dpi) * 72]
  const [long, short] = [Math.max(...size), Math.min(...size)]
  if (long <= MAX_PAGE && short >= MIN_PAGE) return size
  const [pageShort, pageLong] = A4
  const scale = Math.min(pageLong / Math.max(width, height), pageShort / Math.min(width, height))
  return [width * scale, height * scale]
}

/** After the picture's own end: padding and a camera's extra pictures may follow, another kind of file may not. */
export function checkTrailer(text: string): void {
  if (/^[\0\s]*(<|%PDF|PK|#!|MZ|.ELF)/i.test(text) || /<(html|script|svg|!doctype)/i.test(text)) {
    refuse('upload-type-mismatch', '图片结尾之后还有其他内容')
  }
}
