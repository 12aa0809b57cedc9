import { createCanvas } from '@napi-rs/canvas'
import { useFont } from './font.ts'

/** A pen movement in ems: x to the right, y down, the character's box from 0 to 1. */
export type Stroke = ReadonlyArray<readonly [number, number]>

const BOX = 104
const EM = 88
const MARGIN = (BOX - EM) / 2
const INKED = 90
const SHORTEST_SPUR = 7

type Grid = Uint8Array

const at = (grid: Grid, index: number): number => grid[index] ?? 0

function glyphGrid(character: string): Grid {
  const context = createCanvas(BOX, BOX).getContext('2d')
  useFont(context, EM)
  context.textBaseline = 'alphabetic'
  context.fillText(character, MARGIN, MARGIN + EM * 0.87)
  const { data } = context.getImageData(0, 0, BOX, BOX)
  const grid = new Uint8Array(BOX * BOX)
  for (let i = 0; i < grid.length; i++) grid[i] = (data[i * 4 + 3] ?? 0) > INKED ? 1 : 0
  return grid
}

/** The eight neighbours clockwise from north, as Zhang and Suen number them. */
const AROUND = [-BOX, -BOX + 1, 1, BOX + 1, BOX, BOX - 1, -1, -BOX - 1] as const

function removable(grid: Grid, index: number, pass: 0 | 1): boolean {
  const ring = AROUND.map(step => at(grid, index + step))
  const [n = 0, , e = 0, , s = 0, , w = 0] = ring
  const count = ring.reduce((sum, value) => sum + value, 0)
  if (count < 2 || count > 6) return false
  const rises = ring.filter((value, i) => value === 0 && ring[(i + 1) % 8] === 1).length
  if (rises !== 1) return false
  return pass === 0 ? n * e * s === 0 && e * s * w === 0 : n * e * w === 0 && n * s * w === 0
}

/** Zhang-Suen thinning: leaves the one-pixel middle line of every stroke of the glyph. */
function thin(grid: Grid): void {
  let changed = true
  while (changed) {
    changed = false
    for (const pass of [0, 1] as const) {
      const gone: number[] = []
      for (let i = BOX; i < grid.length - BOX; i++) if (grid[i] === 1 && removable(grid, i, pass)) gone.push(i)
      for (const i of gone) grid[i] = 0
      changed ||= gone.length > 0
    }
  }
}

function neighboursOf(grid: Grid, index: number): number[] {
  const straight = [-BOX, 1, BOX, -1].filter(step => at(grid, index + step) === 1)
  // A diagonal counts only where no straight neighbour already leads there; else every corner looks like a crossing.
  const diagonal = [-BOX - 1, -BOX + 1, BOX - 1, BOX + 1].filter(step => {
    const across = step > 0 ? BOX : -BOX
    const beside = step - across
    return at(grid, index + step) === 1 && !straight.includes(across) && !straight.includes(beside)
  })
  return [...straight, ...diagonal].map(step => index + step)
}

/** Follows the middle line from every end and crossing until the next one. */
function traceLines(grid: Grid): number[][] {
  const degree = new Map<number, number[]>()
  for (let i = BOX; i < grid.length - BOX; i++) if (grid[i] === 1) degree.set(i, neighboursOf(grid, i))
  const used = new Set<string>()
  const lines: number[][] = []
  const follow = (start: number, second: number): void => {
    const line = [start]
    let [before, here] = [start, second]
    while (!used.has(`${before}>${here}`)) {
      used.add(`${before}>${here}`).add(`${here}>${before}`)
      line.push(here)
      const onward = degree.get(here) ?? []
      const next = onward.length === 2 ? onward.find(index => index !== before) : undefined
      if (next === undefined) break
      ;[before, here] = [here, next]
    }
    const free = (degree.get(start)?.length ?? 0) === 1 || (degree.get(here)?.length ?? 0) === 1
    if (line.length > (free ? SHORTEST_SPUR : 1)) lines.push(line)
  }
  for (const [index, around] of degree) if (around.length !== 2) for (const next of around) follow(index, next)
  for (const [index, around] of degree) for (const next of around) if (!used.has(`${index}>${next}`)) follow(index, next)
  return lines
}

function inEms(line: readonly number[]): Stroke {
  const kept = line.filter((_, i) => i % 6 === 0 || i === line.length - 1)
  const points = kept.map(index => [((index % BOX) - MARGIN) / EM, (Math.floor(index / BOX) - MARGIN) / EM] as const)
  const [first, last] = [points[0], points.at(-1)]
  // A right-handed writer goes from left to right and from top to bottom.
  const backwards = first && last && last[0] + last[1] < first[0] + first[1]
  return backwards ? points.toReversed() : points
}

const known = new Map<string, readonly Stroke[]>()

/** The strokes of a character as a pen would draw them, taken from the middle lines of its printed shape. */
export function strokesOf(character: string): readonly Stroke[] {
  const ready = known.get(character)
  if (ready) return ready
  const grid = glyphGrid(character)
  thin(grid)
  const strokes = traceLines(grid)
    .map(inEms)
    .filter(stroke => stroke.length > 1)
    .sort((a, b) => (a[0]?.[1] ?? 0) * 1.4 + (a[0]?.[0] ?? 0) - (b[0]?.[1] ?? 0) * 1.4 - (b[0]?.[0] ?? 0))
  known.set(character, strokes)
  return strokes
}
