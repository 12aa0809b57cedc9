import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { getCase } from '../api/cases.ts'
import { getHandOver } from '../api/hand-overs.ts'
import { useLang } from '../i18n/use-lang.ts'
import { HandOverPanel } from './HandOverPanel.tsx'

/** One hand-over on its own page, as the receiving desk opens it. */
export function HandOverPage() {
  const { t } = useLang()
  const { handOverId = '' } = useParams()
  const caseId = useQuery({ queryKey: ['handOver', handOverId], queryFn: () => getHandOver(handOverId) }).data?.caseId
  // Before receiving, the desk may not open the case itself; the names are then left out.
  const persons = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => getCase(caseId ?? ''),
    enabled: caseId !== undefined,
    retry: false,
  }).data?.persons
  return (
    <>
      <div className="page-head">
        <h1>{t('handOver.title')}</h1>
        <Link to="/desk">{t('desk.back')}</Link>
      </div>
      <HandOverPanel id={handOverId} persons={persons ?? []} />
    </>
  )
}
