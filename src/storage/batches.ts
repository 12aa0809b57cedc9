import { finished, type Readable } from 'node:stream'

/** Bytes of a batch at least, the last one of a stream excepted. */
export const BATCH_BYTES = 1 << 20

/** Bytes in batches of chunks as they came. Whoever asks for the next batch is done with the one before. */
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
      const batch = chunks
      chunks = []
      size = 0
      if (!ended) source.resume()
      yield batch
    }
  } finally {
    source.off('data', take)
  }
}

/**
 * Gives the memory of chunks back at once. Left to the garbage collector, the chunks of a large file call it again and again
 * for the whole heap, at a quarter of the time of an upload. Only for chunks that nobody else holds; parts of a buffer stay.
 */
export function release(chunks: readonly Buffer[]): void {
  for (const { buffer, byteLength } of chunks) if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

/** The chunks of a stream, each given back as soon as its batch has been gone through. */
export async function* releasing(source: Readable): AsyncGenerator<Buffer> {
  for await (const batch of inBatches(source)) {
    yield* batch
    release(batch)
  }
}
