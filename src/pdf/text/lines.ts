import { cleanText, closeUp, isHan } from './spaces.ts'
import { placeOnPage } from './turn.ts'
import type { Extent, Piece, Sides, Turn, WordLine } from './words.ts'

/** Letters this much larger than their neighbours, such as 草稿 across the page, stand in no line with them. */
const OTHER_SIZE = 2.2
/** Parts of the height of a line: closer letters belong together, farther ones are words apart. */
const LATIN_GAP = 0.18
const HAN_GAP = 0.75

const heightOf = ({ top, bottom }: Sides): number => bottom - top
const middleOf = ({ top, bottom }: Sides): number => (top + bottom) / 2

/** Puts the pieces of an upright page together to lines, from top to bottom. `turn`: by how much the page was turned to stand upright. */
export function toLines(pieces: readonly Piece[], upright: Extent, turn: Turn): WordLine[] {
  return rows(pieces.filter(({ text }) => cleanText(text).trim() !== '')).map(row => ({
    text: textOf(row),
    at: placeOnPage(around(row), upright, turn),
    runs: row
      .flatMap(piece => piece.parts ?? [piece])
      .map(piece => ({ text: closeUp(cleanText(piece.text)), at: placeOnPage(piece, upright, turn) }))
      .filter(({ text }) => text !== ''),
    confidence: confidenceOf(row),
  }))
}

const around = (row: readonly Piece[]): Sides => ({
  left: Math.min(...row.map(({ left }) => left)),
  top: Math.min(...row.map(({ top }) => top)),
  right: Math.max(...row.map(({ right }) => right)),
  bottom: Math.max(...row.map(({ bottom }) => bottom)),
})

/** Of each character the same weight. */
function confidenceOf(row: readonly Piece[]): number {
  const characters = row.reduce((sum, { text }) => sum + text.length, 0)
  const sure = row.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0)
  return Math.round(Math.min(1, sure / Math.max(1, characters)) * 1_000) / 1_000
}

/** Pieces that stand side by side, each row from left to right. */
function rows(pieces: readonly Piece[]): Piece[][] {
  const found: Piece[][] = []
  for (const piece of [...pieces].sort((a, b) => middleOf(a) - middleOf(b))) {
    const row = found.findLast(one => sideBySide(one, piece))
    if (row) row.push(piece)
    else found.push([piece])
  }
  return found
    .map(row => withoutDoubles(row.sort((a, b) => a.left - b.left || a.top - b.top)))
    .sort((a, b) => Math.min(...a.map(({ top }) => top)) - Math.min(...b.map(({ top }) => top)))
}

function sideBySide(row: readonly Piece[], piece: Piece): boolean {
  const [first] = row
  if (first === undefined) return false
  const [small, large] = [heightOf(first), heightOf(piece)].sort((a, b) => a - b)
  if (small === undefined || large === undefined || large > small * OTHER_SIZE) return false
  return Math.abs(middleOf(first) - middleOf(piece)) < small * 0.5
}

/** Letters printed twice in one place, to look bold, are said once. */
function withoutDoubles(row: readonly Piece[]): Piece[] {
  return row.filter((piece, at) => {
    const before = row[at - 1]
    return before?.text !== piece.text || piece.left - before.left > heightOf(piece) * 0.3
  })
}

function textOf(row: readonly Piece[]): string {
  let text = ''
  let before: Piece | undefined
  for (const piece of row) {
    if (before && isApart(before, piece)) text += ' '
    text += cleanText(piece.text)
    before = piece
  }
  return closeUp(text)
}

function isApart(before: Piece, piece: Piece): boolean {
  const gap = (piece.left - before.right) / Math.min(heightOf(before), heightOf(piece))
  const meetsHan = isHan([...before.text].at(-1) ?? '') || isHan([...piece.text][0] ?? '')
  return gap > (meetsHan ? HAN_GAP : LATIN_GAP)
}
