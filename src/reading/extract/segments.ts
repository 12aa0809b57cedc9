import type { Box, PageText, TextRun } from '../model.ts'
import { labelOf } from './labels.ts'
import { plain } from './plain.ts'

/** A run as the rules read it. */
export type Piece = { readonly text: string; readonly plain: string; readonly at: Box; readonly page: number; readonly confidence: number }

/** Pieces of one line that stand so near each other that they are read as one; `alone` when the line holds nothing else. */
export type Segment = {
  readonly pieces: readonly Piece[]
  readonly at: Box
  readonly page: number
  readonly alone: boolean
  /** Which line of the page, from the top. */
  readonly line: number
  /** The value of a label that stands before it on the line. */
  readonly afterLabel: boolean
  /** Height of a letter. */
  readonly em: number
}

/** A gap wider than this many letters parts two columns. */
const GAP = 0.7
/** A label stands nearer to its value than two columns of text to each other. */
const LABEL_GAP = 0.35

export const right = ({ x, w }: Box): number => x + w
export const bottom = ({ y, h }: Box): number => y + h

/** The smallest box around all of them. */
export function around(boxes: readonly Box[]): Box {
  const x = boxes.reduce((least, box) => Math.min(least, box.x), 1)
  const y = boxes.reduce((least, box) => Math.min(least, box.y), 1)
  const w = boxes.reduce((most, box) => Math.max(most, right(box)), x) - x
  const h = boxes.reduce((most, box) => Math.max(most, bottom(box)), y) - y
  return { x, y, w, h }
}

/** Page numbers and marks of copies: no part of what the paper says. */
const FURNITURE = /^(?:第? ?\d{1,4} ?页.{0,12}|- ?\d{1,4} ?-|\(此联.{0,16}\)|第\d{1,4}页,?共\d{1,4}页.{0,12})$/

/** The segments of a page from top to bottom, those of one line from left to right. A page is √2 times as high as it is wide. */
export function segmentsOf({ page, lines }: PageText): Segment[] {
  return lines.flatMap((line, row) => {
    const words = plain(line.text).trim()
    if (words === '' || FURNITURE.test(words)) return []
    const groups = groupsOf(line.runs.filter(({ text }) => text.trim() !== ''))
    return groups.map((group, at) => ({
      pieces: group.map(({ text, at }) => ({ text, plain: plain(text), at, page, confidence: line.confidence })),
      at: around(group.map(({ at }) => at)),
      page,
      alone: groups.length === 1,
      line: row,
      afterLabel: labelOf(plain((groups[at - 1] ?? []).map(({ text }) => text).join(''))) !== null,
      em: Math.max(...group.map(({ at }) => at.h)),
    }))
  })
}

const PAGE_RATIO = Math.SQRT2

function groupsOf(runs: readonly TextRun[]): TextRun[][] {
  const groups: TextRun[][] = []
  for (const run of [...runs].sort((a, b) => a.at.x - b.at.x)) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    // Heights are parts of the page's height, widths of its width.
    const em = Math.max(run.at.h, before?.at.h ?? 0) * PAGE_RATIO
    const gap = before !== undefined && labelOf(plain(before.text)) !== null ? LABEL_GAP : GAP
    if (last !== undefined && before !== undefined && run.at.x - right(before.at) < gap * em) last.push(run)
    else groups.push([run])
  }
  return groups
}

/** How wide a letter of this height is, in parts of the page's width. */
export const letterWidth = (em: number): number => em * PAGE_RATIO
