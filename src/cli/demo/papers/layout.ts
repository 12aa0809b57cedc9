import { widthInEms } from './font.ts'
import { writeBlock } from './layout-blocks.ts'
import { signatureOps } from './layout-signature.ts'
import { PAGE, type Page, printed, TEXT_WIDTH } from './page-ops.ts'
import { FOOT_LINE, PageWriter } from './page-writer.ts'
import type { PaperText } from './paper-model.ts'

/** A last page filled less than this is worth avoiding. */
const NEARLY_EMPTY_PX = 430

function numberPage(page: Page, text: string, at: 'top' | 'foot'): void {
  const px = 25
  const width = widthInEms(text) * px
  const x = at === 'top' ? PAGE.width - PAGE.right - width : (PAGE.width - width) / 2
  page.push(printed(text, x, at === 'top' ? 140 : PAGE.height - 100, px))
}

function addFeet({ pages, paper }: PageWriter): void {
  const { foot = [], numbering } = paper
  const rows = Math.ceil(foot.length / 2)
  for (const [i, page] of pages.entries()) {
    for (const [k, signature] of foot.entries()) {
      const y = PAGE.height - PAGE.bottom + 24 - FOOT_LINE * (rows - 1 - Math.floor(k / 2))
      page.push(...signatureOps(signature, PAGE.left + (k % 2) * (TEXT_WIDTH / 2), y, 27))
    }
    if (numbering === 'top') numberPage(page, `第 ${i + 1} 页 共 ${pages.length} 页`, 'top')
    if (numbering === 'foot') numberPage(page, `- ${i + 1} -`, 'foot')
  }
}

function isNearlyEmpty({ pages, y }: PageWriter): boolean {
  return pages.length > 1 && y - PAGE.top < NEARLY_EMPTY_PX
}

function setWith(paper: PaperText): PageWriter {
  const writer = new PageWriter(paper)
  for (const block of paper.blocks) writeBlock(writer, block)
  return writer
}

const SMALLEST_PX = 21

/**
 * Sets a paper on as many A4 pages as it needs. Where the last page would hold little more than a signature, the type is
 * made a little smaller, as clerks do, since a page with nothing but a seal on it is not good form.
 */
export function layOut(paper: PaperText): Page[] {
  const plain = setWith(paper)
  let best = plain
  for (let px = paper.bodyPx - 1; px >= Math.max(paper.bodyPx - 4, SMALLEST_PX) && best === plain && isNearlyEmpty(plain); px--) {
    const smaller = setWith({ ...paper, bodyPx: px })
    if (smaller.pages.length < plain.pages.length) best = smaller
  }
  addFeet(best)
  return best.pages
}
