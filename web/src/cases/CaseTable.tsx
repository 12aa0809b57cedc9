import { useRef } from 'react'
import { Link } from 'react-router'
import type { CaseRow } from '../api/types.ts'
import { DueDate } from '../clocks/ExplainDrawer.tsx'
import { TrackTag } from '../fasttrack/TrackTag.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useStageName } from '../session/use-reference.ts'
import { Countdown, Since } from '../ui/Countdown.tsx'
import { dateTime, shortTime } from '../ui/format.ts'
import { useKeys } from '../ui/keys.ts'

export function CaseTable({ rows }: { rows: CaseRow[] }) {
  const { t } = useLang()
  const body = useRef<HTMLTableSectionElement>(null)
  const step = (by: number): void => {
    const links = Array.from(body.current?.querySelectorAll<HTMLElement>('a.main') ?? [])
    const here = links.findIndex(link => link.matches(':focus'))
    links[here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + by))]?.focus()
  }
  useKeys([
    { key: 'j', label: t('keys.nextRow'), run: () => step(1) },
    { key: 'k', label: t('keys.previousRow'), run: () => step(-1) },
  ])
  return (
    <div className="scroll">
      <table className="table rows case-table">
        <caption className="only-read">{t('cases.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('cases.column.case')}</th>
            <th scope="col">{t('cases.column.deadline')}</th>
            <th scope="col" className="wide">
              {t('cases.column.stage')}
            </th>
            <th scope="col" className="wide">
              {t('cases.column.turn')}
            </th>
            <th scope="col" className="wide">
              {t('cases.column.charge')}
            </th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map(row => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: CaseRow }) {
  const { t, lang, bi } = useLang()
  const stageName = useStageName()
  const { nearest } = row
  return (
    <tr>
      <td>
        <Link className="main" to={`/cases/${row.id}`}>
          {row.name}
        </Link>{' '}
        {row.track48 !== null && <TrackTag state={row.track48.state} />}
        <span className="sub">
          <span className="nowrap">{row.platformNo}</span> ·{' '}
          <span className="nowrap">{t('cases.persons', { count: row.personCount })}</span>
        </span>
        {row.mergedInto !== null && (
          <span className="sub">
            {t('case.relation.mergedInto')} <Link to={`/cases/${row.mergedInto.id}`}>{row.mergedInto.platformNo}</Link>
          </span>
        )}
        <span className="sub narrow">
          {stageName(row.stage)} · {bi(row.turn.what)}
        </span>
      </td>
      <td>
        {nearest === null ? (
          <span className="quiet">{t('cases.noDeadline')}</span>
        ) : (
          <>
            <Countdown dueAt={nearest.dueAt} statutory={nearest.kind === 'statutory'} />
            <span className="sub" title={dateTime(nearest.dueAt)}>
              {bi(nearest)}{' '}
              <DueDate caseId={row.id} code={nearest.code} dueAt={nearest.dueAt}>
                {t('time.until', { time: shortTime(nearest.dueAt) })}
              </DueDate>
            </span>
          </>
        )}
      </td>
      <td className="wide">
        {stageName(row.stage)}
        <span className="sub">{t('cases.heldBy', { agency: bi(row.holder) })}</span>
      </td>
      <td className="wide">
        {bi(row.turn.what)}
        <span className="sub">
          {bi(row.turn.agency)} · {t('cases.turnSince', { time: shortTime(row.turn.since) })} <Since at={row.turn.since} />
        </span>
      </td>
      <td className="wide">
        {lang === 'en' ? row.chargeEn : row.chargeZh}
        {!row.assigned && <span className="sub">{t('cases.unassigned')}</span>}
      </td>
    </tr>
  )
}
