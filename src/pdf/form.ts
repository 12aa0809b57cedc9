import type { Column } from './drawn-model.ts'
import { assemble } from './writer/assemble.ts'
import { A4, type Canvas } from './writer/canvas.ts'
import { PdfFont } from './writer/font.ts'
import { Sheet } from './writer/sheet.ts'
import { drawTable } from './writer/table.ts'
import { wrap } from './writer/wrap.ts'

/** One piece of a legal document, from top to bottom. */
export type FormBlock =
  /** `paragraph` begins two characters in, `flush` at the margin, `sign` is to be signed by hand and stands in the right half. */
  | { readonly kind: 'paragraph' | 'flush' | 'heading' | 'sign'; readonly text: string }
  /** Label and value side by side in a frame. */
  | { readonly kind: 'pairs'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly (readonly string[])[] }

/** A legal document (文书) with every word it says. */
export type OfficialForm = {
  /** Full name of the agency that makes it; empty for a paper that a person signs alone. */
  readonly issuer: string
  readonly title: string
  /** 丰公(刑)立字〔2026〕00012号; null for a paper without one. */
  readonly number: string | null
  readonly blocks: readonly FormBlock[]
  /** Under the text at the right: who signs, the day. */
  readonly closing: readonly string[]
  readonly sealed: boolean
  /** 附卷, 存根: which copy this is. */
  readonly copy: string | null
}

/** What stands across every page of a paper that is not, or no longer, in force. */
export type FormMark = '草稿' | '作废' | '已被代替'

/** Type area of GB/T 9704-2012: 156 by 225 mm, 28 mm from the left; 三号 letters, 22 lines of 28 characters. */
const MM = 72 / 25.4
const MARGINS = { left: 28 * MM, right: 26 * MM, top: 33 * MM, bottom: 32 * MM }
const SIZE = 15.75
const LINE = 28.5
const INDENT = 2 * SIZE
const ISSUER = 22
const TITLE = 26
const TABLE_TYPE = { size: 12, line: 19 }
const AXIS = A4.width - MARGINS.right - 42 * MM
const SEAL_RADIUS = 21 * MM
const GREY = [0.78, 0.78, 0.78] as const
const BLACK = [0, 0, 0] as const
const MARK_WIDTH = 480
const ADDRESS = '此致'

/**
 * Draws a legal document on A4: agency, title, number, text, signature and date over the place of the seal, page n of m.
 * All text is embedded and can be taken out again; the same form gives the same bytes. What is no issued paper in force says so on
 * every page.
 */
export async function drawForm(form: OfficialForm, mark: FormMark | null): Promise<Uint8Array> {
  // The letters of a draft stand in every subset, so that the same form gives the same bytes whoever draws it.
  const font = await PdfFont.forText(`${JSON.stringify(form)}草稿${mark ?? ''}第页，共0123456789此联公章（）`)
  const sheet = new Sheet(font, MARGINS, mark === null ? undefined : canvas => drawMark(canvas, mark))
  const paper: Paper = { sheet, font }
  drawHead(paper, form)
  for (const [at, block] of form.blocks.entries()) {
    // A signature never stands on a page without a line of the text.
    if (at === form.blocks.length - 1 && block.kind !== 'table' && block.kind !== 'pairs')
      sheet.need(Math.min(linesOf(font, sheet.width, block).length, 2) * LINE + closingHeight(form))
    // To whom it is sent stands on one page with the signature.
    if ('text' in block && block.text === ADDRESS && at >= form.blocks.length - 3) sheet.need(3 * LINE + closingHeight(form))
    drawBlock(paper, block)
  }
  drawClosing(paper, form)
  for (const [at, canvas] of sheet.pages.entries()) drawFoot(canvas, form.copy, `第${at + 1}页，共${sheet.pages.length}页`)
  return assemble(sheet.pages, font, form.number === null ? form.title : `${form.title} ${form.number}`)
}

type Paper = { readonly sheet: Sheet; readonly font: PdfFont }

function drawMark(canvas: Canvas, mark: FormMark): void {
  canvas.ink(0.9, 0.9, 0.9)
  canvas.centred(A4.height / 2 - 50, Math.min(150, MARK_WIDTH / mark.length), mark, true)
  canvas.ink(...BLACK)
}

function drawHead({ sheet, font }: Paper, { issuer, title, number }: OfficialForm): void {
  const centred = (text: string, size: number): void => {
    // The agency's name stands in one line; a long one is set smaller.
    const fitting = Math.min(size, (size * sheet.width) / Math.max(1, font.width(text, size)))
    sheet.canvas.centred(sheet.y - fitting, fitting, text, true)
    sheet.y -= size * 1.6
  }
  if (issuer !== '') centred(issuer, ISSUER)
  centred(spaced(title), TITLE)
  if (number === null) sheet.y -= 14
  else {
    sheet.canvas.right(sheet.left + sheet.width, sheet.y - SIZE - 6, SIZE, number)
    sheet.y -= LINE + 14
  }
}

/** The title of a short document is set wide: 起　诉　书. */
const spaced = (title: string): string => (title.length <= 4 ? [...title].join(' ') : title)

function linesOf(font: PdfFont, width: number, { kind, text }: Extract<FormBlock, { text: string }>): string[] {
  if (kind === 'sign') return wrap(font, text, SIZE, width / 2 + INDENT)
  return wrap(font, text, SIZE, width, kind === 'paragraph' ? INDENT : 0)
}

function drawBlock(paper: Paper, block: FormBlock): void {
  const { sheet, font } = paper
  if (block.kind === 'pairs') drawTable(sheet, font, PAIR_COLUMNS, block.rows, false, TABLE_TYPE)
  else if (block.kind === 'table') drawTable(sheet, font, block.columns, block.rows, true, TABLE_TYPE)
  else drawText(paper, block)
}

const PAIR_COLUMNS = [
  { title: '', share: 2 },
  { title: '', share: 7 },
]

function drawText(paper: Paper, block: Extract<FormBlock, { text: string }>): void {
  const { sheet, font } = paper
  const { kind } = block
  // A heading stays with the first line below it.
  if (kind === 'heading') sheet.need(2 * LINE)
  const start = kind === 'paragraph' || kind === 'heading' ? INDENT : 0
  for (const [at, line] of linesOf(font, sheet.width, block).entries()) {
    sheet.need(LINE)
    const x = kind === 'sign' ? sheet.left + sheet.width / 2 - INDENT : sheet.left + (at === 0 ? start : 0)
    sheet.canvas.text(x, sheet.y - SIZE - 6, SIZE, line, kind === 'heading')
    sheet.y -= LINE
  }
}

const closingHeight = ({ closing, sealed }: OfficialForm): number =>
  closing.length === 0 ? 0 : closing.length * LINE + (sealed ? SEAL_RADIUS : LINE)

/** The closing never parts from itself; its lines are centred on one axis, the seal's. */
function drawClosing(paper: Paper, form: OfficialForm): void {
  const { sheet, font } = paper
  if (form.closing.length === 0) return
  sheet.need(closingHeight(form))
  sheet.y -= form.sealed ? SEAL_RADIUS : LINE
  if (form.sealed) drawSeal(sheet.canvas, sheet.y - (form.closing.length * LINE) / 2)
  for (const line of form.closing) {
    const width = font.width(line, SIZE)
    sheet.canvas.text(Math.min(AXIS - width / 2, sheet.left + sheet.width - width), sheet.y - SIZE - 6, SIZE, line)
    sheet.y -= LINE
  }
}

const SIDES = 60

/** A thin circle of 42 mm: the place of the seal. */
function drawSeal(canvas: Canvas, y: number): void {
  canvas.ink(...GREY)
  const at = (side: number): readonly [number, number] => {
    const angle = (side * 2 * Math.PI) / SIDES
    return [AXIS + SEAL_RADIUS * Math.cos(angle), y + SEAL_RADIUS * Math.sin(angle)]
  }
  for (let side = 0; side < SIDES; side += 2) canvas.line(...at(side), ...at(side + 1), 0.7)
  canvas.text(AXIS - 24, y + SEAL_RADIUS - 18, 12, '（公章）')
  canvas.ink(...BLACK)
}

function drawFoot(canvas: Canvas, copy: string | null, page: string): void {
  canvas.centred(18 * MM, 10.5, page)
  if (copy !== null) canvas.text(MARGINS.left, 18 * MM, 10.5, `（此联${copy}）`)
}
