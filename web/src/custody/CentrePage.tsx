import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { countDesk } from '../api/custody.ts'
import { useLang } from '../i18n/use-lang.ts'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import './custody.css'
import { FiguresPanel } from './FiguresPanel.tsx'
import { IncidentsTab } from './IncidentsTab.tsx'
import { NoticesTab } from './NoticesTab.tsx'
import { PapersTab } from './PapersTab.tsx'
import { PermitsTab } from './PermitsTab.tsx'
import { RegisterTab } from './RegisterTab.tsx'

const TABS = ['papers', 'register', 'permits', 'notices', 'incidents', 'figures'] as const
type Tab = (typeof TABS)[number]

/** The home of a detention centre: papers to acknowledge, who is here, permits at the gate, what runs out, what has run out. */
export function CentrePage() {
  const { t } = useLang()
  const [params] = useSearchParams()
  const tab = TABS.find(name => name === params.get('tab')) ?? 'papers'
  const counts = useQuery({ queryKey: ['custody', 'counts'], queryFn: countDesk }).data
  const numbers: Partial<Record<Tab, number | undefined>> = {
    papers: counts?.delivered,
    register: counts?.register.here,
    notices: counts?.notices,
    incidents: counts?.incidents,
  }
  return (
    <>
      <div className="page-head">
        <h1>{t('custody.title')}</h1>
        {counts !== undefined && counts.incidents > 0 && (
          <span className="tag overdue">
            {t('custody.tab.incidents')} {counts.incidents}
          </span>
        )}
      </div>
      <div className="panel">
        <LinkTabs
          label={t('custody.title')}
          tabs={TABS.map(name => ({
            to: name === 'papers' ? '/custody' : `/custody?tab=${name}`,
            text: t(`custody.tab.${name}`),
            current: name === tab,
            count: numbers[name],
          }))}
        />
        {tab === 'papers' && <PapersTab counts={counts} />}
        {tab === 'register' && <RegisterTab counts={counts?.register} />}
        {tab === 'permits' && <PermitsTab />}
        {tab === 'notices' && <NoticesTab />}
        {tab === 'incidents' && <IncidentsTab />}
        {tab === 'figures' && <FiguresPanel always />}
      </div>
    </>
  )
}
