import { Button, Drawer } from 'antd'
import { useMemo, useSyncExternalStore } from 'react'
import { useSearchParams } from 'react-router'
import type { CardView, SourceView } from '../api/cards.ts'
import { viewAddress } from '../api/dossier.ts'
import { Reader } from '../dossier/Reader.tsx'
import { useLang } from '../i18n/use-lang.ts'

type Props = { card: CardView; shown: { path: string; source: SourceView }; onClose: () => void }

const wide = window.matchMedia('(min-width: 1100px)')
const watchWidth = (tell: () => void): (() => void) => {
  wide.addEventListener('change', tell)
  return () => wide.removeEventListener('change', tell)
}

/** The page from which a value was read, its words marked: beside the form, or over it where there is no room. */
export function SourcePane({ card, shown, onClose }: Props) {
  const { t, bi } = useLang()
  const isWide = useSyncExternalStore(watchWidth, () => wide.matches)
  const field = card.fields.find(({ path }) => path === shown.path)
  const title = `${field === undefined ? '' : `${bi(field)} · `}${bi(shown.source)}`
  if (!isWide) {
    return (
      <Drawer open onClose={onClose} size="100%" title={title} className="card-drawer">
        <Page card={card} source={shown.source} />
      </Drawer>
    )
  }
  return (
    <aside className="card-source-pane panel" aria-label={t('cards.sourceOf', { source: title })}>
      <header>
        <h3>{title}</h3>
        <Button size="small" onClick={onClose}>
          {t('cards.closeSource')}
        </Button>
      </header>
      <Page card={card} source={shown.source} />
    </aside>
  )
}

function Page({ card, source }: { card: CardView; source: SourceView }) {
  const [params, setParams] = useSearchParams()
  const { documentId = '', page = 1, box, words = '' } = source
  const mark = useMemo(() => (box === undefined ? undefined : { page, box, words }), [page, box, words])
  const asked = Number(params.get('page') ?? page)
  return (
    <Reader
      caseId={card.caseId}
      documentId={documentId}
      url={viewAddress(card.caseId, documentId)}
      page={Number.isInteger(asked) && asked > 0 ? asked : page}
      mark={mark}
      onPage={to => {
        const next = new URLSearchParams(params)
        next.set('page', String(to))
        setParams(next, { replace: true, preventScrollReset: true })
      }}
    />
  )
}
