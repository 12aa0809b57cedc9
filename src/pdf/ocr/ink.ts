import type { Pixels } from './tensors.ts'

/** Where the letters stand in the picture of their line, in parts of its sides. */
export type Inked = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

const WHOLE: Inked = { left: 0, top: 0, right: 1, bottom: 1 }
/** Less difference between paper and letters is no basis for measuring. */
const LEAST_CONTRAST = 40
/** A row or column that is dark for so much of its length is a rule of the form. */
const RULE = 0.85
/** Dark for less than this it is dust. */
const DUST = 0.006
/** Parts of a letter stand nearer to each other than this, in parts of the height: 二, 三. */
const WITHIN_LETTER = 0.2

/** Lines are found with much paper around them; this is how far the letters reach. */
export function findInk({ data, width, height }: Pixels): Inked {
  const cut = darkBelow(data)
  if (cut === null) return WHOLE
  const rows = new Uint32Array(height)
  const columns = new Uint32Array(width)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if ((data[(y * width + x) * 4 + 1] ?? 255) < cut) {
        rows[y] = (rows[y] ?? 0) + 1
        columns[x] = (columns[x] ?? 0) + 1
      }
  const across = withoutRules(columns, height)
  const down = withoutRules(rows, width)
  const band = widestBand(down, width * DUST, Math.max(1, height * WITHIN_LETTER))
  const from = across.findIndex(count => count > 0)
  const to = across.findLastIndex(count => count > 0)
  if (band === null || to <= from) return WHOLE
  return { left: from / width, right: (to + 1) / width, top: band.from / height, bottom: band.to / height }
}

/** The shade between paper and letters. */
function darkBelow(data: Pixels['data']): number | null {
  const shades = new Uint32Array(256)
  for (let at = 1; at < data.length; at += 4) shades[data[at] ?? 255] = (shades[data[at] ?? 255] ?? 0) + 1
  const share = (part: number): number => {
    let left = (data.length / 4) * part
    return shades.findIndex(count => {
      left -= count
      return left <= 0
    })
  }
  const [dark, light] = [share(0.03), share(0.8)]
  return light - dark < LEAST_CONTRAST ? null : (dark + light) / 2
}

const withoutRules = (counts: Uint32Array, length: number): Uint32Array => counts.map(count => (count > length * RULE ? 0 : count))

/** The run of inked rows with the most ink; gaps within letters do not end it. */
function widestBand(counts: Uint32Array, dust: number, gap: number): { from: number; to: number } | null {
  let best: { from: number; to: number; ink: number } | null = null
  let open: { from: number; to: number; ink: number } | null = null
  for (const [at, count] of counts.entries()) {
    if (count <= dust) continue
    if (open === null || at - open.to > gap) open = { from: at, to: at, ink: 0 }
    open = { from: open.from, to: at + 1, ink: open.ink + count }
    if (best === null || open.ink >= best.ink) best = open
  }
  return best
}
