import type { SKRSContext2D } from '@napi-rs/canvas'
import { drawPicture } from './draw-picture.ts'
import { useFont } from './font.ts'
import { writeByHand } from './handwriting.ts'
import type { Op, Page } from './page-ops.ts'
import type { Random } from './random.ts'
import { pressSeal, pressThumb } from './seal.ts'

/** Toner, never quite black on a scan. */
const TONER = '#23211f'
const RULE = '#8f9aa0'
const PENS = ['#1d2b6b', '#15161c', '#1b1d2a', '#233a86'] as const

function drawText(context: SKRSContext2D, { text, x, y, px, heavy }: Extract<Op, { op: 'text' }>): void {
  useFont(context, px)
  context.fillStyle = TONER
  context.fillText(text, x, y)
  if (!heavy) return
  context.strokeStyle = TONER
  context.lineWidth = px * 0.035
  context.strokeText(text, x, y)
}

function drawLine(context: SKRSContext2D, line: Extract<Op, { op: 'line' }>): void {
  context.strokeStyle = line.shade === 'ink' ? TONER : RULE
  context.lineWidth = line.weight
  context.setLineDash(line.dashed ? [16, 10] : [])
  context.beginPath()
  context.moveTo(line.x1, line.y1)
  context.lineTo(line.x2, line.y2)
  context.stroke()
  context.setLineDash([])
}

/** Draws everything a page shows. One page is written with one pen. */
export function drawPage(context: SKRSContext2D, page: Page, random: Random): void {
  const ink = random.pick(PENS)
  for (const op of page) {
    switch (op.op) {
      case 'text':
        drawText(context, op)
        break
      case 'line':
        drawLine(context, op)
        break
      case 'hand':
        writeByHand(context, op.text, op.x, op.y, { sizePx: op.px, ink, signature: op.signature }, random)
        break
      case 'seal':
        pressSeal(context, op.name, op.x, op.y, random, op.lower)
        break
      case 'thumb':
        pressThumb(context, op.x, op.y, random)
        break
      case 'picture':
        drawPicture(context, op)
        break
    }
  }
}
