import type { SKRSContext2D } from '@napi-rs/canvas'
import { widthInEms } from './font.ts'
import type { Random } from './random.ts'
import { type Stroke, strokesOf } from './skeleton.ts'

export type Hand = {
  sizePx: number
  ink: string
  /** A signature is larger, slanted and joined up; a filled-in line is plainer. */
  signature: boolean
}

type Place = { x: number; y: number; size: number }

function penStroke(context: SKRSContext2D, stroke: Stroke, { x, y, size }: Place, unsteady: number, random: Random): void {
  const shaken = stroke.map(
    ([px, py]) =>
      [x + (px + random.between(-unsteady, unsteady)) * size, y + (py - 0.87 + random.between(-unsteady, unsteady)) * size] as const,
  )
  const [first] = shaken
  if (!first) return
  context.beginPath()
  context.moveTo(first[0], first[1])
  for (let i = 1; i < shaken.length; i++) {
    const [px, py] = shaken[i] ?? first
    const [nx, ny] = shaken[i + 1] ?? [px, py]
    context.quadraticCurveTo(px, py, (px + nx) / 2, (py + ny) / 2)
  }
  context.stroke()
}

/** The pen barely leaving the paper between two strokes. */
function joinStrokes(context: SKRSContext2D, from: Stroke, to: Stroke, { x, y, size }: Place, random: Random): void {
  const [end, start] = [from.at(-1), to[0]]
  if (!end || !start || Math.hypot(end[0] - start[0], end[1] - start[1]) > 0.45) return
  context.beginPath()
  context.moveTo(x + end[0] * size, y + (end[1] - 0.87) * size)
  const bend = random.between(-0.08, 0.08)
  context.quadraticCurveTo(
    x + ((end[0] + start[0]) / 2 + bend) * size,
    y + ((end[1] + start[1]) / 2 - 0.87 + bend) * size,
    x + start[0] * size,
    y + (start[1] - 0.87) * size,
  )
  context.stroke()
}

function drawCharacter(context: SKRSContext2D, character: string, place: Place, hand: Hand, random: Random): void {
  const strokes = strokesOf(character)
  const unsteady = hand.signature ? 0.022 : 0.014
  const width = place.size * (hand.signature ? 0.055 : 0.05)
  for (const [i, stroke] of strokes.entries()) {
    context.lineWidth = width * random.between(0.75, 1.2)
    penStroke(context, stroke, place, unsteady, random)
    const next = strokes[i + 1]
    if (!next || !random.chance(hand.signature ? 0.5 : 0.15)) continue
    context.lineWidth = width * 0.45
    joinStrokes(context, stroke, next, place, random)
  }
}

/** Writes `text` by pen with its base line at (x, y). Returns the width used, in pixels. */
export function writeByHand(context: SKRSContext2D, text: string, x: number, y: number, hand: Hand, random: Random): number {
  context.save()
  context.strokeStyle = hand.ink
  context.lineCap = 'round'
  context.lineJoin = 'round'
  const slant = hand.signature ? random.between(-0.3, -0.16) : random.between(-0.14, -0.05)
  let pen = x
  for (const character of text) {
    const size = hand.sizePx * random.between(0.94, hand.signature ? 1.2 : 1.05)
    const advance = widthInEms(character) * size * (hand.signature ? 0.86 : 0.97)
    context.save()
    context.translate(pen, y + random.between(-0.04, 0.04) * size)
    context.rotate(random.between(-0.06, 0.04))
    context.transform(1, 0, slant, 1, 0, 0)
    drawCharacter(context, character, { x: 0, y: 0, size }, hand, random)
    context.restore()
    pen += advance
  }
  context.restore()
  return pen - x
}
