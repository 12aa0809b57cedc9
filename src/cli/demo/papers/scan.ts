import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas'
import sharp from 'sharp'
import { drawPage } from './draw-page.ts'
import { PAGE, type Page } from './page-ops.ts'
import type { Random } from './random.ts'
import { layDust, layGrain } from './texture.ts'

const TINTS = ['#f6f4ec', '#f5f5f1', '#f3efe2', '#f7f6f3'] as const
const BED = '#cfcdc6'

/** What all sheets of one paper share: they came from the same packet and through the same machine. */
export type Sheet = { tint: string; holed: boolean; shadow: 'left' | 'right' }

export function chooseSheet(random: Random): Sheet {
  return { tint: random.pick(TINTS), holed: random.chance(0.75), shadow: random.chance(0.7) ? 'left' : 'right' }
}

export type ScanOptions = {
  sheet: Sheet
  tone: 'colour' | 'grey'
  /** 150 unless told; text and paper are drawn larger, never blown up. */
  dpi?: number
  /** JPEG quality, 60 unless told. */
  quality?: number
}

function placeSheet(context: SKRSContext2D, { tint }: Sheet, random: Random): void {
  const turn = (random.between(-0.6, 0.6) * Math.PI) / 180
  context.translate(PAGE.width / 2 + random.between(-5, 5), PAGE.height / 2 + random.between(-5, 5))
  context.rotate(turn)
  context.translate(-PAGE.width / 2, -PAGE.height / 2)
  context.fillStyle = tint
  // The sheet reaches a little past the frame on most sides, so that only a sliver of the bed shows.
  context.fillRect(-9, -9, PAGE.width + 18, PAGE.height + 18)
}

function punchHoles(context: SKRSContext2D, random: Random): void {
  const shift = random.between(-14, 14)
  for (const y of [PAGE.height * 0.27, PAGE.height * 0.5, PAGE.height * 0.73]) {
    context.fillStyle = 'rgba(60,56,50,0.28)'
    context.beginPath()
    context.arc(64, y + shift + 2, 18, 0, Math.PI * 2)
    context.fill()
    context.fillStyle = '#8e8b85'
    context.beginPath()
    context.arc(63, y + shift, 16, 0, Math.PI * 2)
    context.fill()
  }
}

function foldLine(context: SKRSContext2D, random: Random): void {
  const y = PAGE.height * random.between(0.47, 0.53)
  const crease = context.createLinearGradient(0, y - 14, 0, y + 14)
  crease.addColorStop(0, 'rgba(90,85,75,0)')
  crease.addColorStop(0.48, 'rgba(90,85,75,0.10)')
  crease.addColorStop(0.52, 'rgba(255,255,255,0.35)')
  crease.addColorStop(1, 'rgba(255,255,255,0)')
  context.fillStyle = crease
  context.fillRect(0, y - 14, PAGE.width, 28)
}

/** The lid does not close over a thick binding: one edge is darker. */
function edgeShadow(context: SKRSContext2D, { shadow }: Sheet, random: Random): void {
  const reach = random.between(50, 120)
  const [from, to] = shadow === 'left' ? [0, reach] : [PAGE.width, PAGE.width - reach]
  const shade = context.createLinearGradient(from, 0, to, 0)
  shade.addColorStop(0, `rgba(70,66,60,${random.between(0.25, 0.45).toFixed(3)})`)
  shade.addColorStop(0.35, 'rgba(70,66,60,0.08)')
  shade.addColorStop(1, 'rgba(70,66,60,0)')
  context.fillStyle = shade
  context.fillRect(Math.min(from, to), 0, reach, PAGE.height)
}

/** Grey JPEG as office copiers save it; the canvas itself only writes colour. */
async function greyJpeg(canvas: Canvas, quality: number, dpi: number): Promise<Buffer> {
  const { width, height } = canvas
  return await sharp(canvas.data(), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .toColourspace('b-w')
    .withDensity(dpi)
    .jpeg({ quality })
    .toBuffer()
}

/** A canvas as a JPEG in the tone asked for, marked with its resolution. */
export async function saveJpeg(canvas: Canvas, { tone, dpi = 150, quality = 60 }: Omit<ScanOptions, 'sheet'>): Promise<Buffer> {
  return tone === 'grey' ? await greyJpeg(canvas, quality, dpi) : await canvas.encode('jpeg', { quality, resolution: dpi })
}

/** The page as it lies on the glass of a scanner: tinted, a little turned, worn, dusty. */
export function scanCanvas(page: Page, { sheet, dpi = 150 }: ScanOptions, random: Random): Canvas {
  const scale = dpi / 150
  const canvas = createCanvas(Math.round(PAGE.width * scale), Math.round(PAGE.height * scale))
  const context = canvas.getContext('2d')
  context.scale(scale, scale)
  context.fillStyle = BED
  context.fillRect(0, 0, PAGE.width, PAGE.height)
  context.save()
  placeSheet(context, sheet, random)
  drawPage(context, page, random)
  if (sheet.holed) punchHoles(context, random)
  if (random.chance(0.35)) foldLine(context, random)
  context.restore()
  edgeShadow(context, sheet, random)
  layDust(context, PAGE.width, PAGE.height, random)
  layGrain(context, canvas.width, canvas.height, 13, random)
  return canvas
}

/** Scans one page to JPEG bytes. The same page, options and chance give the same bytes. */
export async function scanPage(page: Page, options: ScanOptions, random: Random): Promise<Buffer> {
  return await saveJpeg(scanCanvas(page, options, random), options)
}
