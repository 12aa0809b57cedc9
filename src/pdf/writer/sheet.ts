import { A4, Canvas } from './canvas.ts'
import type { PdfFont } from './font.ts'

/** The margins of a page, in points. */
export interface Margins {
  left: number
  right: number
  top: number
  bottom: number
}

const USUAL: Margins = { left: 72, right: 72, top: 72, bottom: 64 }

/** Pages filled from top to bottom; `y` is the upper edge of the room that is left. */
export class Sheet {
  readonly left: number
  readonly width: number
  readonly pages: Canvas[] = []
  canvas: Canvas
  y = 0
  readonly #font: PdfFont
  readonly #margins: Margins
  readonly #begin: (canvas: Canvas) => void

  /** `begin` draws what lies under the text of every page. */
  constructor(font: PdfFont, margins: Margins = USUAL, begin: (canvas: Canvas) => void = () => undefined) {
    this.#font = font
    this.#begin = begin
    this.#margins = margins
    this.left = margins.left
    this.width = A4.width - margins.left - margins.right
    this.canvas = this.turn()
  }

  /** What is left on this page. */
  get room(): number {
    return this.y - this.#margins.bottom
  }

  /** What an empty page offers. */
  get fullRoom(): number {
    return A4.height - this.#margins.top - this.#margins.bottom
  }

  /** Begins a new page. */
  turn(): Canvas {
    this.canvas = new Canvas(this.#font)
    this.pages.push(this.canvas)
    this.#begin(this.canvas)
    this.y = A4.height - this.#margins.top
    return this.canvas
  }

  /** Begins a new page when less than `height` is left. */
  need(height: number): void {
    if (this.room < height) this.turn()
  }
}
