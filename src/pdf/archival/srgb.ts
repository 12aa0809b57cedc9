const D50 = [0.9642, 1, 0.8249] as const
/** The primaries of sRGB seen under D50, and the way there from D65 (IEC 61966-2-1, Bradford). */
const COLUMNS = {
  rXYZ: [0.43607, 0.22249, 0.01392],
  gXYZ: [0.38515, 0.71687, 0.09708],
  bXYZ: [0.14307, 0.06061, 0.7141],
} as const
const ADAPTATION = [1.04788, 0.02292, -0.0502, 0.02959, 0.99048, -0.01706, -0.00923, 0.01508, 0.75168] as const
/** The curve of sRGB: gamma, and the straight part near black. */
const CURVE = [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045] as const
const HEADER_BYTES = 128

/** A colour profile of sRGB (ICC.1:2004-10, version 4.2) computed from the numbers of its standard. */
export function srgbProfile(): Buffer {
  const curve = parametric()
  const tags: [string, Buffer][] = [
    ['desc', words('sRGB')],
    ['cprt', words('No copyright, use freely')],
    ['wtpt', fixed('XYZ ', D50)],
    ['chad', fixed('sf32', ADAPTATION)],
    ...Object.entries(COLUMNS).map(([name, values]): [string, Buffer] => [name, fixed('XYZ ', values)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]
  const table = Buffer.alloc(4 + tags.length * 12)
  table.writeUInt32BE(tags.length)
  const places = new Map<Buffer, number>()
  let end = HEADER_BYTES + table.length
  for (const [i, [name, data]] of tags.entries()) {
    // The three curves are one.
    const at = places.get(data) ?? end
    if (!places.has(data)) end += data.length
    places.set(data, at)
    table.write(name, 4 + i * 12, 'latin1')
    table.writeUInt32BE(at, 8 + i * 12)
    table.writeUInt32BE(data.length, 12 + i * 12)
  }
  return Buffer.concat([header(end), table, ...places.keys()])
}

function header(size: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  bytes.writeUInt32BE(size, 0)
  bytes.writeUInt32BE(0x04200000, 8)
  bytes.write('mntrRGB XYZ ', 12, 'latin1')
  for (const [i, part] of [2026, 1, 1, 0, 0, 0].entries()) bytes.writeUInt16BE(part, 24 + i * 2)
  bytes.write('acsp', 36, 'latin1')
  for (const [i, part] of D50.entries()) bytes.writeInt32BE(s15(part), 68 + i * 4)
  return bytes
}

const s15 = (value: number): number => Math.round(value * 65_536)

/** A type's name, four empty bytes, then numbers with sixteen bits behind the point. */
function fixed(type: string, values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(8 + values.length * 4)
  bytes.write(type, 0, 'latin1')
  for (const [i, value] of values.entries()) bytes.writeInt32BE(s15(value), 8 + i * 4)
  return bytes
}

function parametric(): Buffer {
  const bytes = fixed('para', [0, ...CURVE])
  bytes.writeUInt32BE(3 << 16, 8)
  return bytes
}

/** One text in English (multiLocalizedUnicodeType). */
function words(text: string): Buffer {
  const body = Buffer.from(text, 'utf16le').swap16()
  const head = Buffer.alloc(28)
  head.write('mluc', 0, 'latin1')
  head.writeUInt32BE(1, 8)
  head.writeUInt32BE(12, 12)
  head.write('enUS', 16, 'latin1')
  head.writeUInt32BE(body.length, 20)
  head.writeUInt32BE(28, 24)
  return Buffer.concat([head, body, Buffer.alloc((4 - (body.length % 4)) % 4)])
}
