import { useEffect, useRef, useState } from 'react'
import type { Box } from '../api/cards.ts'
import { viewAddress } from '../api/dossier.ts'
import { usePageViews } from '../dossier/use-page-views.ts'
import { useLang } from '../i18n/use-lang.ts'
import { cropOf, drawStrip } from './page-strip.ts'

type Props = { caseId: string; documentId: string; page: number; box: Box; words: string; title: string }

/** The strip of the page from which a value was read, its words marked. */
export function SourceStrip({ caseId, documentId, page, box, words, title }: Props) {
  const { t } = useLang()
  const [state, setState] = useState<'drawing' | 'drawn' | 'failed'>('drawing')
  const paper = useRef<HTMLDivElement>(null)
  const seen = usePageViews(caseId, documentId)
  const told = useRef(seen)
  told.current = seen
  const { x, y, w, h } = box
  useEffect(() => {
    const leave = new AbortController()
    drawStrip(viewAddress(caseId, documentId), page, { x, y, w, h }, leave.signal).then(
      canvas => {
        if (leave.signal.aborted) return
        paper.current?.prepend(canvas)
        setState('drawn')
        told.current(page)
      },
      () => {
        if (!leave.signal.aborted) setState('failed')
      },
    )
    return () => {
      leave.abort()
      paper.current?.querySelector('canvas')?.remove()
    }
  }, [caseId, documentId, page, x, y, w, h])
  const crop = cropOf(box)
  const part = (value: number): string => `${value * 100}%`
  return (
    <div className="card-strip">
      <p className="small">
        {title} · {t('reader.page', { page })}
      </p>
      <div className="paper" ref={paper} role="img" aria-label={words} aria-busy={state === 'drawing'}>
        {state === 'drawn' && (
          <span
            className="page-mark"
            style={{
              left: part((x - crop.x) / crop.w),
              top: part((y - crop.y) / crop.h),
              width: part(w / crop.w),
              height: part(h / crop.h),
            }}
          />
        )}
      </div>
      {state === 'drawing' && <p className="small quiet">{t('reader.fetching', { page })}</p>}
      {state === 'failed' && <p className="small">{t('cards.stripFailed')}</p>}
    </div>
  )
}
