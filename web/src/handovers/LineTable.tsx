import { Button } from 'antd'
import type { Line } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'

type Props = { lines: Line[]; onPause: (agency: Line['agency']) => void; onResume: (line: Line) => void; busy: boolean }

export function LineTable({ lines, ...acts }: Props) {
  const { t } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('lines.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('lines.agency')}</th>
            <th scope="col">{t('lines.state')}</th>
            <th scope="col">{t('lines.since')}</th>
            <th scope="col">{t('lines.reason')}</th>
            <th scope="col" className="num">
              {t('lines.waiting')}
            </th>
            <th scope="col">{t('lines.act')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(line => (
            <Row key={line.agency.code} line={line} {...acts} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ line, onPause, onResume, busy }: Omit<Props, 'lines'> & { line: Line }) {
  const { t, bi } = useLang()
  const { agency, down, up, waiting } = line
  const [since, by] = down ? [down.pausedAt, down.pausedBy] : up ? [up.since, up.by] : [null, null]
  return (
    <tr>
      <th scope="row">
        {bi(agency)} <span className="sub mono">{agency.code}</span>
      </th>
      <td>
        <span className={down ? 'tag overdue' : 'tag'}>{t(down ? 'lines.down' : 'lines.up')}</span>
        {down && <span className="sub">{t('lines.expected', { time: dateTime(down.expectedEnd) })}</span>}
      </td>
      <td>
        {since === null ? <span className="quiet">{t('lines.never')}</span> : <span className="nowrap">{dateTime(since)}</span>}
        {by !== null && <span className="sub">{by}</span>}
      </td>
      <td>
        {down?.reason}
        {up && (
          <span className="quiet">
            {up.reason}
            <span className="sub">{t('lines.was', { from: dateTime(up.downSince), to: dateTime(up.since) })}</span>
          </span>
        )}
      </td>
      <td className="num">{waiting > 0 ? <strong>{waiting}</strong> : '0'}</td>
      <td>
        {down ? (
          <Button
            size="small"
            type="primary"
            disabled={busy}
            aria-label={t('lines.resumeOf', { agency: bi(agency) })}
            onClick={() => onResume(line)}
          >
            {t('desk.resume')}
          </Button>
        ) : (
          <Button size="small" aria-label={t('lines.pauseOf', { agency: bi(agency) })} onClick={() => onPause(agency)}>
            {t('desk.pause')}
          </Button>
        )}
      </td>
    </tr>
  )
}
