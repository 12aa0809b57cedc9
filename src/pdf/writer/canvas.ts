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

  /** A filled shape, its corners in order. */
  fill(corners: readonly (readonly [number, number])[]): void {
    const path = corners.map(([x, y], i) => `${numberText(x)} ${numberText(y)} ${i === 0 ? 'm' : 'l'}`)
    this.#operators += `${path.join(' ')} h f\n`
  }

  /** Filled rectangles (left, bottom, width, height) in steps of `step` points from `x`, `y`. */
  boxes(x: number, y: number, step: number, areas: readonly (readonly [number, number, number, number])[]): void {
    const [scale, left, bottom] = [step, x, y].map(numberText)
    this.#operators += `q ${scale} 0 0 ${scale} ${left} ${bottom} cm ${areas.map(area => `${area.join(' ')} re`).join(' ')} f Q\n`
  }

  /** A circle's line. */
  ring(x: number, y: number, radius: number, width: number): void {
    // Four curves of the third degree: nowhere further than a three-thousandth of the radius from the circle.
    const k = radius * 0.5523
    const curve = (...points: number[]): string => `${points.map(numberText).join(' ')} c`
    const path = [
      `${numberText(x + radius)} ${numberText(y)} m`,
      curve(x + radius, y + k, x + k, y + radius, x, y + radius),
      curve(x - k, y + radius, x - radius, y + k, x - radius, y),
      curve(x - radius, y - k, x - k, y - radius, x, y - radius),
      curve(x + k, y - radius, x + radius, y - k, x + radius, y),
    ]
    this.#operators += `${numberText(width)} w ${path.join(' ')} h S\n`
  }

  /** Text turned by `angle` (radians, against the clock) about the left end of its base line. */
  turned(x: number, y: number, angle: number, size: number, text: string): void {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const matrix = [cos, sin, -sin, cos, x, y].map(numberText).join(' ')
    this.#operators += `BT 2 Tr ${numberText(size * 0.02)} w ${FONT_NAME} ${numberText(size)} Tf ${matrix} Tm ${this.#font.operand(text)} Tj ET\n`
  }

  /** What `draw` adds belongs to no text: readers and searches pass it by. */
  artifact(draw: () => void): void {
    this.#operators += '/Artifact BMC\n'
    draw()
    this.#operators += 'EMC\n'
  }
}
