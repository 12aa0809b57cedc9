import type { IndexedPage } from '../file-index.ts'
import { numberText } from '../scanner/serialize.ts'
import type { PdfFont } from './font.ts'

export const STAMP_FONT = '/AnlianStamp'
/** Sizes for an A4 page; other pages scale by their shorter side. */
const A4_SHORT = 595
const SIZE = 9
const FROM_RIGHT = 28
const FROM_BOTTOM = 14

/**
 * The content that prints `text` in the lower right corner, outside the text area, upright as the page is looked at.
 * It first restores the graphics state the page's own content began with.
 */
export function stampContent(page: IndexedPage, text: string, font: PdfFont): Buffer {
  const [left, bottom, right, top] = visibleBox(page)
  const turned = page.rotate === 90 || page.rotate === 270
  const width = turned ? top - bottom : right - left
  const scale = Math.min(right - left, top - bottom) / A4_SHORT
  const x = width - FROM_RIGHT * scale - font.width(text, SIZE * scale)
  const y = FROM_BOTTOM * scale
  const matrices = new Map([
    [0, [1, 0, 0, 1, left + x, bottom + y]],
    [90, [0, 1, -1, 0, right - y, bottom + x]],
    [180, [-1, 0, 0, -1, right - x, top - y]],
    [270, [0, -1, 1, 0, left + y, top - x]],
  ])
  const matrix = (matrices.get(page.rotate) ?? []).map(numberText).join(' ')
  const restores = (page.open ?? 0) + ((page.extra ?? 0) > 0 ? 0 : 1)
  return Buffer.from(
    `\n${'Q '.repeat(restores)}q BT 0 g 0 Tr ${STAMP_FONT} ${numberText(SIZE * scale)} Tf ${matrix} Tm ${font.operand(text)} Tj ET Q\n`,
    'latin1',
  )
}

function visibleBox({ mediaBox, cropBox }: IndexedPage): [number, number, number, number] {
  if (!cropBox) return mediaBox
  const box: [number, number, number, number] = [
    Math.max(mediaBox[0], cropBox[0]),
    Math.max(mediaBox[1], cropBox[1]),
    Math.min(mediaBox[2], cropBox[2]),
    Math.min(mediaBox[3], cropBox[3]),
  ]
  return box[2] > box[0] && box[3] > box[1] ? box : mediaBox
}
