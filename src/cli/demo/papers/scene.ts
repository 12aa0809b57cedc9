import type { SKRSContext2D } from '@napi-rs/canvas'
import { useFont } from './font.ts'
import type { Random } from './random.ts'

type Ground = { context: SKRSContext2D; width: number; height: number; random: Random }

function drawStreet({ context, width, height, random }: Ground): void {
  const sky = context.createLinearGradient(0, 0, 0, height * 0.45)
  sky.addColorStop(0, '#93a9bd')
  sky.addColorStop(1, '#d9d8cf')
  context.fillStyle = sky
  context.fillRect(0, 0, width, height * 0.5)
  for (let x = -20; x < width; x += width * random.between(0.07, 0.13)) {
    const tall = random.between(0.1, 0.32) * height
    const grey = random.whole(120, 175)
    context.fillStyle = `rgb(${grey},${grey - 4},${grey - 12})`
    context.fillRect(x, height * 0.46 - tall, width * 0.12, tall)
  }
  context.fillStyle = '#5f7350'
  context.fillRect(0, height * 0.44, width, height * 0.05)
  const road = context.createLinearGradient(0, height * 0.48, 0, height)
  road.addColorStop(0, '#77777a')
  road.addColorStop(1, '#55565a')
  context.fillStyle = road
  context.fillRect(0, height * 0.48, width, height * 0.52)
  context.fillStyle = '#dcdcd4'
  for (let i = 0; i < 6; i++) {
    const near = 0.5 + (i / 6) ** 1.6 * 0.5
    context.fillRect(width * (0.86 - near * 0.25), height * near, width * 0.012 * near * 2, height * 0.05 * near)
  }
}

function drawTruck({ context, width, height }: Ground): void {
  const [x, y, w, h] = [width * 0.2, height * 0.3, width * 0.52, height * 0.4]
  context.fillStyle = 'rgba(20,20,24,0.45)'
  context.beginPath()
  context.ellipse(x + w / 2, y + h * 1.03, w * 0.56, h * 0.09, 0, 0, Math.PI * 2)
  context.fill()
  context.fillStyle = '#7d8790'
  context.fillRect(x + w * 0.3, y, w * 0.7, h * 0.72)
  context.strokeStyle = '#5d666e'
  context.lineWidth = 3
  for (let i = 1; i < 9; i++) context.strokeRect(x + w * 0.3, y, w * 0.0775 * i, h * 0.72)
  context.fillStyle = '#22457f'
  context.fillRect(x, y + h * 0.16, w * 0.285, h * 0.68)
  context.fillStyle = '#2c3a46'
  context.fillRect(x + w * 0.02, y + h * 0.22, w * 0.22, h * 0.24)
  context.fillStyle = '#2b2c2f'
  context.fillRect(x, y + h * 0.78, w, h * 0.1)
  for (const wheel of [0.13, 0.58, 0.72, 0.88]) {
    context.fillStyle = '#17181a'
    context.beginPath()
    context.arc(x + w * wheel, y + h * 0.9, h * 0.13, 0, Math.PI * 2)
    context.fill()
    context.fillStyle = '#888c90'
    context.beginPath()
    context.arc(x + w * wheel, y + h * 0.9, h * 0.055, 0, Math.PI * 2)
    context.fill()
  }
}

function drawMarks({ context, width, height }: Ground, plate: string, stamp: string): void {
  context.fillStyle = '#e0b325'
  context.fillRect(width * 0.212, height * 0.6, width * 0.115, height * 0.042)
  useFont(context, height * 0.034)
  context.fillStyle = '#141414'
  context.fillText(plate, width * 0.217, height * 0.632)
  for (const x of [0.08, 0.8, 0.9]) {
    context.fillStyle = '#d9521f'
    context.beginPath()
    context.moveTo(width * x, height * 0.66)
    context.lineTo(width * (x - 0.022), height * 0.79)
    context.lineTo(width * (x + 0.022), height * 0.79)
    context.fill()
    context.fillStyle = '#f0efe9'
    context.fillRect(width * (x - 0.012), height * 0.72, width * 0.024, height * 0.02)
  }
  useFont(context, height * 0.042)
  context.fillStyle = '#ffd21f'
  context.fillText(stamp, width * 0.64, height * 0.965)
}

/** A street with a stopped lorry, drawn from nothing; `plate` and `stamp` (date and time) are burnt in. */
export function drawScene(context: SKRSContext2D, width: number, height: number, random: Random, plate = '', stamp = ''): void {
  const ground = { context, width, height, random }
  drawStreet(ground)
  drawTruck(ground)
  drawMarks(ground, plate, stamp)
}
