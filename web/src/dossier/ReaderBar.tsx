import { Button, Input } from 'antd'
import { useEffect, useState } from 'react'
import { useLang } from '../i18n/use-lang.ts'

type Props = {
  page: number
  last: number | null
  zoom: number
  onPage: (page: number) => void
  onZoom: (by: number) => void
  outline: boolean
  onOutline: () => void
}

export function ReaderBar({ page, last, zoom, onPage, onZoom, outline, onOutline }: Props) {
  const { t } = useLang()
  const [typed, setTyped] = useState(String(page))
  useEffect(() => setTyped(String(page)), [page])
  const go = (): void => {
    const wanted = Number(typed)
    if (Number.isInteger(wanted) && wanted > 0) onPage(wanted)
    setTyped(String(page))
  }
  return (
    <div className="reader-bar" role="toolbar" aria-label={t('reader.bar')}>
      <Button size="small" aria-pressed={outline} onClick={onOutline}>
        {t('reader.outline')}
      </Button>
      <span className="row">
        <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)} aria-label={t('reader.previous')}>
          ‹
        </Button>
        <Input
          id="reader-page"
          size="small"
          className="page-box"
          inputMode="numeric"
          aria-label={t('reader.goTo')}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onFocus={event => event.target.select()}
          onBlur={go}
          onPressEnter={event => {
            if (!event.nativeEvent.isComposing) go()
          }}
        />
        <span className="nowrap">{last === null ? '' : t('reader.of', { last })}</span>
        <Button size="small" disabled={last !== null && page >= last} onClick={() => onPage(page + 1)} aria-label={t('reader.next')}>
          ›
        </Button>
      </span>
      <span className="row">
        <Button size="small" onClick={() => onZoom(-1)} aria-label={t('reader.smaller')}>
          −
        </Button>
        <span className="zoom">{Math.round(zoom * 100)}%</span>
        <Button size="small" onClick={() => onZoom(1)} aria-label={t('reader.larger')}>
          +
        </Button>
      </span>
    </div>
  )
}
