import type { HandOverView, PersonView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { date, dateTime } from '../ui/format.ts'

type Props = { answers: HandOverView['answers']; persons: Pick<PersonView, 'id' | 'name'>[] }

/** Every answer of the receiving desk as it was given: outcome, reason, basis, officer, time. */
export function Answers({ answers, persons }: Props) {
  const { t, bi } = useLang()
  const named = (ids: string[]): string => ids.map(id => persons.find(person => person.id === id)?.name ?? '').join('、')
  return (
    <ol className="stack tight">
      {answers.map(answer => (
        <li key={answer.at + answer.outcome}>
          <strong>{bi(answer)}</strong>
          {answer.reason !== null && <div>{answer.reason}</div>}
          {answer.persons !== null && answer.persons.length > 0 && <div>{t('handOver.about', { names: named(answer.persons) })}</div>}
          <div className="small quiet">
            {answer.basis}
            {answer.dueOn !== null && ` · ${date(answer.dueOn)}`}
            {` · ${answer.by} · ${dateTime(answer.at)}`}
          </div>
        </li>
      ))}
    </ol>
  )
}
