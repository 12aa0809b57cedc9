import { useQuery } from '@tanstack/react-query'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { listPermits } from '../api/custody.ts'
import type { PermitRow } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { PermitCheck } from './PermitCheck.tsx'
import { PersonText } from './PersonText.tsx'

/** Permits of everybody in the centre, to be checked at the gate. */
export function PermitsTab() {
  const { t, bi } = useLang()
  const found = useQuery({ queryKey: ['custody', 'permits'], queryFn: listPermits })
  const [open, setOpen] = useState<PermitRow | null>(null)
  const rows = [...(found.data?.items ?? [])].sort((a, b) => a.validUntil.localeCompare(b.validUntil))
  return (
    <>
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Empty title={t('custodyPermits.empty')} hint={t('custodyPermits.hint')} />}
      {rows.length > 0 && (
        <div className="scroll">
          <table className="table rows">
            <caption className="only-read">{t('custodyPermits.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('custodyPermits.column.person')}</th>
                <th scope="col">{t('custodyPermits.column.until')}</th>
                <th scope="col" className="wide">
                  {t('custodyPermits.column.holder')}
                </th>
                <th scope="col">{t('custodyPermits.column.act')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id}>
                  <td>
                    <PersonText person={row.person} />
                    <span className="sub">{row.permitNo}</span>
                    <span className="sub narrow">{bi(row.holder)}</span>
                  </td>
                  <td>
                    <Countdown dueAt={row.validUntil} />
                    <span className="sub nowrap">{t('time.until', { time: dateTime(row.validUntil) })}</span>
                  </td>
                  <td className="wide">{bi(row.holder)}</td>
                  <td>
                    <Button size="small" aria-label={t('custodyPermits.checkOf', { no: row.permitNo })} onClick={() => setOpen(row)}>
                      {t('custodyPermits.check')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Drawer
        open={open !== null}
        onClose={() => setOpen(null)}
        size={480}
        title={open === null ? '' : `${t('custodyPermits.check')} · ${open.person.name}`}
        destroyOnHidden
      >
        {open !== null && <PermitCheck permit={open} onClose={() => setOpen(null)} />}
      </Drawer>
    </>
  )
}
