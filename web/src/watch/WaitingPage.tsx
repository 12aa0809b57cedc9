import { useQuery } from '@tanstack/react-query'
import { waitingHandOvers } from '../api/hand-overs.ts'
import type { WaitingRow } from '../api/types.ts'
import { StateTag } from '../handovers/StateTag.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime, duration } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import './watch.css'

const EVERY_MS = 30_000

/** What lies with which agency on which way, for those who watch over time: counts and times, and nothing of the cases. */
export function WaitingPage() {
  const { t } = useLang()
  const found = useQuery({ queryKey: ['timeliness'], queryFn: waitingHandOvers, refetchInterval: EVERY_MS })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (!found.data) return <Problem error={found.error} retry={() => void found.refetch()} />
  const rows = found.data.waiting
  const sum = (of: (row: WaitingRow) => number): number => rows.reduce((all, row) => all + of(row), 0)
  return (
    <div className="stack waiting-page">
      <div className="page-head">
        <h1>{t('waiting.title')}</h1>
      </div>
      <p className="quiet">{t('waiting.hint')}</p>
      {rows.length === 0 ? (
        <Empty title={t('waiting.none')} hint={t('waiting.noneHint')} />
      ) : (
        <Panel flush title={t('waiting.total', { all: sum(row => row.handOvers), silent: sum(row => row.silent) })}>
          <Table rows={rows} />
        </Panel>
      )}
    </div>
  )
}

function Table({ rows }: { rows: WaitingRow[] }) {
  const { t } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('waiting.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('waiting.agency')}</th>
            <th scope="col">{t('waiting.leg')}</th>
            <th scope="col">{t('waiting.state')}</th>
            <th scope="col" className="num">
              {t('waiting.count')}
            </th>
            <th scope="col">{t('waiting.longest')}</th>
            <th scope="col" className="num">
              {t('waiting.mean')}
            </th>
            <th scope="col">{t('waiting.due')}</th>
            <th scope="col" className="num">
              {t('waiting.silent')}
            </th>
            <th scope="col">{t('waiting.told')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.agency.code + row.leg + row.state} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row }: { row: WaitingRow }) {
  const { t, bi, lang } = useLang()
  const now = useNow()
  return (
    <tr>
      <th scope="row">{bi(row.agency)}</th>
      <td>{bi({ zh: row.legZh, en: row.legEn })}</td>
      <td>
        <StateTag state={row.state} />
      </td>
      <td className="num">{row.handOvers}</td>
      <td>
        <span className={`nowrap ${row.silent > 0 ? 'left over' : ''}`}>{duration(now - new Date(row.longestSince).getTime(), lang)}</span>
        <span className="sub nowrap">{t('waiting.since', { time: dateTime(row.longestSince) })}</span>
      </td>
      <td className="num">{t('waiting.hours', { hours: row.meanHours })}</td>
      <td className="nowrap">{row.dueAt === null ? '—' : dateTime(row.dueAt)}</td>
      <td className="num">{row.silent > 0 ? <span className="left over">{row.silent}</span> : '0'}</td>
      <td className="nowrap">{row.toldAt === null ? <span className="quiet">{t('waiting.notTold')}</span> : dateTime(row.toldAt)}</td>
    </tr>
  )
}
