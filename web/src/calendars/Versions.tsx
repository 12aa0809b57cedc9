import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { decideCalendar } from '../api/calendars.ts'
import type { CalendarVersion } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'

/** Every list with its source, version and who confirmed it; what waits shows which days it changes. */
export function Versions({ items }: { items: CalendarVersion[] }) {
  const { t, word } = useLang()
  return (
    <div className="scroll">
      <table className="table">
        <caption className="only-read">{t('calendars.lists')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('calendars.year')}</th>
            <th scope="col">{t('calendars.source')}</th>
            <th scope="col" className="wide">
              {t('calendars.days')}
            </th>
            <th scope="col">{t('calendars.state')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={`${item.year}-${item.version}`}>
              <td>
                <strong>{item.year}</strong>
                <span className="sub">{t('calendars.version', { version: item.version })}</span>
              </td>
              <td>
                {item.notice} {item.verify && <span className="tag care">{t('period.verify')}</span>}
                <span className="sub">{[item.loadedBy, dateTime(item.loadedAt)].filter(Boolean).join(' · ')}</span>
              </td>
              <td className="wide">
                <details>
                  <summary>{t('calendars.counted', { holidays: item.holidays.length, workdays: item.makeupWorkdays.length })}</summary>
                  <ul className="small">
                    {item.holidays.map(one => (
                      <li key={one.from}>
                        {one.name} {one.from} — {one.to}
                      </li>
                    ))}
                    <li>{t('calendars.workdays', { days: item.makeupWorkdays.join(t('app.comma')) || '—' })}</li>
                  </ul>
                </details>
              </td>
              <td>
                <span className={item.state === 'current' ? 'tag brand' : item.state === 'proposed' ? 'tag care' : 'tag'}>
                  {word('calendars.states', item.state)}
                </span>
                {item.decidedAt !== null && (
                  <span className="sub">{[item.decidedBy, dateTime(item.decidedAt)].filter(Boolean).join(' · ')}</span>
                )}
                {item.changes.length > 0 && (
                  <span className="sub">{t('calendars.changes', { days: item.changes.join(t('app.comma')) })}</span>
                )}
                {item.mayDecide && <Decide item={item} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Decide({ item }: { item: CalendarVersion }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const decide = useMutation({
    mutationFn: (approve: boolean) => decideCalendar(item.year, item.version, approve),
    onSuccess: async ({ cases }) => {
      await client.invalidateQueries({ queryKey: ['calendars'] })
      void message.success(t('calendars.decided', { count: cases }))
    },
  })
  return (
    <div className="stack tight">
      {decide.isError && <Problem error={decide.error} />}
      <div className="row">
        <Button size="small" type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>
          {t('calendars.confirm')}
        </Button>
        <Button size="small" disabled={decide.isPending} onClick={() => decide.mutate(false)}>
          {t('calendars.refuse')}
        </Button>
      </div>
    </div>
  )
}
