import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useSearchParams } from 'react-router'
import { gapReport } from '../api/administration.ts'
import { listPauses } from '../api/hand-overs.ts'
import { PauseNotes } from '../handovers/PauseNotes.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { readsLines } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { legalNow } from '../ui/clock.ts'
import { DateInput } from '../ui/DateInput.tsx'
import { Loading } from '../ui/Empty.tsx'
import { date } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { readDate } from '../ui/read-date.ts'
import { Report } from './Report.tsx'
import './watch.css'

const DAY_MS = 86_400_000

/** The daily report of the watch: proof that nothing expired while the alarm slept, or what did. */
export function WatchPage() {
  const { t } = useLang()
  const { session } = useSession()
  const [params, setParams] = useSearchParams()
  const day = /^\d{4}-\d{2}-\d{2}$/.test(params.get('day') ?? '') ? (params.get('day') ?? '') : date(legalNow() - DAY_MS)
  const found = useQuery({ queryKey: ['gapReport', day], queryFn: () => gapReport(day) })
  const go = (to: string): void => setParams({ day: to })
  const step = (by: number): void => go(date(new Date(`${day}T12:00:00+08:00`).getTime() + by * DAY_MS))
  return (
    <div className="stack watch-page">
      <div className="page-head">
        <h1>{t('watch.title')}</h1>
        <div className="row no-print">
          <Button aria-label={t('watch.before')} onClick={() => step(-1)}>
            ‹
          </Button>
          <label htmlFor="watch-day" className="only-read">
            {t('watch.day')}
          </label>
          <DateInput
            id="watch-day"
            value={day}
            withTime={false}
            quick={false}
            onChange={text => {
              const read = readDate(text)
              if (read !== null && read !== day) go(read.slice(0, 10))
            }}
          />
          <Button aria-label={t('watch.after')} onClick={() => step(1)}>
            ›
          </Button>
          <Button onClick={() => window.print()}>{t('calculator.print')}</Button>
        </div>
      </div>
      {readsLines(session.user) && <LinesDown />}
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.data && <Report report={found.data} />}
    </div>
  )
}

/** Which lines are down now: what waits for them is not late by anybody's fault, and no date moves. */
function LinesDown() {
  const pauses = useQuery({ queryKey: ['lines'], queryFn: listPauses }).data?.items ?? []
  return <PauseNotes pauses={pauses} />
}
