import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { listDeskPapers } from '../api/custody.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown, Since } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { PersonText } from './PersonText.tsx'

const nothing: string | null = null

/** Papers that were announced and do not lie on the desk yet: who comes under whom, and how long the old end still runs. */
export function Coming({ count }: { count: number }) {
  const { t, bi } = useLang()
  const list = useInfiniteQuery({
    queryKey: ['custody', 'papers', 'coming'],
    queryFn: ({ pageParam }) => listDeskPapers('coming', pageParam),
    initialPageParam: nothing,
    getNextPageParam: page => page.next,
  })
  const rows = list.data?.pages.flatMap(page => page.items) ?? []
  if (list.isError) return <Problem error={list.error} retry={() => void list.refetch()} />
  if (rows.length === 0) return null
  return (
    <section className="custody-coming" aria-labelledby="custody-coming">
      <h2 id="custody-coming">{t('custodyPapers.coming', { count: Math.max(count, rows.length) })}</h2>
      <p className="small quiet">{t('custodyPapers.comingHint')}</p>
      <div className="scroll">
        <table className="table rows">
          <caption className="only-read">{t('custodyPapers.coming', { count: rows.length })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('custody.row')}</th>
              <th scope="col">{t('custodyPapers.fromTo')}</th>
              <th scope="col">{t('custodyPapers.oldEnd')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ dispatch, person }) => (
              <tr key={dispatch.id}>
                <td>
                  <PersonText person={person} />
                </td>
                <td>
                  {bi(dispatch.from)}
                  <span className="sub">→ {dispatch.to === null ? '—' : bi(dispatch.to)}</span>
                  <span className="sub">
                    {bi(dispatch.kind)} · {bi(dispatch.state)} <Since at={dispatch.completedAt ?? dispatch.announcedAt} />
                  </span>
                </td>
                <td>
                  {dispatch.senderDueAt === null ? (
                    '—'
                  ) : (
                    <>
                      <Countdown dueAt={dispatch.senderDueAt} />
                      <span className="sub nowrap">{t('time.until', { time: dateTime(dispatch.senderDueAt) })}</span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {list.hasNextPage && <Button onClick={() => void list.fetchNextPage()}>{t('action.more')}</Button>}
    </section>
  )
}
