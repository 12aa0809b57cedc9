import type { PageText, TextLine, TextRun } from '../../src/reading/model.ts'

const LETTER = 0.0265
const HEIGHT = 0.0187
const PITCH = 0.034
const LEFT = 0.13
const ACROSS = 28

/** A word at a place of the page: `x` in letters from the left margin. */
export type Word = {
  readonly text: string
  readonly x: number
  /** Letters of tables are smaller. */
  readonly scale?: number
  /** The line goes on with the cells of the line above. */
  readonly tight?: boolean
}

const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x2000 ? 0.5 : 1), 0)

export const lineOf = (words: readonly Word[], row: number, confidence = 1): TextLine => lineAt(words, 0.1 + row * PITCH, confidence)

function lineAt(words: readonly Word[], y: number, confidence: number): TextLine {
  const runs: TextRun[] = words.map(({ text, x, scale = 1 }) => ({
    text,
    at: { x: LEFT + x * LETTER * scale, y, w: wide(text) * LETTER * scale, h: HEIGHT * scale },
  }))
  const [first] = runs
  return { text: words.map(({ text }) => text).join(' '), at: first?.at ?? { x: 0, y: 0, w: 0, h: 0 }, runs, confidence }
}

/** Paragraphs as a printer sets them: two letters in, 28 letters on a line. A row given as words stands as it is. */
export function pageOf(paragraphs: readonly (string | readonly Word[])[], { page = 1, confidence = 1 } = {}): PageText {
  const lines: TextLine[] = []
  let y = 0.1
  for (const paragraph of paragraphs) {
    const rows: (readonly Word[])[] =
      typeof paragraph === 'string' ? wrapped(paragraph).map((text, at) => [{ text, x: at === 0 ? 2 : 0 }]) : [paragraph]
    for (const words of rows) {
      const [first] = words
      if (first?.tight) y -= PITCH * (1 - 0.75 * (first.scale ?? 1))
      lines.push(lineAt(words, y, confidence))
      y += PITCH
    }
  }
  return { page, engine: confidence === 1 ? 'textLayer' : 'ocr', turned: 0, lines }
}

function wrapped(text: string): string[] {
  const lines: string[] = []
  let [line, room] = ['', ACROSS - 2]
  for (const sign of text) {
    if (wide(line + sign) > room) {
      lines.push(line)
      ;[line, room] = ['', ACROSS]
    }
    line += sign
  }
  return [...lines, line]
}
