import type { Canvas } from '../writer/canvas.ts'

/** The seal's colour, parts from 0 to 1. */
const RED = [0.84, 0.08, 0.08] as const
const BLACK = [0, 0, 0] as const
const STAR_POINTS = 5
/** Inner to outer radius of a five-pointed star with straight lines. */
const STAR_WAIST = 0.382
/** The arc that the name may take, and how far apart its letters stand at most. */
const NAME_ARC = (Math.PI * 230) / 180
const WIDEST_STEP = (Math.PI * 28) / 180

/**
 * The round seal of an agency for the eye: its name along the upper arc and a star. What proves the paper
 * is the signature over its bytes.
 */
export function drawSealImage(canvas: Canvas, x: number, y: number, radius: number, name: string): void {
  canvas.artifact(() => {
    canvas.ink(...RED)
    canvas.ring(x, y, radius, radius * 0.05)
    canvas.fill(starAround(x, y + radius * 0.04, radius * 0.28))
    drawName(canvas, x, y, radius, name)
    canvas.ink(...BLACK)
  })
}

function starAround(x: number, y: number, radius: number): [number, number][] {
  return Array.from({ length: STAR_POINTS * 2 }, (_, i) => {
    const angle = Math.PI / 2 + (i * Math.PI) / STAR_POINTS
    const reach = i % 2 === 0 ? radius : radius * STAR_WAIST
    return [x + reach * Math.cos(angle), y + reach * Math.sin(angle)]
  })
}

function drawName(canvas: Canvas, x: number, y: number, radius: number, name: string): void {
  const letters = [...name]
  const step = Math.min(WIDEST_STEP, NAME_ARC / Math.max(1, letters.length))
  const base = radius * 0.68
  const size = Math.min(radius * 0.3, step * (base + radius * 0.1) * 0.95)
  const first = Math.PI / 2 + (step * (letters.length - 1)) / 2
  for (const [i, letter] of letters.entries()) {
    const angle = first - i * step
    const turn = angle - Math.PI / 2
    // Half a letter back along the base line, so that its middle stands at its place.
    const [left, up] = [-size / 2, base]
    canvas.turned(x + left * Math.cos(turn) - up * Math.sin(turn), y + left * Math.sin(turn) + up * Math.cos(turn), turn, size, letter)
  }
}
