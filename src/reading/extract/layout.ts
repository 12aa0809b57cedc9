import type { PageText } from '../model.ts'
import { labelOf } from './labels.ts'
import { compact } from './plain.ts'
import { around, bottom, letterWidth, right, type Segment, segmentsOf } from './segments.ts'

/** What stands in one field of a table: lines one under the other. */
export type Cell = {
  readonly segments: readonly Segment[]
  readonly page: number
  readonly at: Segment['at']
  readonly label: string | null
}

/** A page taken apart: the cells of its tables, and the lines of running text between them. */
export type Layout = { readonly cells: readonly Cell[]; readonly flow: readonly Segment[] }

/** Lines of one cell stand nearer to each other than those of two rows, in heights of a letter. */
const NEAR = 0.78
/** A line with nothing beside it goes on with the cell above: a new row would have its label. */
const NEAR_ALONE = 1.1
const wordsOf = ({ pieces }: Segment): string => pieces.map(piece => piece.plain).join('')
const labelled = (segment: Segment): string | null => labelOf(wordsOf(segment))
const BEGINS_ENTRY = /^[^:,。 ]{1,10} ?:/

export function layOut(page: PageText): Layout {
  const segments = segmentsOf(page).sort((a, b) => a.line - b.line || a.at.x - b.at.x)
  const stacks = stacksOf(segments)
  const labels = stacks.flat().filter(one => labelled(one) !== null)
  const cells = stacks.filter(stack => stack.some(one => !one.alone) || isBesideLabel(stack, labels) || isLabelCell(stack, segments))
  const taken = new Set(cells.flat())
  return { cells: cells.map(cellOf), flow: segments.filter(one => !taken.has(one)) }
}

const cellOf = (segments: Segment[]): Cell => ({
  segments,
  page: segments[0]?.page ?? 0,
  at: around(segments.map(({ at }) => at)),
  label: labelOf(segments.map(wordsOf).join('')),
})

/** Segments that stand one under the other at the same left edge or about the same axis. */
function stacksOf(segments: readonly Segment[]): Segment[][] {
  const stacks: Segment[][] = []
  let open: Segment[][] = []
  for (const segment of segments) {
    open = open.filter(stack => segment.at.y - bottom((stack.at(-1) ?? segment).at) < 2 * segment.em)
    const under = open.find(stack => continues(stack, segment))
    if (under !== undefined) under.push(segment)
    else {
      const stack = [segment]
      stacks.push(stack)
      open.push(stack)
    }
  }
  return stacks
}

function continues(stack: readonly Segment[], next: Segment): boolean {
  const last = stack.at(-1)
  if (last === undefined || next.afterLabel) return false
  const em = Math.min(last.em, next.em)
  const gap = next.at.y - bottom(last.at)
  if (gap < -0.5 * em || gap > (next.alone && stack.some(one => !one.alone) ? NEAR_ALONE : NEAR) * em) return false
  if (labelled(next) !== null || labelled(last) !== null || BEGINS_ENTRY.test(wordsOf(next))) return false
  const letter = letterWidth(em)
  const axis = (one: Segment): number => one.at.x + one.at.w / 2
  const aligned = Math.abs(last.at.x - next.at.x) < 0.7 * letter || Math.abs(axis(last) - axis(next)) < 0.5 * letter
  // A line of running text under a row of a form is wider than the column above it.
  const fits = last.alone === next.alone || next.at.w < 1.6 * Math.max(...stack.map(({ at }) => at.w)) + 2 * letter
  return aligned && fits
}

const overlaps = (a: Segment['at'], b: Segment['at']): boolean =>
  Math.min(bottom(a), bottom(b)) - Math.max(a.y, b.y) > 0.4 * Math.min(a.h, b.h)

function isBesideLabel(stack: readonly Segment[], labels: readonly Segment[]): boolean {
  const at = around(stack.map(one => one.at))
  return labels.some(label => label.at.x < at.x && right(label.at) <= at.x + 0.01 && overlaps(label.at, at))
}

/** A label whose value stands in lines above and below its own. */
const isLabelCell = (stack: readonly Segment[], segments: readonly Segment[]): boolean =>
  stack.length === 1 &&
  stack.some(
    one => labelled(one) !== null && segments.some(other => other.at.x > right(one.at) && Math.abs(other.at.y - one.at.y) < 1.5 * one.em),
  )

/** The value beside a label, or null where the next thing to the right is another label or nothing. */
export function besideLabel(label: Cell, cells: readonly Cell[]): Cell | null {
  const onRow = cells.filter(
    cell => cell !== label && cell.page === label.page && cell.at.x >= right(label.at) - 0.01 && overlaps(cell.at, label.at),
  )
  const next = onRow.reduce<Cell | null>((nearest, cell) => (nearest === null || cell.at.x < nearest.at.x ? cell : nearest), null)
  return next === null || next.label !== null ? null : next
}

/** The values below the head of a column, from top to bottom, as far as no other head ends them. */
export function belowHead(head: Cell, cells: readonly Cell[]): Cell[] {
  const letter = letterWidth(head.segments[0]?.em ?? 0.01)
  const under = cells.filter(
    cell =>
      cell.page === head.page &&
      cell.at.y > bottom(head.at) - 0.3 * (head.segments[0]?.em ?? 0) &&
      Math.min(right(cell.at), right(head.at)) - Math.max(cell.at.x, head.at.x) > -0.6 * letter,
  )
  const end = under.findIndex(cell => cell.label !== null)
  return end === -1 ? under : under.slice(0, end)
}

export const textOf = (cell: Cell): string => compact(cell.segments.map(wordsOf).join(''))
