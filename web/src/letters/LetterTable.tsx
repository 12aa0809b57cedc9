import { Link } from 'react-router'
import type { LetterRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown, Since } from '../ui/Countdown.tsx'
import { shortTime } from '../ui/format.ts'
import { LevelTag } from './LevelTag.tsx'
import { waitOf } from './wait.ts'

/** Letters as rows: level, what it is about, until when an answer is due. */
export function LetterTable({ rows, box }: { rows: LetterRow[]; box: string }) {
  const { t, lang, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('letters.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('letters.column.letter')}</th>
            <th scope="col">{t('letters.column.wait')}</th>
            <th scope="col">{t('letters.column.due')}</th>
            <th scope="col" className="wide">
              {t('letters.column.case')}
            </th>
            <th scope="col" className="wide">
              {t('letters.column.agency')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.id}>
              <td>
                <LevelTag letter={row} />{' '}
                <Link className="main" to={`/letters/${row.id}`}>
                  {bi(row.period)}
                </Link>
                <span className="sub">
                  {row.number ?? t('letters.noNumber')} {box === 'in' && row.copy && <span className="tag">{t('letters.copy')}</span>}
                </span>
              </td>
              <td>
                {bi(row.stateName)}
                <span className="sub">
                  <Wait row={row} />
                </span>
              </td>
              <td>
                {row.closedAt === null ? <Countdown dueAt={row.dueAt} /> : shortTime(row.dueAt)}{' '}
                {row.custody && <span className="tag overdue">{t('case.person.inCustody')}</span>}
                <span className="sub nowrap">{t('time.until', { time: shortTime(row.dueAt) })}</span>
              </td>
              <td className="wide">
                {row.persons.join(t('app.comma'))} {lang === 'en' ? row.chargeEn : row.chargeZh}
                <span className="sub">{row.platformNo}</span>
              </td>
              <td className="wide">
                {bi(row.agency)}
                <span className="sub">← {bi(row.issuer)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** What the letter waits for, and how long still or since when. */
export function Wait({ row }: { row: LetterRow }) {
  const { t } = useLang()
  if (row.stuckSince !== null) {
    return (
      <span className="left over">
        {t('letters.stuck')} <Since at={row.stuckSince} />
      </span>
    )
  }
  const wait = waitOf(row)
  if (wait === null) return null
  return (
    <>
      {t(`letters.wait.${wait.what}`)} <Countdown dueAt={wait.by} statutory={false} />
    </>
  )
}
