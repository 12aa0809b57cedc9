import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Canvas, createCanvas } from '@napi-rs/canvas'
import sharp from 'sharp'
import { pdfOfImages, savePdf } from '../../src/cli/demo/papers/image-pdf.ts'
import { type Random, randomFrom } from '../../src/cli/demo/papers/random.ts'
import { rasterise } from '../../src/pdf/ocr/raster.ts'
import { openDocument } from '../../src/pdf/text/open-document.ts'

const QUALITY = 55
const PAPER = 246
const SPECKS = 500

/** The paper as an office scanner gives it: askew by up to a degree, a little blurred, with specks, as JPEG. */
export async function scannedPdf(pdf: Uint8Array, seed: string): Promise<Uint8Array> {
  const random = randomFrom(seed)
  const path = join(tmpdir(), `quality-${randomUUID()}.pdf`)
  writeFileSync(path, pdf)
  const { pdf: opened, close } = await openDocument(path)
  try {
    const images: Buffer[] = []
    for (let page = 1; page <= opened.numPages; page++) images.push(await scanned(await rasterise(await opened.getPage(page)), random))
    return await savePdf(await pdfOfImages(images, { title: '扫描件', producer: 'scanner', madeAt: new Date('2026-03-01T00:00:00Z') }))
  } finally {
    await close()
    rmSync(path, { force: true })
  }
}

async function scanned(page: Canvas, random: Random): Promise<Buffer> {
  const { width, height } = page
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = `rgb(${PAPER},${PAPER - 2},${PAPER - 8})`
  context.fillRect(0, 0, width, height)
  context.translate(width / 2, height / 2)
  context.rotate((random.between(-1, 1) * Math.PI) / 180)
  context.globalCompositeOperation = 'multiply'
  context.drawImage(page, -width / 2, -height / 2)
  context.resetTransform()
  context.globalCompositeOperation = 'source-over'
  for (let speck = 0; speck < SPECKS; speck++) {
    const shade = random.whole(60, 200)
    context.fillStyle = `rgb(${shade},${shade},${shade})`
    context.fillRect(random.between(0, width), random.between(0, height), random.between(0.6, 1.8), random.between(0.6, 1.8))
  }
  return await sharp(canvas.data(), { raw: { width, height, channels: 4 } })
    .removeAlpha()
    .greyscale()
    .blur(random.between(0.3, 0.7))
    .jpeg({ quality: QUALITY })
    .toBuffer()
}
