import type { Column } from '../drawn-model.ts'
import type { PdfFont } from './font.ts'
import type { Sheet } from './sheet.ts'
import { wrap } from './wrap.ts'

const PAD = 5
/** Letter and line in points. */
export interface TableType {
  size: number
  line: number
}
const SMALL: TableType = { size: 10.5, line: 16 }

/** Draws rows in frames, cells wrapping; a row that fits on no page is cut, and every page repeats the heads. */
export function drawTable(
  sheet: Sheet,
  font: PdfFont,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  heads: boolean,
  type: TableType = SMALL,
): void {
  const table = new Table(sheet, font, columns, heads, type)
  if (heads) table.head()
  for (const row of rows) table.row(row)
  sheet.y -= 10
}

class Table {
  readonly #sheet: Sheet
  readonly #font: PdfFont
  readonly #columns: readonly Column[]
  readonly #widths: number[]
  readonly #heads: boolean
  readonly #type: TableType

  constructor(sheet: Sheet, font: PdfFont, columns: readonly Column[], heads: boolean, type: TableType) {
    this.#type = type
    this.#sheet = sheet
    this.#font = font
    this.#columns = columns
    this.#heads = heads
    const shares = columns.reduce((sum, column) => sum + column.share, 0)
    this.#widths = columns.map(column => (column.share / shares) * sheet.width)
  }

  head(): void {
    const cells = this.#wrapped(this.#columns.map(column => column.title))
    const height = this.#height(cells)
    // The heads never stand alone at the foot of a page.
    this.#sheet.need(height + this.#type.line + 2 * PAD)
    this.#draw(cells, true)
  }

  row(texts: readonly string[]): void {
    let cells = this.#wrapped(this.#columns.map((_, i) => texts[i] ?? ''))
    while (this.#height(cells) > this.#sheet.room) {
      const fits = Math.floor((this.#sheet.room - 2 * PAD) / this.#type.line)
      const wholeElsewhere = this.#height(cells) <= this.#sheet.fullRoom / 2
      if (fits > 0 && !wholeElsewhere) {
        this.#draw(
          cells.map(lines => lines.slice(0, fits)),
          false,
        )
        cells = cells.map(lines => lines.slice(fits))
      }
      this.#sheet.turn()
      if (this.#heads) this.head()
    }
    this.#draw(cells, false)
  }

  #wrapped(texts: readonly string[]): string[][] {
    return texts.map((text, i) => wrap(this.#font, text, this.#type.size, (this.#widths[i] ?? 0) - 2 * PAD))
  }

  #draw(cells: readonly string[][], bold: boolean): void {
    const { canvas, left, width, y } = this.#sheet
    const { size, line: pitch } = this.#type
    const height = this.#height(cells)
    let x = left
    canvas.line(left, y, left + width, y)
    canvas.line(left, y - height, left + width, y - height)
    for (const [i, lines] of cells.entries()) {
      canvas.line(x, y, x, y - height)
      const label = bold || (!this.#heads && i === 0)
      for (const [k, line] of lines.entries()) canvas.text(x + PAD, y - PAD - size - k * pitch - 1, size, line, label)
      x += this.#widths[i] ?? 0
    }
    canvas.line(x, y, x, y - height)
    this.#sheet.y -= height
  }

  #height(cells: readonly string[][]): number {
    return Math.max(1, ...cells.map(lines => lines.length)) * this.#type.line + 2 * PAD
  }
}
