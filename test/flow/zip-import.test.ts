import { ZipFile } from 'yazl'
import { libraryPdf } from '../support/hostile-pdfs.ts'

const GOOD = 100

/** An archive of small papers, with three that must be refused among them, one at each end and one in the middle. */
async function _anArchive(label: string): Promise<Buffer> {
  const zip = new ZipFile()
  const add = (name: string, bytes: Buffer): void => zip.addBuffer(bytes, name, { mtime: new Date(0) })
  add('证据卷/空.pdf', Buffer.alloc(0))
  for (let at = 1; at <= GOOD; at++) {
    add(`证据卷/GA32_${at}.pdf`, await libraryPdf(false, `${label} ${at}`))
    if (at === GOOD / 2) add('证据卷/网页.pdf', Buffer.from('<html>not a paper</html>'))
  }
  add('证据卷/残缺.pdf', (await libraryPdf(false, 'cut')).subarray(0, 200))
  zip.end()
  const chunks: Uint8Array[] = []
  for await (const chunk of zip.outputStream) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  return Buffer.concat(chunks)
}
