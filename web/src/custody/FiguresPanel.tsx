import { useQuery } from '@tanstack/react-query'
import { getFigures } from '../api/custody.ts'
import type { CustodyFigures } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { duration } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import './custody.css'

/** In minutes. */
const HOUR = 60
const MINUTE_MS = 60_000

/** What became of one's own agency's papers to the centres since the new year; without `always` only where there are any. */
export function FiguresPanel({ always = false }: { always?: boolean }) {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['custody', 'figures'], queryFn: getFigures })
  if (!found.data && !always) return null
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const isEmpty = found.data.transfers + found.data.notices === 0
  if (isEmpty && !always) return null
  return (
    <section className={always ? 'custody-figures' : 'panel custody-figures aside'} aria-labelledby="custody-figures">
      <h2 id="custody-figures">
        {t('custodyFigures.title')} <span className="small quiet">{t('custodyFigures.since', { day: found.data.from })}</span>
      </h2>
      {isEmpty ? <Empty title={t('custodyFigures.none')} /> : <Numbers figures={found.data} />}
    </section>
  )
}

function Numbers({ figures }: { figures: CustodyFigures }) {
  const { t, lang, bi } = useLang()
  const minutes = (value: number | null): string => {
    if (value === null) return '—'
    return value < HOUR ? t('custodyFigures.minutes', { count: Math.round(value) }) : duration(value * MINUTE_MS, lang)
  }
  const rate = figures.acknowledged === 0 ? 0 : Math.round((figures.sameDay / figures.acknowledged) * 100)
  const rows: [string, string][] = [
    [t('custodyFigures.transfers'), String(figures.transfers)],
    [t('custodyFigures.acknowledged'), String(figures.acknowledged)],
    [t('custodyFigures.sameDay'), t('custodyFigures.sameDayRate', { count: figures.sameDay, rate })],
    [t('custodyFigures.median'), minutes(figures.medianMinutes)],
    [t('custodyFigures.slowest'), minutes(figures.slowestMinutes)],
    [t('custodyFigures.notices'), String(figures.notices)],
    [t('custodyFigures.trips'), t('custodyFigures.tripsCount', { count: figures.tripsSaved })],
    [
      t('custodyFigures.refusals'),
      figures.refusals.length === 0
        ? t('custodyFigures.noRefusals')
        : figures.refusals.map(item => `${bi(item)} ${item.count}`).join(t('app.comma')),
    ],
  ]
  return (
    <dl>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
