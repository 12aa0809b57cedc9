import type { PeriodView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime, weekday } from '../ui/format.ts'

/** How a due date came about, step by step, and by which article. */
export function PeriodArithmetic({ period }: { period: PeriodView }) {
  const { t, lang, bi } = useLang()
  return (
    <div className="stack tight">
      <ol className="sum">
        <li>
          <span>{t('period.startStep', { event: period.startedBy })}</span>
          <b>{dateTime(period.startedAt)}</b>
        </li>
        {period.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the steps of one sum never change places
          <li key={index}>
            <span>{bi(step)}</span>
            <b>
              {dateTime(step.at)} {weekday(step.at, lang)}
            </b>
          </li>
        ))}
      </ol>
      <p className="small quiet">{t('problem.basis', { basis: period.basis })}</p>
      {period.legalLatest !== null && <p className="small quiet">{t('period.legalLatest', { time: dateTime(period.legalLatest) })}</p>}
      {period.verify && <p className="small quiet">{t('period.verifyHint')}</p>}
      {period.provisional && <p className="small quiet">{t('period.provisionalHint')}</p>}
    </div>
  )
}
