import { padJpeg } from '../src/cli/demo/papers/padding.ts'
import { randomFrom } from '../src/cli/demo/papers/random.ts'

const TAIL_BYTES = 2_000
const PAGE_BYTES = 700

/**
 * A scanned PDF of about `sizeBytes`, piece by piece: one JPEG per A4 page, plain cross-reference table, as scanners write it.
 * Another label gives other bytes. The last page's picture is filled up with comments to reach the size.
 */
export function* scanPdf(jpegs: readonly Buffer[], sizeBytes: number, label: string): Generator<Buffer> {
  const offsets: number[] = []
  const pages: number[] = []
  let at = 0
  const out = (piece: Buffer | string): Buffer => {
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece
    at += bytes.length
    return bytes
  }
  const open = (number: number): string => {
    offsets[number] = at
    return `${number} 0 obj\n`
  }
  yield out(`%PDF-1.7\n%${label}\n`)
  for (const jpeg of takeJpegs(jpegs, sizeBytes, label)) {
    const image = 4 + pages.length * 3
    const { width, height, space } = frameOf(jpeg)
    yield out(
      `${open(image)}<</Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/${space}/BitsPerComponent 8/Filter/DCTDecode/Length ${jpeg.length}>>stream\n`,
    )
    yield out(jpeg)
    yield out('\nendstream endobj\n')
    const content = 'q 595.28 0 0 841.89 0 0 cm /I Do Q'
    yield out(`${open(image + 1)}<</Length ${content.length}>>stream\n${content}\nendstream endobj\n`)
    yield out(
      `${open(image + 2)}<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.28 841.89]/Resources<</XObject<</I ${image} 0 R>>>>/Contents ${image + 1} 0 R>>endobj\n`,
    )
    pages.push(image + 2)
  }
  yield out(`${open(1)}<</Type/Catalog/Pages 2 0 R>>endobj\n`)
  yield out(`${open(2)}<</Type/Pages/Count ${pages.length}/Kids[${pages.map(page => `${page} 0 R`).join(' ')}]>>endobj\n`)
  yield out(`${open(3)}<</Producer(Office Scanner)>>endobj\n`)
  const start = at
  const rows = offsets.slice(1).map(offset => `${String(offset).padStart(10, '0')} 00000 n \n`)
  yield out(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`)
  yield out(`trailer<</Size ${offsets.length}/Root 1 0 R/Info 3 0 R>>\nstartxref\n${start}\n%%EOF\n`)
}

/** Goes round the pictures until the size is reached; the last one carries what is missing. */
function* takeJpegs(jpegs: readonly Buffer[], sizeBytes: number, label: string): Generator<Buffer> {
  let left = sizeBytes - TAIL_BYTES
  for (let page = 0; ; page++) {
    const jpeg = jpegs[page % jpegs.length]
    const next = jpegs[(page + 1) % jpegs.length]
    if (jpeg === undefined || next === undefined) throw new Error('no picture to make pages of')
    left -= jpeg.length + PAGE_BYTES
    if (left < next.length + PAGE_BYTES) {
      yield padJpeg(jpeg, left, randomFrom(label))
      return
    }
    yield jpeg
  }
}

const FRAMES = new Set([0xc0, 0xc1, 0xc2])

/** Width, height and colours of a JPEG, from its frame header. */
function frameOf(jpeg: Buffer): { width: number; height: number; space: string } {
  for (let at = 2; at < jpeg.length; at += 2 + jpeg.readUInt16BE(at + 2))
    if (FRAMES.has(jpeg[at + 1] ?? 0))
      return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7), space: jpeg[at + 9] === 1 ? 'DeviceGray' : 'DeviceRGB' }
  throw new Error('a JPEG without a frame')
}
