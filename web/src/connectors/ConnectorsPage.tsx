import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { type Connector, listConnectors, resumeConnector } from '../api/connectors.ts'
import { useLang } from '../i18n/use-lang.ts'
import { keepsConnectors } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { initials } from '../ui/pinyin.ts'
import { SearchInput } from '../ui/SearchInput.tsx'
import { ConnectorTable } from './ConnectorTable.tsx'
import './connectors.css'
import { PauseDrawer } from './PauseDrawer.tsx'
import { TrialDrawer } from './TrialDrawer.tsx'

const EVERY_MS = 10_000

type Drawn = { agency: Connector['agency']; what: 'pause' | 'resume' | 'trial' }

/** The ways to the agencies' own systems (业务系统): which of them stand still and why, what waits, and their switches. */
export function ConnectorsPage() {
  const { t } = useLang()
  const { session } = useSession()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [drawn, setDrawn] = useState<Drawn | null>(null)
  const found = useQuery({ queryKey: ['connectors'], queryFn: listConnectors, refetchInterval: EVERY_MS })
  const resume = useMutation({
    mutationFn: (agency: string) => resumeConnector(agency),
    onSettled: () => void client.invalidateQueries({ queryKey: ['connectors'] }),
  })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const all = [...found.data.connectors].sort(byNeed)
  const text = params.get('q') ?? ''
  const fitting = all.filter(({ agency }) => fits(agency, text))
  const still = fitting.filter(isStill)
  const onlyStill = params.get('only') === 'still'
  const shown = onlyStill ? still : fitting
  const change = (next: { q?: string; only?: string }): void =>
    setParams(
      Object.fromEntries(Object.entries({ q: text, only: params.get('only') ?? '', ...next }).filter(([, value]) => value !== '')),
      {
        replace: true,
      },
    )
  const query = text === '' ? '' : `q=${encodeURIComponent(text)}`
  return (
    <div className="stack connectors-page">
      <div className="page-head">
        <h1>{t('connectors.title')}</h1>
        <SearchInput value={text} label={t('connectors.search')} onSearch={q => change({ q })} />
      </div>
      <p className="quiet">{t('connectors.hint')}</p>
      <LinkTabs
        label={t('connectors.show')}
        tabs={[
          { to: `?${query}`, text: t('connectors.all', { count: fitting.length }), current: !onlyStill },
          { to: `?only=still${query && `&${query}`}`, text: t('connectors.onlyStill', { count: still.length }), current: onlyStill },
        ]}
      />
      {resume.isError && <Problem error={resume.error} />}
      {shown.length === 0 ? (
        <Nothing none={all.length === 0} />
      ) : (
        <Panel flush title={t('connectors.list')}>
          <ConnectorTable
            rows={shown}
            keeps={keepsConnectors(session.user)}
            busy={resume.isPending}
            onResume={agency => resume.mutate(agency.code)}
            onPause={(agency, paused) => setDrawn({ agency, what: paused ? 'pause' : 'resume' })}
            onTrial={agency => setDrawn({ agency, what: 'trial' })}
          />
        </Panel>
      )}
      <PauseDrawer drawn={drawn !== null && drawn.what !== 'trial' ? drawn : null} onClose={() => setDrawn(null)} />
      <TrialDrawer agency={drawn?.what === 'trial' ? drawn.agency : null} onClose={() => setDrawn(null)} />
    </div>
  )
}

function Nothing({ none }: { none: boolean }) {
  const { t } = useLang()
  return none ? (
    <Empty title={t('connectors.none')} hint={t('connectors.noneHint')} />
  ) : (
    <Empty title={t('connectors.filtered')} hint={t('connectors.filteredHint')} />
  )
}

const isStill = ({ state }: Connector): boolean => state !== 'on'

const fits = ({ code, zh, en }: Connector['agency'], text: string): boolean =>
  [code, zh, en, initials(zh)].some(name => name.toLowerCase().includes(text.toLowerCase()))

const ORDER = ['stopped', 'paused', 'on']
/** What stopped for a person first, then what is paused, then those for which most waits. */
const byNeed = (one: Connector, other: Connector): number =>
  ORDER.indexOf(one.state) - ORDER.indexOf(other.state) || other.failed - one.failed || other.waiting - one.waiting
