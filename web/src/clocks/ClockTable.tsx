import type { ClockItem, ClocksView } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { dateTime, weekday } from '../ui/format.ts'
import { groupsOf, isOpen } from './model.ts'

type Props = { clocks: Pick<ClocksView, 'persons' | 'items'>; onChoose: (id: string) => void }

/** The same clocks as a table, for print and for readers of screens. */
export function ClockTable({ clocks, onChoose }: Props) {
  const { t } = useLang()
  return (
    <div className="scroll">
      <table className="table">
        <caption className="only-read">{t('clocks.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('period.name')}</th>
            <th scope="col" className="wide">
              {t('period.started')}
            </th>
            <th scope="col">{t('period.due')}</th>
            <th scope="col">{t('period.left')}</th>
            <th scope="col" className="wide">
              {t('clocks.agency')}
            </th>
          </tr>
        </thead>
        {groupsOf(clocks).map(group => (
          <tbody key={group.id ?? 'case'}>
            <tr className="group">
              <th scope="rowgroup" colSpan={5}>
                {group.name ?? t('clocks.ofCase')} {group.inCustody && <span className="tag overdue">{t('case.person.inCustody')}</span>}
              </th>
            </tr>
            {group.items.map(item => (
              <Line key={item.id} item={item} onChoose={onChoose} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}

function Line({ item, onChoose }: { item: ClockItem; onChoose: (id: string) => void }) {
  const { t, lang, bi, word } = useLang()
  return (
    <tr>
      <td>
        {bi(item)} {item.kind !== 'statutory' && <span className="tag">{word('period.kind', item.kind)}</span>}
      </td>
      <td className="wide nowrap">{dateTime(item.startedAt)}</td>
      <td>
        <button type="button" className="plain dotted" aria-haspopup="dialog" onClick={() => onChoose(item.id)}>
          {dateTime(item.dueAt)}
          <span className="only-read"> {t('explain.open')}</span>
        </button>
        <span className="sub">
          {weekday(item.dueAt, lang)} {item.verify && <span className="tag care">{t('period.verify')}</span>}{' '}
          {item.provisional && <span className="tag care">{t('period.provisional')}</span>}{' '}
          {item.lines.length > 0 && <span className="tag care">{t('clocks.lineTag')}</span>}
        </span>
      </td>
      <td>
        {isOpen(item) && item.state !== 'suspended' ? (
          <Countdown dueAt={item.dueAt} statutory={item.kind === 'statutory'} />
        ) : (
          <span className={item.state === 'metLate' ? 'left over' : 'quiet'}>{word('period.state', item.state)}</span>
        )}
        {item.endedAt !== null && <span className="sub nowrap">{dateTime(item.endedAt)}</span>}
      </td>
      <td className="wide">{bi(item.agency)}</td>
    </tr>
  )
}
