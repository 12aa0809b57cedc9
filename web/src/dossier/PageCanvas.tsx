import { TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import type { OpenPdf } from './use-pdf.ts'

type Props = { open: OpenPdf; page: number; zoom: number; onShown: (page: number) => void; onFault: (error: unknown) => void }

const PADDING = 32

/** One page, drawn as wide as its frame times the zoom; a new wish breaks off the drawing under way. */
export function PageCanvas({ open, page, zoom, onShown, onFault }: Props) {
  const { t } = useLang()
  const frame = useRef<HTMLDivElement>(null)
  const sheet = useRef<HTMLDivElement>(null)
  const [busy, setBusy] = useState(true)
  const [width, setWidth] = useState(0)
  const told = useRef({ onShown, onFault })
  told.current = { onShown, onFault }

  useEffect(() => {
    if (frame.current === null) return
    const watch = new ResizeObserver(([entry]) => entry && setWidth(Math.round(entry.contentRect.width)))
    watch.observe(frame.current)
    return () => watch.disconnect()
  }, [])

  useEffect(() => {
    const paper = sheet.current
    if (width === 0 || paper === null) return
    let left = false
    let stop: () => void = () => undefined
    setBusy(true)
    open.source.jump()
    const draw = async (): Promise<void> => {
      const proxy = await open.pdf.getPage(page)
      if (left) return
      const plain = proxy.getViewport({ scale: 1 })
      const scale = (Math.max(200, width - PADDING) / plain.width) * zoom
      const viewport = proxy.getViewport({ scale })
      const canvas = document.createElement('canvas')
      const dense = window.devicePixelRatio || 1
      canvas.width = Math.floor(viewport.width * dense)
      canvas.height = Math.floor(viewport.height * dense)
      const task = proxy.render({ canvas, viewport, ...(dense === 1 ? {} : { transform: [dense, 0, 0, dense, 0, 0] }) })
      stop = () => task.cancel()
      await task.promise
      if (left) return
      const text = document.createElement('div')
      text.className = 'text-layer'
      paper.style.width = `${viewport.width}px`
      paper.style.height = `${viewport.height}px`
      paper.style.setProperty('--total-scale-factor', String(scale))
      paper.replaceChildren(canvas, text)
      frame.current?.scrollTo({ top: 0 })
      open.source.settled()
      setBusy(false)
      told.current.onShown(page)
      await new TextLayer({ textContentSource: proxy.streamTextContent(), container: text, viewport }).render()
    }
    draw().catch((error: unknown) => {
      if (!left) told.current.onFault(error)
    })
    return () => {
      left = true
      stop()
    }
  }, [open, page, zoom, width])

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
    <section ref={frame} className="page-frame" tabIndex={0} aria-label={t('reader.page', { page })} aria-busy={busy}>
      {busy && (
        <p className="page-wait small" role="status">
          {t('reader.fetching', { page })}
        </p>
      )}
      <div ref={sheet} className={busy ? 'sheet stale' : 'sheet'} onCopy={copyTidy} />
    </section>
  )
}

/** Recognised text has blanks between Chinese characters; what is copied has none. */
function copyTidy(event: React.ClipboardEvent): void {
  const text = document.getSelection()?.toString() ?? ''
  event.clipboardData.setData('text/plain', text.replace(/(?<=\p{Script=Han})[ \u00a0]+(?=\p{Script=Han})/gu, ''))
  event.preventDefault()
}
