import { constants, inflateSync } from 'node:zlib'
import { malformed, refuse } from '../refusal.ts'

/** One stream may inflate to this much. */
export const STREAM_LIMIT = 64 * 1024 * 1024
/** All streams of a file together, images apart: they are never inflated on intake. */
const FILE_LIMIT = 512 * 1024 * 1024

/** How much one file has inflated to so far. */
export class Budget {
  #spent = 0

  /** What the next stream may still give. */
  get room(): number {
    return Math.min(STREAM_LIMIT, FILE_LIMIT - this.#spent)
  }

  spend(bytes: number): void {
    if (bytes > this.room) tooLarge()
    this.#spent += bytes
  }
}

function tooLarge(): never {
  return refuse('pdf-decompression-limit', '文件内容解压后过大')
}

function inflate(raw: Uint8Array, room: number): Uint8Array {
  try {
    return inflateSync(raw, { maxOutputLength: Math.max(1, room), finishFlush: constants.Z_SYNC_FLUSH })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') tooLarge()
    return malformed('压缩数据损坏')
  }
}

/** Collects bytes of unknown number without passing `room`. */
class Sink {
  #bytes = new Uint8Array(4096)
  #length = 0
  readonly #room: number

  constructor(room: number) {
    this.#room = room
  }

  push(byte: number): void {
    if (this.#length === this.#bytes.length) {
      if (this.#length >= this.#room) tooLarge()
      const wider = new Uint8Array(Math.min(this.#length * 2, Math.max(this.#room, 4096)))
      wider.set(this.#bytes)
      this.#bytes = wider
    }
    this.#bytes[this.#length++] = byte
  }

  get done(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }
}

function asciiHex(raw: Uint8Array): Uint8Array {
  const text = Buffer.from(raw).toString('latin1').split('>')[0] ?? ''
  const digits = text.replace(/[\0\t\n\f\r ]/g, '')
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
}

function ascii85(raw: Uint8Array, room: number): Uint8Array {
  const sink = new Sink(room)
  let group: number[] = []
  const flush = (count: number): void => {
    const full = [...group, 84, 84, 84, 84].slice(0, 5)
    const value = full.reduce((sum, digit) => sum * 85 + digit, 0)
    for (let i = 0; i < count; i++) sink.push(Math.floor(value / 256 ** (3 - i)) & 255)
    group = []
  }
  for (const code of raw) {
    if (code === 126) break
    if (code === 122 && group.length === 0) for (let i = 0; i < 4; i++) sink.push(0)
    else if (code >= 33 && code <= 117) group.push(code - 33)
    if (group.length === 5) flush(4)
  }
  if (group.length > 1) flush(group.length - 1)
  return sink.done
}

function runLength(raw: Uint8Array, room: number): Uint8Array {
  const sink = new Sink(room)
  let i = 0
  for (;;) {
    const head = raw[i++]
    if (head === undefined || head === 128) return sink.done
    if (head < 128) {
      for (let k = 0; k <= head; k++) sink.push(raw[i++] ?? 0)
    } else {
      const byte = raw[i++] ?? 0
      for (let k = 0; k < 257 - head; k++) sink.push(byte)
    }
  }
}

/** LZW as in ISO 32000-1 §7.4.4, most significant bit first, with the early change old PDF files rely on. */
function lzw(raw: Uint8Array, room: number): Uint8Array {
  const sink = new Sink(room)
  const single = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte))
  let table: Uint8Array[] = []
  let previous: Uint8Array | undefined
  let width = 9
  let held = 0
  let bits = 0
  for (const byte of raw) {
    held = ((held << 8) | byte) & 0xfffff
    bits += 8
    if (bits < width) continue
    bits -= width
    const code = (held >> bits) & ((1 << width) - 1)
    if (code === 257) break
    if (code === 256) {
      table = []
      previous = undefined
      width = 9
      continue
    }
    let entry = code < 256 ? single[code] : table[code - 258]
    if (!entry && previous) entry = Uint8Array.of(...previous, previous[0] ?? 0)
    if (!entry) return malformed('压缩数据损坏')
    for (const value of entry) sink.push(value)
    if (previous && table.length < 4096 - 258) table.push(Uint8Array.of(...previous, entry[0] ?? 0))
    previous = entry
    const next = table.length + 259
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9
  }
  return sink.done
}

const DECODERS = new Map<string, (raw: Uint8Array, room: number) => Uint8Array>([
  ['FlateDecode', inflate],
  ['Fl', inflate],
  ['ASCIIHexDecode', asciiHex],
  ['AHx', asciiHex],
  ['ASCII85Decode', ascii85],
  ['A85', ascii85],
  ['RunLengthDecode', runLength],
  ['RL', runLength],
  ['LZWDecode', lzw],
  ['LZW', lzw],
])

/** True when every filter of the chain is one of the lossless ones above. */
export function canDecode(filters: string[]): boolean {
  return filters.every(name => DECODERS.has(name))
}

/** Undoes `filters` one after another; every stage is bounded and counted, so bombs within bombs end too. */
export function decode(raw: Uint8Array, filters: string[], budget: Budget): Uint8Array {
  let bytes = raw
  if (filters.length === 0) budget.spend(raw.length)
  if (filters.length > 8) malformed('过滤器过多')
  for (const name of filters) {
    const decoder = DECODERS.get(name)
    if (!decoder) break
    bytes = decoder(bytes, budget.room)
    budget.spend(bytes.length)
  }
  return bytes
}

/** Undoes the row predictors of cross-reference and object streams (TIFF is not used there). */
export function unpredict(bytes: Uint8Array, predictor: number, columns: number): Uint8Array {
  if (predictor < 2) return bytes
  if (predictor < 10 || columns < 1 || columns > 4096) return malformed('不支持的预测器')
  const rows = Math.floor(bytes.length / (columns + 1))
  const out = new Uint8Array(rows * columns)
  for (let row = 0; row < rows; row++) {
    const kind = bytes[row * (columns + 1)] ?? 0
    for (let x = 0; x < columns; x++) {
      const at = row * columns + x
      const left = x > 0 ? (out[at - 1] ?? 0) : 0
      const up = row > 0 ? (out[at - columns] ?? 0) : 0
      const corner = x > 0 && row > 0 ? (out[at - columns - 1] ?? 0) : 0
      out[at] = (bytes[row * (columns + 1) + 1 + x] ?? 0) + predicted(kind, left, up, corner)
    }
  }
  return out
}

function predicted(kind: number, left: number, up: number, corner: number): number {
  if (kind === 1) return left
  if (kind === 2) return up
  if (kind === 3) return (left + up) >> 1
  if (kind !== 4) return 0
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}
