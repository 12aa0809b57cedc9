import { crc32 } from 'node:zlib'
import { refuse } from '../refusal.ts'
import type { Bytes } from '../scanner/bytes.ts'
import { endsAsZip } from '../scanner/tail.ts'
import { checkDimensions, checkTrailer, type Picture } from './picture.ts'

const GRAY = 0
const RGB = 2
const INDEXED = 3
const STEP = 256 * 1024
const METRES_TO_INCH = 0.0254

interface Found {
  header?: Buffer
  palette?: Buffer
  transparent: boolean
  dpi?: number
  at: number[]
}

/** Reads a PNG chunk by chunk with its check sums. Refuses `image-malformed` when it breaks off or a sum is wrong. */
export function readPng(bytes: Bytes): Picture {
  const found: Found = { transparent: false, at: [] }
  let position = 8
  for (let type = ''; type !== 'IEND'; ) {
    if (position + 12 > bytes.size) broken()
    const length = Buffer.from(bytes.slice(position, position + 4)).readUInt32BE()
    type = bytes.text(position + 4, position + 8)
    if (position + 12 + length > bytes.size) broken()
    checkSum(bytes, position + 4, length + 4)
    note(bytes, type, position + 8, length, found)
    position += 12 + length
  }
  if (!found.header || found.at.length === 0) return broken()
  if (endsAsZip(bytes)) refuse('upload-type-mismatch', '文件末尾附有压缩包')
  checkTrailer(bytes.text(position, position + 4096))
  return picture(found.header, found)
}

function checkSum(bytes: Bytes, from: number, length: number): void {
  let sum = 0
  for (let done = 0; done < length; done += STEP) sum = crc32(bytes.slice(from + done, from + Math.min(length, done + STEP)), sum)
  if (Buffer.from(bytes.slice(from + length, from + length + 4)).readUInt32BE() !== sum) broken()
}

function note(bytes: Bytes, type: string, at: number, length: number, found: Found): void {
  if (type === 'IDAT' && length > 0) found.at.push(at, length)
  else if (type === 'tRNS') found.transparent = true
  else if (type === 'IHDR' && length === 13) found.header = Buffer.from(bytes.slice(at, at + length))
  else if (type === 'PLTE' && length <= 768) found.palette = Buffer.from(bytes.slice(at, at + length))
  else if (type === 'pHYs' && length === 9 && bytes.at(at + 8) === 1) {
    found.dpi = Buffer.from(bytes.slice(at, at + 4)).readUInt32BE() * METRES_TO_INCH
  }
}

function picture(header: Buffer, found: Found): Picture {
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const [bits = 0, colour = 0, , , interlaced = 0] = header.subarray(8)
  checkDimensions(width, height)
  if (![1, 2, 4, 8, 16].includes(bits) || ![GRAY, RGB, INDEXED, 4, 6].includes(colour)) return broken()
  if (colour === INDEXED && !found.palette) return broken()
  const colours = colour === RGB ? 3 : 1
  return {
    kind: 'png',
    width,
    height,
    dpi: found.dpi === undefined || found.dpi <= 0 ? undefined : found.dpi,
    orientation: 1,
    coding:
      `/ColorSpace${colourSpace(colour, found.palette)}/BitsPerComponent ${bits}/Filter/FlateDecode` +
      `/DecodeParms<</Predictor 15/Colors ${colours}/BitsPerComponent ${bits}/Columns ${width}>>`,
    at: found.at,
    direct: colour <= INDEXED && bits <= 8 && interlaced === 0 && !found.transparent,
  }
}

function colourSpace(colour: number, palette: Buffer | undefined): string {
  if (colour === INDEXED && palette) return `[/Indexed/DeviceRGB ${palette.length / 3 - 1}<${palette.toString('hex')}>]`
  return colour === RGB ? '/DeviceRGB' : '/DeviceGray'
}

function broken(): never {
  return refuse('image-malformed', 'PNG图片损坏或不完整')
}
