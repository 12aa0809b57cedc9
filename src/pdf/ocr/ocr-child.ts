import { createInterface } from 'node:readline'
import { toLines } from '../text/lines.ts'
import { openDocument } from '../text/open-document.ts'
import { type PageJob, readJob } from '../text/read-job.ts'
import type { PageWords } from '../text/words.ts'
import { readUpright } from './direction.ts'
import { isBlank, rasterise } from './raster.ts'
import { createRecogniser, type Recogniser } from './recognise.ts'

/** The process that reads pictures: one job per line, one line for each, as of the process for text layers. It ends with its input. */
async function work(): Promise<void> {
  const recognise = await createRecogniser()
  for await (const line of createInterface({ input: process.stdin })) {
    const job = readJob(line)
    try {
      answer({ ok: true, ...(await readPage(job, recognise)) })
    } catch (error) {
      answer({ ok: false, why: error instanceof Error ? error.name : 'Error' })
    }
  }
}

async function readPage({ path, page }: PageJob, recognise: Recogniser): Promise<PageWords> {
  const { pdf, close } = await openDocument(path)
  try {
    const canvas = await rasterise(await pdf.getPage(page))
    if (isBlank(canvas)) return { turned: 0, lines: [] }
    const { turn, pieces, picture } = await readUpright(canvas, recognise)
    return { turned: turn, lines: toLines(pieces, picture, turn) }
  } finally {
    await close()
  }
}

function answer(said: object): void {
  process.stdout.write(`${JSON.stringify({ ...said, cpuMs: Math.round(process.cpuUsage().user / 1000) })}\n`)
}

await work()
process.exit(0)
