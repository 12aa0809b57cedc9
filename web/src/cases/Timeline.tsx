import type { CaseView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty } from '../ui/Empty.tsx'
import { dateTime, hourMark } from '../ui/format.ts'
import { usePeriodName } from './period-name.ts'

const LATE_ENTRY_MS = 3600_000

/** What happened, latest first: the step, who took it, the article, and which periods it started and ended. */
export function Timeline({ view }: { view: CaseView }) {
  const { t, bi } = useLang()
  const periodName = usePeriodName(view)
  if (view.timeline.length === 0) return <Empty title={t('timeline.none')} />
  // The server gives them as they happened, also those of one minute.
  const items = [...view.timeline].reverse()
  return (
    <ol className="timeline">
      {items.map(item => (
        <li key={item.id} className={item.by?.agency.type ?? 'platform'}>
          <div className="row spread">
            <strong>{bi(item)}</strong>
            {item.hourMark !== null && <span className="tag">{hourMark(item.hourMark)}</span>}
          </div>
          <p className="small quiet">
            <time dateTime={item.occurredAt}>{dateTime(item.occurredAt)}</time>
            {item.by !== null && ` · ${item.by.name} · ${bi(item.by.agency)}`}
          </p>
          {new Date(item.recordedAt).getTime() - new Date(item.occurredAt).getTime() > LATE_ENTRY_MS && (
            <p className="small quiet">{t('timeline.recorded', { time: dateTime(item.recordedAt) })}</p>
          )}
          {item.note !== null && <p>{item.note}</p>}
          {item.started.length + item.ended.length > 0 && (
            <ul className="effects small">
              {item.started.map(code => (
                <li key={`+${code}`}>{t('timeline.started', { period: periodName(code) })}</li>
              ))}
              {item.ended.map(code => (
                <li key={`-${code}`} className="quiet">
                  {t('timeline.ended', { period: periodName(code) })}
                </li>
              ))}
            </ul>
          )}
          <p className="small quiet">{item.basis}</p>
        </li>
      ))}
    </ol>
  )
}
