import { useId } from 'react'
import { useLang } from '../i18n/use-lang.ts'

/** What the colours and marks of the drawing mean. */
export function Legend() {
  const { t } = useLang()
  const hatch = useId()
  const signs = [
    [
      'open',
      <rect key="w" className="whole" x="1" y="6" width="32" height="10" rx="2" />,
      <rect key="p" className="passed" x="1" y="6" width="14" height="10" rx="2" />,
    ],
    [
      'custody',
      <rect key="w" className="whole" x="1" y="6" width="32" height="10" rx="2" />,
      <rect key="p" className="passed" x="1" y="6" width="14" height="10" rx="2" />,
    ],
    [
      'overdue',
      <rect key="w" className="whole" x="1" y="6" width="16" height="10" />,
      <rect key="l" className="late" x="17" y="6" width="15" height="10" />,
    ],
    ['stop', <rect key="g" className="stop" x="1" y="6" width="32" height="10" fill={`url(#${hatch})`} />, null],
    ['extended', <path key="e" className="extended" d="M12,3 v16 M15,11 h10 m-3,-3 l3,3 l-3,3" />, null],
    [
      'restart',
      <g key="r" className="restart">
        <rect x="1" y="6" width="16" height="10" />
        <path d="M13,1 h8 l-4,5 z" />
        <line x1="17" x2="17" y1="6" y2="16" />
      </g>,
      null,
    ],
    [
      'threshold',
      <path key="t" className="threshold" d="M8,6 v-3 M16,6 v-5 M24,6 v-6" />,
      <rect key="w" className="whole" x="1" y="8" width="32" height="8" />,
    ],
    ['latest', <path key="d" className="latest" d="M4,11 H24 m0,-4 l4,4 l-4,4 l-4,-4 z" />, null],
    [
      'ended',
      <rect key="w" className="whole" x="1" y="6" width="32" height="10" rx="2" />,
      <circle key="c" className="end" cx="24" cy="11" r="3.5" />,
    ],
  ] as const
  return (
    <ul className="clock-legend">
      {signs.map(([name, first, second]) => (
        <li key={name}>
          <svg viewBox="0 0 34 22" className={`timebar ${name}`} aria-hidden="true" focusable="false">
            {name === 'stop' && (
              <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect className="hatch-ground" width="5" height="5" />
                <line className="hatch-line" x1="0" y1="0" x2="0" y2="5" />
              </pattern>
            )}
            {first}
            {second}
          </svg>
          {t(`clocks.legend.${name}`)}
        </li>
      ))}
    </ul>
  )
}
