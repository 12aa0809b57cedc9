import { A4, Canvas } from './canvas.ts'
import type { PdfFont } from './font.ts'

const SIDE = 72
const TOP = 72
const BOTTOM = 64

/** Pages filled from top to bottom; `y` is the upper edge of the room that is left. */
export class Sheet {
  readonly left = SIDE
  readonly width = A4.width - 2 * SIDE
  readonly pages: Canvas[] = []
  canvas: Canvas
  y = 0
  readonly #font: PdfFont

  constructor(font: PdfFont) {
    this.#font = font
    this.canvas = this.turn()
  }

  /** What is left on this page. */
  get room(): number {
    return this.y - BOTTOM
  }

  /** What an empty page offers. */
  get fullRoom(): number {
    return A4.height - TOP - BOTTOM
  }

  /** Begins a new page. */
  turn(): Canvas {
    this.canvas = new Canvas(this.#font)
    this.pages.push(this.canvas)
    this.y = A4.height - TOP
    return this.canvas
  }

  /** Begins a new page when less than `height` is left. */
  need(height: number): void {
    if (this.room < height) this.turn()
  }
}
