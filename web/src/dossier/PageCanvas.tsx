import { TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { useEffect, useRef, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'
import type { OpenPdf } from './use-pdf.ts'

/** Words to be marked: where they stand on which page, from its upper left corner in parts of its width and height. */
export type Mark = { page: number; box: { x: number; y: number; w: number; h: number }; words: string }

type Props = {
  open: OpenPdf
  page: number
  zoom: number
  mark?: Mark | undefined
  onShown: (page: number) => void
  onFault: (error: unknown) => void
}

const PADDING = 32

/** One page, drawn as wide as its frame times the zoom; a new wish breaks off the drawing under way. */
export function PageCanvas({ open, page, zoom, mark, onShown, onFault }: Props) {
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

  useEffect(() => {
    const paper = sheet.current
    if (busy || paper === null || mark?.page !== page) return
    const shade = shadeOf(mark)
    paper.append(shade)
    frame.current?.scrollTo({ top: Math.max(0, shade.offsetTop - frame.current.clientHeight / 3) })
    return () => shade.remove()
  }, [busy, mark, page])

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

function shadeOf({ box, words }: Mark): HTMLElement {
  const shade = document.createElement('div')
  shade.className = 'page-mark'
  shade.setAttribute('role', 'img')
  shade.setAttribute('aria-label', words)
  const places = { left: box.x, top: box.y, width: box.w, height: box.h }
  for (const [side, part] of Object.entries(places)) shade.style.setProperty(side, `${part * 100}%`)
  return shade
}

/** Recognised text has blanks between Chinese characters; what is copied has none. */
function copyTidy(event: React.ClipboardEvent): void {
  const text = document.getSelection()?.toString() ?? ''
  event.clipboardData.setData('text/plain', text.replace(/(?<=\p{Script=Han})[ \u00a0]+(?=\p{Script=Han})/gu, ''))
  event.preventDefault()
}
