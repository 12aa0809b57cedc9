import { useState } from 'react'
import type { Track48 } from '../api/types.ts'
import { DueDate } from '../clocks/ExplainDrawer.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { dateTime, duration, hourMark, shortTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Legend } from './Legend.tsx'
import { ownerOf } from './owner.ts'
import { Strip } from './Strip.tsx'
import { TrackEnd } from './TrackTag.tsx'

/** The 48-hour track of one case: the strip, and its marks as a table on demand. */
export function TrackStrip({ track, caseId, marksShown = false }: { track: Track48; caseId: string; marksShown?: boolean }) {
  const { t, lang, bi, word } = useLang()
  const [open, setOpen] = useState(marksShown)
  const next = track.marks.find(mark => mark.state === 'next')
  const took = track.closedAt === null ? null : new Date(track.closedAt).getTime() - new Date(track.arrivedAt).getTime()
  const state =
    took === null ? (
      <span className="row wrap small">
        {next && <span>{t('track.nextMark', { mark: `${hourMark(next.hour)} ${bi(next)}` })}</span>}
        <DueDate caseId={caseId} code="FT48_TOTAL" dueAt={track.dueAt}>
          {shortTime(track.dueAt)}
        </DueDate>
        <Countdown dueAt={track.dueAt} statutory={false} />
      </span>
    ) : (
      <span className="row wrap small quiet">
        <TrackEnd end={track.end} state={track.state} />
        {t('track.took', { length: duration(took, lang), state: word('track.state', track.state) })}
      </span>
    )
  return (
    <Panel title={t('track.title')} aside={state}>
      <Strip track={track} tall />
      <div className="row wrap spread">
        <Legend />
        <button type="button" className="plain dotted small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('track.hideMarks') : t('track.showMarks')}
        </button>
      </div>
      {open && (
        <div className="scroll">
          <table className="table marks">
            <thead>
              <tr>
                <th scope="col">{t('track.hour')}</th>
                <th scope="col">{t('track.whose')}</th>
                <th scope="col">{t('track.what')}</th>
                <th scope="col">{t('period.due')}</th>
                <th scope="col">{t('track.doneAt')}</th>
              </tr>
            </thead>
            <tbody>
              {track.marks.map(mark => (
                <tr key={mark.code}>
                  <td>{hourMark(mark.hour)}</td>
                  <td className="nowrap">{t(`track.owner.${ownerOf(mark.owner)}`)}</td>
                  <td>
                    {bi(mark)}
                    <span className="sub">{bi(mark.sentence)}</span>
                  </td>
                  <td className="nowrap">{shortTime(mark.dueAt)}</td>
                  <td className="nowrap">
                    <span className={mark.state === 'missed' || mark.state === 'doneLate' ? 'left over' : ''}>
                      {mark.doneAt === null
                        ? word('track.mark', mark.state === 'next' && took !== null ? 'open' : mark.state)
                        : dateTime(mark.doneAt)}
                    </span>
                    {mark.state === 'enteredLate' && (
                      <span className="sub">
                        {t('track.enteredLate', { time: mark.enteredAt === null ? '—' : dateTime(mark.enteredAt) })}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  )
}
