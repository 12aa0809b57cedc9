import { numberText } from '../scanner/serialize.ts'
import type { PdfFont } from './font.ts'

export const A4 = { width: 595.28, height: 841.89 } as const
/** The resource name of the one font on a drawn page. */
export const FONT_NAME = '/FTxt'

/** An area of a drawn page that leads to another page when clicked. */
export interface LinkArea {
  box: [number, number, number, number]
  target: number
}

/** One A4 page of text and lines; y counts from the bottom, in points. */
export class Canvas {
  readonly links: LinkArea[] = []
  readonly #font: PdfFont
  #operators = ''

  constructor(font: PdfFont) {
    this.#font = font
  }

  /** The page's content stream. */
  get content(): Buffer {
    return Buffer.from(this.#operators, 'latin1')
  }

  /** Bold is the same face with its outline drawn as well. */
  text(x: number, y: number, size: number, text: string, bold = false): void {
    if (text === '') return
    const weight = bold ? `2 Tr ${numberText(size * 0.03)} w ` : '0 Tr '
    this.#operators += `BT ${weight}${FONT_NAME} ${numberText(size)} Tf ${numberText(x)} ${numberText(y)} Td ${this.#font.operand(text)} Tj ET\n`
  }

  /** All that follows is drawn in this colour, parts from 0 to 1. */
  ink(red: number, green: number, blue: number): void {
    const parts = [red, green, blue].map(numberText).join(' ')
    this.#operators += `${parts} rg ${parts} RG\n`
  }

  centred(y: number, size: number, text: string, bold = false): void {
    this.text((A4.width - this.#font.width(text, size)) / 2, y, size, text, bold)
  }

  /** Ends at `x`. */
  right(x: number, y: number, size: number, text: string): void {
    this.text(x - this.#font.width(text, size), y, size, text)
  }

  line(x1: number, y1: number, x2: number, y2: number, width = 0.6): void {
    const [a, b, c, d] = [x1, y1, x2, y2].map(numberText)
    this.#operators += `${numberText(width)} w ${a} ${b} m ${c} ${d} l S\n`
  }
}
