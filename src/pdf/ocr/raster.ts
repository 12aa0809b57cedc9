import { type Canvas, createCanvas } from '@napi-rs/canvas'
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Turn } from '../text/words.ts'

/** About 150 dots per inch of A4: characters are recognised faster and better than at 300. */
const SHORT_SIDE = 1_240
const MOST_PIXELS = 3_200_000
/** Shades that lie closer than this are the noise of an empty sheet. */
const NO_INK = 24

/** Draws a page as it is shown, at the size at which its characters are recognised best. */
export async function rasterise(page: PDFPageProxy): Promise<Canvas> {
  const { width, height } = page.getViewport({ scale: 1 })
  const scale = Math.min(SHORT_SIDE / Math.min(width, height), Math.sqrt(MOST_PIXELS / (width * height)))
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(Math.max(1, Math.round(viewport.width)), Math.max(1, Math.round(viewport.height)))
  // The library's types name the browser's canvas; this one is its equal on the server.
  const parameters = Object.assign({ viewport }, { canvas, canvasContext: canvas.getContext('2d') })
  await Reflect.apply(page.render, page, [parameters]).promise
  return canvas
}

/** The picture turned clockwise. */
export function turnCanvas(canvas: Canvas, turn: Turn): Canvas {
  if (turn === 0) return canvas
  const isSideways = turn !== 180
  const turned = createCanvas(isSideways ? canvas.height : canvas.width, isSideways ? canvas.width : canvas.height)
  const context = turned.getContext('2d')
  context.translate(turned.width / 2, turned.height / 2)
  context.rotate((turn * Math.PI) / 180)
  context.drawImage(canvas, -canvas.width / 2, -canvas.height / 2)
  return turned
}

/** An empty sheet: one shade all over. */
export function isBlank(canvas: Canvas): boolean {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  let [darkest, lightest] = [255, 0]
  for (let at = 0; at < data.length; at += 4) {
    const shade = data[at + 1] ?? 0
    if (shade < darkest) darkest = shade
    if (shade > lightest) lightest = shade
  }
  return lightest - darkest < NO_INK
}
