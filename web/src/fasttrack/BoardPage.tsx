import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { listTrack48 } from '../api/cases.ts'
import type { TrackRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { duration, shortTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { Legend } from './Legend.tsx'
import { Strip } from './Strip.tsx'
import { TrackTag } from './TrackTag.tsx'

/** All cases on the 48-hour track, one line each. */
export function BoardPage() {
  const { t } = useLang()
  const list = useQuery({ queryKey: ['track48'], queryFn: listTrack48 })
  const rows = list.data?.items ?? []
  return (
    <>
      <div className="page-head">
        <h1>{t('track.board')}</h1>
        <Legend />
      </div>
      <div className="panel">
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <Empty title={t('track.none')} hint={t('track.noneHint')} />}
        {rows.length > 0 && (
          <div className="scroll">
            <table className="table rows board">
              <caption className="only-read">{t('track.board')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('track.person')}</th>
                  <th scope="col">{t('period.left')}</th>
                  <th scope="col">{t('track.course')}</th>
                  <th scope="col">{t('cases.column.turn')}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(row => (
                  <Row key={`${row.caseId}-${row.person}`} row={row} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </>
  )
}

function Row({ row }: { row: TrackRow }) {
  const { t, lang, bi } = useLang()
  const stageName = useStageName()
  const { track48 } = row
  return (
    <tr>
      <td>
        <Link className="main" to={`/cases/${row.caseId}`}>
          {row.person}
        </Link>
        <span className="sub nowrap">{row.platformNo}</span>
      </td>
      <td className="nowrap">
        {track48.closedAt === null ? (
          <Countdown dueAt={track48.dueAt} statutory={false} />
        ) : (
          <>
            <TrackTag state={track48.state} />
            <span className="sub">{duration(new Date(track48.closedAt).getTime() - new Date(track48.arrivedAt).getTime(), lang)}</span>
          </>
        )}
        {track48.closedAt === null && <span className="sub">{t('time.until', { time: shortTime(track48.dueAt) })}</span>}
      </td>
      <td>
        <Strip track={track48} />
      </td>
      <td>
        {bi(row.turn.what)}
        <span className="sub">
          {bi(row.turn.agency)} · {stageName(row.stage)}
        </span>
      </td>
    </tr>
  )
}
