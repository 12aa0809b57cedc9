import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import type { ClockItem, ClocksView, Move } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { useNow } from '../ui/clock.ts'
import { dateTime } from '../ui/format.ts'
import { BAR_HEIGHT, Bar, placer } from './Bar.tsx'
import { type Group, groupsOf, isOpen, moveOf } from './model.ts'
import { DAY_MS, type Stretch, type Tick, ticksOf, weekends, type Zoom } from './time-scale.ts'

type Props = {
  view: Pick<ClocksView, 'persons' | 'items'>
  moves: readonly Move[]
  stretch: Stretch
  zoom: Zoom
  chosen: string | null
  onChoose: (id: string) => void
}

/** All clocks of a case over time, by person. Each row is a button that explains its date; the lines are for the eye only. */
export function Drawing({ view, moves, stretch, zoom, chosen, onChoose }: Props) {
  const { t, lang } = useLang()
  const { ref, width } = useWidth()
  const hatch = useId()
  const now = useNow()
  const ticks = ticksOf(zoom, stretch, lang)
  const backdrop = <Backdrop stretch={stretch} width={width} ticks={ticks} now={now} shade={zoom !== 'all'} />
  return (
    <div className="drawing" ref={ref}>
      <Hatch id={hatch} />
      <Axis ticks={ticks} stretch={stretch} width={width} now={now} />
      {groupsOf(view).map(group => (
        <section key={group.id ?? 'case'} aria-label={group.name ?? t('clocks.ofCase')}>
          <GroupHead group={group} />
          <ul>
            {group.items.map(item => (
              <Row
                key={item.id}
                item={item}
                chosen={item.id === chosen}
                onChoose={onChoose}
                move={isOpen(item) ? moveOf(moves, item) : undefined}
              >
                <svg viewBox={`0 0 ${width} ${BAR_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
                  {backdrop}
                  <Bar
                    item={item}
                    move={isOpen(item) ? moveOf(moves, item) : undefined}
                    stretch={stretch}
                    width={width}
                    now={now}
                    hatch={hatch}
                  />
                </svg>
              </Row>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** The width left for the lines, as it changes. */
export function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(800)
  useEffect(() => {
    const element = ref.current
    if (element === null) return
    const measure = (): void => {
      const lane = element.querySelector('.lane-axis')
      if (lane) setWidth(Math.max(200, Math.floor(lane.getBoundingClientRect().width)))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    measure()
    return () => observer.disconnect()
  }, [])
  return { ref, width }
}

function Hatch({ id }: { id: string }) {
  return (
    <svg className="only-read" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className="hatch-ground" width="5" height="5" />
          <line className="hatch-line" x1="0" y1="0" x2="0" y2="5" />
        </pattern>
      </defs>
    </svg>
  )
}

type Scale = { ticks: Tick[]; stretch: Stretch; width: number; now: number }

/** The days or months above the lanes, with the present day. */
export function Axis({ ticks, stretch, width, now }: Scale) {
  const { t } = useLang()
  const x = placer(stretch, width)
  const today = x(now)
  return (
    <div className="lane-axis">
      <svg aria-hidden="true" viewBox={`0 0 ${width} 26`} preserveAspectRatio="none" focusable="false">
        {thinned(ticks, x).map(tick => (
          <text key={tick.at} className={Math.abs(x(tick.at) + 20 - today) < 48 ? 'behind' : ''} x={x(tick.at) + 3} y="17">
            {tick.text}
          </text>
        ))}
        {today >= 0 && today <= width && (
          <text className="today" x={Math.min(width - 40, Math.max(40, today))} y="17" textAnchor="middle">
            {t('clocks.today', { day: dateTime(now).slice(5, 10) })}
          </text>
        )}
      </svg>
    </div>
  )
}

const LABEL_ROOM = 42

/** Labels that do not run into each other. */
function thinned(ticks: Tick[], x: (at: number) => number): Tick[] {
  let last = Number.NEGATIVE_INFINITY
  return ticks.filter(({ at }) => {
    const free = x(at) - last >= LABEL_ROOM
    if (free) last = x(at)
    return free
  })
}

function Backdrop({ stretch, width, ticks, now, shade }: Scale & { shade: boolean }) {
  const x = placer(stretch, width)
  return (
    <g className="backdrop">
      {shade &&
        weekends(stretch).map(at => (
          <rect key={at} className="weekend" x={x(at)} y="0" width={x(at + DAY_MS) - x(at)} height={BAR_HEIGHT} />
        ))}
      {ticks.map(tick => (
        <line key={tick.at} x1={x(tick.at)} x2={x(tick.at)} y1="0" y2={BAR_HEIGHT} />
      ))}
      <line className="today" x1={x(now)} x2={x(now)} y1="0" y2={BAR_HEIGHT} />
    </g>
  )
}

function GroupHead({ group }: { group: Group }) {
  const { t } = useLang()
  return (
    <h3>
      {group.name ?? t('clocks.ofCase')} {group.inCustody && <span className="tag overdue">{t('case.person.inCustody')}</span>}
    </h3>
  )
}

type RowProps = { item: ClockItem; move: Move | undefined; chosen: boolean; onChoose: (id: string) => void; children: ReactNode }

function Row({ item, move, chosen, onChoose, children }: RowProps) {
  const { t, bi, word } = useLang()
  const moved = move !== undefined && move.change !== 'stays'
  return (
    <li className={`${isOpen(item) ? 'clock-row' : 'clock-row past'}${chosen ? ' chosen' : ''}${moved ? ' moves' : ''}`}>
      <button type="button" className="plain" aria-haspopup="dialog" aria-expanded={chosen} onClick={() => onChoose(item.id)}>
        <span className="name" title={bi(item)}>
          {bi(item)}
        </span>
        <span className="only-read">
          {t('clocks.spoken', { from: dateTime(item.startedAt), to: dateTime(item.dueAt) })} {moved && word('whatIf.change', move.change)}
        </span>
        <span className="what small">
          {item.lines.length > 0 && <span className="tag care">{t('clocks.lineTag')}</span>}{' '}
          {item.state === 'running' || item.state === 'overdue' ? (
            <Countdown dueAt={item.dueAt} statutory={item.kind === 'statutory'} />
          ) : (
            <span className={item.state === 'metLate' ? 'left over' : 'quiet'}>{word('period.state', item.state)}</span>
          )}
        </span>
      </button>
      {children}
    </li>
  )
}
