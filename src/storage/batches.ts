import { finished, type Readable } from 'node:stream'

/** Bytes of one batch; the store's frames are as long. */
export const BATCH_BYTES = 1 << 20

/** Bytes in batches of `BATCH_BYTES`, the last one shorter. Whoever asks for the next batch is done with the one before. */
export type Batches = AsyncIterable<readonly Buffer[]>

/**
 * Gathers a stream into batches without copying it, so that what is done for each (a write, a wake-up) is done rarely. While
 * one batch is worked on the next one fills, and no more: a slow reader holds the stream back.
 * @throws the stream's own error, or that it broke off before its end
 */
export async function* inBatches(source: Readable): AsyncGenerator<readonly Buffer[]> {
  let chunks: Buffer[] = []
  let size = 0
  let ended = false
  let failure: Error | null = null
  let wake = (): void => undefined
  const take = (chunk: Buffer): void => {
    chunks.push(chunk)
    size += chunk.length
    if (size < BATCH_BYTES) return
    source.pause()
    wake()
  }
  // Its listeners stay: an error after the last batch is nobody's, and must not end the process.
  finished(source, { writable: false }, error => {
    ended = true
    failure = error ?? null
    wake()
  })
  source.on('data', take)
  try {
    for (;;) {
      while (size < BATCH_BYTES && !ended)
        await new Promise<void>(resolve => {
          wake = resolve
        })
      if (failure !== null) throw failure
      if (size === 0) return
      const batch = cutBatch(chunks)
      chunks = batch.rest
      size = Math.max(0, size - BATCH_BYTES)
      if (size < BATCH_BYTES && !ended) source.resume()
      yield batch.full
    }
  } finally {
    source.off('data', take)
  }
}

/** The first `BATCH_BYTES` of the chunks, and what is left over. */
function cutBatch(chunks: readonly Buffer[]): { full: Buffer[]; rest: Buffer[] } {
  let room = BATCH_BYTES
  for (const [at, chunk] of chunks.entries()) {
    if (chunk.length > room)
      return {
        full: [...chunks.slice(0, at), ...(room > 0 ? [chunk.subarray(0, room)] : [])],
        rest: [chunk.subarray(room), ...chunks.slice(at + 1)],
      }
    room -= chunk.length
  }
  return { full: [...chunks], rest: [] }
}

/**
 * Gives the memory of chunks back at once. Left to the garbage collector, the chunks of a large file call it again and again
 * for the whole heap, at a quarter of the time of an upload. Only for chunks that nobody else holds; parts of a buffer stay.
 */
export function release(chunks: readonly Buffer[]): void {
  for (const { buffer, byteLength } of chunks) if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}
