import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { listLines, resumeLine } from '../api/hand-overs.ts'
import type { Line } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { initials } from '../ui/pinyin.ts'
import { SearchInput } from '../ui/SearchInput.tsx'
import { LineTable } from './LineTable.tsx'
import './lines.css'
import { LINE_QUERIES, PauseDrawer } from './PauseDrawer.tsx'

const EVERY_MS = 10_000

/** The lines of all agencies: which are down since when, why, what waits, and the switch for each. */
export function LinesPage() {
  const { t, bi } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const [params, setParams] = useSearchParams()
  const [pausing, setPausing] = useState<Line['agency'] | null>(null)
  const found = useQuery({ queryKey: ['lines', 'all'], queryFn: listLines, refetchInterval: EVERY_MS })
  const resume = useMutation({
    mutationFn: ({ agency }: Line) => resumeLine(agency.code),
    onSuccess: ({ waiting }) => {
      void message.success(t('desk.resumed', { waiting }))
      for (const key of LINE_QUERIES) void client.invalidateQueries({ queryKey: [key] })
    },
  })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const text = params.get('q') ?? ''
  const lines = found.data.items.filter(({ agency }) => fits(agency, text))
  const down = lines.filter(line => line.down !== null)
  const onlyDown = params.get('only') === 'down'
  const shown = [...(onlyDown ? down : lines)].sort(byNeed)
  const search = (q: string): void => {
    const next: Record<string, string> = onlyDown ? { only: 'down' } : {}
    setParams(q === '' ? next : { ...next, q }, { replace: true })
  }
  const query = text === '' ? '' : `q=${encodeURIComponent(text)}`
  return (
    <div className="stack lines-page">
      <div className="page-head">
        <h1>{t('lines.title')}</h1>
        <SearchInput value={text} label={t('lines.search')} onSearch={search} />
      </div>
      <p className="quiet">{t('lines.hint')}</p>
      <LinkTabs
        label={t('lines.show')}
        tabs={[
          { to: `?${query}`, text: t('lines.all', { count: lines.length }), current: !onlyDown },
          { to: `?only=down${query && `&${query}`}`, text: t('lines.onlyDown', { count: down.length }), current: onlyDown },
        ]}
      />
      {resume.isError && <Problem error={resume.error} />}
      {shown.length === 0 ? (
        <Empty
          {...(found.data.items.every(line => line.down === null)
            ? { title: t('lines.none'), hint: t('lines.noneHint') }
            : { title: t('lines.filtered'), hint: t('lines.filteredHint') })}
        />
      ) : (
        <Panel flush title={t(onlyDown ? 'lines.listDown' : 'lines.listAll')}>
          <LineTable lines={shown} onPause={setPausing} onResume={line => resume.mutate(line)} busy={resume.isPending} />
        </Panel>
      )}
      <PauseDrawer agency={pausing} onClose={() => setPausing(null)} />
      <p className="only-read" role="status">
        {resume.isSuccess && resume.variables && t('lines.resumeOf', { agency: bi(resume.variables.agency) })}
      </p>
    </div>
  )
}

const fits = ({ code, zh, en }: Line['agency'], text: string): boolean => {
  const wanted = text.toLowerCase()
  return [code, zh, en, initials(zh)].some(name => name.toLowerCase().includes(wanted))
}

/** Lines that are down first, then those for which most waits; the rest as the table of agencies has them. */
const byNeed = (one: Line, other: Line): number => Number(other.down !== null) - Number(one.down !== null) || other.waiting - one.waiting
