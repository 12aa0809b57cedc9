import type { Box } from '../api/cards.ts'
import { type OpenPdf, openPdf } from '../dossier/use-pdf.ts'

const KEPT = 3
const WIDTH = 460
/** Around the words, in parts of the page. */
const BESIDE = 0.12
const ABOVE = 0.025

type Kept = { url: string; opening: Promise<OpenPdf> }
let kept: Kept[] = []

/** The files looked at last stay open: going along the fields of one paper opens it once. */
function open(url: string): Promise<OpenPdf> {
  const known = kept.find(file => file.url === url)
  const leave = new AbortController()
  const file = known ?? { url, opening: openPdf(url, () => forget(url), leave.signal) }
  file.opening.catch(() => forget(url))
  kept = [file, ...kept.filter(other => other !== file)]
  for (const old of kept.splice(KEPT)) void old.opening.then(({ close }) => close()).catch(() => undefined)
  return file.opening
}

const forget = (url: string): void => {
  kept = kept.filter(file => file.url !== url)
}

/** The part of the page around a place: the words with what stands beside and two lines about them. */
export function cropOf({ x, y, w, h }: Box): Box {
  const left = Math.max(0, x - BESIDE)
  const top = Math.max(0, y - ABOVE)
  return { x: left, y: top, w: Math.min(1, x + w + BESIDE) - left, h: Math.min(1, y + h + ABOVE) - top }
}

/** Draws the strip of a page around a place. Gives the drawing; broken off, it throws. */
export async function drawStrip(url: string, page: number, box: Box, signal: AbortSignal): Promise<HTMLCanvasElement> {
  const { pdf } = await open(url)
  const proxy = await pdf.getPage(page)
  signal.throwIfAborted()
  const plain = proxy.getViewport({ scale: 1 })
  const crop = cropOf(box)
  const dense = window.devicePixelRatio || 1
  const scale = (WIDTH * dense) / (crop.w * plain.width)
  const viewport = proxy.getViewport({ scale, offsetX: -crop.x * plain.width * scale, offsetY: -crop.y * plain.height * scale })
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(crop.w * plain.width * scale)
  canvas.height = Math.round(crop.h * plain.height * scale)
  const task = proxy.render({ canvas, viewport })
  signal.addEventListener('abort', () => task.cancel())
  await task.promise
  return canvas
}
