import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { getPaper, paperAddress, previewAddress } from '../api/papers.ts'
import type { CaseView, PaperView } from '../api/types.ts'
import { Reader } from '../dossier/Reader.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { AnnulmentNote } from './Annulment.tsx'
import { PaperActions } from './PaperActions.tsx'
import { PartsForm } from './PartsForm.tsx'
import { Services } from './Services.tsx'

type Props = { view: CaseView; paperId: string; onChange: (paperId: string | null) => Promise<void> }

/** One paper: what it is and what may be done, its free parts and lacks, and beside them the paper itself. */
export function PaperPane({ view, paperId, onChange }: Props) {
  const { t } = useLang()
  const [page, setPage] = useState(1)
  const found = useQuery({ queryKey: ['papers', view.id, paperId], queryFn: () => getPaper(view.id, paperId) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const paper = found.data
  const url = paper.state === 'draft' ? previewAddress(view.id, paper) : paperAddress(view.id, paper.id)
  return (
    <>
      <Head view={view} paper={paper} onChange={onChange} />
      <div className="paper-body">
        <div className="paper-side">
          {paper.state === 'draft' ? (
            <Draft view={view} paper={paper} onChange={onChange} />
          ) : (
            <Services view={view} paper={paper} onChange={onChange} />
          )}
        </div>
        {paper.state !== 'void' && (
          <Reader key={`${url} ${paper.state}`} caseId={view.id} documentId={null} url={url} page={page} onPage={setPage} />
        )}
      </div>
    </>
  )
}

type PartProps = { view: CaseView; paper: PaperView; onChange: Props['onChange'] }

function Head({ view, paper, onChange }: PartProps) {
  const { t, bi } = useLang()
  const person = view.persons.find(({ id }) => id === paper.casePersonId)
  return (
    <header className="paper-head">
      <div>
        <h2>
          {bi(paper)} <span className="tag brand">{t(`papers.state.${paper.state}`)}</span>
          {paper.version > 1 && <span className="tag">{t('papers.version', { count: paper.version })}</span>}
        </h2>
        <p className="small quiet">
          {paper.number ?? (paper.state === 'draft' ? t('papers.noNumber') : t('papers.unnumbered'))}
          {person && ` · ${t('papers.person', { name: person.name })}`} · {t('papers.madeBy', { who: paper.maker })}
          {paper.signer !== null &&
            paper.signedAt !== null &&
            ` · ${t('papers.signedBy', { who: paper.signer, when: dateTime(paper.signedAt) })}`}
        </p>
        <p className="small quiet">{t('problem.basis', { basis: paper.basis })}</p>
        {paper.reason !== null && <p className="small">{t('papers.because', { reason: paper.reason })}</p>}
        <AnnulmentNote annulment={paper.annulment} />
        {paper.documentId !== null && paper.state !== 'annulled' && (
          <Link to={`/cases/${view.id}/dossier?doc=${paper.documentId}`}>{t('papers.inDossier')}</Link>
        )}
      </div>
      <PaperActions view={view} paper={paper} onChange={onChange} />
    </header>
  )
}

function Draft({ view, paper, onChange }: PartProps) {
  const { t, bi } = useLang()
  return (
    <>
      {paper.lacks.length > 0 ? (
        <div className="notice" role="status">
          <strong>{t('papers.missing')}</strong>
          <ul>
            {paper.lacks.map(lack => (
              <li key={`${lack.name}-${lack.casePersonId ?? ''}`}>
                {bi(lack)}
                {view.persons.length > 1 && ` ${view.persons.find(({ id }) => id === lack.casePersonId)?.name ?? ''}`}
              </li>
            ))}
          </ul>
        </div>
      ) : (
        <p className="small" role="status">
          {t('papers.complete')}
        </p>
      )}
      <PartsForm key={paper.digest} view={view} paper={paper} onChange={onChange} />
    </>
  )
}
