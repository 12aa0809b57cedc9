import { type Op, printed, stroke } from './page-ops.ts'
import { type Line, TICKED, type Token } from './wrap.ts'

export type LinePlace = { x: number; y: number; px: number; width: number; justify: boolean; heavy: boolean }

/** Spreads the rest of a full line between its characters, as a word processor does. */
function gapBetween(line: Line, { px, width, justify }: LinePlace): number {
  const spare = width - line.ems * px
  if (!justify || line.last || line.tokens.length < 2 || spare > px * 4 || spare < -px * 2.1) return 0
  return spare / (line.tokens.length - 1)
}

function opsOf(token: Token, x: number, { y, px, heavy }: LinePlace): Op[] {
  // The font has no ticked box; forms are ticked by pen anyway.
  if (token.text === TICKED)
    return [printed('□', x, y, px), { op: 'hand', text: '√', x: x + px * 0.05, y: y - px * 0.02, px: px * 1.1, signature: false }]
  if (token.style === 'hand') return [{ op: 'hand', text: token.text, x, y, px: px * 1.08, signature: false }]
  return [printed(token.text, x, y, px, heavy)]
}

/** The drawing of one line of text with its base line at `place.y`. */
export function lineOps(line: Line, place: LinePlace): Op[] {
  const gap = gapBetween(line, place)
  const ops: Op[] = []
  let x = place.x + line.indent * place.px
  for (const token of line.tokens) {
    const width = token.ems * place.px + gap
    if (token.text !== ' ') ops.push(...opsOf(token, x, place))
    if (token.style === 'filled') ops.push(stroke(x, place.y + place.px * 0.24, x + width, place.y + place.px * 0.24, 1.6))
    x += width
  }
  return ops
}
