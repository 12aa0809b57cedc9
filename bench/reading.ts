import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { drawForm } from '../src/pdf/form.ts'
import { createTextReader } from '../src/pdf/text/text-reader.ts'
import { createFinder } from '../src/reading/finder.ts'
import type { PageText } from '../src/reading/model.ts'
import { type Figure, figure, pairs, spread } from './measure.ts'
import type { Stack } from './stack.ts'

const DOCUMENTS = 60
const ROUNDS = { warmUp: 1, rounds: 5, withinMs: 300_000 }
const MOST = 2
const SENTENCE = '犯罪嫌疑人林志远，男，汉族，1988年6月14日出生，公民身份号码350503198806149916，住福建省泉州市丰泽区观澜街道海棠路18号。'

/**
 * The words of 60 papers of three to four pages with their places, and what they say, by the processes that do it in the worker,
 * against the bare library in this process, which gives the same characters without lines, places or limits.
 */
export async function benchReading(stack: Stack): Promise<Figure[]> {
  const spoolDir = stack.folder
  const papers = await Promise.all(Array.from({ length: DOCUMENTS }, async (_, at) => await aPaper(spoolDir, at)))
  const text = createTextReader({ spoolDir })
  const finder = createFinder(spoolDir)
  const counted = { bare: 0, ours: 0, pages: 0 }
  const bare = async (): Promise<number> => {
    counted.bare = 0
    counted.pages = 0
    return await timed(async () => {
      for (const { bytes } of papers) counted.bare += await bareCharacters(bytes, () => counted.pages++)
    })
  }
  const findings: number[] = []
  const ours = async (round: number): Promise<number> => {
    counted.ours = 0
    let words = 0
    let finding = 0
    for (const paper of papers) {
      let pages: PageText[] = []
      words += await timed(async () => {
        pages = await readAll(paper)
      })
      counted.ours += pages.reduce((sum, { lines }) => sum + lines.reduce((of, line) => of + solid(line.text), 0), 0)
      finding += await timed(async () => {
        if ((await finder.find('GA41', pages)) === null) throw new Error('the rules came to no end')
      })
    }
    if (round >= 0) findings.push((words + finding) / words)
    return words
  }
  const readAll = async ({ path, pageCount }: Paper): Promise<PageText[]> => {
    const pages: PageText[] = []
    for (let page = 1; page <= pageCount; page++) {
      const answer = await text.read(path, page)
      if (!answer.ok) throw new Error(`page ${page}: ${answer.why}`)
      pages.push({ page, engine: 'textLayer', ...answer.words })
    }
    return pages
  }
  try {
    const times = await pairs(bare, ours, ROUNDS)
    if (counted.bare !== counted.ours) throw new Error(`${counted.ours} characters were read of ${counted.bare}`)
    const ratios = times.ours.map((own, round) => own / (times.baseline[round] ?? Number.NaN))
    const of = { bareMs: spread(times.baseline), oursMs: spread(times.ours), pages: counted.pages, characters: counted.ours }
    return [
      figure(`words of ${DOCUMENTS} papers over the bare library`, 'ratio', ratios, { atMost: MOST }, of),
      figure(`words of ${DOCUMENTS} papers and what they say over the words alone`, 'ratio', findings, { atMost: MOST }, of),
    ]
  } finally {
    text.rest()
    finder.rest()
  }
}

type Paper = { readonly path: string; readonly bytes: Uint8Array; readonly pageCount: number }

async function aPaper(folder: string, at: number): Promise<Paper> {
  const blocks = Array.from({ length: 22 }, (_, line) => ({ kind: 'paragraph' as const, text: `${at}-${line} ${SENTENCE}` }))
  const form = { issuer: '泉州市公安局丰泽分局', title: '讯问笔录', number: null, blocks, closing: [], sealed: false, copy: null }
  const bytes = await drawForm(form, null)
  const path = join(folder, `paper-${at}.pdf`)
  writeFileSync(path, bytes)
  return { path, bytes, pageCount: (await PDFDocument.load(bytes)).getPageCount() }
}

async function timed(act: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await act()
  return performance.now() - began
}

const solid = (text: string): number => text.replace(/\s/g, '').length

async function bareCharacters(bytes: Uint8Array, onPage: () => void): Promise<number> {
  const task = getDocument({ data: new Uint8Array(bytes), verbosity: 0 })
  const pdf = await task.promise
  let characters = 0
  for (let page = 1; page <= pdf.numPages; page++) {
    const content = await (await pdf.getPage(page)).getTextContent()
    characters += content.items.reduce((sum, item) => sum + ('str' in item ? solid(item.str) : 0), 0)
    onPage()
  }
  await task.destroy()
  return characters
}
