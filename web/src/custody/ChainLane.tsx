import type { CustodyEnd, CustodyTitle } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { shortTime } from '../ui/format.ts'
import { type Chain, ms } from './chain.ts'

export const LANE_HEIGHT = 74
const TOP = 8
const DEPTH = 22
const ENDS_TOP = 38
const ENDS_DEPTH = 9
/** Room that a Chinese character takes in a bar. */
const GLYPH = 12
const LABEL = 84

type Place = (at: number) => number
type Props = { chain: Chain; x: Place; now: number }

/** One person's titles as bars, below them the ends of custody that ran, what moved them, and in red what must not be. */
export function ChainLane({ chain, x, now }: Props) {
  return (
    <g className="chain">
      {chain.titles.map(title => (
        <TitleBar key={title.id} title={title} x={x} now={now} />
      ))}
      {chain.ends.map((end, index) =>
        end.dueAt === null ? null : (
          <EndBar
            key={end.eventId}
            end={end}
            due={ms(end.dueAt)}
            next={chain.ends[index + 1]}
            x={x}
            stop={stopOf(chain, end, Math.max(now, ms(end.dueAt)))}
          />
        ),
      )}
      {chain.faults.map(({ kind, from, to }) => (
        <rect key={kind + from} className="wrong" x={x(from)} y={TOP - 4} width={Math.max(4, x(to) - x(from))} height={DEPTH + 8} />
      ))}
    </g>
  )
}

/** When the title ended in which an end ran; what runs on is drawn to its end. */
function stopOf({ titles }: Chain, end: CustodyEnd, otherwise: number): number {
  const title = titles.filter(({ from }) => ms(from) <= ms(end.at)).at(-1)
  return title?.until ? ms(title.until) : otherwise
}

function TitleBar({ title, x, now }: { title: CustodyTitle; x: Place; now: number }) {
  const { bi } = useLang()
  const from = x(ms(title.from))
  const end = title.until === null ? now : ms(title.until)
  const width = Math.max(2, x(end) - from)
  const due = title.dueAt === null ? null : ms(title.dueAt)
  const name = bi(title.holder)
  const room = Math.floor((width - 8) / GLYPH)
  return (
    <g className={title.holder.type}>
      {title.until === null && due !== null && due > now && (
        <rect className="ahead" x={x(now)} y={TOP} width={Math.max(1, x(due) - x(now))} height={DEPTH} />
      )}
      <rect className="title" x={from} y={TOP} width={width} height={DEPTH} rx="2" />
      {title.overdueMinutes > 0 && due !== null && (
        <rect className="over" x={x(due)} y={TOP} width={Math.max(3, x(end) - x(due))} height={DEPTH} />
      )}
      {room >= 3 && (
        <text x={from + 5} y={TOP + 15}>
          {name.length > room ? `${name.slice(0, room - 1)}…` : name}
        </text>
      )}
    </g>
  )
}

type EndProps = { end: CustodyEnd; due: number; next: CustodyEnd | undefined; x: Place; stop: number }

function EndBar({ end, due, next, x, stop }: EndProps) {
  const from = x(ms(end.at))
  const until = x(Math.min(due, stop, next === undefined ? due : ms(next.at)))
  const isLast = next === undefined
  const before = end.previousDueAt === null ? null : x(ms(end.previousDueAt))
  return (
    <g className={end.suspended ? 'end-bar stopped' : 'end-bar'}>
      <rect x={from} y={ENDS_TOP} width={Math.max(2, until - from)} height={ENDS_DEPTH} />
      <line x1={from} x2={from} y1={ENDS_TOP - 3} y2={ENDS_TOP + ENDS_DEPTH + 3} />
      {before !== null && before !== x(due) && (
        <path className="moved" d={`M${before},${ENDS_TOP + ENDS_DEPTH + 3} v4 H${x(due)} m-3,-3 l3,3 l-3,3`} />
      )}
      {isLast && stop >= due && (
        <>
          <line className="due" x1={x(due)} x2={x(due)} y1={ENDS_TOP - 4} y2={ENDS_TOP + ENDS_DEPTH + 4} />
          <text x={Math.max(0, x(due) - LABEL)} y={LANE_HEIGHT - 4}>
            {shortTime(due)}
          </text>
        </>
      )}
    </g>
  )
}
