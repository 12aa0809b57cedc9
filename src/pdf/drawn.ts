import { type Block, blockText } from './drawn-model.ts'
import { assemble } from './writer/assemble.ts'
import { A4, type Canvas } from './writer/canvas.ts'
import { PdfFont } from './writer/font.ts'
import { Sheet } from './writer/sheet.ts'
import { drawTable } from './writer/table.ts'
import { wrap } from './writer/wrap.ts'

export type { Block } from './drawn-model.ts'

export interface DrawnDocument {
  /** Centred on top of the first page, and the file's title. */
  title: string
  blocks: readonly Block[]
  /** Left of the page number on every page. */
  footer?: string
}

const BODY = 12
const BODY_LINE = 22
const TITLE = 22
const HEADING = 14
/** A paragraph begins two characters in. */
const FIRST_INDENT = 2 * BODY

/**
 * Draws a small document as agencies print them: A4, serif, title in the middle, page n of m at the foot, all text
 * embedded and extractable. The same input gives the same bytes.
 */
export async function drawDocument({ title, blocks, footer = '' }: DrawnDocument): Promise<Uint8Array> {
  const font = await PdfFont.forText(`${title}${footer}第页，共0123456789${blocks.map(blockText).join('')}`)
  const sheet = new Sheet(font)
  for (const line of wrap(font, title, TITLE, sheet.width)) {
    sheet.need(TITLE + 12)
    sheet.canvas.centred(sheet.y - TITLE, TITLE, line, true)
    sheet.y -= TITLE + 12
  }
  sheet.y -= 14
  for (const block of blocks) drawBlock(sheet, font, block)
  drawFooters(sheet.pages, footer)
  return assemble(sheet.pages, font, title)
}

function drawBlock(sheet: Sheet, font: PdfFont, block: Block): void {
  if (block.kind === 'heading') drawHeading(sheet, font, block.text)
  else if (block.kind === 'paragraph') drawParagraph(sheet, font, block)
  else if (block.kind === 'rule') {
    sheet.need(12)
    sheet.canvas.line(sheet.left, sheet.y - 6, sheet.left + sheet.width, sheet.y - 6)
    sheet.y -= 12
  } else if (block.kind === 'table') drawTable(sheet, font, block.columns, block.rows, true)
  else
    drawTable(
      sheet,
      font,
      [
        { title: '', share: 1 },
        { title: '', share: 3 },
      ],
      block.rows,
      false,
    )
}

function drawHeading(sheet: Sheet, font: PdfFont, text: string): void {
  const lines = wrap(font, text, HEADING, sheet.width)
  // A heading stays with the first line below it.
  sheet.need(10 + lines.length * 24 + BODY_LINE)
  sheet.y -= 10
  for (const line of lines) {
    sheet.canvas.text(sheet.left, sheet.y - HEADING, HEADING, line, true)
    sheet.y -= 24
  }
}

function drawParagraph(sheet: Sheet, font: PdfFont, { text, align = 'left' }: Extract<Block, { kind: 'paragraph' }>): void {
  const indent = align === 'left' ? FIRST_INDENT : 0
  for (const [i, line] of wrap(font, text, BODY, sheet.width, indent).entries()) {
    sheet.need(BODY_LINE)
    const base = sheet.y - BODY - 4
    if (align === 'right') sheet.canvas.right(sheet.left + sheet.width, base, BODY, line)
    else if (align === 'center') sheet.canvas.centred(base, BODY, line)
    else sheet.canvas.text(sheet.left + (i === 0 ? indent : 0), base, BODY, line)
    sheet.y -= BODY_LINE
  }
  sheet.y -= 4
}

function drawFooters(pages: readonly Canvas[], footer: string): void {
  for (const [i, canvas] of pages.entries()) {
    canvas.text(72, 36, 9, footer)
    canvas.right(A4.width - 72, 36, 9, `第${i + 1}页，共${pages.length}页`)
  }
}
