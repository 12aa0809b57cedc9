import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { countCases, listCases } from '../api/cases.ts'
import { AgencyNotices } from '../custody/AgencyNotices.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { tracksCases } from '../session/duties.ts'
import { useSession } from '../session/session-context.ts'
import { Loading } from '../ui/Empty.tsx'
import { useKeys } from '../ui/keys.ts'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import { CaseFilters } from './CaseFilters.tsx'
import { CaseTable } from './CaseTable.tsx'
import { NoCases } from './NoCases.tsx'
import { useCaseFilter, VIEWS } from './use-case-filter.ts'

/** The cases of the user, the one with the least legal time left first. */
export function CaseListPage() {
  const { t } = useLang()
  const go = useNavigate()
  const { session } = useSession()
  const { filter, view, change, narrowed } = useCaseFilter()
  const search = useRef<HTMLInputElement>(null)
  const counts = useQuery({ queryKey: ['counts'], queryFn: countCases }).data
  const list = useInfiniteQuery({
    queryKey: ['cases', filter],
    queryFn: ({ pageParam, signal }) => listCases(filter, pageParam, signal),
    initialPageParam: nothing,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const mayCreate = session.user.roles.includes('PO')
  useKeys([
    { key: '/', label: t('keys.search'), run: () => search.current?.focus() },
    ...(mayCreate ? [{ key: 'n', label: t('cases.new'), run: () => void go('/cases/new') }] : []),
  ])
  const rows = list.data?.pages.flatMap(page => page.items) ?? []
  const tabs = VIEWS.map(name => ({
    to: name === 'mine' ? '/cases' : `/cases?view=${name}`,
    text: t(`cases.view.${name}`),
    current: name === view,
    count: name === 'mine' ? counts?.mine : name === 'agency' ? counts?.agency : undefined,
  }))
  return (
    <>
      <div className="page-head">
        <h1>{t('cases.title')}</h1>
        {mayCreate && (
          <Button type="primary" onClick={() => void go('/cases/new')}>
            {t('cases.new')}
          </Button>
        )}
      </div>
      {tracksCases(session.user) && <AgencyNotices />}
      <div className="panel">
        <LinkTabs label={t('cases.title')} tabs={tabs} />
        <CaseFilters filter={filter} change={change} searchRef={search} />
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && (
          <NoCases view={view} narrowed={narrowed} mayCreate={mayCreate} onClear={() => change({ stage: '', q: '', track48: false })} />
        )}
        {rows.length > 0 && <CaseTable rows={rows} />}
        {list.hasNextPage && (
          <div className="more">
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('action.more')}
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

const nothing: string | null = null
