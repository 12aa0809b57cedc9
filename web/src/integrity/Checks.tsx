import type { IntegrityRound } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { count } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Severity } from './Severity.tsx'

/** Every check with what it looked at: nothing found means something only beside how much was looked at. */
export function Checks({ round }: { round: IntegrityRound }) {
  const { t, bi } = useLang()
  return (
    <Panel title={t('integrity.checks')} flush>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('integrity.check')}</th>
              <th scope="col">{t('integrity.basis')}</th>
              <th scope="col" className="num">
                {t('integrity.rows')}
              </th>
              <th scope="col">{t('integrity.result')}</th>
            </tr>
          </thead>
          <tbody>
            {round.checks.map(check => (
              <tr key={check.code}>
                <td>
                  {bi(check.title)}
                  {check.repair !== null && <span className="small quiet"> · {t('integrity.mendable')}</span>}
                </td>
                <td className="quiet">{check.basis}</td>
                <td className="num">
                  {check.sampled && !check.skipped && <span className="small quiet">{t('integrity.sampled')} </span>}
                  {count(check.rows)}
                </td>
                <td>
                  {check.found > 0 ? (
                    <Severity severity={check.severity} count={check.found} />
                  ) : (
                    <span className={check.skipped ? 'tag care' : 'quiet'}>
                      {t(check.skipped ? 'integrity.skipped' : 'integrity.whole')}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}
