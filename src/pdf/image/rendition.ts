import { closeSync, openSync } from 'node:fs'
import { Refusal } from '../refusal.ts'
import { Bytes } from '../scanner/bytes.ts'
import { readJpeg } from './jpeg.ts'
import type { Picture } from './picture.ts'

const WHITE = '#ffffff'
/** High enough that small print stays sharp; chroma is kept whole for red seals. */
const QUALITY = 92

/**
 * Makes a JPEG for reading out of a picture that a PDF cannot hold as it is, at `target`; alpha falls on white paper.
 * The original stays the evidence. Refuses `image-malformed` when it cannot be decoded.
 */
export async function makeRendition(path: string, target: string, original: Picture): Promise<{ picture: Picture; sizeBytes: number }> {
  // Loaded only here: most files never need it, and it costs 40 MB.
  const { default: sharp } = await import('sharp')
  sharp.concurrency(1)
  sharp.cache(false)
  let sizeBytes = 0
  try {
    const made = await sharp(path, { limitInputPixels: 200_000_000, failOn: 'truncated' })
      .flatten({ background: WHITE })
      .toColourspace('srgb')
      .jpeg({ quality: QUALITY, chromaSubsampling: '4:4:4' })
      .toFile(target)
    sizeBytes = made.size
  } catch (error) {
    throw new Refusal('image-malformed', `图片无法解码：${error instanceof Error ? error.name : '未知错误'}`)
  }
  const fd = openSync(target, 'r')
  try {
    const made = readJpeg(Bytes.ofFile(fd, sizeBytes))
    return { picture: { ...made, dpi: original.dpi, orientation: original.orientation }, sizeBytes }
  } finally {
    closeSync(fd)
  }
}
