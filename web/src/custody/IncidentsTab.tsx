import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { listIncidents, reportIncident } from '../api/custody.ts'
import type { Incident } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { useNow } from '../ui/clock.ts'
import { Empty, Loading } from '../ui/Empty.tsx'
import { dateTime, duration } from '../ui/format.ts'
import { Problem } from '../ui/Problem.tsx'
import { CloseDrawer } from './CloseDrawer.tsx'
import { PersonText } from './PersonText.tsx'
import { Segments } from './Segments.tsx'

const STATES = ['open', 'done'] as const
const MINUTE_MS = 60_000

/** Custody past its end: red until a document closes it; reported to the procuratorate in writing. */
export function IncidentsTab() {
  const { t } = useLang()
  const [params] = useSearchParams()
  const state = params.get('state') === 'done' ? 'done' : 'open'
  const found = useQuery({ queryKey: ['custody', 'incidents', state], queryFn: () => listIncidents(state) })
  const [closing, setClosing] = useState<Incident | null>(null)
  const rows = found.data?.items ?? []
  return (
    <>
      <div className="custody-bar">
        <Segments
          label={t('custodyPapers.stateLabel')}
          items={STATES.map(name => ({
            to: `/custody?tab=incidents${name === 'open' ? '' : '&state=done'}`,
            text: t(`custodyIncidents.states.${name}`),
            current: name === state,
          }))}
        />
      </div>
      {found.isPending && <Loading text={t('app.loading')} />}
      {found.isError && <Problem error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && (
        <Empty title={t(state === 'open' ? 'custodyIncidents.empty' : 'custodyIncidents.emptyDone')} hint={t('custodyIncidents.hint')} />
      )}
      {rows.length > 0 && <Table rows={rows} onClose={setClosing} />}
      <CloseDrawer incident={closing} onClose={() => setClosing(null)} />
    </>
  )
}

function Table({ rows, onClose }: { rows: Incident[]; onClose: (row: Incident) => void }) {
  const { t } = useLang()
  return (
    <div className="scroll">
      <table className="table rows">
        <caption className="only-read">{t('custody.tab.incidents')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('custodyIncidents.column.person')}</th>
            <th scope="col">{t('custodyIncidents.column.over')}</th>
            <th scope="col">{t('custodyIncidents.column.holder')}</th>
            <th scope="col">{t('custodyIncidents.column.report')}</th>
            <th scope="col">{t('custodyIncidents.column.act')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <Row key={row.id} row={row} onClose={() => onClose(row)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ row, onClose }: { row: Incident; onClose: () => void }) {
  const { t, lang, bi } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const now = useNow()
  const isOpen = row.closedAt === null
  const over = isOpen ? now - new Date(row.expiredAt).getTime() : row.overdueMinutes * MINUTE_MS
  const report = useMutation({
    mutationFn: () => reportIncident(row.id),
    onSettled: () => client.invalidateQueries({ queryKey: ['custody'] }),
    onError: error => void message.error(error.message),
  })
  return (
    <tr className={isOpen ? 'custody-over' : ''}>
      <td>
        <PersonText person={row.person} />
      </td>
      <td>
        <span className={isOpen ? 'left over' : 'nowrap'}>{t('custodyRegister.overdue', { length: duration(over, lang) })}</span>
        <span className="sub nowrap">
          {t('custodyIncidents.column.expired')} {dateTime(row.expiredAt)}
        </span>
        {row.period !== null && <span className="sub">{bi(row.period)}</span>}
      </td>
      <td>{bi(row.holder)}</td>
      <td>
        {row.reportNo !== null && row.reportedAt !== null && row.reportedTo !== null
          ? t('custodyIncidents.reported', { no: row.reportNo, time: dateTime(row.reportedAt), to: bi(row.reportedTo) })
          : t('custodyIncidents.notReported')}
      </td>
      <td>
        {isOpen ? (
          <div className="actions">
            {row.reportedAt === null && (
              <Button type="primary" size="small" loading={report.isPending} onClick={() => report.mutate()}>
                {t('custodyIncidents.report')}
              </Button>
            )}
            <Button size="small" onClick={onClose}>
              {t('custodyIncidents.close')}
            </Button>
          </div>
        ) : (
          <>
            {row.closeReason !== null && t('custodyIncidents.closed', { reason: bi(row.closeReason), no: row.closeDocNo ?? '' })}
            <span className="sub">{t('custodyIncidents.closedAt', { time: dateTime(row.closedAt ?? '') })}</span>
          </>
        )}
      </td>
    </tr>
  )
}
