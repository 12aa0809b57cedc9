import { useInfiniteQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { listDeskPapers } from '../api/custody.ts'
import type { DeskCounts } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { AutomaticSwitch } from './AutomaticSwitch.tsx'
import { Coming } from './Coming.tsx'
import { PaperCard } from './PaperCard.tsx'
import { PapersBar } from './PapersBar.tsx'
import { Segments } from './Segments.tsx'

const STATES = ['open', 'refused', 'done'] as const
const SERVER = { open: 'delivered', refused: 'refused', done: 'acknowledged' } as const
const nothing: string | null = null

/** Papers on the centre's desk, the least legal time first; what is announced stands apart, above. */
export function PapersTab({ counts }: { counts: DeskCounts | undefined }) {
  const { t } = useLang()
  const [params] = useSearchParams()
  const state = STATES.find(name => name === params.get('state')) ?? 'open'
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const list = useInfiniteQuery({
    queryKey: ['custody', 'papers', SERVER[state]],
    queryFn: ({ pageParam }) => listDeskPapers(SERVER[state], pageParam),
    initialPageParam: nothing,
    getNextPageParam: page => page.next,
  })
  const rows = list.data?.pages.flatMap(page => page.items) ?? []
  const pick = (id: string): void =>
    setPicked(before => (before.has(id) ? new Set([...before].filter(one => one !== id)) : new Set([...before, id])))
  return (
    <>
      <div className="custody-bar">
        <Segments
          label={t('custodyPapers.stateLabel')}
          items={STATES.map(name => ({
            to: name === 'open' ? '/custody' : `/custody?state=${name}`,
            text: t(`custodyPapers.states.${name}`),
            current: name === state,
            count: name === 'open' ? counts?.delivered : name === 'refused' ? counts?.refused : undefined,
          }))}
        />
        {list.data && <AutomaticSwitch automatic={list.data.pages[0]?.automatic ?? false} />}
      </div>
      {state === 'open' && <Coming count={counts?.coming ?? 0} />}
      {list.isPending && <Loading text={t('app.loading')} />}
      {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <Empty title={t(`custodyPapers.empty.${state}`)} hint={t(`custodyPapers.hint.${state}`)} />}
      {state === 'open' && <PapersBar rows={rows.filter(({ dispatch }) => picked.has(dispatch.id))} onDone={() => setPicked(new Set())} />}
      <ul className="custody-papers">
        {rows.map(row => (
          <PaperCard
            key={row.dispatch.id}
            row={row}
            picked={picked.has(row.dispatch.id)}
            onPick={state === 'open' ? () => pick(row.dispatch.id) : undefined}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <div className="more">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('action.more')}
          </Button>
        </div>
      )}
    </>
  )
}
