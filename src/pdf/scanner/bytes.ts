import { readSync } from 'node:fs'

const BLOCK = 16 * 1024
const MAX_BLOCKS = 256

/**
 * Random access to a file or a buffer of any size with at most 4 MiB in memory.
 * Synchronous on purpose: it runs in a process of its own that does nothing else.
 */
export class Bytes {
  readonly size: number
  readonly #fd: number | undefined
  readonly #blocks = new Map<number, Uint8Array>()
  #window: Uint8Array
  #start = 0
  #end: number

  private constructor(size: number, fd: number | undefined, window: Uint8Array) {
    this.size = size
    this.#fd = fd
    this.#window = window
    this.#end = window.length
  }

  /** `fd` stays the caller's to close. */
  static ofFile(fd: number, size: number): Bytes {
    return new Bytes(size, fd, new Uint8Array(0))
  }

  static ofMemory(bytes: Uint8Array): Bytes {
    return new Bytes(bytes.length, undefined, bytes)
  }

  /** The byte at `position`, or -1 outside the file. */
  at(position: number): number {
    if (position >= this.#start && position < this.#end) return this.#window[position - this.#start] ?? -1
    return this.#miss(position)
  }

  /** A copy of the bytes from `from` up to but not including `to`, cut at the end of the file. */
  slice(from: number, to: number): Uint8Array {
    const last = Math.min(to, this.size)
    const length = Math.max(0, last - from)
    if (this.#fd === undefined) return this.#window.slice(from, from + length)
    const out = new Uint8Array(length)
    return out.subarray(0, readInto(this.#fd, out, from))
  }

  /** The same bytes as text, one character per byte. */
  text(from: number, to: number): string {
    return Buffer.from(this.slice(from, to)).toString('latin1')
  }

  #miss(position: number): number {
    if (this.#fd === undefined || position < 0 || position >= this.size) return -1
    const number = Math.floor(position / BLOCK)
    const start = number * BLOCK
    let block = this.#blocks.get(number)
    if (block) this.#blocks.delete(number)
    else block = this.#load(this.#fd, start)
    this.#blocks.set(number, block)
    this.#window = block
    this.#start = start
    this.#end = Math.min(start + BLOCK, this.size)
    return block[position - start] ?? -1
  }

  /** Once all blocks are in use the oldest is read over: a new one each time would leave the old ones to the garbage collector. */
  #load(fd: number, start: number): Uint8Array {
    let block: Uint8Array | undefined
    const [oldest] = this.#blocks.keys()
    if (oldest !== undefined && this.#blocks.size >= MAX_BLOCKS) {
      block = this.#blocks.get(oldest)
      this.#blocks.delete(oldest)
    }
    block ??= new Uint8Array(BLOCK)
    readInto(fd, block, start)
    return block
  }
}

/** Fills `out` from the file's byte `from`; what lies behind the end of the file is zero. @returns bytes read */
function readInto(fd: number, out: Uint8Array, from: number): number {
  for (let done = 0; ; ) {
    const count = readSync(fd, out, done, out.length - done, from + done)
    done += count
    if (count > 0 && done < out.length) continue
    out.fill(0, done)
    return done
  }
}
