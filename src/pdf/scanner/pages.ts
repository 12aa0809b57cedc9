import { malformed, refuse } from '../refusal.ts'
import type { PdfDocument } from './document.ts'
import { type PdfDict, type PdfObject, PdfRef } from './objects.ts'

const MAX_PAGES = 5000
const MAX_DEPTH = 100
/** 200 inches, the largest page a PDF 1.x reader has to show (ISO 32000-1 Annex C). */
const MAX_SIDE = 14_400
const LETTER: Box = [0, 0, 612, 792]

/** Left, bottom, right, top in points. */
export type Box = [number, number, number, number]

/** One page with what it inherits already filled in. */
export interface SourcePage {
  num: number
  dict: PdfDict
  mediaBox: Box
  cropBox: Box | undefined
  rotate: number
  userUnit: number
  resources: PdfObject
}

interface Inherited {
  mediaBox: PdfObject
  cropBox: PdfObject
  rotate: PdfObject
  resources: PdfObject
}

/** Walks the page tree in order; refuses loops, a tree without pages, more than 5,000 pages and pages above 200 inches. */
export function readPages(document: PdfDocument): SourcePage[] {
  const catalog = document.dict(document.xref.trailer.get('Root'))
  if (!catalog) return malformed('没有文档目录')
  const walk = new PageWalk(document)
  walk.node(catalog.get('Pages'), { mediaBox: null, cropBox: null, rotate: null, resources: null }, 0)
  if (walk.pages.length === 0) malformed('文件没有页面')
  return walk.pages
}

class PageWalk {
  readonly pages: SourcePage[] = []
  readonly #document: PdfDocument
  readonly #seen = new Set<number>()

  constructor(document: PdfDocument) {
    this.#document = document
  }

  node(object: PdfObject, above: Inherited, depth: number): void {
    if (depth > MAX_DEPTH) malformed('页面树过深')
    if (!(object instanceof PdfRef)) malformed('页面树损坏')
    if (this.#seen.has(object.num)) malformed('页面树循环')
    this.#seen.add(object.num)
    const dict = this.#document.dict(object)
    if (!dict) malformed('页面树损坏')
    const here: Inherited = {
      mediaBox: dict.get('MediaBox') ?? above.mediaBox,
      cropBox: dict.get('CropBox') ?? above.cropBox,
      rotate: dict.get('Rotate') ?? above.rotate,
      resources: dict.get('Resources') ?? above.resources,
    }
    const kids = this.#document.resolve(dict.get('Kids'))
    if (Array.isArray(kids)) for (const kid of kids) this.node(kid, here, depth + 1)
    else this.#page(object.num, dict, here)
  }

  #page(num: number, dict: PdfDict, own: Inherited): void {
    if (this.#document.name(dict.get('Type')) === 'Pages') malformed('页面树损坏')
    if (this.pages.length >= MAX_PAGES) refuse('pdf-page-limit', `页数超过${MAX_PAGES}页`)
    const unit = this.#document.resolve(dict.get('UserUnit'))
    const userUnit = typeof unit === 'number' && unit > 0 ? unit : 1
    const mediaBox = this.#box(own.mediaBox) ?? LETTER
    if (Math.max(mediaBox[2] - mediaBox[0], mediaBox[3] - mediaBox[1]) * userUnit > MAX_SIDE) {
      refuse('pdf-page-limit', '页面尺寸超过200英寸')
    }
    const rotate = this.#document.resolve(own.rotate)
    this.pages.push({
      num,
      dict,
      mediaBox,
      cropBox: this.#box(own.cropBox),
      rotate: typeof rotate === 'number' && rotate % 90 === 0 ? ((rotate % 360) + 360) % 360 : 0,
      userUnit,
      resources: own.resources,
    })
  }

  #box(object: PdfObject): Box | undefined {
    const given = this.#document.resolve(object)
    if (!Array.isArray(given) || given.length !== 4) return undefined
    const [x1, y1, x2, y2] = given.map(item => this.#document.resolve(item))
    if (typeof x1 !== 'number' || typeof y1 !== 'number' || typeof x2 !== 'number' || typeof y2 !== 'number') return undefined
    const box: Box = [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]
    return box[2] > box[0] && box[3] > box[1] ? box : undefined
  }
}
