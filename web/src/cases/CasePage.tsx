import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useParams } from 'react-router'
import { getCase } from '../api/cases.ts'
import type { CaseView } from '../api/types.ts'
import { TrackStrip } from '../fasttrack/TrackStrip.tsx'
import { TransferTab } from '../handovers/TransferTab.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { DropZone } from '../imports/DropZone.tsx'
import { Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import { CaseHead } from './CaseHead.tsx'
import { Overview } from './Overview.tsx'

const CardTab = lazy(async () => ({ default: (await import('../cards/CardTab.tsx')).CardTab }))

const DossierTab = lazy(async () => ({ default: (await import('../dossier/DossierTab.tsx')).DossierTab }))

const ClocksTab = lazy(async () => ({ default: (await import('../clocks/ClocksTab.tsx')).ClocksTab }))

const FastTrackTab = lazy(async () => ({ default: (await import('../fasttrack/FastTrackTab.tsx')).FastTrackTab }))
const CustodyTab = lazy(async () => ({ default: (await import('../custody/CustodyTab.tsx')).CustodyTab }))
const PapersTab = lazy(async () => ({ default: (await import('../papers/PapersTab.tsx')).PapersTab }))

const TABS = ['overview', 'card', 'clocks', 'custody', 'fast-track', 'dossier', 'papers', 'transfer'] as const

/** One case: where it stands, whose turn it is, what may be done, and its sides. */
export function CasePage() {
  const { t } = useLang()
  const { caseId = '', tab } = useParams()
  const found = useQuery({ queryKey: ['case', caseId], queryFn: () => getCase(caseId) })
  const current = TABS.find(name => name === tab) ?? 'overview'
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) {
    return (
      <div className="stack">
        <h1>{t('case.unread')}</h1>
        <Problem error={found.error} retry={() => void found.refetch()} />
      </div>
    )
  }
  const view = found.data
  const mayUpload = view.actions.some(action => action.kind === 'upload' && action.blocked === null)
  return (
    <DropZone caseId={caseId} caseName={view.name} enabled={mayUpload}>
      <div className="stack">
        <CaseHead view={view} brief={current !== 'overview' && current !== 'transfer'} />
        {current === 'overview' && view.track48 !== null && <TrackStrip track={view.track48} caseId={caseId} />}
        <LinkTabs
          label={view.name}
          tabs={TABS.map(name => ({
            to: name === 'overview' ? `/cases/${caseId}` : `/cases/${caseId}/${name}`,
            text: t(`case.tab.${name}`),
            current: name === current,
          }))}
        />
        <Tab view={view} name={current} />
      </div>
    </DropZone>
  )
}

function Tab({ view, name }: { view: CaseView; name: (typeof TABS)[number] }) {
  const { t } = useLang()
  if (name === 'overview') return <Overview view={view} />
  if (name === 'transfer') return <TransferTab view={view} />
  const sides = {
    card: <CardTab view={view} />,
    clocks: <ClocksTab view={view} />,
    custody: <CustodyTab view={view} />,
    dossier: <DossierTab view={view} />,
    'fast-track': <FastTrackTab view={view} />,
    papers: <PapersTab view={view} />,
  }
  return <Suspense fallback={<Loading text={t('app.loading')} />}>{sides[name]}</Suspense>
}
