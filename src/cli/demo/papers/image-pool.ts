import type { CaseFacts } from './facts.ts'
import { layOut } from './layout.ts'
import type { Page } from './page-ops.ts'
import { codesOf, paperText } from './paper-texts.ts'
import { type Random, randomFrom } from './random.ts'
import { chooseSheet, scanCanvas, scanPage } from './scan.ts'

/** Rendered pages to build many files from. */
export type ImagePool = { jpegs: [Buffer, ...Buffer[]]; pngs: [Buffer, ...Buffer[]] }

const PNG_PAGES = 6
/** Offices scan at different settings, so pages come in different weights. */
const SETTINGS = [
  { dpi: 150, quality: 60 },
  { dpi: 200, quality: 70 },
  { dpi: 200, quality: 80 },
] as const

async function scanAt(page: Page, i: number, random: Random): Promise<Buffer> {
  const setting = SETTINGS[i % SETTINGS.length] ?? SETTINGS[0]
  return await scanPage(page, { sheet: chooseSheet(random), tone: i % 4 === 3 ? 'grey' : 'colour', ...setting }, random)
}

/** Scans the pages of all papers of the case, going round until `count` images are there. */
export async function renderPool(facts: CaseFacts, count: number, seed: string): Promise<ImagePool> {
  const codes = [...codesOf('police'), ...codesOf('procuratorate'), ...codesOf('court')]
  const papers = codes.map(code => paperText(code, facts)).filter(({ shape }) => shape === 'page')
  const [firstPage, ...otherPages] = papers.flatMap(layOut)
  if (!firstPage) throw new Error('no paper has a page')
  const pages = [firstPage, ...otherPages]
  const pageAt = (i: number): Page => pages[i % pages.length] ?? firstPage
  const jpegs: ImagePool['jpegs'] = [await scanAt(firstPage, 0, randomFrom(`${seed}/0`))]
  for (let i = 1; i < count; i++) jpegs.push(await scanAt(pageAt(i), i, randomFrom(`${seed}/${i}`)))
  const png = async (i: number): Promise<Buffer> => {
    const random = randomFrom(`${seed}/png/${i}`)
    return await scanCanvas(pageAt(i * 7), { sheet: chooseSheet(random), tone: 'colour' }, random).encode('png')
  }
  const pngs: ImagePool['pngs'] = [await png(0)]
  for (let i = 1; i < Math.min(PNG_PAGES, count); i++) pngs.push(await png(i))
  return { jpegs, pngs }
}
