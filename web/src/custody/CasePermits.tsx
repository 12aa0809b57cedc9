import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Drawer } from 'antd'
import { useState } from 'react'
import { issuePermit, listCasePermits } from '../api/custody.ts'
import type { CaseView, Field } from '../api/types.ts'
import { FieldForm } from '../forms/FieldForm.tsx'
import { useLang } from '../i18n/use-lang.ts'
import { useSession } from '../session/session-context.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { useNow } from '../ui/clock.ts'
import { Empty } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'
import { type Chain, ms } from './chain.ts'
import { named } from './fields.ts'

/** Permits to interrogate of a case; the agency that holds a person may issue one. */
export function CasePermits({ view, chains }: { view: CaseView; chains: Chain[] }) {
  const { t, bi } = useLang()
  const now = useNow()
  const { user } = useSession().session
  const [open, setOpen] = useState(false)
  const found = useQuery({ queryKey: ['custody', 'permits', view.id], queryFn: () => listCasePermits(view.id) })
  const held = chains.filter(({ titles }) => titles.some(({ until, holder }) => until === null && holder.code === user.agency.code))
  const rows = found.data?.items ?? []
  return (
    <Panel
      flush
      title={t('custodyPermits.title')}
      aside={held.length > 0 && <Button onClick={() => setOpen(true)}>{t('custodyPermits.issue')}</Button>}
    >
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Empty title={t('custodyPermits.caseEmpty')} hint={t('custodyPermits.hint')} />}
      {rows.length > 0 && (
        <div className="scroll">
          <table className="table">
            <caption className="only-read">{t('custodyPermits.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('custodyPermits.column.no')}</th>
                <th scope="col">{t('custodyPermits.column.person')}</th>
                <th scope="col">{t('custodyPermits.column.until')}</th>
                <th scope="col" className="wide">
                  {t('custodyPermits.column.holder')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id}>
                  <td>{row.permitNo}</td>
                  <td>{row.person.name}</td>
                  <td>
                    {row.endedAt === null && ms(row.validUntil) > now ? (
                      <Countdown dueAt={row.validUntil} />
                    ) : (
                      <span className="tag">{t('custodyPermits.expired')}</span>
                    )}
                    <span className="sub nowrap">{t('time.until', { time: dateTime(row.endedAt ?? row.validUntil) })}</span>
                  </td>
                  <td className="wide">{bi(row.holder)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Drawer open={open} onClose={() => setOpen(false)} size={480} title={t('custodyPermits.issue')} destroyOnHidden>
        <IssueForm view={view} held={held} onDone={() => setOpen(false)} />
      </Drawer>
    </Panel>
  )
}

function IssueForm({ view, held, onDone }: { view: CaseView; held: Chain[]; onDone: () => void }) {
  const { t } = useLang()
  const { session } = useSession()
  const { message } = App.useApp()
  const client = useQueryClient()
  const fields: Field[] = [
    { name: 'casePersonId', kind: 'person', required: true, ...named(t('custodyPermits.field.casePersonId')) },
    { name: 'validUntil', kind: 'dateTime', required: false, ...named(t('custodyPermits.field.validUntil')) },
  ]
  return (
    <FieldForm
      fields={fields}
      persons={held.map(({ id, name }) => ({ value: id, label: name }))}
      defaults={held[0] ? { casePersonId: held[0].id } : {}}
      draftKey={`${session.user.id}.${view.id}.permit`}
      submitLabel={t('custodyPermits.issue')}
      onSubmit={async body => {
        const { permitNo, validUntil } = await issuePermit(view.id, body)
        await client.invalidateQueries({ queryKey: ['custody'] })
        void message.success(t('custodyPermits.issued', { no: permitNo, time: dateTime(validUntil) }))
        onDone()
      }}
      onCancel={onDone}
    />
  )
}
