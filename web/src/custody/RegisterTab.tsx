import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { listRegister } from '../api/custody.ts'
import type { DeskCounts, HeldPerson } from '../api/types.ts'
import { near } from '../forms/FieldControl.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { useReference } from '../session/use-reference.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Select } from '../ui/Select.tsx'
import { RegisterTable } from './RegisterTable.tsx'
import { Segments } from './Segments.tsx'
import { StayDrawer } from './StayDrawer.tsx'

const LISTS = ['here', 'expected', 'leaving'] as const
const HOLDERS = ['publicSecurity', 'procuratorate', 'court']
const nothing: string | null = null

/** Who is in the centre, is expected, or is to be released; the least time first. Filter and list live in the address. */
export function RegisterTab({ counts }: { counts: DeskCounts['register'] | undefined }) {
  const { t, bi } = useLang()
  const { session } = useSession()
  const [params, setParams] = useSearchParams()
  const list = LISTS.find(name => name === params.get('list')) ?? 'here'
  const holder = params.get('holder') ?? ''
  const soon = params.get('soon') === '1'
  const [open, setOpen] = useState<HeldPerson | null>(null)
  const found = useInfiniteQuery({
    queryKey: ['custody', 'register', list, holder, soon],
    queryFn: ({ pageParam }) => listRegister({ list, holder, soon }, pageParam),
    initialPageParam: nothing,
    getNextPageParam: page => page.nextCursor,
  })
  const change = (name: string, value: string): void => {
    if (value === '') params.delete(name)
    else params.set(name, value)
    setParams(params, { replace: true })
  }
  const rows = found.data?.pages.flatMap(page => page.items) ?? []
  const narrowed = holder !== '' || soon
  const agencies = near(useReference()?.agencies ?? [], session.user.agency.code).filter(({ type }) => HOLDERS.includes(type))
  return (
    <>
      <div className="custody-bar">
        <Segments
          label={t('custodyRegister.list')}
          items={LISTS.map(name => ({
            to: `/custody?tab=register${name === 'here' ? '' : `&list=${name}`}`,
            text: t(`custodyRegister.lists.${name}`),
            current: name === list,
            count: counts?.[name],
          }))}
        />
        <fieldset className="row wrap choices" aria-label={t('custodyRegister.search')}>
          <div className="custody-holder">
            <Select
              label={t('custodyRegister.holder')}
              placeholder={t('custodyRegister.allHolders')}
              options={agencies.map(agency => ({ value: agency.code, label: bi(agency), also: agency.zh }))}
              value={holder}
              onChange={value => change('holder', value)}
              clear
            />
          </div>
          <Checkbox checked={soon} onChange={event => change('soon', event.target.checked ? '1' : '')}>
            {t('custodyRegister.soon', { count: counts?.soon ?? 0 })}
          </Checkbox>
        </fieldset>
      </div>
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && !narrowed && (
        <Empty title={t(`custodyRegister.empty.${list}`)} hint={t(`custodyRegister.hint.${list}`)} />
      )}
      {found.isSuccess && rows.length === 0 && narrowed && (
        <Empty title={t('custodyRegister.filtered')} hint={t('custodyRegister.filteredHint')}>
          <Button onClick={() => setParams({ tab: 'register', ...(list === 'here' ? {} : { list }) })}>{t('custodyRegister.clear')}</Button>
        </Empty>
      )}
      {rows.length > 0 && <RegisterTable rows={rows} onOpen={setOpen} />}
      {found.hasNextPage && (
        <div className="more">
          <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('action.more')}
          </Button>
        </div>
      )}
      <StayDrawer person={open} onClose={() => setOpen(null)} />
    </>
  )
}
