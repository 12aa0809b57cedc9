import type { Canvas } from '@napi-rs/canvas'
import type { Piece, Turn } from '../text/words.ts'
import { turnCanvas } from './raster.ts'
import type { Recogniser } from './recognise.ts'

/** From here on a reading is taken without looking from another side. */
const SURE = 0.88
const STANDING = 1.5

type Reading = { readonly turn: Turn; readonly pieces: readonly Piece[]; readonly picture: Canvas; readonly sure: number }

/** Reads a picture the way it lies, and where that makes little sense from its other sides; the surest reading counts. */
export async function readUpright(picture: Canvas, recognise: Recogniser): Promise<Reading> {
  let best = await readTurned(picture, 0, recognise)
  if (best.sure >= SURE) return best
  for (const turn of isSideways(best.pieces) ? SIDEWAYS_FIRST : HEAD_FIRST) {
    const other = await readTurned(picture, turn, recognise)
    if (other.sure > best.sure) best = other
    if (best.sure >= SURE) break
  }
  return best
}

const SIDEWAYS_FIRST: readonly Turn[] = [90, 270, 180]
const HEAD_FIRST: readonly Turn[] = [180, 90, 270]

async function readTurned(picture: Canvas, turn: Turn, recognise: Recogniser): Promise<Reading> {
  const turned = turnCanvas(picture, turn)
  const pieces = await recognise(turned)
  return { turn, pieces, picture: turned, sure: sureness(pieces) }
}

/** How sure all characters are on the whole; lines that stand on end count for nothing. */
function sureness(pieces: readonly Piece[]): number {
  const all = pieces.reduce((sum, { text }) => sum + text.length, 0)
  const sure = pieces.filter(piece => !isStanding(piece)).reduce((sum, { text, confidence }) => sum + text.length * confidence, 0)
  return all === 0 ? 0 : sure / all
}

const isStanding = ({ text, left, right, top, bottom }: Piece): boolean => text.length > 1 && bottom - top >= STANDING * (right - left)

const isSideways = (pieces: readonly Piece[]): boolean => pieces.filter(isStanding).length * 2 > pieces.length
