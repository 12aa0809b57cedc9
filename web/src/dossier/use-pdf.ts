import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker&url'
import { useEffect, useState } from 'react'
import { CHUNK_BYTES, openRange, RangeSource } from './range-source.ts'

GlobalWorkerOptions.workerSrc = workerAddress

export type OpenPdf = { pdf: PDFDocumentProxy; source: RangeSource; close: () => void }

const ASSETS = `${import.meta.env.BASE_URL}pdfjs`

/**
 * Opens a PDF by byte ranges, without script, forms or anything from outside. The caller closes it.
 * @throws SourceFault where the file does not answer
 */
export async function openPdf(url: string, onFault: (error: unknown) => void, signal: AbortSignal): Promise<OpenPdf> {
  const { length, first } = await openRange(url, signal)
  const source = new RangeSource(url, length, first, onFault)
  const task = getDocument({
    range: source,
    rangeChunkSize: CHUNK_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    stopAtErrors: false,
    useWasm: false,
    cMapUrl: `${ASSETS}/cmaps/`,
    standardFontDataUrl: `${ASSETS}/standard_fonts/`,
    wasmUrl: `${ASSETS}/decoders/`,
  })
  const close = (): void => {
    source.close()
    void task.destroy()
  }
  signal.addEventListener('abort', close)
  return { pdf: await task.promise, source, close }
}

/** The PDF of this address while the component is shown. */
export function usePdf(url: string): { open: OpenPdf | null; fault: unknown; retry: () => void } {
  const [open, setOpen] = useState<OpenPdf | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the file anew
  useEffect(() => {
    const leave = new AbortController()
    setOpen(null)
    setFault(null)
    openPdf(url, setFault, leave.signal).then(
      opened => {
        if (!leave.signal.aborted) setOpen(opened)
      },
      (error: unknown) => {
        if (!leave.signal.aborted) setFault(error)
      },
    )
    return () => leave.abort()
  }, [url, attempt])
  return { open, fault, retry: () => setAttempt(attempt + 1) }
}
