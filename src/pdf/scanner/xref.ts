import { malformed, refuse } from '../refusal.ts'
import type { Bytes } from './bytes.ts'
import { type Budget, canDecode, decode, unpredict } from './filters.ts'
import { nameOf, PdfDict, type PdfObject } from './objects.ts'
import { Parser } from './parser.ts'
import type { Tail } from './tail.ts'

const MAX_OBJECTS = 500_000
const MAX_OBJECT_NUMBER = 8_388_607
const MAX_SECTIONS = 4096

/** Where an object is: at an offset of the file, or the n-th of an object stream. */
export type XrefEntry =
  | { kind: 'free' }
  | { kind: 'at'; offset: number; generation: number }
  | { kind: 'packed'; container: number; index: number }

/** One revision's cross-reference section. `end` is the first byte after it. */
export interface XrefSection {
  offset: number
  end: number
  trailer: PdfDict
  entries: Map<number, XrefEntry>
}

export interface Xref {
  /** Newest first. */
  sections: XrefSection[]
  entries: Map<number, XrefEntry>
  trailer: PdfDict
}

const FREE: XrefEntry = { kind: 'free' }

/** The filters of a stream in order, whether written as a name or as an array. */
export function filterNames(filter: PdfObject): string[] {
  if (filter === null) return []
  return (Array.isArray(filter) ? filter : [filter]).map(nameOf)
}

/** Reads the chain of cross-reference sections from the newest on; refuses loops, encryption and more than 500,000 objects. */
export function readXref(bytes: Bytes, tail: Tail, budget: Budget): Xref {
  const reader = new XrefReader(bytes, budget)
  const sections: XrefSection[] = []
  const seen = new Set<number>()
  let next = tail.startxref
  while (next >= 0) {
    if (seen.has(next) || sections.length >= MAX_SECTIONS) malformed('交叉引用表循环')
    seen.add(next)
    const section = reader.section(next)
    sections.push(section)
    const previous = section.trailer.get('Prev')
    if (previous !== null && typeof previous !== 'number') malformed('交叉引用表损坏')
    // Some writers put /Prev 0 where they mean none.
    next = previous === null || previous === 0 ? -1 : previous
  }
  endsWithXref(bytes, sections, tail)
  return mergeSections(sections)
}

/** One view over several revisions, newest first. */
export function mergeSections(sections: XrefSection[]): Xref {
  const newest = sections[0]
  if (!newest) return malformed('没有交叉引用表')
  return { sections, entries: merged(sections), trailer: newest.trailer }
}

/** Between the last section and `startxref` nothing may hide. */
function endsWithXref(bytes: Bytes, sections: XrefSection[], tail: Tail): void {
  const last = Math.max(...sections.map(section => section.end).filter(end => end <= tail.keywordAt))
  const parser = new Parser(bytes, last)
  parser.skipWhite()
  if (parser.position !== tail.keywordAt) refuse('upload-type-mismatch', '文件结尾夹带其他内容')
}

function merged(sections: XrefSection[]): Map<number, XrefEntry> {
  const all = new Map<number, XrefEntry>()
  let used = 0
  for (const section of sections) {
    for (const [num, entry] of section.entries) {
      if (all.has(num)) continue
      all.set(num, entry)
      if (entry.kind !== 'free' && ++used > MAX_OBJECTS) malformed('对象数量超过上限')
    }
  }
  return all
}

class XrefReader {
  readonly #bytes: Bytes
  readonly #budget: Budget
  #lines = 0

  constructor(bytes: Bytes, budget: Budget) {
    this.#bytes = bytes
    this.#budget = budget
  }

  section(offset: number): XrefSection {
    if (offset <= 0 || offset >= this.#bytes.size) malformed('交叉引用表位置错误')
    const parser = new Parser(this.#bytes, offset)
    parser.skipWhite()
    const section = parser.keyword('xref') ? this.#table(offset, parser.position) : this.#stream(offset)
    if (section.trailer.has('Encrypt')) refuse('pdf-encrypted', '文件已加密')
    return section
  }

  #count(): void {
    if (++this.#lines > MAX_OBJECTS * 4) malformed('对象数量超过上限')
  }

  #table(offset: number, from: number): XrefSection {
    const entries = new Map<number, XrefEntry>()
    const freed: number[] = []
    let position = from
    for (;;) {
      const parser = new Parser(this.#bytes, position)
      parser.skipWhite()
      if (parser.keyword('trailer')) {
        position = parser.position
        break
      }
      position = this.#subsection(parser, entries, freed)
    }
    const parser = new Parser(this.#bytes, position)
    const trailer = parser.object()
    if (!(trailer instanceof PdfDict)) return malformed('没有文件尾')
    this.#hybrid(trailer, entries)
    for (const num of freed) if (!entries.has(num)) entries.set(num, FREE)
    return { offset, end: parser.position, trailer, entries }
  }

  /** A hybrid file hides objects from old readers as free and lists them in a stream of its own (ISO 32000-1 §7.5.8.4). */
  #hybrid(trailer: PdfDict, entries: Map<number, XrefEntry>): void {
    const hidden = trailer.get('XRefStm')
    if (hidden === null) return
    if (typeof hidden !== 'number' || hidden <= 0 || hidden >= this.#bytes.size) malformed('交叉引用表损坏')
    const stream = this.#stream(hidden)
    if (stream.trailer.has('Encrypt')) refuse('pdf-encrypted', '文件已加密')
    for (const [num, entry] of stream.entries) if (!entries.has(num)) entries.set(num, entry)
  }

  #subsection(parser: Parser, entries: Map<number, XrefEntry>, freed: number[]): number {
    const first = parser.integer()
    parser.skipWhite()
    const count = parser.integer()
    if (first < 0 || count < 0) malformed('交叉引用表损坏')
    if (count > MAX_OBJECTS || first + count > MAX_OBJECT_NUMBER) malformed('对象数量超过上限')
    let position = parser.position
    for (let i = 0; i < count; i++) {
      this.#count()
      const line = new Parser(this.#bytes, position)
      line.skipWhite()
      const offset = line.integer()
      line.skipWhite()
      const generation = line.integer()
      line.skipWhite()
      if (offset < 0 || generation < 0) malformed('交叉引用表损坏')
      if (line.keyword('n')) {
        // Writers put "0000000000 00000 n" for numbers they never used.
        entries.set(first + i, offset === 0 ? FREE : { kind: 'at', offset, generation })
      } else if (line.keyword('f')) freed.push(first + i)
      else malformed('交叉引用表损坏')
      position = line.position
    }
    return position
  }

  #stream(offset: number): XrefSection {
    const parser = new Parser(this.#bytes, offset)
    const head = readHead(parser)
    const dict = parser.object()
    if (head < 0 || !(dict instanceof PdfDict) || nameOf(dict.get('Type')) !== 'XRef') return malformed('交叉引用表损坏')
    const length = dict.get('Length')
    const start = streamStart(this.#bytes, parser)
    if (typeof length !== 'number' || start < 0) return malformed('交叉引用流损坏')
    const end = streamEnd(this.#bytes, start, length)
    const filters = filterNames(dict.get('Filter'))
    if (!canDecode(filters)) return malformed('交叉引用流损坏')
    const decoded = decode(this.#bytes.slice(start, start + length), filters, this.#budget)
    const entries = this.#packedEntries(dict, unpredicted(dict, decoded))
    return { offset, end, trailer: dict, entries }
  }

  #packedEntries(dict: PdfDict, rows: Uint8Array): Map<number, XrefEntry> {
    const widths = wholeNumbers(dict.get('W'))
    if (widths.length !== 3 || widths.some(width => width > 8)) return malformed('交叉引用流的 /W 无效')
    const [wide1 = 0, wide2 = 0, wide3 = 0] = widths
    const index = dict.has('Index') ? wholeNumbers(dict.get('Index')) : [0, ...wholeNumbers([dict.get('Size')])]
    const entries = new Map<number, XrefEntry>()
    let at = 0
    const field = (width: number): number => {
      let value = 0
      for (let i = 0; i < width; i++) value = value * 256 + (rows[at++] ?? 0)
      return value
    }
    for (let pair = 0; pair + 1 < index.length; pair += 2) {
      const [first = 0, count = 0] = index.slice(pair, pair + 2)
      if (count > MAX_OBJECTS || first + count > MAX_OBJECT_NUMBER) malformed('对象数量超过上限')
      for (let i = 0; i < count; i++) {
        this.#count()
        if (at + wide1 + wide2 + wide3 > rows.length) malformed('交叉引用流不完整')
        const type = wide1 === 0 ? 1 : field(wide1)
        entries.set(first + i, packedEntry(type, field(wide2), field(wide3)))
      }
    }
    return entries
  }
}

function packedEntry(type: number, second: number, third: number): XrefEntry {
  if (type === 1) return second === 0 ? FREE : { kind: 'at', offset: second, generation: third }
  if (type === 2) return { kind: 'packed', container: second, index: third }
  return FREE
}

function wholeNumbers(object: PdfObject): number[] {
  if (!Array.isArray(object)) return malformed('交叉引用流损坏')
  return object.map(item => (typeof item === 'number' && Number.isInteger(item) && item >= 0 ? item : malformed('交叉引用流损坏')))
}

/** The predictor of the last Flate stage, as cross-reference and object streams use it. */
export function unpredicted(dict: PdfDict, bytes: Uint8Array): Uint8Array {
  const given = dict.get('DecodeParms')
  const parms = Array.isArray(given) ? (given.at(-1) ?? null) : given
  if (!(parms instanceof PdfDict)) return bytes
  const predictor = parms.get('Predictor')
  const columns = parms.get('Columns') ?? 1
  if (predictor === null || predictor === 1) return bytes
  if (typeof predictor !== 'number' || typeof columns !== 'number' || !Number.isInteger(columns)) return malformed('预测器参数错误')
  return unpredict(bytes, predictor, columns)
}

/** Reads `12 0 obj` and gives the number, or -1. */
function readHead(parser: Parser): number {
  return readFullHead(parser)?.num ?? -1
}

export function readFullHead(parser: Parser): { num: number; generation: number } | undefined {
  parser.skipWhite()
  const num = parser.integer()
  parser.skipWhite()
  const generation = parser.integer()
  parser.skipWhite()
  return num >= 0 && generation >= 0 && parser.keyword('obj') ? { num, generation } : undefined
}

/** Where the raw bytes of the stream begin, or -1 when no stream follows. */
export function streamStart(bytes: Bytes, parser: Parser): number {
  parser.skipWhite()
  if (!parser.keyword('stream')) return -1
  const first = bytes.at(parser.position)
  if (first === 13) return parser.position + (bytes.at(parser.position + 1) === 10 ? 2 : 1)
  return first === 10 ? parser.position + 1 : malformed('流的开头错误')
}

/** Checks that the stream ends where its /Length says, and gives the first byte after the object. */
export function streamEnd(bytes: Bytes, start: number, length: number): number {
  if (!Number.isInteger(length) || length < 0 || start + length > bytes.size) malformed('流的长度错误')
  const parser = new Parser(bytes, start + length)
  while ([0, 9, 10, 12, 13, 32].includes(bytes.at(parser.position)) && parser.position < start + length + 4) parser.position++
  if (!parser.keyword('endstream')) malformed('流的长度错误')
  parser.skipWhite()
  // Some writers leave out "endobj" after a stream; nothing can hide there.
  parser.keyword('endobj')
  return parser.position
}
