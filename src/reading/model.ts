import type { Json } from '../domain/json.ts'

/** A place on a page: from its upper left corner, in parts of its width and height (0 to 1). */
export type Box = { readonly x: number; readonly y: number; readonly w: number; readonly h: number }

/** A run of characters of one line that stand together; `at` places it on the page, in parts of its width and height. */
export type TextRun = { readonly text: string; readonly at: Box }

/** A line as people read it: its runs from left to right, and how sure the reading is (1 for a text layer). */
export type TextLine = { readonly text: string; readonly at: Box; readonly runs: readonly TextRun[]; readonly confidence: number }

/** What stands on a page. `engine`: a text layer, or characters recognised from the picture. `turned`: degrees by which the picture was turned to be read. */
export type PageText = {
  readonly page: number
  readonly engine: 'textLayer' | 'ocr'
  readonly turned: 0 | 90 | 180 | 270
  readonly lines: readonly TextLine[]
}

/** Whom a finding is about, as far as the paper says: its own person, the identity number beside it, or the name before it. */
export type About = { readonly idNo?: string; readonly name?: string }

/** A value that a paper says, with the place where it says so. `key` and value as in the case card; `about` null for the case itself. */
export type Finding = {
  readonly key: string
  readonly about: About | null
  readonly value: Json
  /** The words as they stand there. */
  readonly words: string
  readonly page: number
  readonly box: Box
  /** From 0 to 1: of the rule, lowered by the reading of the characters. */
  readonly confidence: number
  readonly rule: string
}
