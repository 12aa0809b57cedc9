import type { CalendarsView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { count, dateTime } from '../ui/format.ts'

/** How far the recount of open cases is, and what it moved. */
export function Recomputes({ items }: { items: CalendarsView['recomputes'] }) {
  const { t, word } = useLang()
  return (
    <div className="scroll">
      <table className="table">
        <caption className="only-read">{t('calendars.recomputes')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('calendars.cause')}</th>
            <th scope="col">{t('calendars.progress')}</th>
            <th scope="col" className="num">
              {t('calendars.moved')}
            </th>
            <th scope="col" className="num">
              {t('calendars.skipped')}
            </th>
            <th scope="col" className="num">
              {t('calendars.failed')}
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.id}>
              <td>
                {item.year ?? ''} {word('calendars.reason', item.reason)}
                <span className="sub">{dateTime(item.createdAt)}</span>
              </td>
              <td>
                <progress
                  aria-label={t('calendars.progress')}
                  value={item.state === 'done' ? Math.max(1, item.total) : item.done}
                  max={Math.max(1, item.total)}
                />{' '}
                {count(item.done)}/{count(item.total)}
                <span className="sub">
                  {word('calendars.run', item.state)}
                  {item.finishedAt !== null && ` · ${dateTime(item.finishedAt)}`}
                </span>
              </td>
              <td className="num">{count(item.moved)}</td>
              <td className="num">{count(item.skipped)}</td>
              <td className="num">{item.failed > 0 ? <span className="left over">{count(item.failed)}</span> : 0}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
