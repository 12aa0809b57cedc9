import type { Piece, Sides } from '../text/words.ts'
import type { Recognised } from './decode.ts'
import type { Inked } from './ink.ts'
import { repair } from './repair.ts'

type Point = { readonly x: number; readonly y: number }
/** The corners of a line on the picture, from its upper left clockwise; a line may lie a little askew. */
export type Box = readonly [Point, Point, Point, Point]

/** After these a new run begins, so that the words of a run stand close to where it says. */
const ENDS = new Set('，。；：、！？（）()《》“”,;:')
/** A line this much higher than wide stands upright: its characters are not told apart along it. */
const STANDING = 1.5

/** A recognised line with its runs; null where nothing was recognised. `inked`: how far its letters reach in the box. */
export function toPiece(around: Box, recognised: readonly Recognised[], inked: Inked): Piece | null {
  const isTall = heightOf(sidesOf(around)) >= STANDING * widthOf(sidesOf(around))
  // What stands on end was turned to be recognised, so the ink is that of its turned picture.
  const box = isTall ? around : within(around, inked)
  const text = repair(recognised.map(({ character }) => character).join(''))
  if (text.trim() === '') return null
  const sides = sidesOf(box)
  const confidence = recognised.reduce((sum, { sure }) => sum + sure, 0) / recognised.length
  // A repair puts one character in the place of another, so the places stay those of the text before it.
  const placed = recognised.map(one => ({ ...one, at: (one.at - inked.left) / (inked.right - inked.left) }))
  return { text, confidence, ...sides, parts: isTall ? [{ text, ...sides }] : runsOf(box, placed, [...text]) }
}

const heightOf = ({ top, bottom }: Sides): number => bottom - top
const widthOf = ({ left, right }: Sides): number => right - left

function runsOf(box: Box, recognised: readonly Recognised[], characters: readonly string[]): (Sides & { text: string })[] {
  const edges = [0, ...recognised.slice(1).map(({ at }, before) => (at + (recognised[before]?.at ?? at)) / 2), 1]
  const runs: (Sides & { text: string })[] = []
  let from = 0
  for (const [at, character] of characters.entries()) {
    if (at + 1 < characters.length && !ENDS.has(character) && character !== ' ') continue
    runs.push({ text: characters.slice(from, at + 1).join(''), ...between(box, edges[from] ?? 0, edges[at + 1] ?? 1) })
    from = at + 1
  }
  return runs.filter(({ text }) => text.trim() !== '')
}

/** The part of a line between two places along it. */
const between = (box: Box, from: number, to: number): Sides =>
  sidesOf(within(box, { left: clamp(from), right: clamp(to), top: 0, bottom: 1 }))

const clamp = (part: number): number => Math.min(1, Math.max(0, part))

/** A part of a box that may lie askew. */
function within([leftTop, rightTop, rightFoot, leftFoot]: Box, { left, top, right, bottom }: Inked): Box {
  const towards = (a: Point, b: Point, by: number): Point => ({ x: a.x + (b.x - a.x) * by, y: a.y + (b.y - a.y) * by })
  const at = (across: number, down: number): Point =>
    towards(towards(leftTop, rightTop, across), towards(leftFoot, rightFoot, across), down)
  return [at(left, top), at(right, top), at(right, bottom), at(left, bottom)]
}

const sidesOf = (box: Box): Sides => ({
  left: Math.min(...box.map(({ x }) => x)),
  top: Math.min(...box.map(({ y }) => y)),
  right: Math.max(...box.map(({ x }) => x)),
  bottom: Math.max(...box.map(({ y }) => y)),
})
