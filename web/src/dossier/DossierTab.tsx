import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect } from 'react'
import { useSearchParams } from 'react-router'
import { bundleAddress, getDossier, viewAddress } from '../api/dossier.ts'
import type { CaseView, DocumentView, DossierView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { UploadButtons } from '../imports/UploadButtons.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { count } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { DocumentCard } from './DocumentCard.tsx'
import './dossier.css'
import { Reader } from './Reader.tsx'
import { Unsorted } from './Unsorted.tsx'
import { Volumes } from './Volumes.tsx'

const BUNDLE = 'bundle'

const allDocuments = (dossier: DossierView): DocumentView[] => [...dossier.volumes.flatMap(volume => volume.documents), ...dossier.unsorted]

/** The volumes of the case on the left, the reader on the right. Document and page are in the address. */
export function DossierTab({ view }: { view: CaseView }) {
  const { t } = useLang()
  const [params, setParams] = useSearchParams()
  const found = useQuery({ queryKey: ['dossier', view.id], queryFn: () => getDossier(view.id) })
  const dossier = found.data
  const asked = params.get('doc')
  const page = Number(params.get('page') ?? '1')
  const firstId = dossier ? allDocuments(dossier)[0]?.id : undefined
  useEffect(() => {
    if (asked === null && firstId !== undefined && window.innerWidth > 900) setParams({ doc: firstId }, { replace: true })
  }, [asked, firstId, setParams])
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!dossier) return <Problem error={found.error} retry={() => void found.refetch()} />
  const documents = allDocuments(dossier)
  const chosen = documents.find(item => item.id === asked)
  const show = (doc: string): void => setParams({ doc })
  const url = asked === BUNDLE ? bundleAddress(view.id) : chosen ? viewAddress(view.id, chosen.id) : null
  const total = documents.reduce((sum, item) => sum + item.pageCount, 0)
  return (
    <div className="dossier panel">
      <div className="dossier-list">
        <div className="dossier-head">
          <p className="small quiet">{t('dossier.total', { documents: count(documents.length), pages: count(total) })}</p>
          <div className="row wrap">
            {dossier.canUpload && <UploadButtons caseId={view.id} caseName={view.name} />}
            {dossier.bundle !== null && (
              <Button size="small" aria-pressed={asked === BUNDLE} onClick={() => show(BUNDLE)}>
                {t('dossier.bundle')}
              </Button>
            )}
          </div>
        </div>
        {documents.length === 0 && (
          <Empty title={t('dossier.none')} hint={dossier.canUpload ? t('dossier.noneHintUpload') : t('dossier.noneHint')} />
        )}
        <Unsorted view={view} dossier={dossier} current={asked} onShow={show} />
        <Volumes dossier={dossier} current={asked} onShow={show} />
      </div>
      <div className="dossier-read">
        {chosen && <DocumentCard view={view} document={chosen} canSort={dossier.canSort} />}
        {url === null ? (
          <Empty title={t('dossier.choose')} />
        ) : (
          <Reader
            key={url}
            caseId={view.id}
            documentId={chosen?.id ?? null}
            url={url}
            page={Number.isInteger(page) ? page : 1}
            onPage={to => setParams({ doc: asked ?? '', page: String(to) }, { replace: true })}
          />
        )}
      </div>
    </div>
  )
}
