import { useQuery } from '@tanstack/react-query'
import { listCalendars } from '../api/calendars.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import './calendars.css'
import { LoadForm } from './LoadForm.tsx'
import { Recomputes } from './Recomputes.tsx'
import { Versions } from './Versions.tsx'

const WHILE_RUNNING_MS = 2_000

/** The holiday lists: which are in force, what waits for a second person, how far the recount is, and which year is missing. */
export function CalendarsPage() {
  const { t } = useLang()
  const found = useQuery({
    queryKey: ['calendars'],
    queryFn: listCalendars,
    refetchInterval: query => (query.state.data?.recomputes.some(({ state }) => state !== 'done') ? WHILE_RUNNING_MS : false),
  })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const { items, missing, recomputes, mayLoad } = found.data
  return (
    <div className="stack calendars-page">
      <div className="page-head">
        <h1>{t('calendars.title')}</h1>
      </div>
      {missing.length > 0 && (
        <div className="notice" role="alert">
          {missing.map(({ year, raisedAt }) => (
            <p key={year}>
              <strong>{t('calendars.missing', { year })}</strong> {t('calendars.missingHint')}{' '}
              {raisedAt !== null && <span className="small">{t('time.from', { time: dateTime(raisedAt) })}</span>}
            </p>
          ))}
        </div>
      )}
      <Panel title={t('calendars.lists')} flush>
        <Versions items={items} />
      </Panel>
      {recomputes.length > 0 && (
        <Panel title={t('calendars.recomputes')} flush>
          <Recomputes items={recomputes} />
        </Panel>
      )}
      {mayLoad && (
        <Panel title={t('calendars.load')}>
          <LoadForm />
        </Panel>
      )}
    </div>
  )
}
