import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { changeDocument } from '../api/dossier.ts'
import type { CaseView, DocumentView, DossierView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Problem } from '../ui/Problem.tsx'
import { SortDrawer } from './SortDrawer.tsx'
import { DocumentLine } from './Volumes.tsx'

type Props = { view: CaseView; dossier: DossierView; current: string | null; onShow: (documentId: string) => void }

/** Files that no volume holds yet, each with what it seems to be. */
export function Unsorted({ view, dossier, current, onShow }: Props) {
  const { t } = useLang()
  const client = useQueryClient()
  const [sorting, setSorting] = useState<DocumentView | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  if (dossier.unsorted.length === 0) return null
  const accept = async (item: DocumentView): Promise<void> => {
    if (item.suggestion === null) return
    setFailure(null)
    try {
      await changeDocument(view.id, item.id, { documentCode: item.suggestion.code })
      await client.invalidateQueries({ queryKey: ['dossier', view.id] })
      for (const key of [['gates', view.id], ['handOver']]) void client.invalidateQueries({ queryKey: key })
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <section className="unsorted" aria-label={t('dossier.unsorted')}>
      <h2>
        {t('dossier.unsorted')} <span className="count">{dossier.unsorted.length}</span>
      </h2>
      {failure !== null && <Problem error={failure} />}
      <ul>
        {dossier.unsorted.map(item => (
          <li key={item.id}>
            <DocumentLine item={item} current={item.id === current} onShow={onShow} />
            {dossier.canSort && (
              <div className="row wrap small suggest">
                {item.suggestion !== null && (
                  <Button size="small" onClick={() => void accept(item)}>
                    {t('dossier.accept', { name: item.suggestion.zh, sure: Math.round(item.suggestion.confidence * 100) })}
                  </Button>
                )}
                <Button size="small" type="link" onClick={() => setSorting(item)}>
                  {t('dossier.sort')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <SortDrawer view={view} document={sorting} onClose={() => setSorting(null)} />
    </section>
  )
}
