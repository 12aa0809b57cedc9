/**
 * A paper as its author sees it. In texts, `_..._` is a filled-in blank (underlined) and `~...~` is written by hand.
 */
export type PaperText = {
  code: string
  title: string
  /** Name of the file, without its ending, as an officer would save it. */
  fileName: string
  /** What the scanner saves: most papers become PDF, slips and photographs become pictures. */
  saveAs: PaperKind
  /** A coloured scan, or a grey one of a photocopy. */
  tone: 'colour' | 'grey'
  shape: 'page' | 'slip' | 'scene'
  /** Size of the body text, in pixels at 150 dpi: 33 is 16 pt, 29 is 14 pt, 25 is 12 pt. */
  bodyPx: number
  /** Records are written on ruled paper and signed at the foot of every page. */
  ruled: boolean
  foot?: readonly Signature[]
  /** Prints "第 1 页 共 3 页" at the top (records) or "- 1 -" at the foot (long papers). */
  numbering: 'none' | 'top' | 'foot'
  blocks: readonly Block[]
}

export type PaperKind = 'pdf' | 'jpeg' | 'png'

export type Signature = { label: string; name: string; thumb?: boolean; date?: string }

export type Cell = {
  text: string
  /** Columns taken, 1 unless told. */
  span?: number
  /** Rows taken, 1 unless told; such a table must fit one page. */
  down?: number
  head?: boolean
  align?: 'left' | 'center'
  /** Least height, in lines of text. */
  lines?: number
  seal?: string
  /** Pressed beside the writing in the cell. */
  thumb?: boolean
  picture?: Picture
}

export type Picture = 'portrait' | 'tubes' | 'recording'

export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'title'; text: string }
  | { kind: 'number'; text: string }
  | { kind: 'para'; text: string; indent: number; align: 'left' | 'center' | 'right' }
  | { kind: 'bold'; text: string; indent: number }
  | { kind: 'table'; columns: readonly number[]; rows: ReadonlyArray<readonly Cell[]>; px?: number }
  | { kind: 'close'; lines: readonly string[]; seal?: string; lower?: string }
  | { kind: 'sign'; signatures: readonly Signature[]; align: 'left' | 'right' }
  | { kind: 'picture'; picture: Picture; heightPx: number; caption: string }
  | { kind: 'cut' }
  | { kind: 'space'; lines: number }
  | { kind: 'break' }

export const heading = (text: string): Block => ({ kind: 'heading', text })
export const title = (text: string): Block => ({ kind: 'title', text })
export const number = (text: string): Block => ({ kind: 'number', text })
/** A paragraph with the usual two-character indent. */
export const para = (text: string): Block => ({ kind: 'para', text, indent: 2, align: 'left' })
export const flush = (text: string): Block => ({ kind: 'para', text, indent: 0, align: 'left' })
export const centred = (text: string): Block => ({ kind: 'para', text, indent: 0, align: 'center' })
export const bold = (text: string): Block => ({ kind: 'bold', text, indent: 2 })
export const space = (lines = 1): Block => ({ kind: 'space', lines })
export const pageBreak: Block = { kind: 'break' }
/** The tear line between a document and its counterfoil or receipt. */
export const cutLine: Block = { kind: 'cut' }

/** Agency and date at the lower right, with the agency's seal pressed over them. */
export function close(lines: readonly string[], seal?: string, lower?: string): Block {
  return { kind: 'close', lines, ...(seal === undefined ? {} : { seal }), ...(lower === undefined ? {} : { lower }) }
}

export const sign = (...signatures: readonly Signature[]): Block => ({ kind: 'sign', signatures, align: 'left' })
export const signRight = (...signatures: readonly Signature[]): Block => ({ kind: 'sign', signatures, align: 'right' })
export const table = (columns: readonly number[], ...rows: ReadonlyArray<readonly Cell[]>): Block => ({ kind: 'table', columns, rows })
/** A table set smaller than the text around it, for catalogues with many columns. */
export const smallTable = (columns: readonly number[], px: number, rows: ReadonlyArray<readonly Cell[]>): Block => ({
  kind: 'table',
  columns,
  rows,
  px,
})
export const head = (text: string, more: Partial<Cell> = {}): Cell => ({ text, head: true, align: 'center', ...more })
export const cell = (text: string, more: Partial<Cell> = {}): Cell => ({ text, ...more })

const ORDINARY = { saveAs: 'pdf', tone: 'colour', shape: 'page', bodyPx: 32, ruled: false, numbering: 'none' } as const

/** A paper with the usual settings of a one-page document; `more` says what differs. */
export function paper(code: string, name: string, fileName: string, blocks: readonly Block[], more: Partial<PaperText> = {}): PaperText {
  return { ...ORDINARY, code, title: name, fileName, blocks, ...more }
}
