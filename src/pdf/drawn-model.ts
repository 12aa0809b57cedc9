/** A column of a table; `share` is its part of the width against the others. */
export interface Column {
  title: string
  share: number
}

/** One piece of a drawn document, from top to bottom. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string; align?: 'left' | 'center' | 'right' }
  | { kind: 'table'; columns: readonly Column[]; rows: readonly (readonly string[])[] }
  /** Label and value side by side in a frame. */
  | { kind: 'pairs'; rows: readonly (readonly [string, string])[] }
  | { kind: 'rule' }

/** All characters a block prints. */
export function blockText(block: Block): string {
  if (block.kind === 'rule') return ''
  if (block.kind === 'heading' || block.kind === 'paragraph') return block.text
  const heads = block.kind === 'table' ? block.columns.map(column => column.title) : []
  return [...heads, ...block.rows.flat()].join('')
}
