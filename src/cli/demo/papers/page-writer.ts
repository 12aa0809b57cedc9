import { type Op, PAGE, type Page } from './page-ops.ts'
import type { PaperText } from './paper-model.ts'

/** Height of one row of signatures at the foot of a record. */
export const FOOT_LINE = 64

/** Where the next line goes; pages are opened as they fill. */
export class PageWriter {
  readonly pages: Page[] = [[]]
  y: number = PAGE.top
  readonly paper: PaperText
  readonly leading: number
  readonly #lowest: number

  constructor(paper: PaperText) {
    this.paper = paper
    this.leading = paper.bodyPx * (paper.ruled ? 1.9 : 1.72)
    this.#lowest = PAGE.height - PAGE.bottom - (paper.foot ? FOOT_LINE * Math.ceil(paper.foot.length / 2) : 0)
  }

  add(...ops: Op[]): void {
    this.pages.at(-1)?.push(...ops)
  }

  breakPage(): void {
    this.pages.push([])
    this.y = PAGE.top
  }

  /** Keeps a headline together with the line after it. */
  keepTogether(height: number): void {
    if (this.y + height > this.#lowest && this.y > PAGE.top) this.breakPage()
  }

  /** Makes room for `height` pixels and returns the upper edge. */
  take(height: number): number {
    this.keepTogether(height)
    const top = this.y
    this.y += height
    return top
  }
}
