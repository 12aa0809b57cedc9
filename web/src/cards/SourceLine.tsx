import { Popover } from 'antd'
import { type FocusEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import type { FieldView, SourceView } from '../api/cards.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { useCard } from './card-context.ts'
import { SourceStrip } from './SourceStrip.tsx'

/** Where the value of a field comes from, and who stands for it. */
export function SourceLine({ field }: { field: FieldView }) {
  const { t } = useLang()
  const { source, confirmedBy, confirmedAt } = field
  return (
    <div className="small quiet">
      {source !== null && <Source source={source} path={field.path} alternative={null} />}
      {confirmedBy !== null && (
        <p>{t('cards.confirmedBy', { by: confirmedBy, time: confirmedAt === null ? '' : dateTime(confirmedAt) })}</p>
      )}
    </div>
  )
}

type Props = { source: SourceView; path: string; alternative: number | null }

const PEEK_MS = 250

/** A source in words. One on a page shows its strip under the pointer or the focus, and opens the page. */
export function Source({ source, path, alternative }: Props) {
  const { t, bi } = useLang()
  const { card, open, shown } = useCard()
  const { peeked, close, ...watch } = usePeek()
  const { documentId, page, box, words = '', documentTitle = '' } = source
  const sure = source.confidence === undefined || source.confidence >= 1 ? '' : ` ${Math.round(source.confidence * 100)}%`
  if (documentId === undefined || page === undefined) return <p>{bi(source) + sure}</p>
  const isOpen = shown?.source === source
  const button = (
    <button
      type="button"
      className="plain dotted card-source"
      aria-label={t('cards.openSource', { source: bi(source) + sure })}
      aria-pressed={isOpen}
      onClick={() => {
        close()
        open(path, alternative)
      }}
      {...watch}
    >
      {bi(source)}
      {sure}
    </button>
  )
  if (box === undefined) return button
  return (
    <Popover
      open={peeked && !isOpen}
      trigger={[]}
      destroyOnHidden
      content={<SourceStrip caseId={card.caseId} documentId={documentId} page={page} box={box} words={words} title={documentTitle} />}
    >
      {button}
    </Popover>
  )
}

/** Whether somebody points at something for a moment, or has come to it by keyboard. */
function usePeek() {
  const [peeked, setPeeked] = useState(false)
  const timer = useRef(0)
  const set = (on: boolean, after = 0): void => {
    window.clearTimeout(timer.current)
    if (after === 0) setPeeked(on)
    else timer.current = window.setTimeout(() => setPeeked(on), after)
  }
  useEffect(() => () => window.clearTimeout(timer.current), [])
  return {
    peeked,
    close: () => set(false),
    onPointerEnter: (event: PointerEvent) => {
      if (event.pointerType === 'mouse') set(true, PEEK_MS)
    },
    onPointerLeave: () => set(false),
    onFocus: (event: FocusEvent) => {
      if (event.currentTarget.matches(':focus-visible')) set(true)
    },
    onBlur: () => set(false),
  }
}
