import { assemble } from './writer/assemble.ts'
import { A4, Canvas } from './writer/canvas.ts'
import { PdfFont } from './writer/font.ts'
import { wrap } from './writer/wrap.ts'

/** A letter (函) in the form of Chinese agencies. */
export interface OfficialLetter {
  /** The red head: full name of the issuing agency. */
  issuer: string
  /** 督办〔2026〕350500-0003号 */
  number: string
  /** Kind and urgency at the left of the number, in its colour (parts from 0 to 1). */
  mark: { text: string; colour: readonly [number, number, number] }
  title: string
  addressee: string
  /** `heading` is a line of its own in bold; any other piece is a paragraph. */
  body: readonly { heading?: string; text?: string }[]
  /** Under the body, at the right: who issues, the day, and the signature's line. */
  closing: readonly string[]
  /** 抄送: after the body, between two lines. */
  copies: string
  /** What is left of the page number. */
  footer: string
}

/** GB/T 9704-2012, letter form: type area 156 mm wide, 28 mm from the left; the double rules are 170 mm long. */
const MM = 72 / 25.4
const LEFT = 28 * MM
const WIDTH = 156 * MM
const RULE = { from: 20 * MM, to: A4.width - 20 * MM }
const HEAD_BASE = A4.height - 25 * MM - 28
const RULE_TOP = HEAD_BASE - 14
const BOTTOM_RULE = 20 * MM
const FLOOR = BOTTOM_RULE + 14
const NEXT_PAGE_TOP = A4.height - 30 * MM
const HEAD_SIZE = 30
const TITLE_SIZE = 21
const SIZE = 14.5
const LINE = 24
const INDENT = 2 * SIZE
const RED = [0.85, 0.05, 0.05] as const
const BLACK = [0, 0, 0] as const

/**
 * Draws an official letter: red head over a double red rule, number, title, addressee, text, signature and date, copies, page
 * n of m. All text is embedded and can be taken out again; the same letter gives the same bytes.
 */
export async function drawOfficialLetter(letter: OfficialLetter): Promise<Uint8Array> {
  const texts = letter.body.flatMap(({ heading = '', text = '' }) => [heading, text])
  const all = [letter.issuer, letter.number, letter.mark.text, letter.title, letter.addressee, ...texts, ...letter.closing]
  const font = await PdfFont.forText(`${all.join('')}${letter.copies}${letter.footer}抄送：第页，共0123456789　`)
  const paper = new Paper(font)
  drawHead(paper, font, letter)
  for (const [at, piece] of letter.body.entries()) {
    // A signature never stands on a page without a line of the text.
    if (at === letter.body.length - 1) paper.need(pieceHeight(font, piece) + closingHeight(letter.closing))
    drawPiece(paper, font, piece)
  }
  drawClosing(paper, letter.closing)
  drawCopies(paper, font, letter.copies)
  for (const [at, canvas] of paper.pages.entries()) drawFoot(canvas, letter.footer, `第${at + 1}页，共${paper.pages.length}页`)
  return assemble(paper.pages, font, `${letter.title} ${letter.number}`)
}

/** Pages filled from top to bottom; `y` is the upper edge of the room that is left. */
class Paper {
  readonly pages: Canvas[] = []
  canvas: Canvas
  y = 0
  readonly #font: PdfFont

  constructor(font: PdfFont) {
    this.#font = font
    this.canvas = this.turn()
  }

  turn(): Canvas {
    this.canvas = new Canvas(this.#font)
    this.pages.push(this.canvas)
    this.y = NEXT_PAGE_TOP
    return this.canvas
  }

  need(height: number): void {
    if (this.y - FLOOR < height) this.turn()
  }

  line(text: string, x: number, bold = false): void {
    this.need(LINE)
    this.canvas.text(x, this.y - SIZE - 4, SIZE, text, bold)
    this.y -= LINE
  }
}

function drawHead(paper: Paper, font: PdfFont, { issuer, number, mark, title, addressee }: OfficialLetter): void {
  const { canvas } = paper
  canvas.ink(...RED)
  // The name stands in one line; a long one is set smaller.
  const size = Math.min(HEAD_SIZE, (HEAD_SIZE * (RULE.to - RULE.from)) / font.width(issuer, HEAD_SIZE))
  canvas.centred(HEAD_BASE, size, issuer, true)
  canvas.line(RULE.from, RULE_TOP, RULE.to, RULE_TOP, 2.2)
  canvas.line(RULE.from, RULE_TOP - 4, RULE.to, RULE_TOP - 4, 0.8)
  canvas.ink(...mark.colour)
  canvas.text(LEFT, RULE_TOP - 30, SIZE, mark.text, true)
  canvas.ink(...BLACK)
  canvas.right(LEFT + WIDTH, RULE_TOP - 30, SIZE, number)
  paper.y = RULE_TOP - 50
  for (const line of wrap(font, title, TITLE_SIZE, WIDTH)) {
    canvas.centred(paper.y - TITLE_SIZE, TITLE_SIZE, line, true)
    paper.y -= TITLE_SIZE + 12
  }
  paper.y -= 10
  for (const line of wrap(font, `${addressee}：`, SIZE, WIDTH)) paper.line(line, LEFT)
}

function drawPiece(paper: Paper, font: PdfFont, { heading, text = '' }: OfficialLetter['body'][number]): void {
  if (heading !== undefined) {
    // A heading stays with the first line below it.
    paper.need(2 * LINE)
    paper.line(heading, LEFT + INDENT, true)
    return
  }
  for (const [at, line] of wrap(font, text, SIZE, WIDTH, INDENT).entries()) paper.line(line, LEFT + (at === 0 ? INDENT : 0))
}

const pieceHeight = (font: PdfFont, { text = '' }: OfficialLetter['body'][number]): number =>
  wrap(font, text, SIZE, WIDTH, INDENT).length * LINE
const closingHeight = (lines: readonly string[]): number => lines.length * LINE + LINE / 2

/** The signature block never parts from itself; its lines are centred on one axis in the right half. */
function drawClosing(paper: Paper, lines: readonly string[]): void {
  paper.need(closingHeight(lines))
  paper.y -= LINE / 2
  for (const line of lines) {
    paper.canvas.right(LEFT + WIDTH - 2 * SIZE, paper.y - SIZE - 4, SIZE, line)
    paper.y -= LINE
  }
}

function drawCopies(paper: Paper, font: PdfFont, copies: string): void {
  if (copies === '') return
  const size = 12.5
  const label = '抄送：'
  const room = WIDTH - 2 * size - font.width(label, size)
  const lines = wrap(font, copies, size, room)
  const height = lines.length * 20 + 12
  paper.need(height + 6)
  // The note of copies stands at the foot of the last page.
  let y = FLOOR + height
  paper.canvas.line(LEFT, y, LEFT + WIDTH, y, 0.9)
  paper.canvas.text(LEFT + size, y - size - 5, size, label)
  for (const line of lines) {
    paper.canvas.text(LEFT + size + font.width(label, size), y - size - 5, size, line)
    y -= 20
  }
  paper.canvas.line(LEFT, FLOOR, LEFT + WIDTH, FLOOR, 0.9)
}

function drawFoot(canvas: Canvas, footer: string, page: string): void {
  canvas.ink(...RED)
  canvas.line(RULE.from, BOTTOM_RULE, RULE.to, BOTTOM_RULE, 0.8)
  canvas.line(RULE.from, BOTTOM_RULE - 4, RULE.to, BOTTOM_RULE - 4, 2.2)
  canvas.ink(...BLACK)
  canvas.text(LEFT, BOTTOM_RULE - 22, 9, footer)
  canvas.right(LEFT + WIDTH, BOTTOM_RULE - 22, 9, page)
}
