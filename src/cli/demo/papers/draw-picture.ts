import type { SKRSContext2D } from '@napi-rs/canvas'
import { useFont } from './font.ts'
import type { Picture } from './paper-model.ts'

type Box = { picture: Picture; x: number; y: number; width: number; height: number }

/** A grey identity photograph without a face: head and shoulders only. */
function drawPortrait(context: SKRSContext2D, width: number, height: number): void {
  const back = context.createLinearGradient(0, 0, 0, height)
  back.addColorStop(0, '#d9dde0')
  back.addColorStop(1, '#bcc2c6')
  context.fillStyle = back
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#5b5f66'
  context.beginPath()
  context.ellipse(width / 2, height * 1.02, width * 0.44, height * 0.34, 0, Math.PI, Math.PI * 2)
  context.fill()
  context.fillStyle = '#8d8a86'
  context.fillRect(width * 0.42, height * 0.55, width * 0.16, height * 0.2)
  context.beginPath()
  context.ellipse(width / 2, height * 0.42, width * 0.2, height * 0.22, 0, 0, Math.PI * 2)
  context.fill()
  context.fillStyle = '#33343a'
  context.beginPath()
  context.ellipse(width / 2, height * 0.31, width * 0.21, height * 0.14, 0, Math.PI, Math.PI * 2)
  context.fill()
}

/** Two sealed blood tubes on a bag with its label, photographed at the laboratory. */
function drawTubes(context: SKRSContext2D, width: number, height: number): void {
  context.fillStyle = '#c9ccc8'
  context.fillRect(0, 0, width, height)
  context.fillStyle = 'rgba(255,255,255,0.75)'
  context.fillRect(width * 0.08, height * 0.12, width * 0.5, height * 0.76)
  context.fillStyle = '#b5352c'
  context.fillRect(width * 0.08, height * 0.12, width * 0.5, height * 0.07)
  context.fillStyle = '#3c3f42'
  for (let row = 0; row < 6; row++)
    context.fillRect(width * 0.12, height * (0.3 + row * 0.085), width * (row % 2 ? 0.28 : 0.4), height * 0.014)
  for (const x of [0.7, 0.83]) {
    context.fillStyle = '#5a3f8c'
    context.fillRect(width * (x - 0.012), height * 0.14, width * 0.074, height * 0.12)
    context.fillStyle = 'rgba(245,246,244,0.9)'
    context.fillRect(width * x, height * 0.26, width * 0.05, height * 0.58)
    context.fillStyle = '#6d1418'
    context.fillRect(width * x, height * 0.52, width * 0.05, height * 0.31)
    context.fillStyle = '#fdfdf8'
    context.fillRect(width * x, height * 0.34, width * 0.05, height * 0.16)
  }
}

/** A still of the interview room: two desks, a window with date and time burnt in. */
function drawRecording(context: SKRSContext2D, width: number, height: number): void {
  context.fillStyle = '#b9bdb6'
  context.fillRect(0, 0, width, height)
  context.fillStyle = '#9aa19a'
  context.fillRect(0, height * 0.68, width, height * 0.32)
  context.fillStyle = '#6d5a45'
  context.fillRect(width * 0.1, height * 0.58, width * 0.5, height * 0.16)
  for (const [x, size] of [
    [0.22, 0.1],
    [0.45, 0.1],
    [0.78, 0.115],
  ] as const) {
    context.fillStyle = '#4c5460'
    context.beginPath()
    context.ellipse(width * x, height * 0.66, width * size * 0.9, height * 0.2, 0, Math.PI, Math.PI * 2)
    context.fill()
    context.fillStyle = '#97897c'
    context.beginPath()
    context.arc(width * x, height * 0.38, height * size, 0, Math.PI * 2)
    context.fill()
  }
  useFont(context, 24)
  context.fillStyle = '#ffffff'
  context.fillText('2026-03-11 09:31:07', 18, 34)
  context.fillText('认罪认罚听取意见室 CH01', 18, height - 16)
}

/** Draws one of the known pictures into its box. */
export function drawPicture(context: SKRSContext2D, { picture, x, y, width, height }: Box): void {
  context.save()
  context.translate(x, y)
  context.beginPath()
  context.rect(0, 0, width, height)
  context.clip()
  if (picture === 'portrait') drawPortrait(context, width, height)
  else if (picture === 'tubes') drawTubes(context, width, height)
  else drawRecording(context, width, height)
  context.restore()
}
