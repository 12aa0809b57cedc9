import { useQuery } from '@tanstack/react-query'
import { getCaseCustody } from '../api/custody.ts'
import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { CasePapers } from './CasePapers.tsx'
import { CasePermits } from './CasePermits.tsx'
import { ChainDrawing } from './ChainDrawing.tsx'
import { ChainTable } from './ChainTable.tsx'
import { chainsOf } from './chain.ts'
import './custody.css'

/** The custody side of a case: who held whom until when, and the papers that said so to the centre. */
export function CustodyTab({ view }: { view: CaseView }) {
  const { t } = useLang()
  const now = useNow()
  const found = useQuery({ queryKey: ['custody', 'case', view.id], queryFn: () => getCaseCustody(view.id) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const { titles, ends, dispatches } = found.data
  const chains = chainsOf(view.persons, titles, ends, now)
  if (chains.length === 0)
    return (
      <div className="panel">
        <Empty title={t('custodyCase.none')} hint={t('custodyCase.noneHint')} />
      </div>
    )
  return (
    <div className="stack">
      <Panel flush title={t('custodyCase.chain')} aside={<span className="small quiet">{t('custodyCase.chainHint')}</span>}>
        <ChainDrawing chains={chains} />
        <ChainTable chains={chains} />
      </Panel>
      <CasePapers persons={view.persons} dispatches={dispatches} />
      <CasePermits view={view} chains={chains} />
    </div>
  )
}
