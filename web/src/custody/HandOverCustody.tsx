import { useQuery } from '@tanstack/react-query'
import { getCaseCustody } from '../api/custody.ts'
import type { Dispatch, PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'

type Props = { caseId: string; handOverId: string; persons: Pick<PersonView, 'id' | 'name'>[] }

/** The transfer certificates of one hand-over. Who may not open the case yet has no names, and is not asked about it. */
function useCertificates({ caseId, handOverId, persons }: Props) {
  const found = useQuery({
    queryKey: ['custody', 'case', caseId],
    queryFn: () => getCaseCustody(caseId),
    enabled: persons.length > 0,
    retry: false,
  })
  const papers = (found.data?.dispatches ?? []).filter(paper => paper.handOverId === handOverId)
  const nameOf = (paper: Dispatch): string => persons.find(({ id }) => id === paper.casePersonId)?.name ?? ''
  return { papers, nameOf }
}

/** Before the receiver's click: for whom a certificate will be completed, and what is known of the periods. */
export function BeforeAccept(props: Props) {
  const { t } = useLang()
  const { papers, nameOf } = useCertificates(props)
  const announced = papers.filter(({ state }) => state.code === 'announced')
  if (announced.length === 0) return null
  return (
    <div className="notice" role="note">
      <strong>{t('custodyCase.acceptTitle', { count: announced.length })}</strong>
      <ul>
        {announced.map(paper => (
          <li key={paper.id}>
            {t('custodyCase.completedLine', { name: nameOf(paper), no: paper.certNo })}
            <span className="small">
              {' '}
              · {paper.senderDueAt !== null && `${t('custodyCase.acceptOld', { time: dateTime(paper.senderDueAt) })} · `}
              {t('custodyCase.acceptNewLater')}
            </span>
          </li>
        ))}
      </ul>
      <p className="small">{t('custodyCase.acceptHint')}</p>
    </div>
  )
}

/** After it: the numbers, and until when each person may be held now. */
export function AfterAccept(props: Props) {
  const { t, bi } = useLang()
  const { papers, nameOf } = useCertificates(props)
  const completed = papers.filter(({ completedAt }) => completedAt !== null)
  if (completed.length === 0) return null
  return (
    <Panel title={t('custodyCase.completed')}>
      <ul className="stack tight">
        {completed.map(paper => {
          const line = { name: nameOf(paper), no: paper.certNo }
          return (
            <li key={paper.id}>
              {paper.newTo === null
                ? t('custodyCase.completedLine', line)
                : t('custodyCase.completedUntil', { ...line, time: dateTime(paper.newTo) })}{' '}
              <span className="tag">{bi(paper.state)}</span>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
