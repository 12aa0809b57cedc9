import type { Picture } from './paper-model.ts'

/** A4 at 150 dpi. */
export const PAGE = { width: 1240, height: 1754, left: 170, right: 160, top: 185, bottom: 160 } as const

export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right

/** What one page shows, in the order it is drawn; positions in pixels from the upper left corner, texts by their base line. */
export type Op =
  | { op: 'text'; text: string; x: number; y: number; px: number; heavy: boolean }
  | { op: 'hand'; text: string; x: number; y: number; px: number; signature: boolean }
  | { op: 'line'; x1: number; y1: number; x2: number; y2: number; weight: number; shade: 'ink' | 'rule'; dashed: boolean }
  | { op: 'seal'; name: string; x: number; y: number; lower?: string }
  | { op: 'thumb'; x: number; y: number }
  | { op: 'picture'; picture: Picture; x: number; y: number; width: number; height: number }

export type Page = Op[]

/** A thin black line; form lines and underlines. */
export function stroke(x1: number, y1: number, x2: number, y2: number, weight = 2): Op {
  return { op: 'line', x1, y1, x2, y2, weight, shade: 'ink', dashed: false }
}

export function printed(text: string, x: number, y: number, px: number, heavy = false): Op {
  return { op: 'text', text, x, y, px, heavy }
}
