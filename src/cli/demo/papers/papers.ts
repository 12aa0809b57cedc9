import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseFacts } from './facts.ts'
import { pdfOfImages, savePdf } from './image-pdf.ts'
import { layOut } from './layout.ts'
import type { PaperKind, PaperText } from './paper-model.ts'
import { codesOf, type PaperCode, paperText, type Stage, type VolumeName, volumeOf } from './paper-texts.ts'
import { sceneCanvas, slipCanvas } from './picture-papers.ts'
import { randomFrom } from './random.ts'
import { chooseSheet, type ScanOptions, saveJpeg, scanCanvas, scanPage } from './scan.ts'

export type Seed = string | number

export type MadePaper = {
  code: PaperCode
  title: string
  fileName: string
  mediaType: 'application/pdf' | 'image/jpeg' | 'image/png'
  bytes: Buffer
  pageCount: number
}

const ENDINGS = { pdf: '.pdf', jpeg: '.jpg', png: '.png' } as const
const MEDIA_TYPES = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png' } as const

async function jpegsOf(paper: PaperText, seed: string): Promise<Buffer[]> {
  const random = randomFrom(seed)
  if (paper.shape === 'slip') return [await saveJpeg(slipCanvas(paper, random), { tone: 'colour', quality: 72 })]
  if (paper.shape === 'scene') return [await saveJpeg(sceneCanvas(paper, random), { tone: 'colour', quality: 80 })]
  const options: ScanOptions = { sheet: chooseSheet(random), tone: paper.tone }
  // One page after the other: two pages at once gain nothing on the small machines this runs on and double the memory.
  const images: Buffer[] = []
  for (const [i, page] of layOut(paper).entries()) images.push(await scanPage(page, options, randomFrom(`${seed}/${i}`)))
  return images
}

async function pngOf(paper: PaperText, seed: string): Promise<Buffer> {
  const random = randomFrom(seed)
  if (paper.shape === 'slip') return await slipCanvas(paper, random).encode('png')
  if (paper.shape === 'scene') return await sceneCanvas(paper, random).encode('png')
  const sheet = chooseSheet(random)
  return await scanCanvas(layOut(paper)[0] ?? [], { sheet, tone: paper.tone }, randomFrom(`${seed}/0`)).encode('png')
}

/** A paper as the scanner saves it: the whole as PDF, or its first page as a picture. */
export async function scanOf(paper: PaperText, kind: PaperKind, seed: string, madeAt: Date): Promise<{ bytes: Buffer; pageCount: number }> {
  if (kind === 'png') return { bytes: await pngOf(paper, seed), pageCount: 1 }
  const images = await jpegsOf(paper, seed)
  const [first] = images
  if (!first) throw new Error(`${paper.code} has no pages`)
  if (kind === 'jpeg') return { bytes: first, pageCount: 1 }
  const document = await pdfOfImages(images, { title: paper.title, producer: 'Office Scanner', madeAt })
  return { bytes: await savePdf(document), pageCount: images.length }
}

/**
 * One scanned paper of the case. A JPEG or PNG holds the first page only. The same code, facts, seed and kind give the
 * same bytes; without `kind` the paper is saved as officers save it (most as PDF, slips and photographs as pictures).
 */
export async function makePaper(code: PaperCode, facts: CaseFacts, options: { seed: Seed; kind?: PaperKind }): Promise<MadePaper> {
  const paper = paperText(code, facts)
  const kind = options.kind ?? paper.saveAs
  const { bytes, pageCount } = await scanOf(paper, kind, `${options.seed}/${code}`, new Date(`${facts.times.arrivedAt}:00+08:00`))
  return { code, title: paper.title, fileName: `${paper.fileName}${ENDINGS[kind]}`, mediaType: MEDIA_TYPES[kind], bytes, pageCount }
}

export type WrittenPaper = Omit<MadePaper, 'bytes'> & { volume: VolumeName; path: string; sizeBytes: number; sha256: string }

/**
 * Writes the papers of one stage below `dir`, one folder per volume: 诉讼文书卷 and 证据卷 for the police, 检察卷 for the
 * procuratorate, 法院正卷 for the court. Returns what was written, in binding order.
 */
export async function writeDossierFolder(
  dir: string,
  facts: CaseFacts,
  { stage, seed }: { stage: Stage; seed: Seed },
): Promise<WrittenPaper[]> {
  const written: WrittenPaper[] = []
  for (const code of codesOf(stage)) {
    const { bytes, ...made } = await makePaper(code, facts, { seed })
    const volume = volumeOf(code)
    await mkdir(join(dir, volume), { recursive: true })
    const path = join(dir, volume, made.fileName)
    await writeFile(path, bytes)
    written.push({ ...made, volume, path, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  return written
}
