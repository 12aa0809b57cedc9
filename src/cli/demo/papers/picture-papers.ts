import { type Canvas, createCanvas } from '@napi-rs/canvas'
import { FAMILY, useFont, widthInEms } from './font.ts'
import { writeByHand } from './handwriting.ts'
import type { PaperText } from './paper-model.ts'
import type { Random } from './random.ts'
import { drawScene } from './scene.ts'
import { pressThumb } from './seal.ts'
import { layGrain } from './texture.ts'

const SLIP = { width: 640, lineHeight: 46, px: 26, left: 44 } as const
const FRAME = { width: 1000, height: 1420 } as const

function printSlip(paper: PaperText, random: Random): Canvas {
  const lines = paper.blocks.flatMap(block => (block.kind === 'para' ? [block.text] : []))
  const signatures = paper.blocks.flatMap(block => (block.kind === 'sign' ? block.signatures : []))
  const canvas = createCanvas(SLIP.width, (lines.length + 3) * SLIP.lineHeight + signatures.length * 84)
  const context = canvas.getContext('2d')
  context.fillStyle = '#f3f2ee'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#4a4a58'
  let y = 84
  for (const [i, line] of lines.entries()) {
    useFont(context, i === 0 ? 36 : SLIP.px)
    const x = i === 0 ? (SLIP.width - widthInEms(line) * 36) / 2 : SLIP.left
    // A thermal head prints the heavier the hotter it has become.
    context.globalAlpha = 0.82 + (i / lines.length) * 0.18
    context.fillText(line === '' ? '- '.repeat(32) : line, x, y, SLIP.width - SLIP.left * 2)
    y += SLIP.lineHeight
  }
  context.globalAlpha = 1
  for (const { label, name, thumb } of signatures) {
    y += 66
    context.font = `${SLIP.px}px ${FAMILY}`
    context.fillText(label, SLIP.left, y)
    const used = writeByHand(context, name, SLIP.left + 130, y, { sizePx: 46, ink: '#1c2450', signature: true }, random)
    if (thumb) pressThumb(context, SLIP.left + 150 + used, y - 12, random)
  }
  return canvas
}

/** A narrow slip photographed on a desk, with the shadow it throws. */
export function slipCanvas(paper: PaperText, random: Random): Canvas {
  const canvas = createCanvas(FRAME.width, FRAME.height)
  const context = canvas.getContext('2d')
  const desk = context.createLinearGradient(0, 0, FRAME.width, FRAME.height)
  desk.addColorStop(0, '#8d8274')
  desk.addColorStop(1, '#6f6558')
  context.fillStyle = desk
  context.fillRect(0, 0, FRAME.width, FRAME.height)
  const slip = printSlip(paper, random)
  const scale = Math.min(1.25, (FRAME.height - 90) / slip.height)
  context.translate(FRAME.width / 2, FRAME.height / 2)
  context.rotate(random.between(-0.035, 0.035))
  context.shadowColor = 'rgba(0,0,0,0.5)'
  context.shadowBlur = 26
  context.shadowOffsetX = 8
  context.shadowOffsetY = 10
  context.drawImage(slip, (-slip.width * scale) / 2, (-slip.height * scale) / 2, slip.width * scale, slip.height * scale)
  context.shadowColor = 'transparent'
  layGrain(context, FRAME.width, FRAME.height, 30, random)
  return canvas
}

/** A roadside photograph; the paper's two lines are the number plate and the burnt-in time. */
export function sceneCanvas(paper: PaperText, random: Random): Canvas {
  const [plate = '', stamp = ''] = paper.blocks.flatMap(block => (block.kind === 'para' ? [block.text] : []))
  const canvas = createCanvas(1200, 800)
  const context = canvas.getContext('2d')
  drawScene(context, canvas.width, canvas.height, random, plate, stamp)
  layGrain(context, canvas.width, canvas.height, 44, random)
  return canvas
}
