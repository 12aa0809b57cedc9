import { lineOps } from './layout-line.ts'
import { type Op, PAGE, stroke, TEXT_WIDTH } from './page-ops.ts'
import type { Cell } from './paper-model.ts'
import { type Line, wrap } from './wrap.ts'

const PAD = 12
const LEADING = 1.42

type Placed = { cell: Cell; x: number; width: number; lines: Line[]; height: number }

export type LaidRow = { cells: Placed[]; height: number }

/** Columns still filled by a cell reaching down from an earlier row. */
type Reach = Map<number, number>

function placeRow(row: readonly Cell[], edges: readonly number[], reach: Reach, px: number): Placed[] {
  const placed: Placed[] = []
  let column = 0
  for (const cell of row) {
    while ((reach.get(column) ?? 0) > 0) column++
    const x = edges[column] ?? 0
    const width = (edges[column + (cell.span ?? 1)] ?? TEXT_WIDTH) - x
    const lines = wrap(cell.text, (width - PAD * 2) / px, 0)
    const height = Math.max(lines.length, cell.lines ?? 1) * px * LEADING + PAD * 1.6
    placed.push({ cell, x: PAGE.left + x, width, lines, height })
    for (let i = 0; i < (cell.span ?? 1); i++) reach.set(column + i, cell.down ?? 1)
    column += cell.span ?? 1
  }
  for (const [index, rows] of reach) reach.set(index, rows - 1)
  return placed
}

/** Measures every row; the last row under a tall cell grows until that cell fits. */
export function measureTable(columns: readonly number[], rows: ReadonlyArray<readonly Cell[]>, px: number): LaidRow[] {
  const total = columns.reduce((sum, width) => sum + width, 0)
  const edges = [0]
  for (const width of columns) edges.push((edges.at(-1) ?? 0) + (width / total) * TEXT_WIDTH)
  const reach: Reach = new Map()
  const laid = rows.map(row => ({ cells: placeRow(row, edges, reach, px), height: 0 }))
  for (const row of laid)
    row.height = Math.max(px * 1.7, ...row.cells.filter(({ cell }) => (cell.down ?? 1) === 1).map(({ height }) => height))
  for (const [i, row] of laid.entries()) {
    for (const { cell, height } of row.cells) {
      const under = laid.slice(i, i + (cell.down ?? 1))
      const short = height - under.reduce((sum, each) => sum + each.height, 0)
      const last = under.at(-1)
      if (short > 0 && last) last.height += short
    }
  }
  return laid
}

function cellOps({ cell, x, width, lines }: Placed, y: number, height: number, px: number): Op[] {
  const ops: Op[] = [
    stroke(x, y, x + width, y),
    stroke(x, y + height, x + width, y + height),
    stroke(x, y, x, y + height),
    stroke(x + width, y, x + width, y + height),
  ]
  const textHeight = lines.length * px * LEADING
  const long = lines.length > 2 && !cell.head
  let base = y + (long ? PAD : (height - textHeight) / 2) + px * 1.12
  for (const line of lines) {
    const left = cell.align === 'center' ? x + (width - line.ems * px) / 2 : x + PAD
    ops.push(...lineOps(line, { x: left, y: base, px, width: width - PAD * 2, justify: long, heavy: false }))
    base += px * LEADING
  }
  if (cell.picture) ops.push({ op: 'picture', picture: cell.picture, x: x + 8, y: y + 8, width: width - 16, height: height - 16 })
  if (cell.thumb) ops.push({ op: 'thumb', x: x + 84, y: y + height * 0.66 })
  if (cell.seal) ops.push({ op: 'seal', name: cell.seal, x: x + width * 0.7, y: y + height * 0.55 })
  return ops
}

/** Drawing of row `index` with its upper edge at `y`. Tall cells are drawn from their first row. */
export function rowOps(rows: readonly LaidRow[], index: number, y: number, px: number): Op[] {
  return (rows[index]?.cells ?? []).flatMap(placed => {
    const height = rows.slice(index, index + (placed.cell.down ?? 1)).reduce((sum, row) => sum + row.height, 0)
    return cellOps(placed, y, height, px)
  })
}
