import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { BAD_FILES, type ExpectedProblem } from './bad-files.ts'
import { pdfOfImages, savePdf } from './image-pdf.ts'
import { type ImagePool, renderPool } from './image-pool.ts'
import { DOCUMENT_FOLDERS, nameOf, PICTURE_FOLDER } from './mixed-names.ts'
import { padJpeg, padPng } from './padding.ts'
import { type Random, randomFrom } from './random.ts'
import { DRUNK_DRIVING } from './sample-facts.ts'

export type MixedFolderOptions = {
  /** All files, the bad ones included. */
  files: number
  /** Sum of all file sizes, met within about one percent. */
  totalBytes: number
  seed: string | number
  /** How many of the files are bad; the eight faults come in turn. */
  bad: number
}

export type MixedFile = {
  path: string
  sizeBytes: number
  /** 0 where nothing can be counted. */
  pageCount: number
  expected: 'accepted' | ExpectedProblem
  /** The name says nothing: a good file that a person must sort. */
  unrecognised: boolean
}

const MOST_PAGES = 40
const MADE_AT = new Date('2026-03-10T09:00:00+08:00')
type Kind = 'pdf' | 'jpg' | 'png'
type Content = { bytes: Buffer; pageCount: number }

/** Shares of the total, from slips to thick records. */
function planSizes(count: number, totalBytes: number, random: Random): Array<{ kind: Kind; sizeBytes: number }> {
  const plans = Array.from({ length: count }, () => {
    const roll = random.next()
    const kind: Kind = roll < 0.8 ? 'pdf' : roll < 0.93 ? 'jpg' : 'png'
    return { kind, weight: kind === 'pdf' ? 0.4 + random.next() ** 2 * 8 : 0.2 + random.next() }
  })
  const sum = plans.reduce((total, { weight }) => total + weight, 0)
  return plans.map(({ kind, weight }) => ({ kind, sizeBytes: Math.round((totalBytes * weight) / sum) }))
}

/** Takes pages until the size is reached, then spreads what is missing over them as comments. */
function takePages(sizeBytes: number, pool: ImagePool, random: Random): Buffer[] {
  const pages: Buffer[] = []
  let left = sizeBytes
  while (pages.length < MOST_PAGES) {
    const page = random.pick(pool.jpegs)
    if (pages.length > 0 && page.length > left) break
    pages.push(page)
    left -= page.length
  }
  const share = Math.max(0, Math.floor(left / pages.length))
  return pages.map(page => padJpeg(page, share, random))
}

async function contentOf(kind: Kind, sizeBytes: number, pool: ImagePool, random: Random): Promise<Content> {
  if (kind === 'png') {
    const png = random.pick(pool.pngs)
    return { bytes: padPng(png, sizeBytes - png.length, random), pageCount: 1 }
  }
  if (kind === 'jpg') {
    const jpeg = random.pick(pool.jpegs)
    return { bytes: padJpeg(jpeg, sizeBytes - jpeg.length, random), pageCount: 1 }
  }
  const pages = takePages(sizeBytes, pool, random)
  const document = await pdfOfImages(pages, { title: '扫描件', producer: 'Office Scanner', madeAt: MADE_AT })
  return { bytes: await savePdf(document), pageCount: pages.length }
}

async function writeGood(
  dir: string,
  pool: ImagePool,
  options: MixedFolderOptions,
  random: Random,
): Promise<{ files: MixedFile[]; twin: Buffer }> {
  const files: MixedFile[] = []
  let twin: Buffer = Buffer.alloc(0)
  let [owed, done] = [0, 0]
  const plans = planSizes(Math.max(1, options.files - options.bad), options.totalBytes, random)
  for (const [i, { kind, sizeBytes }] of plans.entries()) {
    owed += sizeBytes
    const { folder, name, unrecognised } = nameOf(i + 1, kind !== 'pdf', random)
    // What earlier files fell short of or ran over by is made good here, so that the sum holds.
    const { bytes, pageCount } = await contentOf(kind, Math.max(owed - done, 1), pool, random)
    done += bytes.length
    const path = join(dir, folder, `${name}.${kind}`)
    await writeFile(path, bytes)
    files.push({ path, sizeBytes: bytes.length, pageCount, expected: 'accepted', unrecognised })
    if (twin.length === 0 && kind === 'pdf') twin = bytes
  }
  return { files, twin }
}

/**
 * Fills `dir` with a mixed folder for load and fault tests: PDF of 1 to 40 scanned pages, JPEG and PNG, Chinese names in
 * volume folders, no two files alike save the duplicate. Equal options give equal bytes. Returns every file with what
 * the intake must answer to it.
 */
export async function writeMixedFolder(dir: string, options: MixedFolderOptions): Promise<MixedFile[]> {
  const random = randomFrom(`mixed/${options.seed}`)
  const poolSize = Math.min(120, Math.max(12, Math.ceil(options.totalBytes / 2_000_000)))
  const pool = await renderPool(DRUNK_DRIVING, poolSize, `pool/${options.seed}`)
  for (const folder of [...DOCUMENT_FOLDERS, PICTURE_FOLDER]) await mkdir(join(dir, folder), { recursive: true })
  const { files, twin } = await writeGood(dir, pool, options, random)
  for (let i = 0; i < options.bad; i++) {
    const fault = BAD_FILES[i % BAD_FILES.length]
    if (!fault) break
    const round = Math.floor(i / BAD_FILES.length)
    const name = round === 0 ? fault.name : fault.name.replace('.', `_${round + 1}.`)
    const path = join(dir, DOCUMENT_FOLDERS[i % DOCUMENT_FOLDERS.length] ?? PICTURE_FOLDER, name)
    const bytes = await fault.make({ pool, random, twin, madeAt: MADE_AT })
    await writeFile(path, bytes)
    files.push({ path, sizeBytes: bytes.length, pageCount: 0, expected: fault.expected, unrecognised: false })
  }
  return files
}
