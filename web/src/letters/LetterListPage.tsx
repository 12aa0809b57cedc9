import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { countLetters, listLetters } from '../api/letters.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { LinkTabs } from '../ui/LinkTabs.tsx'
import { Problem } from '../ui/Problem.tsx'
import './letters.css'
import { LetterTable } from './LetterTable.tsx'

const BOXES = ['in', 'sign', 'sent'] as const
const STATES = ['open', 'closed'] as const
const nothing: string | null = null

/** The letters to me, those I sign, and those my office has issued; what has the least time left stands first. */
export function LetterListPage() {
  const { t } = useLang()
  const { session } = useSession()
  const [params] = useSearchParams()
  const signs = session.user.roles.includes('SV')
  const boxes = BOXES.filter(name => signs || name === 'in')
  const box = boxes.find(name => name === params.get('box')) ?? (signs ? 'sign' : 'in')
  const state = STATES.find(name => name === params.get('state')) ?? 'open'
  const counts = useQuery({ queryKey: ['letters', 'counts'], queryFn: countLetters }).data
  const list = useInfiniteQuery({
    queryKey: ['letters', box, state],
    queryFn: ({ pageParam }) => listLetters(box, state, pageParam),
    initialPageParam: nothing,
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const rows = list.data?.pages.flatMap(page => page.items) ?? []
  return (
    <>
      <div className="page-head">
        <h1>{t('letters.title')}</h1>
      </div>
      <div className="panel">
        <LinkTabs
          label={t('letters.title')}
          tabs={boxes.map(name => ({
            to: `/letters?box=${name}`,
            text: t(`letters.box.${name}`),
            current: name === box,
            count: counts?.[name],
          }))}
        />
        <nav className="letter-states" aria-label={t('letters.state')}>
          {STATES.map(name => (
            <Link key={name} to={`/letters?box=${box}&state=${name}`} {...(name === state ? { 'aria-current': 'page' as const } : {})}>
              {t(`letters.states.${name}`)}
            </Link>
          ))}
        </nav>
        {list.isPending && <Loading text={t('app.loading')} />}
        {list.isError && <Problem error={list.error} retry={() => void list.refetch()} />}
        {list.isSuccess && rows.length === 0 && <Empty title={t(`letters.empty.${box}`)} hint={t('letters.emptyHint')} />}
        {rows.length > 0 && <LetterTable rows={rows} box={box} />}
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
