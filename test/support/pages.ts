import type { PageText, TextLine, TextRun } from '../../src/reading/model.ts'

const LETTER = 0.0265
const HEIGHT = 0.0187
const PITCH = 0.034
const LEFT = 0.13
const ACROSS = 28

/** A word at a place of the page: `x` in letters from the left margin. */
export type Word = { readonly text: string; readonly x: number }

const wide = (text: string): number => [...text].reduce((sum, sign) => sum + (sign.charCodeAt(0) < 0x2000 ? 0.5 : 1), 0)

export function lineOf(words: readonly Word[], row: number, confidence = 1): TextLine {
  const runs: TextRun[] = words.map(({ text, x }) => ({
    text,
    at: { x: LEFT + x * LETTER, y: 0.1 + row * PITCH, w: wide(text) * LETTER, h: HEIGHT },
  }))
  const [first] = runs
  return {
    text: words.map(({ text }) => text).join(' '),
    at: first?.at ?? { x: 0, y: 0, w: 0, h: 0 },
    runs,
    confidence,
  }
}

/** Paragraphs as a printer sets them: two letters in, 28 letters on a line. A row given as words stands as it is. */
export function pageOf(paragraphs: readonly (string | readonly Word[])[], { page = 1, confidence = 1 } = {}): PageText {
  const lines: TextLine[] = []
  for (const paragraph of paragraphs) {
    if (typeof paragraph !== 'string') {
      lines.push(lineOf(paragraph, lines.length * 1, confidence))
      continue
    }
    for (const [at, text] of wrapped(paragraph).entries()) lines.push(lineOf([{ text, x: at === 0 ? 2 : 0 }], lines.length, confidence))
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
