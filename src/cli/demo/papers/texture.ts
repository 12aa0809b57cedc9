import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import { type Random, randomFrom } from './random.ts'

const TILE = 509

/** Fine grain of paper and sensor, made once and laid over every page at another offset. */
function makeGrain(depth: number): Canvas {
  const canvas = createCanvas(TILE, TILE)
  const context = canvas.getContext('2d')
  const image = context.createImageData(TILE, TILE)
  const random = randomFrom(`grain/${depth}`)
  for (let i = 0; i < image.data.length; i += 4) {
    const value = 255 - Math.floor(random.next() ** 2 * depth)
    image.data[i] = image.data[i + 1] = image.data[i + 2] = value
    image.data[i + 3] = 255
  }
  context.putImageData(image, 0, 0)
  return canvas
}

const grains = new Map<number, Canvas>()

/** Multiplies the whole canvas with grain; `depth` is the darkest grain in grey levels. */
export function layGrain(context: SKRSContext2D, width: number, height: number, depth: number, random: Random): void {
  const grain = grains.get(depth) ?? makeGrain(depth)
  grains.set(depth, grain)
  context.save()
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.globalCompositeOperation = 'multiply'
  const pattern = context.createPattern(grain, 'repeat')
  if (!pattern) throw new Error('the grain gave no pattern')
  context.fillStyle = pattern
  const [dx, dy] = [random.whole(0, TILE), random.whole(0, TILE)]
  context.translate(-dx, -dy)
  context.fillRect(dx, dy, width, height)
  context.restore()
}

/** Specks on the glass, and now and then the thin line a speck draws along a sheet feeder. */
export function layDust(context: SKRSContext2D, width: number, height: number, random: Random): void {
  context.fillStyle = 'rgba(40,38,34,0.55)'
  for (let i = random.whole(4, 14); i > 0; i--) {
    context.beginPath()
    context.arc(random.between(0, width), random.between(0, height), random.between(0.6, 2.2), 0, Math.PI * 2)
    context.fill()
  }
  if (!random.chance(0.2)) return
  context.fillStyle = 'rgba(70,80,90,0.13)'
  context.fillRect(random.between(0.1, 0.9) * width, 0, 2, height)
}
