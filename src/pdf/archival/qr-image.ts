import { create } from 'qrcode'
import type { Canvas } from '../writer/canvas.ts'

const MASK = 2

/** Draws a two-dimensional code with its lower left corner at `x`, `y`; `side` in points, without the quiet zone. */
export function drawQr(canvas: Canvas, x: number, y: number, side: number, text: string): void {
  // All of it as bytes under one mask: looking for the best of each takes ten times as long, and readers know them all.
  const { modules } = create([{ data: Buffer.from(text), mode: 'byte' }], { errorCorrectionLevel: 'M', maskPattern: MASK })
  const areas: [number, number, number, number][] = []
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      if (!modules.get(row, from)) continue
      let to = from
      while (to < modules.size && modules.get(row, to)) to++
      areas.push([from, modules.size - row - 1, to - from, 1])
      from = to
    }
  }
  canvas.boxes(x, y, side / modules.size, areas)
}
