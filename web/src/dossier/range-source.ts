import { PDFDataRangeTransport } from 'pdfjs-dist/legacy/build/pdf.mjs'

type Range = { begin: number; end: number }

export const CHUNK_BYTES = 131_072
const AT_ONCE = 3
const IDLE_MS = 120

export class SourceFault extends Error {
  readonly status: number
  constructor(status: number) {
    super(`the file answered ${status}`)
    this.status = status
  }
}

/** The first piece of a file and its whole length, in one request. */
export async function openRange(url: string, signal: AbortSignal): Promise<{ length: number; first: Uint8Array }> {
  const response = await fetch(url, { headers: { range: `bytes=0-${CHUNK_BYTES - 1}` }, signal })
  if (!response.ok) throw new SourceFault(response.status)
  const first = new Uint8Array(await response.arrayBuffer())
  const whole = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')
  return { length: whole ? Number(whole[1]) : first.length, first }
}

/**
 * Feeds pdf.js by byte ranges. A jump to another page breaks off what is on its way and lets the new page go first; pdf.js never asks
 * twice for a range, so what was broken off is kept aside and fetched only when the page being waited for turns out to need it.
 */
export class RangeSource extends PDFDataRangeTransport {
  readonly #url: string
  readonly #onFault: (error: unknown) => void
  #queue: Range[] = []
  #aside: Range[] = []
  readonly #active = new Map<Range, AbortController>()
  #waiting = true
  #idle = 0
  #closed = false

  constructor(url: string, length: number, first: Uint8Array, onFault: (error: unknown) => void) {
    super(length, first)
    this.#url = url
    this.#onFault = onFault
  }

  override requestDataRange(begin: number, end: number): void {
    this.#queue.push({ begin, end })
    this.#pump()
  }

  /** Another page is wanted now. */
  jump(): void {
    this.#waiting = true
    this.#aside.push(...this.#queue.splice(0))
    for (const abort of this.#active.values()) abort.abort()
    this.#watchIdle()
  }

  /** The wanted page is drawn. */
  settled(): void {
    this.#waiting = false
  }

  close(): void {
    this.#closed = true
    window.clearTimeout(this.#idle)
    for (const abort of this.#active.values()) abort.abort()
  }

  #pump(): void {
    while (!this.#closed && this.#active.size < AT_ONCE) {
      const range = this.#queue.shift()
      if (range === undefined) break
      void this.#load(range)
    }
    this.#watchIdle()
  }

  // Nothing on its way, a page still awaited: it must need something that was broken off.
  #watchIdle(): void {
    window.clearTimeout(this.#idle)
    if (this.#aside.length === 0 || !this.#waiting) return
    this.#idle = window.setTimeout(() => {
      if (this.#active.size > 0 || this.#queue.length > 0) return
      this.#queue.push(...this.#aside.splice(0))
      this.#pump()
    }, IDLE_MS)
  }

  async #load(range: Range): Promise<void> {
    const abort = new AbortController()
    this.#active.set(range, abort)
    try {
      const response = await fetch(this.#url, { headers: { range: `bytes=${range.begin}-${range.end - 1}` }, signal: abort.signal })
      if (!response.ok) throw new SourceFault(response.status)
      this.onDataRange(range.begin, new Uint8Array(await response.arrayBuffer()))
    } catch (error) {
      if (abort.signal.aborted) this.#aside.push(range)
      else if (!this.#closed) this.#onFault(error)
    } finally {
      this.#active.delete(range)
      this.#pump()
    }
  }
}
