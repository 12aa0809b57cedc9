import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { listTrack48 } from '../api/cases.ts'
import type { TrackRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { duration, shortTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { EndDrawer } from './EndDrawer.tsx'
import { Legend } from './Legend.tsx'
import { ownerColour, ownerOf } from './owner.ts'
import { Strip } from './Strip.tsx'
import { TrackEnd } from './TrackTag.tsx'

/** The 48-hour board: one line per person, what is most urgent first, live. */
export function BoardPage() {
  const { t } = useLang()
  const list = useQuery({ queryKey: ['track48'], queryFn: listTrack48 })
  const [ending, setEnding] = useState<TrackRow | null>(null)
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
                  <th scope="col">{t('track.todo')}</th>
                  <th scope="col">{t('track.course')}</th>
                  <th scope="col">{t('track.agencies')}</th>
                  <th scope="col">
                    <span className="only-read">{t('ending.button')}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(row => (
                  <Row key={`${row.caseId}-${row.casePersonId ?? ''}`} row={row} onEnd={() => setEnding(row)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      <EndDrawer row={ending} onClose={() => setEnding(null)} />
    </>
  )
}

function Row({ row, onEnd }: { row: TrackRow; onEnd: () => void }) {
  const { t } = useLang()
  const stageName = useStageName()
  return (
    <tr>
      <td>
        <Link className="main" to={`/cases/${row.caseId}/fast-track`}>
          {row.person === '' ? t('case.noPersons') : row.person}
        </Link>
        <span className="sub nowrap">{row.platformNo}</span>
        <span className="sub">{stageName(row.stage)}</span>
      </td>
      <td>
        <Todo row={row} />
      </td>
      <td>
        <Strip track={row.track48} />
        {row.track48.marks.flatMap(mark =>
          mark.state === 'enteredLate' && mark.doneAt !== null
            ? [
                <span key={mark.code} className="sub">
                  {t('track.enteredLateMark', {
                    mark: mark.code,
                    done: shortTime(mark.doneAt),
                    entered: mark.enteredAt === null ? '—' : shortTime(mark.enteredAt),
                  })}
                </span>,
              ]
            : [],
        )}
        {row.told.length > 0 && <span className="sub">{t('track.told', { marks: row.told.join(t('app.comma')) })}</span>}
      </td>
      <td>
        <Remaining row={row} />
      </td>
      <td>
        {row.endings.length > 0 && (
          <Button size="small" onClick={onEnd}>
            {t('ending.button')}
          </Button>
        )}
      </td>
    </tr>
  )
}

/** What to do now, by whom and until when; of a track that has ended, how. */
function Todo({ row: { todo, track48 } }: { row: TrackRow }) {
  const { t, lang, bi } = useLang()
  if (todo === null)
    return (
      <>
        <TrackEnd end={track48.end} state={track48.state} />
        {track48.closedAt !== null && (
          <span className="sub">{duration(new Date(track48.closedAt).getTime() - new Date(track48.arrivedAt).getTime(), lang)}</span>
        )}
      </>
    )
  return (
    <>
      <strong className="nowrap">
        {todo.code} {bi(todo)}
      </strong>
      <span className="sub">{bi(todo.agency)}</span>
      <span className="nowrap">
        <Countdown dueAt={todo.dueAt} statutory={false} />{' '}
        <span className="sub inline">{t('time.until', { time: shortTime(todo.dueAt) })}</span>
      </span>
    </>
  )
}

/** The time that each agency has to its next mark. */
function Remaining({ row }: { row: TrackRow }) {
  const { t, lang } = useLang()
  return (
    <ul className="remaining small">
      {row.remaining.map(({ owner, code, seconds }) => (
        <li key={owner}>
          <i style={{ background: ownerColour(owner) }} />
          {t(`track.owner.${ownerOf(owner)}`)} {code}
          <span className={seconds < 0 ? 'left over' : 'left'}>
            {seconds < 0 ? t('time.late', { length: duration(-seconds * 1000, lang) }) : duration(seconds * 1000, lang)}
          </span>
        </li>
      ))}
    </ul>
  )
}
