import type { ClockItem, Move } from '../api/types.ts'
import { dateTime, shortTime } from '../ui/format.ts'
import { isOpen, spansOf } from './model.ts'
import type { Stretch } from './time-scale.ts'

const HEIGHT = 34
const TOP = 12
const DEPTH = 10
const MID = TOP + DEPTH / 2
/** A label of a date takes about this much. */
const LABEL = 84

type Props = { item: ClockItem; move: Move | undefined; stretch: Stretch; width: number; now: number; hatch: string }

const ms = (at: string): number => new Date(at).getTime()

/** Where an instant lies, in pixels; far away it stays just outside, so that no number grows beyond what is drawn. */
export const placer =
  ({ from, to }: Stretch, width: number) =>
  (at: number): number =>
    Math.min(width + 40, Math.max(-40, ((at - from) / (to - from)) * width))

/** One clock as a bar from its start to its end, with what happened on the way. */
export function Bar({ item, move, stretch, width, now, hatch }: Props) {
  const x = placer(stretch, width)
  const start = x(ms(item.startedAt))
  const due = x(ms(item.dueAt))
  const end = item.endedAt === null ? null : x(ms(item.endedAt))
  const { stops, extended, restarts } = spansOf(item.ledger, now)
  const open = isOpen(item)
  const kind = open ? (item.custody ? 'custody' : 'open') : 'ended'
  const [left, right] = [Math.min(start, due), Math.max(start, due, left0(start))]
  const late = item.state === 'overdue' ? x(now) : item.state === 'metLate' ? end : null
  return (
    <g className={`timebar ${kind} ${item.state}`}>
      <rect className="whole" x={left} y={TOP} width={Math.max(3, right - left)} height={DEPTH} rx="2" />
      {open && <rect className="passed" x={left} y={TOP} width={Math.max(0, Math.min(x(now), due) - left)} height={DEPTH} rx="2" />}
      {late !== null && <rect className="late" x={due} y={TOP} width={Math.max(3, late - due)} height={DEPTH} />}
      {restarts.map(at => (
        <g key={at} className="restart">
          <rect x={left} y={TOP} width={Math.max(0, x(at) - left)} height={DEPTH} />
          <path d={`M${x(at) - 4},${TOP - 5} h8 l-4,5 z`} />
          <line x1={x(at)} x2={x(at)} y1={TOP} y2={TOP + DEPTH} />
        </g>
      ))}
      {stops.map(stop => (
        <rect
          key={stop.from}
          className="stop"
          x={x(stop.from)}
          y={TOP}
          width={x(stop.to) - x(stop.from)}
          height={DEPTH}
          fill={`url(#${hatch})`}
        />
      ))}
      {extended.map(at => (
        <path key={at} className="extended" d={`M${x(at)},${TOP - 3} v${DEPTH + 6} M${x(at) + 3},${MID} h7 m-3,-3 l3,3 l-3,3`} />
      ))}
      {open && <Thresholds item={item} x={x} />}
      {item.legalLatest !== null && ms(item.legalLatest) > ms(item.dueAt) && (
        <path className="latest" d={`M${due},${MID} H${x(ms(item.legalLatest))} m0,-4 l4,4 l-4,4 l-4,-4 z`} />
      )}
      <line className="due" x1={due} x2={due} y1={TOP - 5} y2={TOP + DEPTH + 5} />
      {end !== null && <circle className="end" cx={end} cy={MID} r="3.5" />}
      <DateLabel
        text={shown(item.dueAt, stretch)}
        at={late === null ? due : Math.max(due, late)}
        width={width}
        moved={move?.change === 'moved'}
      />
      {move && <Moved item={item} move={move} x={x} width={width} stretch={stretch} />}
    </g>
  )
}

const left0 = (start: number): number => start + 3

/** The year is said where it is not the one that is drawn. */
const shown = (at: string, { from, to }: Stretch): string =>
  dateTime(at).slice(0, 4) === dateTime((from + to) / 2).slice(0, 4) ? shortTime(at) : dateTime(at).slice(0, 10)

function DateLabel({ text, at, width, moved }: { text: string; at: number; width: number; moved: boolean }) {
  if (at < 0) return <text className="far" x="4" y={MID + 4}>{`‹ ${text}`}</text>
  if (at > width) return <text className="far" x={width - 4} y={MID + 4} textAnchor="end">{`${text} ›`}</text>
  const fits = at + LABEL < width
  return (
    <text className={moved ? 'old' : ''} x={fits ? at + 6 : at - 6} y={MID + 4} textAnchor={fits ? 'start' : 'end'}>
      {text}
    </text>
  )
}

function Thresholds({ item, x }: { item: ClockItem; x: (at: number) => number }) {
  const levels = [item.remindAt, item.warnAt, item.superviseAt]
  return (
    <>
      {levels.map((at, index) =>
        at === null ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: three fixed levels
          <line key={index} className="threshold" x1={x(ms(at))} x2={x(ms(at))} y1={TOP - 3 - index * 2} y2={TOP - 1} />
        ),
      )}
    </>
  )
}

type MovedProps = { item: ClockItem; move: Move; x: (at: number) => number; width: number; stretch: Stretch }

function Moved({ item, move, x, width, stretch }: MovedProps) {
  const due = x(ms(item.dueAt))
  if (move.change === 'ends') return <path className="moved ends" d={`M${due - 5},${MID - 5} l10,10 m0,-10 l-10,10`} />
  if (move.change !== 'moved' || move.after === null) return null
  const to = x(ms(move.after))
  const head = to > due ? -5 : 5
  return (
    <>
      <path className="moved" d={`M${due},${TOP + DEPTH + 4} H${to} m${head},-3 L${to},${TOP + DEPTH + 4} l${head},3`} />
      <line className="moved" x1={to} x2={to} y1={TOP - 5} y2={TOP + DEPTH + 6} />
      <text className="moved" x={Math.min(width - 4, Math.max(4, to + 5))} y={TOP - 3} textAnchor={to + LABEL < width ? 'start' : 'end'}>
        {shown(move.after, stretch)}
      </text>
    </>
  )
}

export const BAR_HEIGHT = HEIGHT
