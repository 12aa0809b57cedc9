import type { PdfFont } from './font.ts'

/** Marks that may not begin a line, and marks that may not end one (GB/T 15834-2011 5.1.4-5.1.10). */
const NOT_FIRST = '，。、；：？！）》〉】〕」』”’…—％,.;:?!)]}%·'
const NOT_LAST = '（《〈【〔「『“‘([{'
const LATIN = /[A-Za-z0-9_\-./:@#%+&=]+/y

/** Cuts `text` into lines no wider than `width` points; Latin words and numbers stay whole where they fit. */
export function wrap(font: PdfFont, text: string, size: number, width: number, firstIndent = 0): string[] {
  return text.split('\n').flatMap((paragraph, i) => wrapOne(font, paragraph, size, width, i === 0 ? firstIndent : 0))
}

function wrapOne(font: PdfFont, text: string, size: number, width: number, firstIndent: number): string[] {
  const lines: string[] = []
  let line = ''
  let room = width - firstIndent
  for (const piece of pieces(text, font, size, width)) {
    if (line === '' || font.width(line + piece, size) <= room || hangs(piece, line)) {
      line += piece
      continue
    }
    const carried = NOT_LAST.includes(line.slice(-1)) && line.length > 1 ? line.slice(-1) : ''
    lines.push(line.slice(0, line.length - carried.length).trimEnd())
    line = carried + piece.trimStart()
    room = width
  }
  lines.push(line)
  return lines
}

/** Words that are wider than a whole line are cut like Chinese text. */
function pieces(text: string, font: PdfFont, size: number, width: number): string[] {
  const found: string[] = []
  for (let at = 0; at < text.length; ) {
    LATIN.lastIndex = at
    const word = LATIN.exec(text)?.[0] ?? String.fromCodePoint(text.codePointAt(at) ?? 0)
    if (word.length > 1 && font.width(word, size) > width) found.push(...word)
    else found.push(word)
    at += word.length
  }
  return found
}

/** One closing mark may stand in the margin rather than begin a line; a second one may not follow it there. */
function hangs(piece: string, line: string): boolean {
  return NOT_FIRST.includes(piece) && !NOT_FIRST.includes(line.slice(-1))
}
