import { createHash, type Hash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { type Segment, type Slot, segmentLength, slotNumber, slotSegments } from './slots.ts'

const HEADER = Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')
const PER_OBJECT_STREAM = 200

/** A segment and where its first byte stands in the file. */
export type PlacedSegment = { start: number } & Segment

/** A finished file that lies on no disk: its exact length is known and any part of it can be made on demand. */
export interface VirtualFile {
  length: number
  /** Strong: equal only for equal bytes, as long as a key always means the same bytes. */
  etag: string
  /** The file's segments in order, beginning with the one that holds byte `from`. */
  segments(from?: number): Iterable<PlacedSegment>
}

/**
 * Puts a PDF together. Streams come first, in the order given. All other objects follow in compressed object streams
 * with the cross-reference stream at the very end, so that a reader who fetches ranges has the whole structure in the
 * last few kilobytes and then only needs the streams of the page it shows.
 */
export class FileWriter {
  readonly #slots: Slot[] = []
  readonly #places = new Map<number, { container: number; index: number }>()
  readonly #containers: { num: number; entries: string; data: Uint8Array }[] = []
  #open: { num: number; text: string }[] = []
  #next = 1

  number(): number {
    return this.#next++
  }

  /** Adds a stream object. */
  stream(slot: Slot): void {
    this.#slots.push(slot)
  }

  /** Adds any other object. */
  object(num: number, text: string): void {
    this.#open.push({ num, text })
    if (this.#open.length === PER_OBJECT_STREAM) this.group()
  }

  /** Ends the current object stream: what comes next is read at other times. */
  group(): void {
    if (this.#open.length === 0) return
    const container = this.number()
    let heads = ''
    let bodies = ''
    for (const [index, { num, text }] of this.#open.entries()) {
      heads += `${num} ${bodies.length} `
      bodies += `${text}\n`
      this.#places.set(num, { container, index })
    }
    const entries = `/Type/ObjStm/N ${this.#open.length}/First ${heads.length}/Filter/FlateDecode`
    this.#containers.push({ num: container, entries, data: deflateSync(Buffer.from(heads + bodies, 'latin1')) })
    this.#open = []
  }

  finish(catalog: number, info: number): VirtualFile {
    this.group()
    for (const container of this.#containers) this.#slots.push(container)
    const hash = createHash('sha256')
    const rows = Buffer.alloc(this.#next * 8 + 8)
    const starts = new Float64Array(this.#slots.length + 1)
    let position = HEADER.length
    for (const [i, slot] of this.#slots.entries()) {
      starts[i] = position
      writeRow(rows, slotNumber(slot), 1, position, 0)
      for (const segment of slotSegments(slot)) {
        position += segmentLength(segment)
        note(hash, segment)
      }
    }
    starts[this.#slots.length] = position
    for (const [num, { container, index }] of this.#places) writeRow(rows, num, 2, container, index)
    const tail = this.#tail(rows, position, catalog, info, hash)
    hash.update(tail)
    const length = position + tail.length
    return { length, etag: `"${hash.digest('base64url')}"`, segments: from => segmentsOf(this.#slots, starts, tail, from ?? 0) }
  }

  #tail(rows: Buffer, position: number, catalog: number, info: number, hash: Hash): Buffer {
    const num = this.number()
    writeRow(rows, num, 1, position, 0)
    rows.writeUInt16BE(0xffff, 6)
    const id = hash.copy().digest('hex').slice(0, 32)
    const data = deflateSync(differences(rows.subarray(0, (num + 1) * 8)))
    const entries =
      `/Type/XRef/Size ${num + 1}/W[1 5 2]/Root ${catalog} 0 R/Info ${info} 0 R/ID[<${id}><${id}>]` +
      '/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 8>>'
    const parts = slotSegments({ num, entries, data }).map(segment => ('bytes' in segment ? segment.bytes : Buffer.alloc(0)))
    return Buffer.concat([...parts, Buffer.from(`startxref\n${position}\n%%EOF\n`, 'latin1')])
  }
}

function writeRow(rows: Buffer, num: number, type: number, second: number, third: number): void {
  rows[num * 8] = type
  rows.writeUIntBE(second, num * 8 + 1, 5)
  rows.writeUInt16BE(third, num * 8 + 6)
}

/** Each row minus the one above: neighbouring objects differ little, so this shrinks to a tenth. */
function differences(rows: Buffer): Buffer {
  const count = rows.length / 8
  const out = Buffer.alloc(count * 9)
  for (let row = 0; row < count; row++) {
    out[row * 9] = 2
    for (let x = 0; x < 8; x++) out[row * 9 + 1 + x] = (rows[row * 8 + x] ?? 0) - (row > 0 ? (rows[row * 8 - 8 + x] ?? 0) : 0)
  }
  return out
}

function note(hash: Hash, segment: Segment): void {
  if ('bytes' in segment) hash.update(segment.bytes)
  else hash.update(`${segment.key}\n${segment.offset} ${segment.length}\n`)
}

function* segmentsOf(slots: Slot[], starts: Float64Array, tail: Buffer, from: number): Generator<PlacedSegment> {
  if (from < HEADER.length) yield { start: 0, bytes: HEADER }
  for (let i = slotAt(starts, from); i < slots.length; i++) {
    const slot = slots[i]
    let start = starts[i] ?? 0
    for (const segment of slot ? slotSegments(slot) : []) {
      const end = start + segmentLength(segment)
      if (end > from) yield { start, ...segment }
      start = end
    }
  }
  yield { start: starts[slots.length] ?? 0, bytes: tail }
}

/** The last slot that begins at or before `position`. */
function slotAt(starts: Float64Array, position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}
