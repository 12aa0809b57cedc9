import { useLang } from '../i18n/use-lang.ts'
import { dateTime, duration } from '../ui/format.ts'
import type { Chain } from './chain.ts'

const MINUTE_MS = 60_000

/** The chains in words: every title, gaps and overlaps, and every event that moved an end. */
export function ChainTable({ chains }: { chains: Chain[] }) {
  const { t } = useLang()
  return (
    <>
      <div className="scroll">
        <table className="table">
          <caption className="only-read">{t('custodyCase.table')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('custodyCase.column.holder')}</th>
              <th scope="col">{t('custodyCase.column.from')}</th>
              <th scope="col">{t('custodyCase.column.until')}</th>
              <th scope="col">{t('custodyCase.column.due')}</th>
              <th scope="col" className="wide">
                {t('custodyCase.column.centre')}
              </th>
            </tr>
          </thead>
          <tbody>
            {chains.map(chain => (
              <Titles key={chain.id} chain={chain} />
            ))}
          </tbody>
        </table>
      </div>
      <details className="chain-ends">
        <summary>{t('custodyCase.ends')}</summary>
        <Ends chains={chains} />
      </details>
    </>
  )
}

function Titles({ chain }: { chain: Chain }) {
  const { t, lang, bi } = useLang()
  return (
    <>
      <tr className="group">
        <th scope="rowgroup" colSpan={5}>
          {chain.name}
        </th>
      </tr>
      {chain.titles.map(title => (
        <tr key={title.id} className={title.overdueMinutes > 0 ? 'custody-over' : ''}>
          <td>{bi(title.holder)}</td>
          <td className="nowrap">{dateTime(title.from)}</td>
          <td className="nowrap">
            {title.until === null ? t('custodyCase.running') : dateTime(title.until)}
            {title.endReason !== null && <span className="sub">{bi(title.endReason)}</span>}
          </td>
          <td>
            {title.dueAt === null ? '—' : dateTime(title.dueAt)}
            {title.period !== null && <span className="sub">{bi(title.period)}</span>}
            {title.overdueMinutes > 0 && (
              <span className="left over">
                {t('custodyRegister.overdue', { length: duration(title.overdueMinutes * MINUTE_MS, lang) })}
              </span>
            )}
          </td>
          <td className="wide">{title.centre === null ? '—' : bi(title.centre)}</td>
        </tr>
      ))}
      {chain.faults.map(({ kind, from, to }) => (
        <tr key={kind + from} className="custody-over">
          <td colSpan={5}>
            <span className="left over">{t(`custodyCase.${kind}`, { from: dateTime(from), to: dateTime(to) })}</span>
          </td>
        </tr>
      ))}
    </>
  )
}

function Ends({ chains }: { chains: Chain[] }) {
  const { t, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table">
        <caption className="only-read">{t('custodyCase.ends')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('custodyCase.column.person')}</th>
            <th scope="col">{t('custodyCase.column.at')}</th>
            <th scope="col">{t('custodyCase.column.why')}</th>
            <th scope="col">{t('custodyCase.column.moved')}</th>
          </tr>
        </thead>
        <tbody>
          {chains.flatMap(({ id, name, ends }) =>
            ends.map(end => (
              <tr key={id + end.eventId}>
                <td>{name}</td>
                <td className="nowrap">{dateTime(end.at)}</td>
                <td>
                  {bi(end.act)}
                  {end.suspended && <span className="sub">{t('custodyCase.stopped')}</span>}
                </td>
                <td>
                  {end.previousDueAt !== null && `${dateTime(end.previousDueAt)} → `}
                  {end.dueAt === null ? t('custodyRegister.noEnd') : dateTime(end.dueAt)}
                  {end.period !== null && <span className="sub">{bi(end.period)}</span>}
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
}
