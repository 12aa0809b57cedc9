import type { BundleEntry, PlacedPage } from '../bundle-model.ts'
import { A4, Canvas } from './canvas.ts'
import type { PdfFont } from './font.ts'
import { wrap } from './wrap.ts'

const MARGIN = 72
const SIZE = 12
const LINE = 20
const INDENT = 18
const NUMBER_ROOM = 48

/** All text the front pages print, for the font. */
export function frontText(title: string, coverLines: readonly string[], entries: readonly BundleEntry[]): string {
  return `${title}${coverLines.join('')}${entries.map(entry => entry.title).join('')}目　录0123456789.`
}

/** The cover: the title in the upper third, the given lines below it. */
export function drawCover(font: PdfFont, title: string, lines: readonly string[]): Canvas {
  const canvas = new Canvas(font)
  let y = A4.height - 230
  for (const line of wrap(font, title, 30, A4.width - 2 * MARGIN)) {
    canvas.centred(y, 30, line, true)
    y -= 44
  }
  y -= 40
  for (const line of lines.flatMap(text => wrap(font, text, 15, A4.width - 2 * MARGIN))) {
    canvas.centred(y, 15, line)
    y -= 28
  }
  return canvas
}

/** The contents: every entry with the page of its volume on which it begins; each line leads there. */
export function drawContents(font: PdfFont, entries: readonly BundleEntry[], firstPages: readonly (PlacedPage | undefined)[]): Canvas[] {
  const pages: Canvas[] = []
  let canvas = new Canvas(font)
  let y = 0
  for (const [i, { title, level }] of entries.entries()) {
    const left = MARGIN + INDENT * Math.min(level, 6)
    const lines = wrap(font, title, SIZE, A4.width - MARGIN - NUMBER_ROOM - left)
    // A volume's name never stands alone at the foot of a page.
    const needed = (lines.length + (level === 0 ? 1 : 0)) * LINE
    if (pages.length === 0 || y - needed < MARGIN) {
      canvas = new Canvas(font)
      canvas.centred(A4.height - 92, 20, '目　录', true)
      pages.push(canvas)
      y = A4.height - 140
    }
    drawEntry(canvas, font, { lines, left, y, bold: level === 0 }, firstPages[i])
    y -= lines.length * LINE
  }
  return pages
}

interface Line {
  lines: string[]
  left: number
  y: number
  bold: boolean
}

function drawEntry(canvas: Canvas, font: PdfFont, { lines, left, y, bold }: Line, first: PlacedPage | undefined): void {
  for (const [i, line] of lines.entries()) canvas.text(left, y - i * LINE, SIZE, line, bold)
  if (!first) return
  const right = A4.width - MARGIN
  const bottom = y - (lines.length - 1) * LINE
  canvas.links.push({ box: [left, bottom - 5, right, y + SIZE], target: first.bundlePage })
  if (bold) return
  if (first.volumePage === 0) return
  const number = String(first.volumePage)
  const from = left + font.width(lines.at(-1) ?? '', SIZE) + 6
  const dots = Math.max(0, Math.floor((right - NUMBER_ROOM / 2 - from) / font.width('.', SIZE)))
  canvas.right(right - NUMBER_ROOM / 2, bottom, SIZE, '.'.repeat(dots))
  canvas.right(right, bottom, SIZE, number)
}
