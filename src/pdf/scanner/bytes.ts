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
    let done = 0
    while (done < length) {
      const count = readSync(this.#fd, out, done, length - done, from + done)
      if (count === 0) return out.subarray(0, done)
      done += count
    }
    return out
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
    else {
      block = this.slice(start, start + BLOCK)
      for (const oldest of this.#blocks.keys()) {
        if (this.#blocks.size < MAX_BLOCKS) break
        this.#blocks.delete(oldest)
      }
    }
    this.#blocks.set(number, block)
    this.#window = block
    this.#start = start
    this.#end = start + block.length
    return block[position - start] ?? -1
  }
}
