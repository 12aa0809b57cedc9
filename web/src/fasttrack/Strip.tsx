import type { Track48 } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { hourMark } from '../ui/format.ts'
import { ownerColour } from './owner.ts'
import './strip.css'

const HOURS = 48
const GRID = [0, 12, 24, 34, 44, 48]

/** The 48 hours as a line with its marks in the owners' colours and a line for now. */
export function Strip({ track, tall = false }: { track: Track48; tall?: boolean }) {
  const { t, bi, word } = useLang()
  const now = useNow()
  const end = track.closedAt === null ? now : new Date(track.closedAt).getTime()
  const hours = (end - new Date(track.arrivedAt).getTime()) / 3600_000
  const place = (hour: number): string => `${(Math.min(HOURS, Math.max(0, hour)) / HOURS) * 100}%`
  // Nothing comes next on a track that has ended.
  const stateOf = (state: string): string => (state === 'next' && track.closedAt !== null ? 'open' : state)
  const done = track.marks.filter(mark => ['done', 'doneLate', 'enteredLate'].includes(mark.state)).length
  const missed = track.marks.filter(mark => mark.state === 'missed' || mark.state === 'doneLate').length
  return (
    <div
      className={tall ? 'strip tall' : 'strip'}
      role="img"
      aria-label={t('track.strip', { at: hourMark(Math.max(0, hours)), done, all: track.marks.length, missed })}
    >
      <div className="lane">
        <div className="passed" style={{ width: place(hours) }} />
        {track.marks.map(mark => (
          <i
            key={mark.code}
            className={`mark ${stateOf(mark.state)}`}
            style={{ left: place(mark.hour), color: mark.state === 'missed' ? 'var(--overdue)' : ownerColour(mark.owner) }}
            title={`${hourMark(mark.hour)} ${bi(mark)} · ${word('track.mark', stateOf(mark.state))}\n${bi(mark.sentence)}`}
          />
        ))}
        <i className={track.closedAt === null ? 'now' : 'now closed'} style={{ left: place(hours) }} />
      </div>
      {tall && (
        <div className="scale">
          {GRID.map(hour => (
            <span key={hour} style={{ left: place(hour) }}>
              H{hour}
            </span>
          ))}
        </div>
      )}
    </div>
  )
}
