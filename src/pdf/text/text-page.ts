import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { toLines } from './lines.ts'
import { turnExtent, turnSides } from './turn.ts'
import { type Extent, MOST_CHARACTERS, type PageWords, type Piece, type Turn } from './words.ts'

type Content = Awaited<ReturnType<PDFPageProxy['getTextContent']>>
type Item = Extract<Content['items'][number], { str: string }>
type Directed = { readonly piece: Piece; readonly turn: Turn }

const TURNS: readonly Turn[] = [0, 90, 180, 270]
/** Where the letters of a font stand that does not say it, in parts of their size. */
const ASCENT = 0.88
const DESCENT = -0.12

/** The words of a page's text layer, each line with its place on the page as it is shown. */
export async function readTextPage(page: PDFPageProxy): Promise<PageWords> {
  const viewport = page.getViewport({ scale: 1 })
  const content = await page.getTextContent({ disableNormalization: true })
  const extent = { width: viewport.width, height: viewport.height }
  const pieces: Directed[] = []
  let characters = 0
  for (const item of content.items) {
    if (!('str' in item) || item.str.trim() === '') continue
    characters += item.str.length
    if (characters > MOST_CHARACTERS) break
    const piece = place(item, content.styles[item.fontName], viewport.transform)
    if (piece !== null && isOnPage(piece.piece, extent)) pieces.push(piece)
  }
  return assemble(pieces, extent)
}

/** Lines of each direction; the page is turned the way in which most of its letters stand. */
function assemble(pieces: readonly Directed[], extent: Extent): PageWords {
  let most = -1
  let turned: Turn = 0
  const lines = TURNS.flatMap(turn => {
    const own = pieces.filter(one => one.turn === turn).map(({ piece }) => ({ ...piece, ...turnSides(piece, extent, turn) }))
    const letters = own.reduce((sum, { text }) => sum + text.length, 0)
    if (letters > most) {
      most = letters
      turned = turn
    }
    return toLines(own, turnExtent(extent, turn), turn)
  })
  return { turned, lines }
}

const isOnPage = ({ left, top, right, bottom }: Piece, { width, height }: Extent): boolean =>
  right > 0 && bottom > 0 && left < width && top < height

/** The box of an item in the unit of the page as it is shown, from its upper left corner. */
function place(item: Item, style: Content['styles'][string] | undefined, toPage: readonly number[]): Directed | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = item.transform.map(Number)
  const [along, up] = [Math.hypot(a, b), Math.hypot(c, d)]
  if (!(along > 0 && up > 0)) return null
  const across = { x: a / along, y: b / along }
  const upward = { x: c / up, y: d / up }
  const { from, to, start, end } = reach(item, style, up)
  const corner = (by: number, high: number) => apply(toPage, e + across.x * by + upward.x * high, f + across.y * by + upward.y * high)
  const corners = [corner(start, from), corner(end, from), corner(end, to), corner(start, to)]
  const xs = corners.map(({ x }) => x)
  const ys = corners.map(({ y }) => y)
  if (![...xs, ...ys].every(Number.isFinite)) return null
  const origin = apply(toPage, 0, 0)
  const ahead = apply(toPage, across.x, across.y)
  return {
    piece: {
      text: item.str,
      confidence: 1,
      ...{ left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) },
    },
    turn: turnOf(ahead.x - origin.x, ahead.y - origin.y),
  }
}

/** How far an item's letters reach from its origin: up and down, and along. */
function reach(item: Item, style: Content['styles'][string] | undefined, size: number) {
  if (style?.vertical) return { from: -item.height, to: 0, start: -size / 2, end: size / 2 }
  const ascent = style && style.ascent > 0 ? Math.min(style.ascent, ASCENT) : ASCENT
  const descent = style && style.descent < 0 ? Math.max(style.descent, DESCENT) : DESCENT
  return { from: descent * size, to: ascent * size, start: 0, end: item.width }
}

const apply = ([a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]: readonly number[], x: number, y: number) => ({
  x: a * x + c * y + e,
  y: b * x + d * y + f,
})

/** By how much a page is turned clockwise so that letters which run in this direction stand upright. */
function turnOf(x: number, y: number): Turn {
  if (Math.abs(x) >= Math.abs(y)) return x >= 0 ? 0 : 180
  return y > 0 ? 270 : 90
}
