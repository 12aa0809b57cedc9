import type { Extent, Place, Sides, Turn } from './words.ts'

/** Where a piece lies once the page is turned clockwise. */
export function turnSides({ left, top, right, bottom }: Sides, { width, height }: Extent, turn: Turn): Sides {
  if (turn === 90) return { left: height - bottom, top: left, right: height - top, bottom: right }
  if (turn === 180) return { left: width - right, top: height - bottom, right: width - left, bottom: height - top }
  if (turn === 270) return { left: top, top: width - right, right: bottom, bottom: width - left }
  return { left, top, right, bottom }
}

/** The extent of a page once it is turned. */
export const turnExtent = ({ width, height }: Extent, turn: Turn): Extent =>
  turn === 90 || turn === 270 ? { width: height, height: width } : { width, height }

/** Where a piece of the turned page lies on the page as it is shown, in parts of it. */
export function placeOnPage(sides: Sides, turned: Extent, turn: Turn): Place {
  const back: Turn = turn === 90 ? 270 : turn === 270 ? 90 : turn
  const { left, top, right, bottom } = turnSides(sides, turned, back)
  const { width, height } = turnExtent(turned, turn)
  const [x, y, end, foot] = [part(left, width), part(top, height), part(right, width), part(bottom, height)]
  return { x, y, w: round(end - x), h: round(foot - y) }
}

/** Four decimals are less than the width of a hair on A4. */
const round = (value: number): number => Math.round(value * 10_000) / 10_000
const part = (length: number, whole: number): number => round(Math.min(1, Math.max(0, length / whole)))
