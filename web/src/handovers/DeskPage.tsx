import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { countCases } from '../api/cases.ts'
import { listDesk } from '../api/hand-overs.ts'
import { FiguresPanel } from '../custody/FiguresPanel.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { seesFigures } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import { BulkBar } from './BulkBar.tsx'
import { HandOverTable } from './HandOverTable.tsx'
import { LinePanel } from './LinePanel.tsx'

const nothing: string | null = null

/** The receiving desk: what came in and what went out. */
export function DeskPage() {
  const { t } = useLang()
  const { session } = useSession()
  const [params] = useSearchParams()
  const box = params.get('box') === 'out' ? 'out' : 'in'
  const counts = useQuery({ queryKey: ['counts'], queryFn: countCases }).data
  const list = useInfiniteQuery({
    queryKey: ['desk', box],
    queryFn: ({ pageParam }) => listDesk(box, pageParam),
    initialPageParam: nothing,
    getNextPageParam: page => page.nextCursor,
  })
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const rows = list.data?.pages.flatMap(page => page.items) ?? []
  const pick = (id: string): void =>
    setPicked(before => (before.has(id) ? new Set([...before].filter(one => one !== id)) : new Set([...before, id])))
  return (
    <>
      <div className="page-head">
        <h1>{t('desk.title')}</h1>
      </div>
      <div className="panel">
        <LinePanel />
        <LinkTabs
          label={t('desk.title')}
          tabs={[
            { to: '/desk', text: t('desk.in'), current: box === 'in', count: counts?.deskIn },
            { to: '/desk?box=out', text: t('desk.out'), current: box === 'out', count: counts?.deskOut },
          ]}
        />
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <Empty title={t(`desk.empty.${box}`)} hint={t(`desk.hint.${box}`)} />}
        <BulkBar key={box} box={box} rows={rows.filter(({ id }) => picked.has(id))} onDone={() => setPicked(new Set())} />
        {rows.length > 0 && <HandOverTable rows={rows} picked={picked} onPick={pick} />}
        {list.hasNextPage && (
          <div className="more">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('action.more')}
            </Button>
          </div>
        )}
      </div>
      {seesFigures(session.user) && <FiguresPanel />}
    </>
  )
}
