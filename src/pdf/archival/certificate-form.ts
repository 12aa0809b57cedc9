import { A4, Canvas } from '../writer/canvas.ts'
import type { PdfFont } from '../writer/font.ts'
import { wrap } from '../writer/wrap.ts'
import type { Cell, CertificateBlock, CertificateForm, Closing } from './certificate-model.ts'
import { drawQr } from './qr-image.ts'
import { drawSealImage } from './seal-image.ts'

const MM = 72 / 25.4
const LEFT = 24 * MM
const WIDTH = A4.width - 2 * LEFT
const TOP = A4.height - 22 * MM
const QR_SIDE = 32 * MM
const QR_BOTTOM = 20 * MM
/** Below it stands the code, on the first page; on others the page number only. */
const FLOOR = { first: QR_BOTTOM + QR_SIDE + 12, next: 24 * MM }
const SEAL_RADIUS = 17.5 * MM
const CELL = { size: 11, line: 16, pad: 5 }
const TEXT = { size: 14.5, line: 26 }
const SIGNED = { size: 13, line: 24 }
/** Between the text, the table below it and the closing. */
const GAP = 10
const NOTE = { size: 8.5, line: 13.5 }
const TITLE = 26
const LABEL_WIDTH = 26
const FRAME = 0.8

/** Draws the pages of a form. @param font holds all of `formText` */
export function drawCertificateForm(form: CertificateForm, font: PdfFont): readonly Canvas[] {
  const paper = new Paper(font)
  drawHead(paper, form)
  for (const [at, block] of form.blocks.entries()) {
    if (block.kind === 'row' && form.blocks[at - 1]?.kind === 'paragraph') paper.y -= GAP
    drawBlock(paper, block)
  }
  const [first] = paper.pages
  if (first) drawFoot(first, form)
  for (const [at, canvas] of paper.pages.entries()) canvas.centred(12 * MM, 9, `第${at + 1}页，共${paper.pages.length}页`)
  return paper.pages
}

/** Pages filled from top to bottom; `y` is the upper edge of the room that is left. */
class Paper {
  readonly pages: Canvas[] = []
  readonly font: PdfFont
  canvas: Canvas
  y = TOP

  constructor(font: PdfFont) {
    this.font = font
    this.canvas = this.turn()
  }

  turn(): Canvas {
    this.canvas = new Canvas(this.font)
    this.canvas.ink(0, 0, 0)
    this.pages.push(this.canvas)
    this.y = TOP
    return this.canvas
  }

  need(height: number): void {
    const floor = this.pages.length === 1 ? FLOOR.first : FLOOR.next
    if (this.y - floor < height && this.y < TOP) this.turn()
  }

  box(x: number, width: number, height: number): void {
    const { canvas, y } = this
    canvas.line(x, y, x + width, y, FRAME)
    canvas.line(x, y - height, x + width, y - height, FRAME)
    canvas.line(x, y, x, y - height, FRAME)
    canvas.line(x + width, y, x + width, y - height, FRAME)
  }
}

function drawHead(paper: Paper, { issuer, title, number }: CertificateForm): void {
  const { font } = paper
  const centred = (text: string, size: number): void => {
    // A long name is set smaller rather than in two lines.
    const fitting = Math.min(size, (size * WIDTH) / Math.max(1, font.width(text, size)))
    paper.canvas.centred(paper.y - fitting, fitting, text, true)
    paper.y -= size * 1.55
  }
  if (issuer !== null) centred(issuer, 20)
  centred([...title].length <= 4 ? [...title].join('  ') : title, TITLE)
  paper.canvas.right(LEFT + WIDTH, paper.y - 12, 12, number)
  paper.y -= 22
}

function drawBlock(paper: Paper, block: CertificateBlock): void {
  if (block.kind === 'row') drawRow(paper, block.cells)
  else if (block.kind === 'section') drawSection(paper, block)
  else if (block.kind === 'closing') drawClosing(paper, block.closing)
  else drawText(paper, block.text, block.kind === 'paragraph' ? 2 * TEXT.size : 0)
}

function drawRow(paper: Paper, cells: readonly Cell[]): void {
  const shares = cells.reduce((sum, { share }) => sum + share, 0)
  const widths = cells.map(({ share }) => (share / shares) * WIDTH)
  const lines = cells.map(({ text }, i) => wrap(paper.font, text, CELL.size, (widths[i] ?? 0) - 2 * CELL.pad))
  const height = Math.max(...lines.map(({ length }) => length)) * CELL.line + 2 * CELL.pad
  paper.need(height)
  let x = LEFT
  for (const [i, { label = false }] of cells.entries()) {
    const width = widths[i] ?? 0
    const own = lines[i] ?? []
    paper.box(x, width, height)
    const top = paper.y - (height - own.length * CELL.line) / 2
    for (const [k, line] of own.entries()) {
      const at = label ? x + (width - paper.font.width(line, CELL.size)) / 2 : x + CELL.pad
      paper.canvas.text(at, top - CELL.size - 1.5 - k * CELL.line, CELL.size, line, label)
    }
    x += width
  }
  paper.y -= height
}

type Section = Extract<CertificateBlock, { kind: 'section' }>

function drawSection(paper: Paper, { label, texts, closing }: Section): void {
  const room = WIDTH - LABEL_WIDTH
  const indent = 2 * CELL.size
  const lines = texts.flatMap(text =>
    wrap(paper.font, text, CELL.size, room - 2 * CELL.pad, indent).map((line, i) => ({ line, first: i === 0 })),
  )
  const above = lines.length * CELL.line + CELL.pad
  // The seal stands below the text and over the lines of the closing only.
  const height = above + (closing.seal === null ? closing.lines.length * CELL.line + 2 * CELL.pad : 2 * SEAL_RADIUS + 6)
  paper.need(height)
  paper.box(LEFT, LABEL_WIDTH, height)
  paper.box(LEFT + LABEL_WIDTH, room, height)
  const letters = [...label]
  const top = paper.y - (height - letters.length * CELL.line) / 2
  for (const [i, letter] of letters.entries())
    paper.canvas.text(LEFT + (LABEL_WIDTH - CELL.size) / 2, top - CELL.size - 1.5 - i * CELL.line, CELL.size, letter, true)
  const left = LEFT + LABEL_WIDTH + CELL.pad
  for (const [i, { line, first }] of lines.entries())
    paper.canvas.text(left + (first ? indent : 0), paper.y - CELL.pad - CELL.size - i * CELL.line, CELL.size, line)
  drawSigned(
    paper,
    closing,
    { left: left + indent, axis: LEFT + WIDTH - SEAL_RADIUS - 24, top: paper.y - above, height: height - above },
    CELL,
  )
  paper.y -= height
}

type Place = { readonly left: number; readonly axis: number; readonly top: number; readonly height: number }

/** The seal lies under the letters, so that both can be read. */
function drawSigned(
  paper: Paper,
  { people, lines, seal }: Closing,
  { left, axis, top, height }: Place,
  type: { size: number; line: number },
): void {
  const middle = top - height / 2
  if (seal !== null) drawSealImage(paper.canvas, axis, middle, SEAL_RADIUS, seal)
  // Below the star, so that agency and day can be read in the seal.
  const first = seal === null ? middle - type.size / 2 : middle - SEAL_RADIUS * 0.46
  paper.canvas.text(left, first, type.size, people)
  for (const [i, line] of lines.entries()) {
    const width = paper.font.width(line, type.size)
    paper.canvas.text(Math.min(axis - width / 2, LEFT + WIDTH - CELL.pad - width), first - i * type.line, type.size, line)
  }
}

function drawClosing(paper: Paper, closing: Closing): void {
  const height = Math.max(closing.lines.length * TEXT.line, closing.seal === null ? 0 : 2 * SEAL_RADIUS)
  paper.need(height + GAP)
  paper.y -= GAP
  drawSigned(paper, closing, { left: LEFT, axis: LEFT + WIDTH - SEAL_RADIUS - 34, top: paper.y, height }, SIGNED)
  paper.y -= height
}

function drawText(paper: Paper, text: string, indent: number): void {
  for (const [i, line] of wrap(paper.font, text, TEXT.size, WIDTH, indent).entries()) {
    paper.need(TEXT.line)
    paper.canvas.text(LEFT + (i === 0 ? indent : 0), paper.y - TEXT.size - 6, TEXT.size, line)
    paper.y -= TEXT.line
  }
}

function drawFoot(canvas: Canvas, { qr, notes }: CertificateForm): void {
  drawQr(canvas, LEFT, QR_BOTTOM, QR_SIDE, qr)
  for (const [i, note] of notes.entries())
    canvas.text(LEFT + QR_SIDE + 12, QR_BOTTOM + QR_SIDE - NOTE.size - 2 - i * NOTE.line, NOTE.size, note)
}
