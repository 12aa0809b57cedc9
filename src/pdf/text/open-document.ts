import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { getDocument, PDFDataRangeTransport, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'

export type OpenDocument = { readonly pdf: PDFDocumentProxy; close(): Promise<void> }

const CHUNK = 65_536
const PACKAGE = dirname(dirname(dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')))))
const folder = (name: string): string => `${join(PACKAGE, name)}/`

/** Reads the pieces of a file that are asked for, so that the pictures of a scan are not loaded for its words. */
class FileRanges extends PDFDataRangeTransport {
  readonly #fd: number

  constructor(fd: number, length: number) {
    super(length, null)
    this.#fd = fd
  }

  override requestDataRange(begin: number, end: number): void {
    const bytes = new Uint8Array(end - begin)
    for (let at = 0; at < bytes.length; ) {
      const got = readSync(this.#fd, bytes, at, bytes.length - at, begin + at)
      if (got === 0) break
      at += got
    }
    // The library asks before it has noted that it did.
    queueMicrotask(() => this.onDataRange(begin, bytes))
  }
}

/** Opens a PDF of any size by ranges. @throws what the library says of a file that is none */
export async function openDocument(path: string): Promise<OpenDocument> {
  const fd = openSync(path, 'r')
  const task = getDocument({
    range: new FileRanges(fd, fstatSync(fd).size),
    rangeChunkSize: CHUNK,
    disableAutoFetch: true,
    disableStream: true,
    verbosity: 0,
    cMapUrl: folder('cmaps'),
    standardFontDataUrl: folder('standard_fonts'),
    wasmUrl: folder('wasm'),
    useSystemFonts: false,
  })
  const close = async (): Promise<void> => {
    await task.destroy()
    closeSync(fd)
  }
  try {
    return { pdf: await task.promise, close }
  } catch (error) {
    await close()
    throw error
  }
}
