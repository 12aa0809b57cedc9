import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { listAgencyNotices, seeAgencyNotice } from '../api/custody.ts'
import type { AgencyNotice } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Countdown } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { PersonText } from './PersonText.tsx'
import './custody.css'

/** Custody past its end, and what has a deadline of its own, before everything else. */
const byUrgency = (a: AgencyNotice, b: AgencyNotice): number =>
  Number(isRed(b)) - Number(isRed(a)) || (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999') || a.at.localeCompare(b.at)
const isRed = ({ kind }: AgencyNotice): boolean => kind.code.startsWith('OVERDUE')

/** What one's own agency is told of people in custody, until somebody of it has taken note; nothing where there is nothing. */
export function AgencyNotices() {
  const { t } = useLang()
  const client = useQueryClient()
  const found = useQuery({ queryKey: ['custody', 'agency-notices'], queryFn: listAgencyNotices })
  const see = useMutation({
    mutationFn: seeAgencyNotice,
    onSuccess: () => client.invalidateQueries({ queryKey: ['custody', 'agency-notices'] }),
  })
  const rows = [...(found.data?.items ?? [])].sort(byUrgency)
  if (rows.length === 0) return null
  return (
    <section className="panel agency-notices" aria-labelledby="agency-notices">
      <h2 id="agency-notices">{t('agencyNotices.title', { count: rows.length })}</h2>
      {see.isError && <Problem error={see.error} />}
      <ul>
        {rows.map(row => (
          <Row key={row.id} row={row} pending={see.isPending && see.variables === row.id} onSeen={() => see.mutate(row.id)} />
        ))}
      </ul>
    </section>
  )
}

type RowProps = { row: AgencyNotice; pending: boolean; onSeen: () => void }

function Row({ row, pending, onSeen }: RowProps) {
  const { t, bi } = useLang()
  return (
    <li className={isRed(row) ? 'red' : undefined}>
      <div>
        <span className={isRed(row) ? 'tag overdue' : 'tag'}>{bi(row.kind)}</span> <PersonText person={row.person} />
        {row.dueAt && (
          <span className="sub">
            {t('agencyNotices.due', { time: dateTime(row.dueAt) })} <Countdown dueAt={row.dueAt} />
          </span>
        )}
        <span className="sub">{t('agencyNotices.from', { agency: bi(row.from), time: dateTime(row.at) })}</span>
        {row.duty && <span className="duty">{bi(row.duty)}</span>}
      </div>
      <div className="row wrap">
        {row.caseId && <Link to={`/cases/${row.caseId}/custody`}>{t('agencyNotices.open')}</Link>}
        <Button loading={pending} onClick={onSeen} aria-label={t('agencyNotices.seenOf', { kind: bi(row.kind), name: row.person.name })}>
          {t('agencyNotices.seen')}
        </Button>
      </div>
    </li>
  )
}
