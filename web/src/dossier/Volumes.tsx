import type { DocumentView, DossierView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'

type Props = { dossier: DossierView; current: string | null; onShow: (documentId: string) => void }

/** Volumes with their documents, in the order of the catalogue, with printed page numbers. */
export function Volumes({ dossier, current, onShow }: Props) {
  const { t, bi } = useLang()
  return (
    <>
      {dossier.volumes.map(volume => (
        <details key={`${volume.code}-${volume.seq}`} className="volume" open>
          <summary>
            <strong>{bi(volume)}</strong>
            <span className="quiet small">{t('dossier.volumeCount', { documents: volume.documents.length, pages: volume.pageCount })}</span>
          </summary>
          <ol>
            {volume.documents.map(item => (
              <li key={item.id}>
                <DocumentLine item={item} current={item.id === current} onShow={onShow} />
              </li>
            ))}
          </ol>
        </details>
      ))}
    </>
  )
}

type LineProps = { item: DocumentView; current: boolean; onShow: (documentId: string) => void }

export function DocumentLine({ item, current, onShow }: LineProps) {
  const { t } = useLang()
  const pages = item.pageFrom === null ? t('dossier.pages', { count: item.pageCount }) : pageRange(item.pageFrom, item.pageTo)
  return (
    <button type="button" className="plain doc" {...(current ? { 'aria-current': 'true' as const } : {})} onClick={() => onShow(item.id)}>
      <span className="seq">{item.pageFrom === null ? '' : item.seq}</span>
      <span className="name">
        {item.title}
        {item.docNo !== null && <span className="sub">{item.docNo}</span>}
        {item.replacedBy !== null && <span className="sub">{t('dossier.replaced')}</span>}
        {item.replaces !== null && (
          <span className="sub">
            {t('dossier.newVersion')}
            {item.replacement?.awaitsMe && <span className="tag care">{t('dossier.awaitsMe')}</span>}
          </span>
        )}
      </span>
      <span className="pages">{pages}</span>
    </button>
  )
}

const pageRange = (from: number, to: number | null): string => (to === null || to === from ? String(from) : `${from}–${to}`)
