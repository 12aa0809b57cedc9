import { createInterface } from 'node:readline'
import { type OpenDocument, openDocument } from './open-document.ts'
import { readJob } from './read-job.ts'
import { readTextPage } from './text-page.ts'

/**
 * The process that takes words out of text layers. One job per line, `{"path", "page"}`, and one line for each: the words, or why
 * there are none. The file stays open while its pages are asked for. It ends with its input.
 */
async function work(): Promise<void> {
  let open: { path: string; document: OpenDocument } | undefined
  for await (const line of createInterface({ input: process.stdin })) {
    const { path, page } = readJob(line)
    try {
      if (open?.path !== path) {
        await open?.document.close()
        open = undefined
        open = { path, document: await openDocument(path) }
      }
      const proxy = await open.document.pdf.getPage(page)
      const words = await readTextPage(proxy)
      proxy.cleanup()
      answer({ ok: true, ...words })
    } catch (error) {
      answer({ ok: false, why: error instanceof Error ? error.name : 'Error' })
    }
  }
}

function answer(said: object): void {
  process.stdout.write(`${JSON.stringify({ ...said, cpuMs: Math.round(process.cpuUsage().user / 1000) })}\n`)
}

await work()
process.exit(0)
