import { useQuery } from '@tanstack/react-query'
import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { getClocks } from '../api/clocks.ts'
import type { ClockItem } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Loading } from '../ui/Empty.tsx'
import { Problem } from '../ui/Problem.tsx'
import { Explanation } from './Explanation.tsx'

/** A clock of a case in the words of its explanation. */
export const explained = (item: ClockItem) => ({ ...item, levels: item })

type Props = { caseId: string; code: string; dueAt: string; children: ReactNode }

/** A due date in a list or strip: pressed, it explains itself; the arithmetic is fetched only then. */
export function DueDate({ caseId, code, dueAt, children }: Props) {
  const { t } = useLang()
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" className="plain dotted" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {children}
        <span className="only-read"> {t('explain.open')}</span>
      </button>
      <Drawer open={open} onClose={() => setOpen(false)} size={560} title={t('explain.title')} destroyOnHidden>
        {open && <Fetched caseId={caseId} code={code} dueAt={dueAt} />}
      </Drawer>
    </>
  )
}

function Fetched({ caseId, code, dueAt }: Omit<Props, 'children'>) {
  const { t, bi } = useLang()
  const found = useQuery({ queryKey: ['case', caseId, 'clocks'], queryFn: () => getClocks(caseId) })
  if (found.isPending) return <Loading text={t('app.loading')} />
  if (found.isError) return <Problem error={found.error} retry={() => void found.refetch()} />
  const item = found.data.items.find(one => one.code === code && one.dueAt === dueAt) ?? found.data.items.find(one => one.code === code)
  if (item === undefined) return <p className="quiet">{t('explain.moved')}</p>
  const person = found.data.persons.find(({ id }) => id === item.casePersonId)
  return (
    <div className="stack tight">
      <h3>
        {bi(item)}
        {person && <span className="quiet"> · {person.name}</span>}
      </h3>
      <Explanation of={explained(item)} caseId={caseId} />
    </div>
  )
}
