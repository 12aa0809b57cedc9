import type { ClocksView, Move } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'

/** Before and after, what moves first; what stays is counted only. */
export function Moves({ moves, persons }: { moves: readonly Move[]; persons: ClocksView['persons'] }) {
  const { t, bi, word } = useLang()
  const moved = moves.filter(({ change }) => change !== 'stays')
  const stay = moves.length - moved.length
  const nameOf = (id: string | null): string => persons.find(person => person.id === id)?.name ?? t('clocks.ofCase')
  if (moved.length === 0) return <p>{t('whatIf.nothing')}</p>
  return (
    <div className="scroll move-list">
      <table className="table">
        <caption className="only-read">{t('whatIf.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('period.name')}</th>
            <th scope="col">{t('whatIf.before')}</th>
            <th scope="col">{t('whatIf.after')}</th>
          </tr>
        </thead>
        <tbody>
          {moved.map(move => (
            <tr key={move.code + (move.casePersonId ?? '') + move.change}>
              <td>
                {bi(move)}
                <span className="sub">
                  {nameOf(move.casePersonId)} · {word('whatIf.change', move.change)}
                </span>
              </td>
              <td>{move.before === null ? '—' : <s className="quiet">{dateTime(move.before)}</s>}</td>
              <td>{move.after === null ? '—' : <strong className="moved-to">{dateTime(move.after)}</strong>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {stay > 0 && <p className="small quiet">{t('whatIf.stay', { count: stay })}</p>}
    </div>
  )
}
