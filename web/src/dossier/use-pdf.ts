import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.mjs?worker&url'
import { useEffect, useState } from 'react'
import { CHUNK_BYTES, openRange, RangeSource } from './range-source.ts'

GlobalWorkerOptions.workerSrc = workerAddress

export type OpenPdf = { pdf: PDFDocumentProxy; source: RangeSource }

const ASSETS = `${import.meta.env.BASE_URL}pdfjs`

/** Opens a PDF by byte ranges, without script, forms or anything from outside. */
export function usePdf(url: string): { open: OpenPdf | null; fault: unknown; retry: () => void } {
  const [open, setOpen] = useState<OpenPdf | null>(null)
  const [fault, setFault] = useState<unknown>(null)
  const [attempt, setAttempt] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt opens the file anew
  useEffect(() => {
    const leave = new AbortController()
    let close: () => void = () => undefined
    setOpen(null)
    setFault(null)
    const load = async (): Promise<void> => {
      const { length, first } = await openRange(url, leave.signal)
      if (leave.signal.aborted) return
      const source = new RangeSource(url, length, first, error => setFault(error))
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
      close = () => {
        source.close()
        void task.destroy()
      }
      const pdf = await task.promise
      if (leave.signal.aborted) close()
      else setOpen({ pdf, source })
    }
    load().catch((error: unknown) => {
      if (!leave.signal.aborted) setFault(error)
    })
    return () => {
      leave.abort()
      close()
    }
  }, [url, attempt])
  return { open, fault, retry: () => setAttempt(attempt + 1) }
}
