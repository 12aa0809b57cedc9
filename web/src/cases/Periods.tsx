import { Fragment, useState } from 'react'
import type { CaseView, PeriodView } from '../api/types.ts'
import { Explanation } from '../clocks/Explanation.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Empty } from '../ui/Empty.tsx'
import { dateTime, weekday } from '../ui/format.ts'

const isOpen = (period: PeriodView): boolean => period.state === 'running' || period.state === 'overdue'

const order = (a: PeriodView, b: PeriodView): number => Number(isOpen(b)) - Number(isOpen(a)) || a.dueAt.localeCompare(b.dueAt)

/** All periods of the case, running ones first by what is left. A due date shows its arithmetic. */
export function Periods({ view }: { view: CaseView }) {
  const { t, lang, bi, word } = useLang()
  const [shown, setShown] = useState<string | null>(null)
  if (view.periods.length === 0) return <Empty title={t('period.none')} />
  const person = (id: string | null): string | undefined =>
    view.persons.length > 1 ? view.persons.find(item => item.id === id)?.name : undefined
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('period.name')}</th>
            <th scope="col" className="wide">
              {t('period.started')}
            </th>
            <th scope="col">{t('period.due')}</th>
            <th scope="col">{t('period.left')}</th>
          </tr>
        </thead>
        <tbody>
          {[...view.periods].sort(order).map(period => (
            <Fragment key={period.id}>
              <tr>
                <td>
                  {bi(period)} {period.kind !== 'statutory' && <span className="tag">{word('period.kind', period.kind)}</span>}
                  {person(period.casePersonId) && <span className="sub">{person(period.casePersonId)}</span>}
                </td>
                <td className="wide nowrap">
                  {dateTime(period.startedAt)}
                  <span className="sub">{period.startedBy}</span>
                </td>
                <td>
                  <button
                    type="button"
                    className="plain dotted"
                    aria-expanded={shown === period.id}
                    onClick={() => setShown(shown === period.id ? null : period.id)}
                  >
                    {dateTime(period.dueAt)}
                    <span className="only-read"> {t('explain.open')}</span>
                  </button>
                  <span className="sub">
                    {weekday(period.dueAt, lang)} {period.verify && <span className="tag care">{t('period.verify')}</span>}{' '}
                    {period.provisional && <span className="tag care">{t('period.provisional')}</span>}
                  </span>
                </td>
                <td>
                  {isOpen(period) ? (
                    <Countdown dueAt={period.dueAt} statutory={period.kind === 'statutory'} />
                  ) : (
                    <span className={period.state === 'metLate' ? 'left over' : 'quiet'}>{word('period.state', period.state)}</span>
                  )}
                  {!isOpen(period) && period.endedAt !== null && <span className="sub nowrap">{dateTime(period.endedAt)}</span>}
                </td>
              </tr>
              {shown === period.id && (
                <tr>
                  <td colSpan={4} className="arithmetic">
                    <Explanation of={{ ...period, flags: [], ledger: period.steps }} caseId={view.id} />
                  </td>
                </tr>
              )}
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}
