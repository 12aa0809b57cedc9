import type { Readable } from 'node:stream'
import type { PlacedSegment, VirtualFile } from './writer/virtual-file.ts'

/** Opens `length` bytes of a source from `offset` on; the stream must give exactly these. */
export type OpenSource = (key: string, offset: number, length: number) => Promise<Readable> | Readable

/** Bytes between two wanted ranges of one source that are cheaper to read over than a request of their own. */
const MAX_GAP = 64 * 1024
/** One request reads no more than this, and no more pieces than these wait for it. */
const MAX_RUN = 64 * 1024 * 1024
const MAX_PIECES = 512

interface Piece {
  segment: PlacedSegment
  /** Offset inside the source, or -1 for bytes at hand. */
  offset: number
  length: number
  bytes: Uint8Array
}

interface Run {
  key: string
  from: number
  to: number
  pieces: Piece[]
}

/**
 * The bytes of a virtual file from `from` up to but not including `to`. Neighbouring ranges of one source become one
 * request, so a ten-page scan is read in one go. Throws when the range is outside the file or a source ends early.
 */
export async function* readRange(file: VirtualFile, from: number, to: number, open: OpenSource): AsyncGenerator<Uint8Array> {
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to > file.length || from > to)
    throw new RangeError('outside the file')
  for (const run of runs(pieces(file, from, to))) {
    if (run.key === '') yield* run.pieces.map(piece => piece.bytes)
    else yield* readRun(run, open)
  }
}

function* pieces(file: VirtualFile, from: number, to: number): Generator<Piece> {
  if (from === to) return
  for (const segment of file.segments(from)) {
    if (segment.start >= to) return
    const skipped = Math.max(0, from - segment.start)
    if ('bytes' in segment) {
      const bytes = segment.bytes.subarray(skipped, to - segment.start)
      yield { segment, offset: -1, length: bytes.length, bytes }
    } else {
      const length = Math.min(segment.length, to - segment.start) - skipped
      yield { segment, offset: segment.offset + skipped, length, bytes: NOTHING }
    }
  }
}

const NOTHING = new Uint8Array(0)

function* runs(all: Iterable<Piece>): Generator<Run> {
  let run: Run = { key: '', from: 0, to: 0, pieces: [] }
  for (const piece of all) {
    const key = 'key' in piece.segment ? piece.segment.key : ''
    if (!joins(run, piece, key)) {
      yield run
      run = { key: '', from: 0, to: 0, pieces: [] }
    }
    if (key !== '' && run.key === '') run = { ...run, key, from: piece.offset }
    if (key !== '') run.to = piece.offset + piece.length
    run.pieces.push(piece)
  }
  if (run.pieces.length > 0) yield run
}

function joins(run: Run, piece: Piece, key: string): boolean {
  if (run.pieces.length >= MAX_PIECES) return false
  if (key === '' || run.key === '') return true
  const gap = piece.offset - run.to
  return key === run.key && gap >= 0 && gap <= MAX_GAP && piece.offset + piece.length - run.from <= MAX_RUN
}

async function* readRun(run: Run, open: OpenSource): AsyncGenerator<Uint8Array> {
  const stream = await open(run.key, run.from, run.to - run.from)
  const source = new SourceReader(stream)
  try {
    let position = run.from
    for (const piece of run.pieces) {
      if (piece.offset < 0) {
        yield piece.bytes
        continue
      }
      await source.skip(piece.offset - position)
      yield* source.take(piece.length)
      position = piece.offset + piece.length
    }
  } finally {
    stream.destroy()
  }
}

class SourceReader {
  readonly #chunks: AsyncIterator<unknown>
  #rest: Uint8Array = NOTHING

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  /** The next `length` bytes. */
  async *take(length: number): AsyncGenerator<Uint8Array> {
    let left = length
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#more()
      const part = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(part.length)
      left -= part.length
      yield part
    }
  }

  async skip(length: number): Promise<void> {
    let left = length
    while (left > 0) {
      if (this.#rest.length === 0) this.#rest = await this.#more()
      const step = Math.min(left, this.#rest.length)
      this.#rest = this.#rest.subarray(step)
      left -= step
    }
  }

  async #more(): Promise<Uint8Array> {
    const next = await this.#chunks.next()
    if (next.done) throw new Error('a source ended before its range did')
    return next.value instanceof Uint8Array ? next.value : NOTHING
  }
}
