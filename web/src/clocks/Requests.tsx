import { useMutation, useQueryClient } from '@tanstack/react-query'
import { App, Button, Input } from 'antd'
import { useId, useState } from 'react'
import { decideDeadline } from '../api/clocks.ts'
import type { ClocksView, DeadlineRequest } from '../api/types.ts'
import { useLang } from '../i18n/use-lang.ts'
import { Since } from '../ui/Countdown.tsx'
import { dateTime } from '../ui/format.ts'
import { Panel } from '../ui/Panel.tsx'
import { Problem } from '../ui/Problem.tsx'

/** What was asked for, by whom, and what the second person said; what waits stands first. */
export function Requests({ caseId, clocks }: { caseId: string; clocks: ClocksView }) {
  const { t } = useLang()
  const waits = ({ state }: DeadlineRequest): number => (state === 'open' ? 0 : 1)
  const rows = [...clocks.requests].sort((a, b) => waits(a) - waits(b) || b.requestedAt.localeCompare(a.requestedAt))
  return (
    <Panel title={t('deadline.requests')}>
      {rows.length === 0 ? (
        <p className="quiet">{t('deadline.noRequests')}</p>
      ) : (
        <ul className="requests">
          {rows.map(request => (
            <Request key={request.id} caseId={caseId} clocks={clocks} request={request} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Request({ caseId, clocks, request }: { caseId: string; clocks: ClocksView; request: DeadlineRequest }) {
  const { t, bi, word } = useLang()
  const person = clocks.persons.find(({ id }) => id === request.casePersonId)
  const option = clocks.items.flatMap(({ may }) => may).find(({ code }) => code === (request.extension ?? request.reason))
  const what =
    request.corrects === null
      ? option
        ? bi(option)
        : word('deadline.type', request.type)
      : t('correction.of', { what: bi(request.corrects) })
  return (
    <li>
      <div className="row wrap spread">
        <strong>{what}</strong>
        <span className={request.state === 'open' ? 'tag care' : request.state === 'approved' ? 'tag brand' : 'tag'}>
          {word('deadline.state', request.state)}
        </span>
      </div>
      <p className="small">
        {[
          request.period && bi(request.period),
          person?.name,
          request.length !== null && t('deadline.lengthIs', { length: request.length }),
          request.occurredAt !== null && dateTime(request.occurredAt),
          request.corrects !== null && request.occurredAt === null && t('correction.void'),
          request.documentNo,
        ]
          .filter(part => typeof part === 'string')
          .join(' · ')}
      </p>
      {(request.note ?? (request.corrects === null ? null : request.reason)) !== null && (
        <p className="small">{request.note ?? request.reason}</p>
      )}
      <p className="small quiet">
        {t('deadline.askedBy', { who: request.requestedBy, time: dateTime(request.requestedAt) })}
        {request.state === 'open' && (
          <>
            {' '}
            · <Since at={request.requestedAt} />
          </>
        )}
        {request.decidedBy !== null && request.decidedAt !== null && (
          <> · {t('deadline.decidedBy', { who: request.decidedBy, time: dateTime(request.decidedAt) })}</>
        )}
        {request.decisionNote !== null && <> · {request.decisionNote}</>}
      </p>
      {request.mayDecide && <Decide caseId={caseId} requestId={request.id} />}
      {request.state === 'open' && !request.mayDecide && <p className="small quiet">{t('deadline.waitsForSecond')}</p>}
    </li>
  )
}

function Decide({ caseId, requestId }: { caseId: string; requestId: string }) {
  const { t } = useLang()
  const { message } = App.useApp()
  const client = useQueryClient()
  const noteId = useId()
  const [note, setNote] = useState('')
  const decide = useMutation({
    mutationFn: (approve: boolean) => decideDeadline(requestId, approve, note.trim()),
    onSuccess: async (_, approve) => {
      await client.invalidateQueries({ queryKey: ['case', caseId] })
      void message.success(t(approve ? 'deadline.approved' : 'deadline.refused'))
    },
  })
  return (
    <div className="stack tight">
      {decide.isError && <Problem error={decide.error} />}
      <div className="row wrap decide">
        <label htmlFor={noteId} className="small">
          {t('deadline.decisionNote')}
        </label>
        <Input id={noteId} value={note} onChange={event => setNote(event.target.value)} />
        <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate(true)}>
          {t('deadline.approve')}
        </Button>
        <Button disabled={decide.isPending} onClick={() => decide.mutate(false)}>
          {t('deadline.refuse')}
        </Button>
      </div>
    </div>
  )
}
