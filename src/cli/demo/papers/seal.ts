import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { useFont } from './font.ts'
import type { Random } from './random.ts'

/** Official seals of a county-level agency are 42 mm across: 248 px at 150 dpi. */
const SEAL_PX = 248
const RED = '#d3201f'

function drawStar(context: SKRSContext2D, radius: number): void {
  context.beginPath()
  for (let i = 0; i < 10; i++) {
    const angle = -Math.PI / 2 + (i * Math.PI) / 5
    const reach = i % 2 === 0 ? radius : radius * 0.382
    context.lineTo(Math.cos(angle) * reach, Math.sin(angle) * reach)
  }
  context.closePath()
  context.fill()
}

/** The name runs clockwise over the top; long names are set narrower instead of closing the ring. */
function drawRing(context: SKRSContext2D, name: string, radius: number, widest: number): void {
  const characters = [...name]
  const sweep = Math.min(widest, characters.length * 0.4)
  const step = sweep / Math.max(characters.length - 1, 1)
  const size = 34
  const narrow = Math.min(1, (step * radius) / (size * 1.04))
  useFont(context, size)
  context.textAlign = 'center'
  for (const [i, character] of characters.entries()) {
    context.save()
    context.rotate(-sweep / 2 + i * step)
    context.translate(0, -radius)
    context.scale(narrow, 1)
    context.fillText(character, 0, size * 0.36)
    context.lineWidth = 0.9
    context.strokeText(character, 0, size * 0.36)
    context.restore()
  }
}

/** An ink pad never wets evenly: pits and a dry side. */
function wear(context: SKRSContext2D, random: Random): void {
  context.globalCompositeOperation = 'destination-out'
  for (let i = 0; i < 420; i++) {
    context.globalAlpha = random.between(0.15, 0.8)
    context.beginPath()
    context.arc(random.between(-126, 126), random.between(-126, 126), random.between(0.4, 1.5), 0, Math.PI * 2)
    context.fill()
  }
  const angle = random.between(0, Math.PI * 2)
  const dry = context.createRadialGradient(
    Math.cos(angle) * 100,
    Math.sin(angle) * 100,
    5,
    Math.cos(angle) * 100,
    Math.sin(angle) * 100,
    120,
  )
  dry.addColorStop(0, 'rgba(0,0,0,0.55)')
  dry.addColorStop(1, 'rgba(0,0,0,0)')
  context.globalAlpha = 1
  context.fillStyle = dry
  context.fillRect(-130, -130, 260, 260)
}

function sealImage(name: string, lower: string | undefined, random: Random): Canvas {
  const canvas = createCanvas(SEAL_PX + 12, SEAL_PX + 12)
  const context = canvas.getContext('2d')
  context.translate(canvas.width / 2, canvas.height / 2)
  context.fillStyle = RED
  context.strokeStyle = RED
  context.lineWidth = 7
  context.beginPath()
  context.arc(0, 0, SEAL_PX / 2 - 4, 0, Math.PI * 2)
  context.stroke()
  drawRing(context, name, SEAL_PX / 2 - 31, Math.PI * (lower ? 1.26 : 1.52))
  drawStar(context, 40)
  if (lower) {
    useFont(context, 26)
    context.fillText(lower, 0, 84)
  }
  wear(context, random)
  return canvas
}

/** Presses a round seal centred on (x, y) over whatever is printed there. `lower` is the line under the star (专用章). */
export function pressSeal(context: SKRSContext2D, name: string, x: number, y: number, random: Random, lower?: string): void {
  context.save()
  context.globalCompositeOperation = 'multiply'
  context.globalAlpha = random.between(0.72, 0.88)
  context.translate(x, y)
  context.rotate(random.between(-0.3, 0.3))
  const image = sealImage(name, lower, random)
  context.drawImage(image, -image.width / 2, -image.height / 2)
  context.restore()
}

/** A thumb in red ink: an oval of broken ridges. */
export function pressThumb(context: SKRSContext2D, x: number, y: number, random: Random): void {
  context.save()
  context.globalCompositeOperation = 'multiply'
  context.globalAlpha = random.between(0.55, 0.75)
  context.translate(x, y)
  context.rotate(random.between(-0.5, 0.5))
  context.beginPath()
  context.ellipse(0, 0, 30, 42, 0, 0, Math.PI * 2)
  context.clip()
  context.fillStyle = 'rgba(222,40,36,0.25)'
  context.fill()
  context.strokeStyle = '#d42a26'
  for (let ridge = 2; ridge < 60; ridge += 5) {
    context.lineWidth = random.between(2, 3.4)
    context.setLineDash([random.between(10, 40), random.between(1, 5)])
    context.beginPath()
    context.ellipse(random.between(-1, 1), 9, ridge * 0.72, ridge, 0, 0, Math.PI * 2)
    context.stroke()
  }
  context.restore()
}
