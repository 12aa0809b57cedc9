import type { Box, PageText } from '../model.ts'
import { LABEL_WORDS } from './labels.ts'
import { type Cell, layOut } from './layout.ts'
import { around, bottom, letterWidth, type Piece, right, type Segment } from './segments.ts'

/** A paragraph or a cell: one text whose every letter has its place on the page. */
export type Passage = {
  /** As the rules compare it. */
  readonly text: string
  readonly pieces: readonly Piece[]
  /** Where each piece begins in the text. */
  readonly starts: readonly number[]
  readonly inCell: boolean
}

/** A paper taken apart: paragraphs in their order, cells as paragraphs of their own, and the cells with their places. */
export type Paper = { readonly passages: readonly Passage[]; readonly cells: readonly Cell[] }

export type Place = { readonly words: string; readonly page: number; readonly box: Box; readonly confidence: number }

export function paperOf(pages: readonly PageText[]): Paper {
  const passages: Passage[] = []
  const cells: Cell[] = []
  let open: Segment[] = []
  const close = (): void => {
    if (open.length > 0) passages.push(passageOf(open, false))
    open = []
  }
  for (const page of pages) {
    const layout = layOut(page)
    const margins = marginsOf(layout.flow)
    const parts = [
      ...layout.flow.map(line => ({ row: line.line, line })),
      ...layout.cells.map(cell => ({ row: cell.segments[0]?.line ?? 0, cell })),
    ]
    for (const part of parts.sort((a, b) => a.row - b.row)) {
      if ('cell' in part) {
        close()
        passages.push(...paragraphsOf(part.cell))
      } else {
        if (!goesOn(open.at(-1), part.line, margins)) close()
        open.push(part.line)
      }
    }
    cells.push(...layout.cells)
  }
  close()
  return { passages, cells }
}

type Margins = { readonly left: number; readonly right: number }

const marginsOf = (lines: readonly Segment[]): Margins => ({
  left: Math.min(1, ...lines.map(({ at }) => at.x)),
  right: Math.max(0, ...lines.map(({ at }) => right(at))),
})

/** Questions and answers of a record begin on a line of their own. */
const SPEAKS = /^ ?[问答审被公书] ?:/
/** So do the labels of a form, save where a sentence goes on. */
const LABELLED = new RegExp(
  `^ ?(?:${LABEL_WORDS.filter(word => word.length > 1)
    .join('|')
    .replace(/[()]/g, sign => `\\${sign}`)}) ?:`,
)

function beginsAnew(last: string, next: string): boolean {
  if (SPEAKS.test(next)) return true
  const inSentence = /[,、(] *$/.test(last) || (/,.*,/.test(last) && !/[。;] *$/.test(last))
  return LABELLED.test(next) && !inSentence
}

const plainOf = ({ pieces }: Segment): string => pieces.map(piece => piece.plain).join('')

/** Whether a line goes on with the text of the one before: that one reaches the right margin, this one begins at the left. */
function goesOn(last: Segment | undefined, next: Segment, margins: Margins): boolean {
  if (last === undefined) return false
  const letter = letterWidth(Math.min(last.em, next.em))
  if (beginsAnew(plainOf(last), plainOf(next))) return false
  const samePage = last.page === next.page
  if (samePage && next.at.y - bottom(last.at) > 2.2 * last.em) return false
  const full = right(last.at) + firstWord(next) * letter > margins.right - 1.4 * letter
  // A scan that lies askew moves the left edge from line to line; an indented line stands two letters in.
  const flush = next.at.x < margins.left + 1.4 * letter
  return full && flush
}

/** How many letters wide the first word of a line is: a number is not cut and goes to the next line whole. */
function firstWord(segment: Segment): number {
  const figures = /^[0-9A-Za-z.,:/()-]+/.exec(plainOf(segment))?.[0].length ?? 0
  return Math.max(1, figures / 2)
}

/** The lines of a cell; a line that does not reach the right edge of the cell ends a paragraph. */
function paragraphsOf({ segments, at }: Cell): Passage[] {
  const groups: Segment[][] = []
  for (const segment of segments) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (
      last !== undefined &&
      before !== undefined &&
      right(before.at) + firstWord(segment) * letterWidth(before.em) > right(at) - 0.8 * letterWidth(before.em)
    )
      last.push(segment)
    else groups.push([segment])
  }
  return groups.map(group => passageOf(group, true))
}

/** Between two runs of one line that stand apart a blank is read. */
const BLANK = 0.4

function passageOf(segments: readonly Segment[], inCell: boolean): Passage {
  const pieces: Piece[] = []
  const starts: number[] = []
  let text = ''
  for (const segment of segments)
    for (const [at, piece] of segment.pieces.entries()) {
      const before = segment.pieces[at - 1]
      if (before !== undefined && piece.at.x - right(before.at) > BLANK * letterWidth(segment.em)) text += ' '
      pieces.push(piece)
      starts.push(text.length)
      text += piece.plain
    }
  return { text, pieces, starts, inCell }
}

/** Several passages as one, for what is told in paragraphs. */
export function joined(passages: readonly Passage[]): Passage {
  const starts: number[] = []
  let text = ''
  for (const passage of passages) {
    for (const start of passage.starts) starts.push(text.length + start)
    text += passage.text
  }
  return { text, starts, pieces: passages.flatMap(({ pieces }) => pieces), inCell: passages.some(({ inCell }) => inCell) }
}

/** A cell as one text. */
export const cellText = (cell: Cell): Passage => passageOf(cell.segments, true)

/** Letters take one width, figures and Latin letters half of it. */
const widthOf = (text: string): number => {
  let width = 0
  for (let at = 0; at < text.length; at++) width += text.charCodeAt(at) < 0x2000 ? 1 : 2
  return width
}

/** Where the letters from `from` to `to` stand: the words as printed, and the box of their first line. */
export function placeOf(passage: Passage, from: number, to: number): Place | null {
  const parts: { piece: Piece; start: number; end: number }[] = []
  for (let at = indexOf(passage.starts, from); at < passage.pieces.length; at++) {
    const [piece, begin] = [passage.pieces[at], passage.starts[at]]
    if (piece === undefined || begin === undefined || begin >= to) break
    const [start, end] = [Math.max(0, from - begin), Math.min(piece.text.length, to - begin)]
    if (end > start) parts.push({ piece, start, end })
  }
  const [first] = parts
  if (first === undefined) return null
  const onLine = parts.filter(
    ({ piece }) => piece.page === first.piece.page && Math.abs(piece.at.y - first.piece.at.y) < first.piece.at.h / 2,
  )
  return {
    words: parts.map(({ piece, start, end }) => piece.text.slice(start, end)).join(''),
    page: first.piece.page,
    box: around(onLine.map(({ piece, start, end }) => boxOf(piece, start, end))),
    confidence: Math.min(...parts.map(({ piece }) => piece.confidence)),
  }
}

/** The last piece that begins at or before `at`. */
function indexOf(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return Math.max(0, low)
}

function boxOf({ text, at }: Piece, start: number, end: number): Box {
  const whole = Math.max(1, widthOf(text))
  const x = at.x + (at.w * widthOf(text.slice(0, start))) / whole
  return { x, y: at.y, w: (at.w * widthOf(text.slice(start, end))) / whole, h: at.h }
}
