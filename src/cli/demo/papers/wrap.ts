import { widthInEms } from './font.ts'

export type Style = 'print' | 'filled' | 'hand'

/** A piece of text that is never broken: one Chinese character, or one run of Latin letters and digits. */
export type Token = { text: string; style: Style; ems: number }

export type Line = { tokens: Token[]; ems: number; indent: number; last: boolean }

const MARKS: Record<string, Style> = { _: 'filled', '~': 'hand' }
const PIECES = /[A-Za-z0-9.%:/@#-]+|[\s\S]/gu
/** Closing marks never begin a line and opening marks never end one. */
const CLOSING = /^[，。、；：？！）》”’〕】,.;:?!)%]$/u
/** Ems by which closing marks may pass the edge; the line is then set that much tighter. */
const HANGING = 2
const OPENING = /^[（《“‘〔【(]$/u
/** A ticked box on a form. */
export const TICKED = '☑'
/** Handwriting is set a little closer than print. */
const HAND_WIDTH = 0.97

/** The pieces of `part`; a run too long for any line is given up to single characters. */
function piecesOf(part: string, ems: number): string[] {
  return (part.match(PIECES) ?? []).flatMap(piece => (widthInEms(piece) > ems ? [...piece] : [piece]))
}

function tokensOf(text: string, ems: number): Token[] {
  const tokens: Token[] = []
  let style: Style = 'print'
  for (const [part] of text.matchAll(/[_~]|[^_~]+/gu)) {
    const mark = MARKS[part]
    if (mark) {
      style = style === mark ? 'print' : mark
      continue
    }
    for (const piece of piecesOf(part, ems)) {
      tokens.push({ text: piece, style, ems: widthInEms(piece === TICKED ? '□' : piece) * (style === 'hand' ? HAND_WIDTH : 1) })
    }
  }
  return tokens
}

/** Breaks `text` into lines of at most `ems` (closing marks may hang over the edge), the first one indented. */
export function wrap(text: string, ems: number, indent: number): Line[] {
  const lines: Line[] = []
  let line: Line = { tokens: [], ems: indent, indent, last: false }
  const turn = (): void => {
    const opener = line.tokens.at(-1)
    const carried = opener && line.tokens.length > 1 && OPENING.test(opener.text) ? opener : undefined
    if (carried) {
      line.tokens.pop()
      line.ems -= carried.ems
    }
    lines.push(line)
    line = { tokens: carried ? [carried] : [], ems: carried?.ems ?? 0, indent: 0, last: false }
  }
  for (const token of tokensOf(text, ems)) {
    if (token.text === '\n') {
      line.last = true
      turn()
      continue
    }
    const room = CLOSING.test(token.text) ? ems + HANGING : ems
    if (line.ems + token.ems > room && line.tokens.length > 0) turn()
    if (line.tokens.length === 0 && line.indent === 0 && lines.length > 0 && token.text === ' ') continue
    line.tokens.push(token)
    line.ems += token.ems
  }
  line.last = true
  lines.push(line)
  return lines
}
