const ORIENTATION = 0x0112

/** The orientation tag of an EXIF block (after `Exif\0\0`), 1 to 8; 1 when it is missing or makes no sense. */
export function readOrientation(tiff: Buffer): number {
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return 1
  const little = order === 'II'
  const word = (at: number): number => (at + 2 > tiff.length ? 0 : little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const start = little ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const count = word(start)
  for (let i = 0; i < count; i++) {
    const at = start + 2 + i * 12
    if (at + 12 > tiff.length) break
    if (word(at) !== ORIENTATION) continue
    const value = word(at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}
