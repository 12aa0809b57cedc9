import { createHash } from 'node:crypto'

/** SHA-256 of bytes or UTF-8 text. */
export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()

/** SM3 (GB/T 32905-2016) of bytes or UTF-8 text. */
export const sm3 = (data: string | Uint8Array): Buffer => createHash('sm3').update(data).digest()

const BEAT_BYTES = 64 << 20

/** SHA-256 and SM3 of a stream of bytes, with its length; nothing is kept. `beat` is called now and then while bytes go through. */
export async function digestStream(
  stream: AsyncIterable<Uint8Array>,
  beat: () => void = () => undefined,
): Promise<{ sha256: Buffer; sm3: Buffer; sizeBytes: number }> {
  const first = createHash('sha256')
  const second = createHash('sm3')
  let sizeBytes = 0
  for await (const chunk of stream) {
    first.update(chunk)
    second.update(chunk)
    if (Math.floor(sizeBytes / BEAT_BYTES) !== Math.floor((sizeBytes + chunk.length) / BEAT_BYTES)) beat()
    sizeBytes += chunk.length
  }
  return { sha256: first.digest(), sm3: second.digest(), sizeBytes }
}
