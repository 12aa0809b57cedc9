import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { listPapers } from '../api/papers.ts'
import type { CaseView } from '../api/types.ts'
import '../dossier/dossier.css'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Makeable } from './Makeable.tsx'
import { PaperPane } from './PaperPane.tsx'
import './papers.css'
import { Register } from './Register.tsx'

/** The legal documents of the case: what can be made and what there is at the left, the chosen one at the right. */
export function PapersTab({ view }: { view: CaseView }) {
  const { t } = useLang()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const found = useQuery({ queryKey: ['papers', view.id], queryFn: () => listPapers(view.id) })
  const chosen = params.get('paper')
  const show = (paper: string | null): void => setParams(paper === null ? {} : { paper })
  const changed = async (paper: string | null): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['papers', view.id] })
    void client.invalidateQueries({ queryKey: ['dossier', view.id] })
    void client.invalidateQueries({ queryKey: ['gates', view.id] })
    show(paper)
  }
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  return (
    <div className="dossier panel papers">
      <div className="dossier-list">
        <Register view={view} papers={found.data.papers} current={chosen} onShow={show} />
        {found.data.mayDraft && <Makeable view={view} papers={found.data} onDraft={changed} onShow={show} />}
      </div>
      <div className="dossier-read">
        {chosen === null ? (
          <Empty title={t('papers.choose')} />
        ) : (
          <PaperPane key={chosen} view={view} paperId={chosen} onChange={changed} />
        )}
      </div>
    </div>
  )
}
