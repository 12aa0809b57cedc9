import { Button, Checkbox } from 'antd'
import { Link } from 'react-router'
import { useLang } from '../i18n/use-lang.ts'
import { legalNow } from '../ui/clock.ts'
import { useKeys } from '../ui/keys.ts'
import { stepOf, ZOOMS } from './time-scale.ts'
import type { ClockPlace } from './use-clock-place.ts'

/** How far one looks, where, and in which shape. */
export function ClockBar({ place }: { place: ClockPlace }) {
  const { t } = useLang()
  const { zoom, around, shape } = place
  const step = (by: number): void => place.move((around ?? legalNow()) + by * stepOf(zoom))
  const panned = shape === 'drawing' && zoom !== 'all'
  useKeys(
    panned
      ? [
          { key: '[', label: t('clocks.earlier'), run: () => step(-1) },
          { key: ']', label: t('clocks.later'), run: () => step(1) },
        ]
      : [],
  )
  return (
    <div className="clock-bar no-print">
      <nav className="segments" aria-label={t('clocks.shape')}>
        {(['drawing', 'table'] as const).map(name => (
          <Link
            key={name}
            to={place.to({ as: name === 'table' ? 'table' : null })}
            {...(name === shape ? { 'aria-current': 'page' as const } : {})}
          >
            {t(`clocks.shapes.${name}`)}
          </Link>
        ))}
      </nav>
      {shape === 'drawing' && (
        <nav className="segments" aria-label={t('clocks.zoom')}>
          {ZOOMS.map(name => (
            <Link key={name} to={place.to({ zoom: name, at: null })} {...(name === zoom ? { 'aria-current': 'page' as const } : {})}>
              {t(`clocks.zooms.${name}`)}
            </Link>
          ))}
        </nav>
      )}
      {panned && (
        <span className="row">
          <Button size="small" aria-label={t('clocks.earlier')} onClick={() => step(-1)}>
            ‹
          </Button>
          <Button size="small" onClick={() => place.move(legalNow())}>
            {t('form.today')}
          </Button>
          <Button size="small" aria-label={t('clocks.later')} onClick={() => step(1)}>
            ›
          </Button>
        </span>
      )}
      <span className="grow" />
      <Checkbox checked={place.onlyOpen} onChange={event => place.setOnlyOpen(event.target.checked)}>
        {t('clocks.onlyOpen')}
      </Checkbox>
    </div>
  )
}
