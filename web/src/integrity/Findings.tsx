import type { IntegrityRound } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Severity } from './Severity.tsx'

/** Open findings by kind: the sentence, since when, whose they are. */
export function Findings({ round }: { round: IntegrityRound }) {
  const { t, bi } = useLang()
  const { findings, found } = round
  return round.checks
    .filter(check => findings.some(one => one.check === check.code))
    .map(check => {
      const mine = findings.filter(one => one.check === check.code)
      return (
        <Panel key={check.code} title={bi(check.title)} flush aside={<Severity severity={check.severity} count={check.found} />}>
          <div className="scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('integrity.finding')}</th>
                  <th scope="col">{t('integrity.owner')}</th>
                  <th scope="col" className="num">
                    {t('integrity.since')}
                  </th>
                  <th scope="col" className="num">
                    {t('integrity.firstSeen')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {mine.map(one => (
                  <tr key={one.id}>
                    <td>
                      {bi(one.sentence)}
                      {one.repairedAt !== null && <span className="tag brand"> {t('integrity.repaired')}</span>}
                    </td>
                    <td>{bi(one.owner)}</td>
                    <td className="num">{one.since === null ? '—' : dateTime(one.since)}</td>
                    <td className="num">{dateTime(one.firstSeen)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {mine.length < check.found && found > findings.length && <p className="quiet">{t('integrity.more', { count: mine.length })}</p>}
        </Panel>
      )
    })
}
