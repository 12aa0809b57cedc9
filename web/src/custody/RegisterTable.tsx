import { Button } from 'antd'
import type { HeldPerson } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'
import { PersonText } from './PersonText.tsx'

/** Persons of the register as rows: for whom, until when, how many days are left. */
export function RegisterTable({ rows, onOpen }: { rows: HeldPerson[]; onOpen: (row: HeldPerson) => void }) {
  const { t, bi } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('custody.tab.register')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('custodyRegister.column.person')}</th>
            <th scope="col">{t('custodyRegister.column.due')}</th>
            <th scope="col" className="wide">
              {t('custodyRegister.column.holder')}
            </th>
            <th scope="col" className="wide">
              {t('custodyRegister.column.place')}
            </th>
            <th scope="col">{t('custodyRegister.column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <tr key={row.casePersonId} className={row.standing === 'overdue' ? 'custody-over' : ''}>
              <td>
                <PersonText person={row} />
                <span className="sub">{bi(row.charge)}</span>
                {row.holder !== null && <span className="sub narrow">{bi(row.holder)}</span>}
                {row.transfers.map(({ id, to }) => (
                  <span key={id} className="sub">
                    {t('custodyRegister.transfer', { to: bi(to) })}
                  </span>
                ))}
                {row.secondCases.length > 0 && (
                  <span className="tag care">{t('custodyRegister.second', { count: row.secondCases.length })}</span>
                )}
              </td>
              <td>
                <End row={row} />
              </td>
              <td className="wide">
                {row.holder === null ? '—' : bi(row.holder)}
                <span className="sub">
                  {bi(row.stage)}
                  {row.measure !== null && ` · ${bi(row.measure)}`}
                </span>
              </td>
              <td className="wide">
                {row.admissionNo ?? (row.warrantNo === null ? '—' : t('custodyRegister.warrantIs', { no: row.warrantNo }))}
                {row.admittedAt !== null && <span className="sub">{dateTime(row.admittedAt)}</span>}
              </td>
              <td>
                <Act row={row} onOpen={() => onOpen(row)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const ACTS = { expected: 'custodyRegister.admit', leaving: 'custodyRegister.act.release' } as const

/** What is to be done with the person now. */
function Act({ row, onOpen }: { row: HeldPerson; onOpen: () => void }) {
  const { t } = useLang()
  const due = row.place === 'expected' || row.place === 'leaving' ? ACTS[row.place] : null
  const act = t(due ?? 'custodyRegister.open')
  return (
    <Button
      size="small"
      type={due === null ? 'default' : 'primary'}
      aria-label={t('custodyRegister.openOf', { act, name: row.name })}
      onClick={onOpen}
    >
      {act}
    </Button>
  )
}

function End({ row }: { row: HeldPerson }) {
  const { t, bi } = useLang()
  if (row.place === 'leaving') return <span className="left over">{t('custodyRegister.lists.leaving')}</span>
  if (row.dueAt === null) return <span className="quiet">{t('custodyRegister.noEnd')}</span>
  return (
    <>
      {row.daysLeft === null ? <span className="tag">{t('custodyRegister.stopped')}</span> : <Countdown dueAt={row.dueAt} />}
      <span className="sub nowrap">
        {t('time.until', { time: dateTime(row.dueAt) })} {row.provisional && t('custodyRegister.provisional')}
      </span>
      {row.period !== null && <span className="sub">{bi(row.period)}</span>}
    </>
  )
}
