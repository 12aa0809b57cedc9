import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readUpright } from '../../src/pdf/ocr/direction.ts'
import { rasterise } from '../../src/pdf/ocr/raster.ts'
import { createRecogniser } from '../../src/pdf/ocr/recognise.ts'
import { toLines } from '../../src/pdf/text/lines.ts'
import { openDocument } from '../../src/pdf/text/open-document.ts'
import { readTextPage } from '../../src/pdf/text/text-page.ts'
import type { PageText } from '../../src/reading/model.ts'

/** Reads papers as the product does, in this process: the papers of the set are its own. */
export type PaperReader = (pdf: Uint8Array, scanned: boolean) => Promise<PageText[]>

export async function createPaperReader(withOcr: boolean): Promise<PaperReader> {
  const recognise = withOcr ? await createRecogniser() : null
  return async (bytes, scanned) => {
    const path = join(tmpdir(), `quality-${randomUUID()}.pdf`)
    writeFileSync(path, bytes)
    const { pdf, close } = await openDocument(path)
    try {
      const pages: PageText[] = []
      for (let page = 1; page <= pdf.numPages; page++) {
        const opened = await pdf.getPage(page)
        if (!scanned) pages.push({ page, engine: 'textLayer', ...(await readTextPage(opened)) })
        else if (recognise !== null) {
          const { turn, pieces, picture } = await readUpright(await rasterise(opened), recognise)
          pages.push({ page, engine: 'ocr', turned: turn, lines: toLines(pieces, picture, turn) })
        }
      }
      return pages
    } finally {
      await close()
      rmSync(path, { force: true })
    }
  }
}
