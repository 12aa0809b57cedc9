import { fileURLToPath } from 'node:url'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'

/** One family for everything drawn here, so that no installed font can change a pixel. */
export const FAMILY = 'PaperSerif'

const fontPath = fileURLToPath(new URL('../../../pdf/fonts/NotoSerifSC-Regular.ttf', import.meta.url))
if (!GlobalFonts.registerFromPath(fontPath, FAMILY)) throw new Error(`no usable font at ${fontPath}`)

/** Sets size and language; without the language the host's own would choose between glyph variants. */
export function useFont(context: SKRSContext2D, sizePx: number): void {
  context.lang = 'zh-CN'
  context.font = `${sizePx}px ${FAMILY}`
}

const MEASURE_PX = 100
const measuring = createCanvas(8, 8).getContext('2d')
useFont(measuring, MEASURE_PX)
const widths = new Map<string, number>()

/** Width of `text` in ems (1 = one Chinese character), so that one measurement serves every size. */
export function widthInEms(text: string): number {
  const known = widths.get(text)
  if (known !== undefined) return known
  const width = measuring.measureText(text).width / MEASURE_PX
  widths.set(text, width)
  return width
}
