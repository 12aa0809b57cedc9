import { refuse } from '../refusal.ts'
import type { Bytes } from '../scanner/bytes.ts'
import { endsAsZip } from '../scanner/tail.ts'
import { readOrientation } from './exif.ts'
import { checkDimensions, checkTrailer, type Picture } from './picture.ts'

const EOI = 0xd9
const SOS = 0xda
const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

interface Frame {
  marker: number
  bits: number
  width: number
  height: number
  components: number
}

interface Found {
  frame?: Frame
  dpi?: number
  orientation: number
  adobe: boolean
}

/** Reads a JPEG from start to end marker. Refuses `image-malformed` when it breaks off or is none. */
export function readJpeg(bytes: Bytes): Picture {
  const found: Found = { orientation: 1, adobe: false }
  let position = 2
  let scans = 0
  for (;;) {
    const marker = readMarker(bytes, position)
    position += 2
    if (marker === EOI) break
    const length = bytes.at(position) * 256 + bytes.at(position + 1)
    if (length < 2 || position + length > bytes.size) broken()
    note(bytes, marker, position + 2, length - 2, found)
    position += length
    if (marker === SOS) {
      scans++
      position = afterScan(bytes, position)
    }
  }
  if (!found.frame || scans === 0) return broken()
  if (endsAsZip(bytes)) refuse('upload-type-mismatch', '文件末尾附有压缩包')
  checkTrailer(bytes.text(position, position + 4096))
  return picture(found.frame, found, position)
}

function readMarker(bytes: Bytes, position: number): number {
  const marker = bytes.at(position + 1)
  if (bytes.at(position) !== 0xff || marker <= 0 || isRestart(marker)) return broken()
  return marker
}

/** Coded data hides a byte FF as FF00, so the next other FF is a marker; FF FF is padding. */
function afterScan(bytes: Bytes, start: number): number {
  const step = 256 * 1024
  for (let from = start; from < bytes.size; from += step) {
    const block = Buffer.from(bytes.slice(from, from + step + 1))
    for (let at = block.indexOf(0xff); at >= 0 && at < step && at + 1 < block.length; at = block.indexOf(0xff, at + 1)) {
      const next = block[at + 1] ?? 0
      if (next !== 0 && next !== 0xff && !isRestart(next)) return from + at
    }
  }
  return broken()
}

function note(bytes: Bytes, marker: number, at: number, length: number, found: Found): void {
  if (isFrame(marker) && length >= 6) {
    const word = (offset: number): number => bytes.at(at + offset) * 256 + bytes.at(at + offset + 1)
    found.frame = { marker, bits: bytes.at(at), height: word(1), width: word(3), components: bytes.at(at + 5) }
  } else if (marker === 0xe0 && bytes.text(at, at + 5) === 'JFIF\0') {
    const dpi = jfifDpi(bytes, at)
    if (dpi > 0) found.dpi = dpi
  } else if (marker === 0xe1 && bytes.text(at, at + 6) === 'Exif\0\0') {
    found.orientation = readOrientation(Buffer.from(bytes.slice(at + 6, at + length)))
  } else if (marker === 0xee && bytes.text(at, at + 5) === 'Adobe') found.adobe = true
}

function jfifDpi(bytes: Bytes, at: number): number {
  const density = bytes.at(at + 8) * 256 + bytes.at(at + 9)
  const unit = bytes.at(at + 7)
  return unit === 1 ? density : unit === 2 ? density * 2.54 : 0
}

function picture(frame: Frame, found: Found, end: number): Picture {
  checkDimensions(frame.width, frame.height)
  const colours = new Map([
    [1, '/DeviceGray'],
    [3, '/DeviceRGB'],
    [4, '/DeviceCMYK'],
  ]).get(frame.components)
  if (!colours) return broken()
  // Adobe's writers store CMYK inverted and every reader of PDF takes it as it stands.
  const decode = frame.components === 4 && found.adobe ? '/Decode[1 0 1 0 1 0 1 0]' : ''
  return {
    kind: 'jpeg',
    width: frame.width,
    height: frame.height,
    dpi: found.dpi,
    orientation: found.orientation,
    coding: `/ColorSpace${colours}/BitsPerComponent 8/Filter/DCTDecode${decode}`,
    at: [0, end],
    // DCTDecode knows the baseline, extended and progressive Huffman processes with 8 bits.
    direct: frame.bits === 8 && frame.marker <= 0xc2,
  }
}

function broken(): never {
  return refuse('image-malformed', 'JPEG图片损坏或不完整')
}
