import { Button } from 'antd'
import { type Connector, connectorPicture } from '../api/connectors.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Since } from '../ui/Countdown.tsx'
import { count, dateTime } from '../ui/format.ts'

type Agency = Connector['agency']
type Acts = {
  keeps: boolean
  busy: boolean
  onPause: (agency: Agency, paused: boolean) => void
  onResume: (agency: Agency) => void
  onTrial: (agency: Agency) => void
}

const LOOK: Readonly<Record<string, string>> = { on: 'tag good', paused: 'tag care', stopped: 'tag overdue' }

export function ConnectorTable({ rows, ...acts }: Acts & { rows: Connector[] }) {
  const { t } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('connectors.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('connectors.agency')}</th>
            <th scope="col">{t('connectors.way')}</th>
            <th scope="col">{t('connectors.stateHead')}</th>
            <th scope="col" className="num">
              {t('connectors.waiting')}
            </th>
            <th scope="col" className="num">
              {t('connectors.done')}
            </th>
            <th scope="col" className="num">
              {t('connectors.failed')}
            </th>
            <th scope="col">{t('connectors.pace')}</th>
            {acts.keeps && <th scope="col">{t('connectors.act')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={`${row.agency.code} ${row.kind} ${row.direction}`} row={row} {...acts} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, ...acts }: Acts & { row: Connector }) {
  const { t, bi, word } = useLang()
  const { agency, state, why, since } = row
  return (
    <tr>
      <th scope="row">
        {bi(agency)} <span className="sub mono">{agency.code}</span>
      </th>
      <td>
        {word('connectors.kind', row.kind)}
        <span className="sub">{word('connectors.direction', row.direction)}</span>
      </td>
      <td className="why">
        <span className={LOOK[state] ?? 'tag'}>{word('connectors.state', state)}</span>
        {why !== null && why !== '' && <span className="sub">{why}</span>}
        {state === 'stopped' && row.hasPicture && (
          <a className="sub" href={connectorPicture(agency.code)} target="_blank" rel="noreferrer">
            {t('writeBack.picture')}
          </a>
        )}
        {state !== 'on' && (
          <span className="sub">
            {t('connectors.since', { time: dateTime(since) })} · <Since at={since} />
          </span>
        )}
      </td>
      <td className="num">{row.waiting > 0 ? <strong>{count(row.waiting)}</strong> : '0'}</td>
      <td className="num">
        {count(row.done)}
        <span className="sub">{row.lastAt === null ? t('connectors.never') : t('connectors.last', { time: dateTime(row.lastAt) })}</span>
      </td>
      <td className="num">{row.failed > 0 ? <strong>{count(row.failed)}</strong> : '0'}</td>
      <td>
        {t('connectors.perMinute', { count: row.perMinute })}
        <span className="sub">{row.hours === null || row.hours === '' ? t('connectors.anyHour') : row.hours}</span>
      </td>
      {acts.keeps && (
        <td>
          <Buttons row={row} {...acts} />
        </td>
      )}
    </tr>
  )
}

function Buttons({ row, busy, onPause, onResume, onTrial }: Acts & { row: Connector }) {
  const { t, bi } = useLang()
  const { agency, state } = row
  const name = { agency: bi(agency) }
  return (
    <div className="row wrap">
      {state === 'stopped' && (
        <Button size="small" type="primary" disabled={busy} aria-label={t('connectors.resumeOf', name)} onClick={() => onResume(agency)}>
          {t('connectors.resume')}
        </Button>
      )}
      {state === 'paused' ? (
        <Button size="small" type="primary" aria-label={t('connectors.unpauseOf', name)} onClick={() => onPause(agency, false)}>
          {t('connectors.unpause')}
        </Button>
      ) : (
        <Button size="small" aria-label={t('connectors.pauseOf', name)} onClick={() => onPause(agency, true)}>
          {t('connectors.pause')}
        </Button>
      )}
      {row.direction !== 'in' && (
        <Button size="small" aria-label={t('connectors.trialOf', name)} onClick={() => onTrial(agency)}>
          {t('connectors.trial')}
        </Button>
      )}
    </div>
  )
}
