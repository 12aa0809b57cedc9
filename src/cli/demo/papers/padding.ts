import { crc32 } from 'node:zlib'
import type { Random } from './random.ts'

const LONGEST_SEGMENT = 65_533
const PNG_END_BYTES = 12

/** JPEG comment segments (marker FFFE) of `length` random bytes in all. */
function jpegComments(length: number, random: Random): Buffer[] {
  const parts: Buffer[] = []
  for (let left = length; left > 0; left -= LONGEST_SEGMENT) {
    const content = random.bytes(Math.min(left, LONGEST_SEGMENT))
    const marker = Buffer.from([0xff, 0xfe, 0, 0])
    marker.writeUInt16BE(content.length + 2, 2)
    parts.push(marker, content)
  }
  return parts
}

/** The same picture in other bytes: about `length` random bytes more, in comments before the end marker. */
export function padJpeg(jpeg: Buffer, length: number, random: Random): Buffer {
  return Buffer.concat([jpeg.subarray(0, -2), ...jpegComments(Math.max(length, 16), random), jpeg.subarray(-2)])
}

/** As for JPEG: a private ancillary chunk before IEND, which every reader passes over. */
export function padPng(png: Buffer, length: number, random: Random): Buffer {
  const content = Buffer.concat([Buffer.from('paDd', 'latin1'), random.bytes(Math.max(length, 16))])
  const [size, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  size.writeUInt32BE(content.length - 4)
  check.writeUInt32BE(crc32(content))
  return Buffer.concat([png.subarray(0, -PNG_END_BYTES), size, content, check, png.subarray(-PNG_END_BYTES)])
}
