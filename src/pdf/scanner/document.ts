import { malformed, Refusal } from '../refusal.ts'
import { Bytes } from './bytes.ts'
import { Budget, canDecode, decode, STREAM_LIMIT } from './filters.ts'
import { dictOf, nameOf, PdfDict, type PdfObject, PdfRef, PdfStream } from './objects.ts'
import { Parser } from './parser.ts'
import { readTail } from './tail.ts'
import { filterNames, mergeSections, readFullHead, readXref, streamEnd, streamStart, unpredicted, type Xref } from './xref.ts'

const CACHED_OBJECTS = 20_000
const CACHED_STREAM_BYTES = 96 * 1024 * 1024
const MAX_HOPS = 32

interface Packed {
  bytes: Bytes
  size: number
  numbers: number[]
  offsets: number[]
}

/** A PDF opened for reading: every object by its number, every lossless stream by bounded inflation. */
export class PdfDocument {
  readonly bytes: Bytes
  readonly xref: Xref
  readonly budget = new Budget()
  readonly #objects = new Map<number, PdfObject>()
  readonly #containers = new Map<number, Packed>()
  readonly #loading = new Set<number>()
  readonly #counted = new Set<number>()

  private constructor(bytes: Bytes, xref: (budget: Budget) => Xref) {
    this.bytes = bytes
    this.xref = xref(this.budget)
  }

  /** Throws `Refusal` when header, end or cross-reference table are not in order. */
  static open(bytes: Bytes): PdfDocument {
    const tail = readTail(bytes)
    return new PdfDocument(bytes, budget => readXref(bytes, tail, budget))
  }

  /** The same file as it was before the revisions written from byte `end` on. */
  asOf(end: number): PdfDocument {
    const older = this.xref.sections.filter(section => section.offset < end)
    return new PdfDocument(this.bytes, () => mergeSections(older))
  }

  /** An object that a later revision replaced, or null when it cannot be read any more. */
  readOld(num: number, offset: number, generation: number): PdfObject {
    try {
      return this.#readAt(num, offset, generation)
    } catch (error) {
      if (error instanceof Refusal) return null
      throw error
    }
  }

  /** The object of this number, or null when the file has none. */
  get(num: number): PdfObject {
    const cached = this.#objects.get(num)
    if (cached !== undefined) return cached
    const object = this.#read(num)
    if (this.#objects.size >= CACHED_OBJECTS) this.#objects.clear()
    this.#objects.set(num, object)
    return object
  }

  /** Follows references until something else is there. */
  resolve(object: PdfObject): PdfObject {
    let value = object
    for (let hops = 0; value instanceof PdfRef; hops++) {
      if (hops > MAX_HOPS) malformed('引用循环')
      value = this.get(value.num)
    }
    return value
  }

  dict(object: PdfObject): PdfDict | undefined {
    return dictOf(this.resolve(object))
  }

  name(object: PdfObject): string {
    return nameOf(this.resolve(object))
  }

  filters(stream: PdfStream): string[] {
    const filter = this.resolve(stream.dict.get('Filter'))
    return filterNames(Array.isArray(filter) ? filter.map(item => this.resolve(item)) : filter)
  }

  /** The stream's bytes with its lossless filters undone, or undefined when it holds a picture coding. */
  inflate(stream: PdfStream): Uint8Array | undefined {
    const filters = this.filters(stream)
    if (!canDecode(filters)) return undefined
    // A stored stream above the limit is above it inflated as well, and is not even read.
    if (stream.length > STREAM_LIMIT) this.budget.spend(stream.length)
    return decode(this.bytes.slice(stream.offset, stream.offset + stream.length), filters, this.budget)
  }

  #read(num: number): PdfObject {
    const entry = this.xref.entries.get(num)
    if (!entry || entry.kind === 'free') return null
    if (this.#loading.has(num)) malformed('引用循环')
    this.#loading.add(num)
    try {
      return entry.kind === 'at' ? this.#readAt(num, entry.offset, entry.generation) : this.#readPacked(num, entry.container, entry.index)
    } finally {
      this.#loading.delete(num)
    }
  }

  #readAt(num: number, offset: number, generation: number): PdfObject {
    if (offset >= this.bytes.size) malformed('对象位置错误')
    const parser = new Parser(this.bytes, offset)
    const head = readFullHead(parser)
    if (head?.num !== num || head.generation !== generation) malformed('对象位置错误')
    parser.skipWhite()
    if (parser.keyword('endobj')) return null
    const object = parser.object()
    if (!(object instanceof PdfDict)) {
      parser.skipWhite()
      return parser.keyword('endobj') ? object : malformed('对象没有结束')
    }
    const start = streamStart(this.bytes, parser)
    if (start < 0) return parser.keyword('endobj') ? object : malformed('对象没有结束')
    const length = this.resolve(object.get('Length'))
    if (typeof length !== 'number') return malformed('流没有长度')
    streamEnd(this.bytes, start, length)
    return new PdfStream(object, start, length)
  }

  #readPacked(num: number, container: number, index: number): PdfObject {
    const packed = this.#container(container)
    const at = packed.numbers[index] === num ? index : packed.numbers.indexOf(num)
    const offset = packed.offsets[at]
    if (offset === undefined) return malformed('对象流缺少对象')
    return new Parser(packed.bytes, offset).object()
  }

  #container(num: number): Packed {
    const cached = this.#containers.get(num)
    if (cached) return cached
    if (this.xref.entries.get(num)?.kind !== 'at') malformed('对象流位置错误')
    const stream = this.get(num)
    if (!(stream instanceof PdfStream) || this.name(stream.dict.get('Type')) !== 'ObjStm') return malformed('对象流损坏')
    const packed = this.#unpack(num, stream)
    let held = packed.size
    for (const [other, { size }] of this.#containers) {
      held += size
      if (held > CACHED_STREAM_BYTES) this.#containers.delete(other)
    }
    this.#containers.set(num, packed)
    return packed
  }

  #unpack(num: number, stream: PdfStream): Packed {
    const filters = this.filters(stream)
    if (!canDecode(filters) || stream.length > STREAM_LIMIT) malformed('对象流损坏')
    const raw = this.bytes.slice(stream.offset, stream.offset + stream.length)
    // Inflated again after leaving the cache it counts once only: the limit is about the file, not about our cache.
    const plain = unpredicted(stream.dict, decode(raw, filters, this.#counted.has(num) ? new Budget() : this.budget))
    this.#counted.add(num)
    const count = this.resolve(stream.dict.get('N'))
    const first = this.resolve(stream.dict.get('First'))
    if (typeof count !== 'number' || typeof first !== 'number' || count < 0 || count > plain.length || first < 0)
      return malformed('对象流损坏')
    const parser = new Parser(Bytes.ofMemory(plain), 0)
    const numbers: number[] = []
    const offsets: number[] = []
    for (let i = 0; i < count; i++) {
      parser.skipWhite()
      numbers.push(parser.integer())
      parser.skipWhite()
      const offset = parser.integer()
      if (offset < 0 || first + offset > plain.length) malformed('对象流损坏')
      offsets.push(first + offset)
    }
    return { bytes: Bytes.ofMemory(plain), size: plain.length, numbers, offsets }
  }
}
