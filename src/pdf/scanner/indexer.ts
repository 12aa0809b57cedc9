import type { FileIndex, IndexedObject, IndexedPage, Parts } from '../file-index.ts'
import { MAX_INDEX_BYTES } from '../limits.ts'
import { malformed, refuse } from '../refusal.ts'
import type { Balance } from './content.ts'
import type { PdfDocument } from './document.ts'
import { PdfDict, type PdfObject, PdfRef, PdfStream } from './objects.ts'
import type { SourcePage } from './pages.ts'
import { NOT_SHOWN, PartsWriter } from './serialize.ts'

/** Streams up to this size travel in the index: one request less to the object store for each. */
const INLINE_BYTES = 2048
/** A reference from a shown object to one of these would drag in the rest of the file. */
const ELSEWHERE = new Set(['Page', 'Pages', 'Catalog', 'Outlines', 'Annot', 'StructTreeRoot', 'StructElem', 'Action', 'Sig', 'Filespec'])
const STREAM_SKIP: ReadonlySet<string> = new Set([...NOT_SHOWN, 'Length', 'DL', 'F', 'FFilter', 'FDecodeParms'])
const HIDDEN = 2
const NO_VIEW = 32
const KEEP_UPRIGHT = 8 | 16

/** Collects what the pages show, and nothing else, under new numbers in the order of first use. */
export class Indexer {
  readonly #document: PdfDocument
  readonly #balances: ReadonlyMap<number, Balance>
  readonly #numbers = new Map<number, number | null>()
  readonly #waiting: number[] = []
  readonly #objects: IndexedObject[] = []
  readonly #resources: FileIndex['resources'] = []
  readonly #resourceKeys = new Map<string, number>()
  #size = 0

  /** `balances` tells, per content stream, how it leaves the graphics state. */
  constructor(document: PdfDocument, balances: ReadonlyMap<number, Balance>) {
    this.#document = document
    this.#balances = balances
  }

  build(pages: SourcePage[]): FileIndex {
    const indexed = pages.map(page => {
      const one = this.#page(page)
      this.#drain()
      return one
    })
    return {
      version: 1,
      kind: 'pdf',
      source: 'original',
      sizeBytes: this.#document.bytes.size,
      objects: this.#objects,
      resources: this.#resources,
      pages: indexed,
    }
  }

  #page(page: SourcePage): IndexedPage {
    const contents = contentStreams(this.#document, page.dict).map(num => this.#refer(new PdfRef(num)))
    const group = this.#document.resolve(page.dict.get('Group'))
    const marks = this.#marks(page.dict)
    return {
      objectNumber: page.num,
      mediaBox: page.mediaBox,
      ...(page.cropBox && { cropBox: page.cropBox }),
      rotate: page.rotate,
      ...(page.userUnit !== 1 && { userUnit: page.userUnit }),
      resources: this.#resource(page.resources),
      contents: contents.filter(num => num !== null),
      ...this.#balance(page.dict),
      ...(group instanceof PdfDict && { group: this.#write(group) }),
      ...(marks.length > 0 && { marks }),
    }
  }

  #balance(page: PdfDict): { open?: number; extra?: number } {
    let open = 0
    let extra = 0
    for (const num of contentStreams(this.#document, page)) {
      const one = this.#balances.get(num) ?? { open: 0, extra: 0 }
      extra += Math.max(0, one.extra - open)
      open = Math.max(0, open - one.extra) + one.open
    }
    return { ...(open > 0 && { open }), ...(extra > 0 && { extra }) }
  }

  #resource(object: PdfObject): number {
    const shared = object instanceof PdfRef ? `ref ${object.num}` : ''
    const known = this.#resourceKeys.get(shared)
    if (known !== undefined) return known
    const dict = this.#document.dict(object) ?? new PdfDict()
    const fonts = this.#entries(this.#document.dict(dict.get('Font')) ?? new PdfDict(), new Set())
    const others = this.#entries(dict, new Set(['Font']))
    const key = shared || JSON.stringify([fonts, others])
    const same = this.#resourceKeys.get(key)
    if (same !== undefined) return same
    this.#resourceKeys.set(key, this.#resources.length)
    return this.#resources.push({ fonts, others }) - 1
  }

  /** Annotations with a look of their own become plain stamps: what acts, links or asks for input is left behind. */
  #marks(page: PdfDict): Parts[] {
    const annotations = this.#document.resolve(page.get('Annots'))
    if (!Array.isArray(annotations)) return []
    const marks: Parts[] = []
    for (const item of annotations) {
      const annotation = this.#document.dict(item)
      const look = annotation && this.#appearance(annotation)
      const rect = annotation && this.#document.resolve(annotation.get('Rect'))
      if (!look || !Array.isArray(rect)) continue
      const flags = this.#document.resolve(annotation.get('F'))
      const kept = typeof flags === 'number' ? flags & KEEP_UPRIGHT : 0
      const writer = this.#writer()
      writer.raw(`/Type/Annot/Subtype/Stamp/F ${4 | kept}/Rect`)
      writer.object(rect.map(side => this.#document.resolve(side)))
      writer.raw('/AP<</N')
      writer.object(look)
      writer.raw('>>')
      marks.push(this.#weigh(writer.done()))
    }
    return marks
  }

  #appearance(annotation: PdfDict): PdfRef | undefined {
    const subtype = this.#document.name(annotation.get('Subtype'))
    const flags = this.#document.resolve(annotation.get('F'))
    if (subtype === 'Link' || subtype === 'Popup') return undefined
    if (typeof flags === 'number' && (flags & (HIDDEN | NO_VIEW)) !== 0) return undefined
    let look = this.#document.dict(annotation.get('AP'))?.get('N') ?? null
    const states = this.#document.resolve(look)
    if (states instanceof PdfDict) look = states.get(this.#document.name(annotation.get('AS')))
    return look instanceof PdfRef && this.#document.get(look.num) instanceof PdfStream ? look : undefined
  }

  #drain(): void {
    for (let num = this.#waiting.pop(); num !== undefined; num = this.#waiting.pop()) {
      const local = this.#numbers.get(num)
      if (typeof local === 'number') this.#objects[local] = this.#object(this.#document.get(num))
    }
  }

  #object(object: PdfObject): IndexedObject {
    if (!(object instanceof PdfStream)) return { body: this.#write(object) }
    const body = this.#entries(object.dict, STREAM_SKIP)
    if (object.length > INLINE_BYTES) return { body, at: [object.offset, object.length] }
    const raw = this.#document.bytes.slice(object.offset, object.offset + object.length)
    this.#size += raw.length * 1.4
    return { body, inline: Buffer.from(raw).toString('base64') }
  }

  #refer(ref: PdfRef): number | null {
    const known = this.#numbers.get(ref.num)
    if (known !== undefined) return known
    const target = this.#document.get(ref.num)
    const type = this.#document.dict(target)?.get('Type') ?? null
    const local = target === null || ELSEWHERE.has(this.#document.name(type)) ? null : this.#objects.push({ body: ['null'] }) - 1
    this.#numbers.set(ref.num, local)
    if (local !== null) this.#waiting.push(ref.num)
    return local
  }

  #writer(): PartsWriter {
    return new PartsWriter(ref => this.#refer(ref))
  }

  #write(object: PdfObject): Parts {
    const writer = this.#writer()
    writer.object(object)
    return this.#weigh(writer.done())
  }

  #entries(dict: PdfDict, skip: ReadonlySet<string>): Parts {
    const writer = this.#writer()
    writer.entries(dict, skip)
    return this.#weigh(writer.done())
  }

  #weigh(parts: Parts): Parts {
    for (const part of parts) this.#size += typeof part === 'string' ? part.length + 4 : 8
    if (this.#size > MAX_INDEX_BYTES) refuse('pdf-too-complex', '文件结构过于复杂')
    return parts
  }
}

/** The numbers of a page's content streams in order. */
export function contentStreams(document: PdfDocument, page: PdfDict): number[] {
  const contents = page.get('Contents')
  const resolved = document.resolve(contents)
  const items = Array.isArray(resolved) ? resolved : [contents]
  const numbers: number[] = []
  for (const item of items) {
    const target = document.resolve(item)
    if (target === null) continue
    if (!(item instanceof PdfRef) || !(target instanceof PdfStream)) return malformed('页面内容损坏')
    numbers.push(item.num)
  }
  return numbers
}
