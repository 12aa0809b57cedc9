import type { Block, Cell, PaperText } from '../../src/cli/demo/papers/paper-model.ts'
import type { PageText } from '../../src/reading/model.ts'
import { pageOf, type Word } from './pages.ts'

const ACROSS = 28
/** Tables are set in smaller letters. */
const SCALE = 0.6
const plain = (text: string): string => text.replace(/_([^_]*)_/g, '$1').replace(/~([^~]*)~/g, '$1')

/** The words of a paper of the demonstration as a page of text gives them, tables in their columns. */
export function pagesOf(paper: PaperText): PageText[] {
  return [pageOf(paper.blocks.flatMap(paragraphsOf))]
}

function paragraphsOf(block: Block): (string | readonly Word[])[] {
  switch (block.kind) {
    case 'para':
      return plain(block.text)
        .split('\n')
        .map(text => (block.indent > 0 || text.length > ACROSS ? text : [{ text, x: block.align === 'center' ? 8 : 0 }]))
    case 'bold':
      return [plain(block.text)]
    case 'heading':
    case 'title':
      return [[{ text: block.text, x: 9 }]]
    case 'number':
      return [[{ text: block.text, x: 12 }]]
    case 'table':
      return rowsOf(block.columns, block.rows)
    case 'close':
      return block.lines.map(text => [{ text, x: 14 }])
    case 'sign':
      return block.signatures.map(({ label, name, date = '' }) => [{ text: `${label}${name} ${date}`, x: 10 }])
    default:
      return []
  }
}

/** Each row on as many lines as its longest cell takes; a cell that goes down takes its column from the rows below. */
function rowsOf(shares: readonly number[], rows: ReadonlyArray<readonly Cell[]>): Word[][] {
  const total = shares.reduce((sum, share) => sum + share, 0)
  const left = (column: number): number => (shares.slice(0, column).reduce((sum, share) => sum + share, 0) / total) * (ACROSS / SCALE)
  const taken: number[] = shares.map(() => 0)
  return rows.flatMap(row => {
    const lines: Word[][] = []
    let column = 0
    for (const cell of row) {
      while ((taken[column] ?? 0) > 0) column++
      const span = cell.span ?? 1
      const width = Math.max(2, Math.floor(left(column + span) - left(column) - 1))
      for (const [at, text] of cutTo(plain(cell.text), width).entries()) {
        const line = lines[at] ?? []
        line.push({ text, x: left(column), scale: SCALE, tight: at > 0 })
        lines[at] = line
      }
      for (let over = column; over < column + span; over++) taken[over] = cell.down ?? 1
      column += span
    }
    for (const [at, rest] of taken.entries()) taken[at] = Math.max(0, rest - 1)
    return lines
  })
}

function cutTo(text: string, width: number): string[] {
  return text.split('\n').flatMap(line => line.match(new RegExp(`.{1,${width}}`, 'gu')) ?? [])
}
