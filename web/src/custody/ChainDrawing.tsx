import { placer } from '../clocks/Bar.tsx'
import { Axis, useWidth } from '../clocks/Drawing.tsx'
import '../clocks/clocks.css'
import { stretchOf, ticksOf } from '../clocks/time-scale.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { useNow } from '../ui/clock.ts'
import { ChainLane, LANE_HEIGHT } from './ChainLane.tsx'
import { type Chain, instantsOf } from './chain.ts'

/** The chains of titles over time, a lane per person. For the eye only: the table below says the same in words. */
export function ChainDrawing({ chains }: { chains: Chain[] }) {
  const { t, lang } = useLang()
  const { ref, width } = useWidth()
  const now = useNow()
  const stretch = stretchOf('all', now, instantsOf(chains))
  const ticks = ticksOf('all', stretch, lang)
  const x = placer(stretch, width)
  return (
    <div className="drawing chains" ref={ref}>
      <Axis ticks={ticks} stretch={stretch} width={width} now={now} />
      <ul>
        {chains.map(chain => (
          <li key={chain.id} className="chain-row">
            <div>
              <strong>{chain.name}</strong>
              <Left chain={chain} />
            </div>
            <svg viewBox={`0 0 ${width} ${LANE_HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
              <g className="backdrop">
                {ticks.map(tick => (
                  <line key={tick.at} x1={x(tick.at)} x2={x(tick.at)} y1="0" y2={LANE_HEIGHT} />
                ))}
                <line className="today" x1={x(now)} x2={x(now)} y1="0" y2={LANE_HEIGHT} />
              </g>
              <ChainLane chain={chain} x={x} now={now} />
            </svg>
          </li>
        ))}
      </ul>
      <ul className="clock-legend chain-legend">
        {(['held', 'end', 'moved', 'over', 'wrong'] as const).map(name => (
          <li key={name}>
            <span className={`key ${name}`} aria-hidden="true" /> {t(`custodyCase.legend.${name}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What is left of the running title. */
function Left({ chain }: { chain: Chain }) {
  const { t, bi } = useLang()
  const last = chain.titles.at(-1)
  if (last === undefined) return null
  if (last.until !== null) return <span className="small quiet">{last.endReason === null ? '' : bi(last.endReason)}</span>
  const isStopped = chain.ends.at(-1)?.suspended ?? false
  return (
    <span className="small">
      {bi(last.holder)}{' '}
      {isStopped ? <span className="tag">{t('custodyCase.stopped')}</span> : last.dueAt !== null && <Countdown dueAt={last.dueAt} />}
    </span>
  )
}
