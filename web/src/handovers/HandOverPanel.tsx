import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { getHandOver, receiptAddress } from '../api/hand-overs.ts'
import type { PersonView } from '../api/types.ts'
import { AfterAccept } from '../custody/HandOverCustody.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Answers } from './Answers.tsx'
import { GateList, GateState } from './GateList.tsx'
import { HandOverActions } from './HandOverActions.tsx'
import { HandOverHead } from './HandOverHead.tsx'
import { Manifest } from './Manifest.tsx'

/** One hand-over: its state and buttons, what the receiver checks, the manifest, the receipts and what happened. */
export function HandOverPanel({ id, persons }: { id: string; persons: Pick<PersonView, 'id' | 'name'>[] }) {
  const { t, bi } = useLang()
  const [params, setParams] = useSearchParams()
  const found = useQuery({ queryKey: ['handOver', id], queryFn: () => getHandOver(id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const view = found.data
  const close = (): void => {
    params.delete('do')
    setParams(params, { replace: true })
  }
  return (
    <div className="stack">
      <section className="panel hand-over-head">
        <HandOverHead view={view} />
        <HandOverActions view={view} persons={persons} asked={params.get('do')} onAskedDone={close} />
      </section>
      <div className="hand-over-body">
        {view.gate === null ? (
          <Panel title={t('gate.title')}>
            <p className="quiet">{t('gate.unread')}</p>
          </Panel>
        ) : (
          <Panel flush title={t('gate.title')} aside={<GateState gate={view.gate} />}>
            <GateList caseId={view.caseId} gate={view.gate} persons={persons} />
          </Panel>
        )}
        <div className="stack">
          <AfterAccept caseId={view.caseId} handOverId={view.id} persons={persons} />
          <Panel title={t('receipt.title')}>
            {view.receipts.length === 0 && <p className="quiet">{t('receipt.none')}</p>}
            <ul className="stack tight">
              {view.receipts.map(receipt => (
                <li key={receipt.id}>
                  <a className="inline" href={receiptAddress(view.id, receipt.id)} target="_blank" rel="noreferrer">
                    {bi(receipt)}
                  </a>
                  <span className="sub quiet small"> {dateTime(receipt.issuedAt)}</span>
                  <div className="mono">SHA-256 {receipt.sha256}</div>
                </li>
              ))}
            </ul>
          </Panel>
          {view.answers.length > 0 && (
            <Panel title={t('handOver.answers')}>
              <Answers answers={view.answers} persons={persons} />
            </Panel>
          )}
          <Panel title={t('handOver.history')}>
            <ol className="stack tight">
              {view.history.map(step => (
                <li key={step.at + step.zh}>
                  {bi(step)}
                  <div className="small quiet">
                    {dateTime(step.at)}
                    {step.by !== null && ` · ${step.by}`}
                  </div>
                </li>
              ))}
            </ol>
          </Panel>
        </div>
      </div>
      {view.manifest !== null && <Manifest caseId={view.caseId} manifest={view.manifest} />}
    </div>
  )
}
