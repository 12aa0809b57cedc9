import { Checkbox } from 'antd'
import { Link } from 'react-router'
import type { HandOverRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Since } from '../ui/Countdown.tsx'
import { count, dateTime } from '../ui/format.ts'
import { StateTag } from './StateTag.tsx'

/** `picked` and `onPick` together: rows may be selected. */
type Props = { rows: HandOverRow[]; showCase?: boolean; picked?: ReadonlySet<string>; onPick?: (id: string) => void }

/** Hand-overs as rows: what waits shows since when. */
export function HandOverTable({ rows, showCase = true, picked, onPick }: Props) {
  const { t, lang, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <thead>
          <tr>
            <th scope="col">{showCase ? t('cases.column.case') : t('handOver.leg')}</th>
            <th scope="col">{t('handOver.stateColumn')}</th>
            <th scope="col" className="wide">
              {t('handOver.fromTo')}
            </th>
            <th scope="col" className="wide">
              {t('handOver.contents')}
            </th>
            <th scope="col" className="wide">
              {t('handOver.sent')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <td>
                {picked && onPick && (
                  <Checkbox
                    className="pick"
                    aria-label={t('desk.pick', { name: row.caseName })}
                    checked={picked.has(row.id)}
                    onChange={() => onPick(row.id)}
                  />
                )}
                <Link className="main" to={`/hand-overs/${row.id}`}>
                  {showCase ? row.caseName : lang === 'en' ? row.legEn : row.legZh}
                </Link>
                <span className="sub">
                  {showCase && `${row.platformNo} · ${lang === 'en' ? row.legEn : row.legZh}`}
                  {row.round > 1 && ` · ${t('handOver.round', { round: row.round })}`}
                </span>
                <span className="sub narrow">
                  {bi(row.from)}
                  {row.sentAt !== null && ` · ${dateTime(row.sentAt)}`}
                </span>
              </td>
              <td>
                <StateTag state={row.state} />
                {row.wait?.silentSince != null && (
                  <span className="tag overdue">{t('handOver.silent', { time: dateTime(row.wait.silentSince) })}</span>
                )}
                {row.stuckSince !== null && (
                  <span className="sub">
                    {t('handOver.stuckShort')} <Since at={row.stuckSince} />
                  </span>
                )}
              </td>
              <td className="wide">
                {bi(row.from)}
                <span className="sub">→ {bi(row.to)}</span>
              </td>
              <td className="wide">
                {row.state === 'draft'
                  ? '—'
                  : t('handOver.content', { documents: count(row.documentCount), pages: count(row.pageCount), persons: row.personCount })}
              </td>
              <td className="wide">
                {row.sentAt === null ? <span className="quiet">{t('handOver.notSent')}</span> : dateTime(row.sentAt)}
                {row.answeredAt !== null && <span className="sub">{t('handOver.answeredAt', { time: dateTime(row.answeredAt) })}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
